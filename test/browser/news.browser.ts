/// <reference lib="dom" />
// What the page does while one looks: news, its charts, the builder; what it does without a script, and what it says when something is away.
import { describe, expect, test } from "vitest";
import { systemClock } from "../../lib/adapters/local/system-clock.ts";
import { SeededRandom } from "../support/seeded-random.ts";
import { madeUp } from "./seeded-backend.ts";
import { useVisitors } from "./visitors.ts";

const { open, signedIn } = useVisitors();

test("a choice of the filter is taken at once and stands in the address; the curve and the days are drawn by the package's library", async () => {
  const { page, requests } = await signedIn();
  await page.getByLabel("Symbol").first().selectOption({ label: "SOL/USDT" });
  await page.waitForURL(/symbol=SOL%2FUSDT%3AUSDT/);
  await page.locator(".chart canvas").nth(1).waitFor();
  expect(requests.map(({ pathname }) => pathname)).toContain("/assets/uplot.js");
  expect(await page.locator(".u-legend").first().textContent()).toContain("Drawdown");
});

test("times are UTC in the markup, with the reader's own beside them", async () => {
  const { page } = await signedIn();
  const time = page.locator(".failures time").first();
  expect(await time.getAttribute("datetime")).toMatch(/Z$/);
  expect(await time.textContent()).toMatch(/ UTC .* Europe\/Berlin$/);
});

test("everything can be read without a script", async () => {
  const { page, dashboard } = await open({ browser: { javaScriptEnabled: false } });
  await page.goto(dashboard.address);
  await page.locator("main").getByText("Needs attention").waitFor();
  while ((await page.locator(".notice.wait").count()) > 0) await page.reload();
  expect(await page.getByRole("region", { name: "Profit in USDT per symbol" }).textContent()).toContain("ETH/USDT");
  await page.getByRole("link", { name: "Show all that failed" }).click();
  await page.locator('.feed a[href^="/orders/"]').first().click();
  expect(await page.getByRole("list", { name: "The story of the order" }).textContent()).toContain("Ended as rejected");
});

test("a new alert appears by itself, with its story a click away, by keyboard", async () => {
  const { page, visit, seeded } = await signedIn();
  await visit("/alerts");
  const { alert, order } = madeUp({ at: systemClock.now(), index: 900_001, random: new SeededRandom(2) });
  const text = "myBinance ETH/USDT close tag:just-now";
  seeded.ledger.add({ ...alert, text }, order === undefined ? undefined : { ...order, text });
  const fresh = page.getByRole("link", { name: text });
  await fresh.waitFor();
  await fresh.focus();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "The story" }).waitFor();
});

test("a chart that cannot be had says why, and the fills stand in their table", async () => {
  const { page, visit, seeded } = await signedIn();
  await visit("/trades?status=filled");
  seeded.problem = "the exchange is away";
  await page.locator('a[href^="/orders/"]').first().click();
  await page.getByText("No chart: the exchange is away.").waitFor();
  await page.getByRole("region", { name: "Entries and exits" }).getByRole("cell").first().waitFor();
});

test("the builder tells as one types, without taking the cursor, and its address can be kept", async () => {
  const { page, visit } = await signedIn();
  await visit("/write");
  await page.getByLabel("Account").selectOption("myBinance");
  await page.getByLabel("Symbol").pressSequentially("ETH/USDT");
  await page.getByLabel("Command").selectOption("buy");
  const size = page.getByLabel("Size");
  await size.pressSequentially("30O");
  await page.locator("#written .notice.bad").first().waitFor();
  await size.press("Backspace");
  await size.press("0");
  const text = page.getByLabel("The alert's text");
  await expect.poll(() => text.inputValue()).toBe("myBinance ETH/USDT buy 300$ at:{{timenow}}");
  await expect.poll(() => page.locator("#written .notice.bad").count()).toBe(0);
  expect(await page.evaluate(() => document.activeElement?.getAttribute("name"))).toBe("size");
  expect(new URL(page.url()).searchParams.get("size")).toBe("300");
});

describe("says what to do", () => {
  test("while there is nothing", async () => {
    const { page, enter, visit, seeded } = await open({ orders: 0 });
    await enter();
    await page.getByText("No orders here yet").waitFor();
    await visit("/alerts");
    expect(await page.locator("main").textContent()).toContain("npx whook send");
    seeded.positions = [];
    await visit("/now");
    await page.getByText("Nothing is open").waitFor();
  });

  test("when an exchange does not answer", async () => {
    const { page, enter, visit, seeded } = await open({ orders: 1 });
    seeded.problem = "the key is refused";
    await enter();
    await visit("/now");
    await page.getByText("myBinance could not be read: the key is refused").waitFor();
    expect(await page.locator("main").textContent()).toContain("npx whook accounts check --account myBinance");
  });

  test("when the ledger cannot be read, and goes on when it can again", async () => {
    const { page, enter, visit, seeded } = await open({ orders: 1 });
    const { listAlerts } = seeded.ledger;
    seeded.ledger.listAlerts = async () => {
      throw new Error("the ledger is busy");
    };
    await enter();
    await visit("/alerts");
    await page.getByText("the ledger is busy").waitFor();
    seeded.ledger.listAlerts = listAlerts;
    await page.locator(".feed li").first().waitFor();
  });

  test("when the dashboard has been stopped, keeping what was shown", async () => {
    const { page, dashboard } = await signedIn();
    await dashboard.stop();
    await page.getByText("does not answer any more").waitFor();
    await page.getByRole("heading", { name: "Needs attention" }).waitFor();
  });
});

test("what an alert says is text, never markup", async () => {
  const { page, enter, visit, seeded, complaints } = await open({ orders: 1 });
  const { alert } = madeUp({ at: systemClock.now(), index: 900_002, random: new SeededRandom(1) });
  const text = '<img src=x onerror="document.title=1"> & "quoted"';
  const rejected = [{ line: 1, text, code: "UNKNOWN_WORD", message: text }];
  seeded.ledger.add({ ...alert, text, accepted: [], rejected }, undefined);
  await enter();
  await visit("/alerts");
  await page.getByText(text).first().waitFor();
  expect(await page.locator("main img").count()).toBe(0);
  expect(complaints).toEqual([]);
});
