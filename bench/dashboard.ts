/// <reference lib="dom" />
// The dashboard over 100,000 seeded trades on disk, in headless Chromium: of each view when its frame is painted (name and
// navigation), when all it tells is, and when its charts and times stand.
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
  await page.addInitScript(markPainted);
  // A trader's browser is running already.
  await page.goto("data:text/html,<h1>warm</h1>");
  const began = performance.now();
  const first = await timed(page, address);
  await page.waitForFunction(() => document.querySelector(".notice.wait") === null);
  const thirtyDays = performance.now() - began;
  const all = new URL("/?range=all", address).href;
  const early = await timed(page, all);
  await page.waitForFunction(() => document.querySelector(".notice.wait") === null, undefined, { timeout: 120_000 });
  const figured = performance.now() - began;
  const listed = await timed(page, new URL("/trades?range=all", address).href);
  await page.goto(new URL("/quality?range=all", address).href);
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
    "all time of one account": await timed(page, new URL("/?range=all&account=anna", address).href),
    "all trades by a word": await timed(page, new URL("/trades?range=all&q=macd", address).href),
    "execution of all time": await timed(page, new URL("/quality?range=all&account=bert", address).href),
  };
  process.stdout.write(`dashboard, ${TRADES} trades\n  ${describeMachine()}\n`);
  report({
    "first look: 30 days": first,
    "30 days read": seconds(thirtyDays),
    "overview of all time, while it is read": early,
    "figures of all time read": seconds(figured),
    "list of all trades, while they are read": listed,
    "all trades read": seconds(whole),
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

/** Runs in the page: the frame with the last of its content is over when the next begins. */
function markPainted(): void {
  const seen = new MutationObserver(() => {
    if (document.querySelector("footer") === null) return;
    seen.disconnect();
    requestAnimationFrame(() => requestAnimationFrame(() => performance.mark("content-painted")));
  });
  seen.observe(document, { childList: true, subtree: true });
}

/** Opens a view. Paints are counted from its own navigation: at the first look the address with the token comes before it. */
async function timed(page: Page, address: string): Promise<string> {
  const began = performance.now();
  await page.goto(address, { waitUntil: "commit" });
  await page.locator("body[data-shown]").waitFor();
  const shown = performance.now() - began;
  const frame = await entry(page, "first-contentful-paint");
  const content = Math.max(frame, await entry(page, "content-painted"));
  return `frame ${frame.toFixed(0)} ms, content ${content.toFixed(0)} ms, with charts ${shown.toFixed(0)} ms`;
}

/** When the page had this entry. */
async function entry(page: Page, name: string): Promise<number> {
  const told = await page.waitForFunction((asked) => performance.getEntriesByName(asked)[0]?.startTime, name);
  return Number(await told.jsonValue());
}

async function orderPath(page: Page): Promise<string> {
  const href = await page.locator('.feed a[href^="/orders/"]').first().getAttribute("href");
  if (href === null) throw new Error("no order on the page");
  return href;
}

function seconds(ms: number): string {
  return `after ${(ms / 1000).toFixed(1)} s`;
}
