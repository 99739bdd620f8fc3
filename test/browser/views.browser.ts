/// <reference lib="dom" />
// The views that were added last: switches, equity, an order on its chart, and the builder while one types.
import { mkdir } from "node:fs/promises";
import AxeBuilder from "@axe-core/playwright";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { systemClock } from "../../lib/adapters/local/system-clock.ts";
import { hashPassword } from "../../lib/cli/dashboard/password.ts";
import { type Dashboard, startDashboard } from "../../lib/cli/dashboard/start-dashboard.ts";
import { openBrowser } from "./browser.ts";
import { type SeededBackend, seededBackend } from "./seeded-backend.ts";

const DAY_MS = 24 * 60 * 60 * 1_000;
const PASSWORD = "correct horse battery";
const SHOTS = new URL("../../docs/dashboard/", import.meta.url).pathname;
const WIDTHS = [360, 768, 1_440, 1_920] as const;
/** Those that are kept as pictures, and looked at for accessibility. */
const SHOT: Readonly<Record<number, string>> = { 360: "phone", 1440: "desktop" };

let browser: Browser;
let hash: string;
beforeAll(async () => {
  [browser, hash] = await Promise.all([openBrowser(), hashPassword(PASSWORD)]);
});
afterAll(() => browser?.close());

let dashboard: Dashboard | undefined;
let context: BrowserContext | undefined;
let seeded: SeededBackend;
const origins = new Set<string>();
const complaints: string[] = [];
afterEach(async () => {
  await context?.close();
  await dashboard?.stop();
  origins.clear();
  complaints.length = 0;
});

/** A page that is signed in and has read everything. */
async function signedIn({ orders = 300, spanMs = 60 * DAY_MS } = {}): Promise<Page> {
  seeded = seededBackend({ orders, now: systemClock.now(), spanMs });
  dashboard = await startDashboard({
    port: 0,
    source: "This machine, .whook",
    openBackend: () => seeded.backend,
    isLive: async () => true,
    everyMs: 200,
    clock: systemClock,
    reach: { host: "127.0.0.1", names: [], password: hash },
  });
  context = await browser.newContext({ timezoneId: "Europe/Berlin", locale: "en-GB", reducedMotion: "reduce" });
  const page = await context.newPage();
  page.on("request", (request) => origins.add(new URL(request.url()).origin));
  page.on("console", (message) => void (message.type() === "error" && complaints.push(message.text())));
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.goto(dashboard.address);
  await page.locator("main").getByText("Needs attention").or(page.getByText("No orders here yet")).first().waitFor();
  await page.waitForFunction(() => document.querySelector(".notice.wait") === null);
  return page;
}

async function visit(page: Page, path: string): Promise<void> {
  await page.goto(new URL(path, page.url()).href);
  await page.locator("body[data-shown]").waitFor();
}

async function filledOrder(page: Page): Promise<void> {
  await visit(page, "/trades?status=filled");
  const href = await page.locator('main a[href^="/orders/"]').first().getAttribute("href");
  await visit(page, href ?? "");
  await page.locator('[data-chart="candles"] canvas').first().waitFor();
}

const VIEWS: readonly (readonly [string, (page: Page) => Promise<void>])[] = [
  ["guards", (page) => visit(page, "/guards")],
  ["confirm", (page) => visit(page, "/guards/confirm?word=closeall&account=myBinance")],
  ["equity", (page) => visit(page, "/equity?range=all")],
  ["chart", filledOrder],
];

test.each(VIEWS)(
  "%s fits every screen, has no accessibility finding in light and dark, and asks nobody else",
  async (name, open) => {
    // A position is told by a few fills.
    const page = await signedIn(name === "chart" ? { orders: 14, spanMs: DAY_MS } : {});
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      await open(page);
      const wide = await page.evaluate(() => ({
        page: document.documentElement.scrollWidth - innerWidth,
        figures: [...document.querySelectorAll(".figures dd, td.right")]
          .filter((cell) => cell.scrollWidth > cell.clientWidth + 1)
          .map((cell) => cell.textContent),
      }));
      expect([width, wide]).toEqual([width, { page: 0, figures: [] }]);
      const screen = SHOT[width];
      if (screen === undefined) continue;
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
        await shoot(page, `${name}-${screen}-${colorScheme}`);
      }
    }
    expect([...origins]).toEqual([new URL(page.url()).origin]);
    expect(complaints).toEqual([]);
  },
  300_000,
);

