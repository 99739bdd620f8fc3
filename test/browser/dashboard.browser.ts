/// <reference lib="dom" />
import { mkdir } from "node:fs/promises";
import AxeBuilder from "@axe-core/playwright";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { systemClock } from "../../lib/adapters/local/system-clock.ts";
import { type Dashboard, startDashboard } from "../../lib/cli/dashboard/start-dashboard.ts";
import { SeededRandom } from "../support/seeded-random.ts";
import { openBrowser } from "./browser.ts";
import { madeUp, type SeededBackend, type SeededOptions, seededBackend } from "./seeded-backend.ts";

const DAY_MS = 24 * 60 * 60 * 1_000;
const SHOTS = new URL("../../docs/dashboard/", import.meta.url).pathname;
const SCREENS = { desktop: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } } as const;

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser?.close());

let dashboard: Dashboard | undefined;
let context: BrowserContext | undefined;
let seeded: SeededBackend;
/** Where requests went, and what the browser complained of. */
const requests: URL[] = [];
const complaints: string[] = [];
beforeEach(() => {
  requests.length = 0;
  complaints.length = 0;
});
afterEach(async () => {
  await context?.close();
  await dashboard?.stop();
  context = undefined;
  dashboard = undefined;
});

async function start(options: Partial<SeededOptions> = {}): Promise<Dashboard> {
  seeded = seededBackend({ orders: 1_500, now: systemClock.now(), spanMs: 60 * DAY_MS, ...options });
  dashboard = await startDashboard({
    port: 0,
    source: "This machine, .whook",
    openBackend: () => seeded.backend,
    isLive: async () => true,
    everyMs: 100,
    clock: systemClock,
  });
  return dashboard;
}

async function openPage(options: Parameters<Browser["newContext"]>[0] = {}): Promise<Page> {
  // Nothing fades: a colour half-way between two schemes is no finding.
  const still = { reducedMotion: "reduce" } as const;
  context = await browser.newContext({ timezoneId: "Europe/Berlin", locale: "en-GB", ...still, ...options });
  const page = await context.newPage();
  page.on("request", (request) => requests.push(new URL(request.url())));
  page.on("console", (message) => void (message.type() === "error" && complaints.push(message.text())));
  page.on("pageerror", (error) => complaints.push(error.message));
  return page;
}

/** A page that is signed in and has read everything. */
async function signedIn(options: Parameters<Browser["newContext"]>[0] = {}): Promise<Page> {
  const { address } = dashboard ?? (await start());
  const page = await openPage(options);
  await page.goto(address);
  await page.locator(".figures").first().waitFor();
  await page.waitForFunction(() => document.querySelector(".notice.wait") === null);
  return page;
}

/** Follows the address that signs in, through the page that leads on. */
async function enter(page: Page): Promise<void> {
  const address = dashboard?.address ?? "";
  await page.goto(address);
  await page.waitForURL(new URL("/", address).href);
}

async function visit(page: Page, path: string): Promise<void> {
  await page.goto(new URL(path, page.url()).href);
}

async function orderPath(page: Page): Promise<string> {
  await visit(page, "/alerts?show=failed");
  const href = await page.locator('.feed a[href^="/orders/"]').first().getAttribute("href");
  if (href === null) throw new Error("no failed order");
  return href;
}

const VIEWS: readonly (readonly [string, (page: Page) => Promise<string>])[] = [
  ["overview", async () => "/"],
  ["trades", async () => "/trades"],
  ["now", async () => "/now"],
  ["quality", async () => "/quality"],
  ["write", async () => "/write"],
  ["alerts", async () => "/alerts"],
  ["order", orderPath],
];
const SIGHTS = VIEWS.flatMap(([name, path]) =>
  (["desktop", "phone"] as const).map((screen) => ({ name, path, screen })),
);

describe.each(SIGHTS)("$name on a $screen", ({ name, path, screen }) => {
  test("has no accessibility finding in light and dark, fits the screen, and asks nobody else", async () => {
    const page = await signedIn({ viewport: SCREENS[screen] });
    await visit(page, await path(page));
    if (name === "now") await page.getByRole("cell", { name: "myBinance" }).first().waitFor();
    await page.locator("body[data-shown]").waitFor();
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
      await shoot(page, `${name}-${screen}-${colorScheme}`);
    }
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
    expect(new Set(requests.map(({ origin }) => origin))).toEqual(new Set([new URL(page.url()).origin]));
    expect(complaints).toEqual([]);
    // The contrast of each of some hundred cells is looked at twice.
  }, 180_000);
});

