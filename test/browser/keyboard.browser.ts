/// <reference lib="dom" />
// The page without a mouse: whatever can be done is done with Tab, Enter, Space, arrows and what is typed, and one sees where one is.
import type { Locator, Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { PASSWORD, useVisitors, type Visitor } from "./visitors.ts";

const { signedIn, open } = useVisitors("the-file");
let visitor: Visitor;
beforeAll(async () => {
  visitor = await signedIn();
});

/** More than any view has places to go to. */
const MOST_STEPS = 700;

/** What has the focus, and whether that is seen: a ring around it, inside the window. */
function focusOf(page: Page) {
  return page.evaluate(() => {
    const here = document.activeElement;
    if (here === null || here === document.body) return undefined;
    const { outlineStyle, outlineWidth } = getComputedStyle(here);
    const { top, bottom, left, right } = here.getBoundingClientRect();
    const isInside = bottom > 0 && top < innerHeight && right > 0 && left < innerWidth;
    const isRinged = outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2;
    const index = [...document.querySelectorAll("*")].indexOf(here);
    return { isSeen: isInside && isRinged, what: here.outerHTML.slice(0, 120), index };
  });
}

/** Presses Tab until it is there. */
async function tabTo(page: Page, wanted: Locator): Promise<void> {
  let handle = await wanted.elementHandle();
  for (let step = 0; step < MOST_STEPS; step++) {
    const found = await page.evaluate(
      (element) => (element?.isConnected === true ? element === document.activeElement : "replaced"),
      handle,
    );
    if (found === true) return;
    if (found === "replaced") handle = await wanted.elementHandle();
    await page.keyboard.press("Tab");
  }
  throw new Error("Tab never comes there");
}

async function press(page: Page, wanted: Locator, key = "Enter"): Promise<void> {
  await tabTo(page, wanted);
  await page.keyboard.press(key);
}

test.each(["Overview", "Now", "Guards", "Trades", "Equity", "Execution", "Alerts", "Write"])(
  "%s is reached from another view, and Tab goes through all of it, seen at each place, and out again",
  async (name) => {
    const { page, visit } = visitor;
    await visit(name === "Guards" ? "/now" : "/guards");
    await press(page, page.getByRole("navigation", { name: "Views" }).getByRole("link", { name, exact: true }));
    await page.locator(`nav [aria-current="page"]`).getByText(name, { exact: true }).waitFor();
    await page.locator("body[data-shown]").waitFor();
    // What comes anew every few seconds keeps the focus, but not while it is counted.
    await page.evaluate(() => Object.defineProperty(document, "hidden", { get: () => true }));
    const places = await page.evaluate(() => {
      const all = document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']");
      return [...all].filter((one) => one instanceof HTMLElement && one.tabIndex >= 0 && one.checkVisibility()).length;
    });
    const reached = new Set<number>();
    for (let step = 0; step <= places * 4 && reached.size < places; step++) {
      await page.keyboard.press("Tab");
      const focus = await focusOf(page);
      if (focus === undefined) continue;
      expect(focus).toEqual({ ...focus, isSeen: true });
      reached.add(focus.index);
    }
    expect(reached.size).toBe(places);
  },
);

test("the skip link leads past the navigation", async () => {
  const { page, visit } = visitor;
  await visit("/trades");
  await press(page, page.getByRole("link", { name: "To the content" }));
  await page.keyboard.press("Tab");
  expect(await page.evaluate(() => document.activeElement?.closest("main") !== null)).toBe(true);
});

test("a filter passes other choices on its way, is taken with Enter, keeps its place, and leads to its trades", async () => {
  const { page, visit } = visitor;
  await visit("/");
  const symbol = page.getByLabel("Symbol").first();
  await tabTo(page, symbol);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  const passed = await symbol.inputValue();
  expect(new URL(page.url()).searchParams.get("symbol")).toBeNull();
  await page.keyboard.press("ArrowDown");
  const chosen = await symbol.inputValue();
  expect(chosen).not.toBe(passed);
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => url.searchParams.get("symbol") === chosen);
  await page.locator("body[data-shown]").waitFor();
  expect(await page.evaluate(() => document.activeElement?.getAttribute("name"))).toBe("symbol");
  await press(page, page.getByRole("link", { name: "All its trades" }));
  await page.getByRole("region", { name: "Trades" }).waitFor();
  expect(new URL(page.url()).searchParams.get("symbol")).toBe(chosen);
});

