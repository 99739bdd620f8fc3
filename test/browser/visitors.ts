/// <reference lib="dom" />
// Somebody who looks at a dashboard over a made-up history, and what their browser noticed.
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll } from "vitest";
import { systemClock } from "../../lib/adapters/local/system-clock.ts";
import { hashPassword } from "../../lib/cli/dashboard/password.ts";
import { type Dashboard, startDashboard } from "../../lib/cli/dashboard/start-dashboard.ts";
import { openBrowser } from "./browser.ts";
import { type SeededBackend, type SeededOptions, seededBackend } from "./seeded-backend.ts";

export const DAY_MS = 24 * 60 * 60 * 1_000;
export const PASSWORD = "correct horse battery";

/** A dashboard, and a page that has not looked at it yet. */
export interface Visitor {
  readonly page: Page;
  readonly dashboard: Dashboard;
  readonly seeded: SeededBackend;
  /** Every request the page made, and what the browser complained of. */
  readonly requests: readonly URL[];
  readonly complaints: readonly string[];
  /** Signs in with the printed address, and waits until the page leads on. */
  enter(): Promise<void>;
  /** Until its script has shown it. */
  visit(path: string): Promise<void>;
}

/** What is looked at, and with what browser. */
export type VisitOptions = Partial<SeededOptions> & { readonly browser?: BrowserContextOptions };

/**
 * A browser for the tests of a file.
 * @param keep - how long a dashboard and its page live: for one test, or for all of the file
 */
export function useVisitors(keep: "a-test" | "the-file" = "a-test") {
  let browser: Browser;
  let password: string;
  const closing: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const one of closing.splice(0)) await one();
  };
  beforeAll(async () => {
    [browser, password] = await Promise.all([openBrowser(), hashPassword(PASSWORD)]);
  });
  if (keep === "a-test") afterEach(close);
  afterAll(async () => {
    await close();
    await browser?.close();
  });

  const open = async ({ browser: more, ...history }: VisitOptions = {}): Promise<Visitor> => {
    const seeded = seededBackend({ orders: 300, now: systemClock.now(), spanMs: 60 * DAY_MS, ...history });
    const dashboard = await startDashboard({
      port: 0,
      source: "This machine, .whook",
      openBackend: () => seeded.backend,
      isLive: async () => true,
      everyMs: 100,
      clock: systemClock,
      reach: { host: "127.0.0.1", names: [], password },
    });
    // Nothing fades: a colour half-way between two schemes is no finding.
    const still = { reducedMotion: "reduce" } as const;
    const context = await browser.newContext({ timezoneId: "Europe/Berlin", locale: "en-GB", ...still, ...more });
    closing.push(
      () => context.close(),
      () => dashboard.stop(),
    );
    const page = await context.newPage();
    const requests: URL[] = [];
    const complaints: string[] = [];
    page.on("request", (request) => requests.push(new URL(request.url())));
    page.on("console", (message) => void (message.type() === "error" && complaints.push(message.text())));
    page.on("pageerror", (error) => complaints.push(error.message));
    return {
      page,
      dashboard,
      seeded,
      requests,
      complaints,
      enter: async () => {
        await page.goto(dashboard.address);
        await page.waitForURL(new URL("/", dashboard.address).href);
      },
      visit: async (path) => {
        await page.goto(new URL(path, dashboard.address).href);
        await page.locator("body[data-shown]").waitFor();
      },
    };
  };

  /** A visitor who is signed in, and whose dashboard has read everything. */
  const signedIn = async (options: VisitOptions = {}): Promise<Visitor> => {
    const visitor = await open(options);
    await visitor.enter();
    await visitor.page.waitForFunction(() => document.querySelector("main h1 ~ *:not(.notice.wait)") !== null);
    await visitor.page.waitForFunction(() => document.querySelector(".notice.wait") === null);
    return visitor;
  };
  return { open, signedIn };
}