/** Kept in docs/ when asked for: `SCREENSHOTS=1 npm run test:browser`. */
async function shoot(page: Page, name: string): Promise<void> {
  if (!process.env.SCREENSHOTS) return;
  await mkdir(SHOTS, { recursive: true });
  await page.screenshot({ path: `${SHOTS}${name}.png` });
}

test("an account is paused and resumed by keyboard, with a second look and the password each time", async () => {
  const page = await signedIn();
  await visit(page, "/guards");
  expect(await page.locator("main").textContent()).toContain("Orders open and close.");
  await page.getByRole("link", { name: "Pause, myBinance" }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Pause?" }).waitFor();
  await page.getByRole("checkbox").focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("Tab");
  await page.keyboard.type("not the password");
  await page.keyboard.press("Enter");
  await page.getByText("That is not the password.").waitFor();
  await page.getByRole("checkbox").check();
  await page.getByLabel("Password, again").fill(PASSWORD);
  await page.keyboard.press("Enter");
  await page.getByText("nothing is sent.").waitFor();
  expect(new URL(page.url()).pathname).toBe("/guards");
  await page.getByRole("link", { name: "Resume, myBinance" }).click();
  await page.getByRole("checkbox").check();
  await page.getByLabel("Password, again").fill(PASSWORD);
  await page.getByRole("button", { name: "Resume" }).click();
  await page.getByText("Orders open and close.").waitFor();
  expect(complaints.filter((text) => !text.includes("403"))).toEqual([]);
});

test("a browser signs out, and in again with the password, back to where it was", async () => {
  const page = await signedIn();
  await visit(page, "/sign-out");
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
  await page.goto(new URL("/equity?range=7d", page.url()).href);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Equity", exact: true }).waitFor();
  expect(new URL(page.url()).search).toBe("?range=7d");
});

test("what is open stands beside closing all, and the first day of equity reads as well as none", async () => {
  const page = await signedIn({ orders: 20, spanMs: DAY_MS });
  await visit(page, "/now");
  await page.getByRole("cell", { name: "myBinance" }).first().waitFor();
  await visit(page, "/guards/confirm?word=closeall&account=");
  expect(await page.locator("form").textContent()).toContain("ETH/USDT long 2.5 contracts");
  await visit(page, "/equity");
  expect(await page.locator("figcaption").textContent()).toMatch(/from 8 readings/);
  seeded.equity = [];
  await visit(page, "/equity?from=2020-01-01&to=2020-01-02");
  await page.getByText("No equity was read in these days").waitFor();
});

test("a chart that cannot be had says why, and the fills stand in their table", async () => {
  const page = await signedIn();
  await visit(page, "/trades?status=filled");
  seeded.problem = "the exchange is away";
  await page.locator('a[href^="/orders/"]').first().click();
  await page.getByText("No chart: the exchange is away.").waitFor();
  await page.getByRole("region", { name: "Entries and exits" }).getByRole("cell").first().waitFor();
});

test("the builder tells as one types, without taking the cursor, and its address can be kept", async () => {
  const page = await signedIn();
  await visit(page, "/write");
  await page.getByLabel("Account").selectOption("myBinance");
  await page.getByLabel("Symbol").pressSequentially("ETH/USDT");
  await page.getByLabel("Command").selectOption("buy");
  const size = page.getByLabel("Size");
  await size.pressSequentially("30O");
  await page.locator("#written .notice.bad").first().waitFor();
  await size.press("Backspace");
  await size.press("0");
  const text = page.getByLabel("The alert's text");
  await expect.poll(() => text.inputValue()).toBe("myBinance ETH/USDT buy 300$");
  await expect.poll(() => page.locator("#written .notice.bad").count()).toBe(0);
  expect(await page.evaluate(() => document.activeElement?.getAttribute("name"))).toBe("size");
  expect(new URL(page.url()).searchParams.get("size")).toBe("300");
});