test.each([360, 768, 1_920])(
  "no view is wider than a screen of %i, and no number of the calendar than its day",
  async (width) => {
    const page = await signedIn({ viewport: { width, height: 800 } });
    for (const [name, path] of VIEWS) {
      await visit(page, await path(page));
      await page.locator("body[data-shown]").waitFor();
      const wide = await page.evaluate(() => ({
        page: document.documentElement.scrollWidth - innerWidth,
        days: [...document.querySelectorAll(".month td a")].filter((day) => day.scrollWidth > day.clientWidth).length,
      }));
      expect([name, wide]).toEqual([name, { page: 0, days: 0 }]);
    }
  },
);

test("a choice of the filter is taken at once, stands in the address, and leads on to its trades by keyboard", async () => {
  const page = await signedIn();
  await page.getByLabel("Symbol").first().selectOption({ label: "SOL/USDT" });
  await page.waitForURL(/symbol=SOL%2FUSDT%3AUSDT/);
  await page.getByRole("link", { name: "All its trades" }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("region", { name: "Trades" }).waitFor();
  expect(new URL(page.url()).searchParams.get("symbol")).toBe("SOL/USDT:USDT");
  await page.getByRole("link", { name: "Net", exact: true }).focus();
  await page.keyboard.press("Enter");
  await page.locator('th[aria-sort="descending"]').getByText("Net").waitFor();
});

/** Kept in docs/ when asked for: `SCREENSHOTS=1 npm run test:browser`. */
async function shoot(page: Page, name: string): Promise<void> {
  if (!process.env.SCREENSHOTS) return;
  await mkdir(SHOTS, { recursive: true });
  await page.screenshot({ path: `${SHOTS}${name}.png`, fullPage: name.startsWith("overview") });
}

test("the curve and the days are drawn from the package's own chart library", async () => {
  const page = await signedIn();
  await page.locator(".chart canvas").nth(1).waitFor();
  expect(requests.map(({ pathname }) => pathname)).toContain("/assets/uplot.js");
  expect(await page.locator(".u-legend").first().textContent()).toContain("Drawdown");
});

test("times are UTC in the markup, with the reader's own beside them", async () => {
  const page = await signedIn();
  const time = page.locator(".failures time").first();
  expect(await time.getAttribute("datetime")).toMatch(/Z$/);
  expect(await time.textContent()).toMatch(/ UTC .* Europe\/Berlin$/);
});

test("everything can be read without a script", async () => {
  const page = await openPage({ javaScriptEnabled: false });
  const { address } = await start();
  await page.goto(address);
  await page.locator("main").getByText("Needs attention").waitFor();
  while ((await page.locator(".notice.wait").count()) > 0) await page.reload();
  expect(await page.getByRole("region", { name: "Profit in USDT per symbol" }).textContent()).toContain("ETH/USDT");
  await page.getByRole("link", { name: "Show all that failed" }).click();
  await page.locator('.feed a[href^="/orders/"]').first().click();
  expect(await page.getByRole("list", { name: "The story of the order" }).textContent()).toContain("Ended as rejected");
});

test("a new alert appears by itself, with its story a click away, by keyboard", async () => {
  const page = await signedIn();
  await visit(page, "/alerts");
  const { alert, order } = madeUp({ at: systemClock.now(), index: 900_001, random: new SeededRandom(2) });
  const text = "myBinance ETH/USDT close tag:just-now";
  seeded.ledger.add({ ...alert, text }, order === undefined ? undefined : { ...order, text });
  const fresh = page.getByRole("link", { name: text });
  await fresh.waitFor();
  await fresh.focus();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "The story" }).waitFor();
  await page.keyboard.press("Tab");
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("To the content");
});