test("the list is sorted both ways and searched, a page is turned, and a trade opened with its story", async () => {
  const { page, visit } = visitor;
  await visit("/trades?range=all");
  const net = page.getByRole("columnheader", { name: "Net" });
  await press(page, net.getByRole("link"));
  await page.locator('th[aria-sort="descending"]').getByText("Net").waitFor();
  await page.locator("body[data-shown]").waitFor();
  await press(page, net.getByRole("link"));
  await page.locator('th[aria-sort="ascending"]').getByText("Net").waitFor();
  await page.locator("body[data-shown]").waitFor();
  await press(page, page.getByRole("link", { name: "Next", exact: true }));
  await page.getByText("Page 2 of").waitFor();
  await page.locator("body[data-shown]").waitFor();
  await tabTo(page, page.getByRole("searchbox", { name: "Search" }));
  await page.keyboard.type("SOL");
  await page.keyboard.press("Enter");
  await page.waitForURL(/q=SOL/);
  await page.locator("body[data-shown]").waitFor();
  await press(page, page.getByRole("region", { name: "Trades" }).getByRole("row").nth(1).getByRole("link"));
  await page.getByRole("heading", { name: "The story" }).waitFor();
});

test("a row of a group and a day of the calendar lead to their trades", async () => {
  const { page, visit } = visitor;
  for (const [wanted, asks] of [
    [page.getByRole("region", { name: "Profit in USDT per symbol" }).getByRole("link").first(), "symbol"],
    [page.locator(".month td a").first(), "from"],
  ] as const) {
    await visit("/");
    await press(page, wanted);
    await page.getByRole("heading", { name: "Trades", exact: true }).waitFor();
    expect(new URL(page.url()).searchParams.get(asks)).not.toBeNull();
  }
});

test("an alert is written, told of as one types, and its text selected", async () => {
  const { page, visit } = visitor;
  await visit("/write");
  await tabTo(page, page.getByLabel("Account"));
  await page.keyboard.press("ArrowDown");
  await tabTo(page, page.getByLabel("Symbol"));
  await page.keyboard.type("ETH/USDT");
  await tabTo(page, page.getByLabel("Command"));
  await page.keyboard.press("ArrowDown");
  await tabTo(page, page.getByLabel("Size"));
  await page.keyboard.type("300");
  await tabTo(page, page.getByLabel("Leverage"));
  await page.keyboard.type("3");
  const text = page.getByLabel("The alert's text");
  await expect.poll(() => text.inputValue()).toBe("myBinance ETH/USDT buy 300$ x3 at:{{timenow}}");
  await tabTo(page, text);
  // What it would do now comes a moment later, and takes nobody's place.
  await page.getByRole("heading", { name: "What it would do now" }).waitFor();
  expect(await text.evaluate((element) => element === document.activeElement)).toBe(true);
  await page.keyboard.press("Control+A");
  expect(await page.evaluate(() => String(getSelection()))).toBe("myBinance ETH/USDT buy 300$ x3 at:{{timenow}}");
});

test("closing all is asked for, doubted, sworn to with a wrong and with the right password, and left alone", async () => {
  const { page, visit } = visitor;
  await visit("/guards");
  const ask = page.getByRole("link", { name: "Close all, myBinance" });
  await press(page, ask);
  await page.getByRole("heading", { name: "Close all?" }).waitFor();
  await press(page, page.getByRole("link", { name: "Leave it" }));
  await page.getByRole("heading", { name: "Guards" }).waitFor();
  await press(page, ask);
  for (const [password, says] of [
    ["not the password", "That is not the password."],
    // Nobody works here: a switch is on record, and that nothing is closed is said.
    [PASSWORD, "close only"],
  ] as const) {
    await page.getByRole("heading", { name: "Close all?" }).waitFor();
    await press(page, page.getByRole("checkbox"), "Space");
    await tabTo(page, page.getByLabel("Password, again"));
    await page.keyboard.type(password);
    await press(page, page.getByRole("button", { name: "Close all" }));
    await page.getByText(says).first().waitFor();
  }
});

test("pausing and resuming need a second look and the password each time", async () => {
  const { page, visit } = visitor;
  for (const [word, says] of [
    ["Pause", "nothing is sent"],
    ["Resume", "orders open and close"],
  ] as const) {
    await visit("/guards");
    await press(page, page.getByRole("link", { name: `${word}, myBinance` }));
    await page.getByRole("heading", { name: `${word}?` }).waitFor();
    await press(page, page.getByRole("checkbox"), "Space");
    await tabTo(page, page.getByLabel("Password, again"));
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press("Enter");
    await page.getByText(says).waitFor();
    expect(new URL(page.url()).pathname).toBe("/guards");
  }
});

test("one signs out, and in again with the password, back to where one was going", async () => {
  const { page, dashboard } = await open();
  await page.goto(new URL("/equity?range=7d", dashboard.address).href);
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
  await tabTo(page, page.getByLabel("Password"));
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Equity", exact: true }).waitFor();
  expect(new URL(page.url()).search).toBe("?range=7d");
  await press(page, page.getByRole("link", { name: "Sign out" }));
  await page.getByRole("heading", { name: "Sign out" }).waitFor();
  await press(page, page.getByRole("button", { name: "Sign out" }));
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
});
