/// <reference lib="dom" />
// The dashboard over 100,000 seeded trades on disk, in headless Chromium: the first paint, and each view.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { openBrowser } from "../test/browser/browser.ts";
import { readCount } from "./bench-words.ts";
import { describeMachine, report } from "./machine.ts";
import { openHistory } from "./seeded-history.ts";
import { envOf } from "./whook-run.ts";

const TRADES = readCount("the dashboard over a history, in Chromium", { of: "TRADES", usual: 100_000 });

const history = await openHistory(TRADES);
const whook = spawn(process.execPath, ["bin/whook.js", "dashboard", "--json"], {
  cwd: fileURLToPath(new URL("..", import.meta.url)),
  env: envOf(history.dataDir),
  stdio: ["ignore", "pipe", "inherit"],
});
const browser = await openBrowser();
try {
  const address = await addressOf();
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  // A trader's browser is running already.
  await page.goto("data:text/html,<h1>warm</h1>");
  const began = performance.now();
  const first = await timed(page, address);
  await page.waitForFunction(() => document.querySelector(".notice.wait") === null);
  const thirtyDays = performance.now() - began;
  const all = new URL("/?range=all", address).href;
  const early = await timed(page, all);
  await page.waitForFunction(() => document.querySelector(".notice.wait") === null, undefined, { timeout: 120_000 });
  const whole = performance.now() - began;
  const views = {
    "a page of words, to compare with": await timed(page, new URL("/guards", address).href),
    "overview of all time, once read": await timed(page, all),
    "overview of 30 days": await timed(page, new URL("/?range=30d", address).href),
    alerts: await timed(page, new URL("/alerts", address).href),
    "alerts that failed": await timed(page, new URL("/alerts?show=failed", address).href),
    "an order": await timed(page, new URL(await orderPath(page), address).href),
    now: await timed(page, new URL("/now", address).href),
    "all trades by profit": await timed(page, new URL("/trades?range=all&sort=net", address).href),
  };
  process.stdout.write(`dashboard, ${TRADES} trades\n  ${describeMachine()}\n`);
  report({
    "first paint": first,
    "30 days read": seconds(thirtyDays),
    "overview of all time, while it is read": early,
    "all read": seconds(whole),
    ...views,
  });
} finally {
  await browser.close();
  whook.kill("SIGINT");
  await once(whook, "exit");
  await history.remove();
}

async function addressOf(): Promise<string> {
  let printed = "";
  for await (const line of createInterface(whook.stdout)) {
    printed += line;
    if (line === "}") break;
  }
  return (JSON.parse(printed) as { url: string }).url;
}

/** Opens a view: until something was painted, and until its charts and times stood. */
async function timed(page: Page, address: string): Promise<string> {
  const began = performance.now();
  await page.goto(address, { waitUntil: "commit" });
  await page.locator("body[data-shown]").waitFor();
  const shown = performance.now() - began;
  const told = await page.waitForFunction(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime);
  const painted = Number(await told.jsonValue());
  return `painted after ${painted.toFixed(0)} ms, whole after ${shown.toFixed(0)} ms`;
}

async function orderPath(page: Page): Promise<string> {
  const href = await page.locator('.feed a[href^="/orders/"]').first().getAttribute("href");
  if (href === null) throw new Error("no order on the page");
  return href;
}

function seconds(ms: number): string {
  return `after ${(ms / 1000).toFixed(1)} s`;
}