describe("says what to do", () => {
  test("while there is nothing", async () => {
    await start({ orders: 0 });
    const page = await openPage();
    await enter(page);
    await page.getByText("No orders here yet").waitFor();
    await visit(page, "/alerts");
    expect(await page.locator("main").textContent()).toContain("npx whook send");
    seeded.positions = [];
    await visit(page, "/now");
    await page.getByText("Nothing is open").waitFor();
  });

  test("when an exchange does not answer", async () => {
    await start({ orders: 1 });
    seeded.problem = "the key is refused";
    const page = await openPage();
    await enter(page);
    await visit(page, "/now");
    await page.getByText("myBinance could not be read: the key is refused").waitFor();
    expect(await page.locator("main").textContent()).toContain("npx whook accounts check --account myBinance");
  });

  test("when the ledger cannot be read, and goes on when it can again", async () => {
    await start({ orders: 1 });
    const { listAlerts } = seeded.ledger;
    seeded.ledger.listAlerts = async () => {
      throw new Error("the ledger is busy");
    };
    const page = await openPage();
    await enter(page);
    await visit(page, "/alerts");
    await page.getByText("the ledger is busy").waitFor();
    seeded.ledger.listAlerts = listAlerts;
    await page.locator(".feed li").first().waitFor();
  });

  test("when the dashboard has been stopped, keeping what was shown", async () => {
    const page = await signedIn();
    await dashboard?.stop();
    dashboard = undefined;
    await page.getByText("does not answer any more").waitFor();
    await page.getByRole("heading", { name: "Needs attention" }).waitFor();
  });
});

describe("nobody looks", () => {
  test("without the address, with a used one, or under another name", async () => {
    const { address } = await start({ orders: 1 });
    const { origin } = new URL(address);
    const status = async (url: string, headers = {}) => (await fetch(url, { headers, redirect: "manual" })).status;
    expect(await status(origin)).toBe(401);
    expect(await status(`${origin}/?token=wrong`)).toBe(401);
    expect(await status(`${origin}/assets/dashboard.js`)).toBe(401);
    const signed = await fetch(address, { redirect: "manual" });
    expect(signed.status).toBe(200);
    const [cookie = ""] = signed.headers.getSetCookie();
    expect(cookie).toMatch(/HttpOnly; SameSite=Strict/);
    expect(await status(address)).toBe(401);
    expect(await status(origin, { cookie: cookie.split(";")[0] })).toBe(200);
    expect(signed.headers.get("content-security-policy")).toMatch(/^default-src 'none'; script-src 'self'/);
  });

  test("what an alert says is text, never markup", async () => {
    await start({ orders: 1 });
    const { alert } = madeUp({ at: systemClock.now(), index: 900_002, random: new SeededRandom(1) });
    const text = '<img src=x onerror="document.title=1"> & "quoted"';
    const rejected = [{ line: 1, text, code: "UNKNOWN_WORD", message: text }];
    seeded.ledger.add({ ...alert, text, accepted: [], rejected }, undefined);
    const page = await openPage();
    await enter(page);
    await visit(page, "/alerts");
    await page.getByText(text).first().waitFor();
    expect(await page.locator("main img").count()).toBe(0);
    expect(complaints).toEqual([]);
  });
});

test("the first paint with 100,000 trades is about that with a few, and the whole stays smooth", async () => {
  const paintOf = async (orders: number): Promise<number> => {
    await start({ orders });
    const page = await openPage();
    const began = performance.now();
    await page.goto(dashboard?.address ?? "");
    await page.getByRole("heading", { name: "Needs attention" }).waitFor();
    const took = performance.now() - began;
    await page.waitForFunction(() => document.querySelector(".notice.wait") === null, undefined, { timeout: 60_000 });
    if (orders === 100_000) {
      const figures = await page.locator(".figures").first().textContent();
      expect(figures).toMatch(/Orders\s*\d{5}/);
      const points = await page.locator('[data-chart="curve"]').getAttribute("data-points");
      expect(JSON.parse(points ?? "[[]]")[0].length).toBeLessThanOrEqual(1_203);
    }
    await context?.close();
    await dashboard?.stop();
    return took;
  };
  await paintOf(100);
  const few = await paintOf(100);
  const many = await paintOf(100_000);
  process.stdout.write(`first paint: ${few.toFixed(0)} ms with 100 trades, ${many.toFixed(0)} ms with 100,000\n`);
  expect(many).toBeLessThan(few * 4 + 1_500);
});
