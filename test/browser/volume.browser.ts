/// <reference lib="dom" />
// 100,000 trades beside a hundred: the first paint must not grow with them, a filter a little. The aim is 0.3 s for the first paint and
// 0.5 s for any filter on a quiet machine; what is held here are ratios, which a slow one has too, and what was measured is printed.
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { useVisitors, type Visitor } from "./visitors.ts";

const { open } = useVisitors("the-file");
const FILTERS = [
  "/?range=all",
  "/?range=all&account=myBinance",
  "/?range=all&strategy=trend",
  "/?range=all&symbol=SOL%2FUSDT%3AUSDT",
  "/?range=all&side=sell",
  "/?from=2020-01-01",
  "/quality?range=all",
  "/trades?range=all&sort=net",
  "/trades?range=all&status=rejected",
  "/trades?range=all&q=ETH",
  "/equity?range=all",
] as const;

interface Measured {
  readonly visitor: Visitor;
  readonly paint: number;
  readonly filters: Readonly<Record<string, number>>;
}

async function measure(orders: number): Promise<Measured> {
  const visitor = await open({ orders });
  const { page, dashboard, visit } = visitor;
  const began = performance.now();
  await page.goto(dashboard.address);
  await page.getByRole("heading", { name: "Needs attention" }).waitFor();
  const paint = performance.now() - began;
  await visit("/?range=all");
  await page.waitForFunction(() => document.querySelector(".notice.wait") === null, undefined, { timeout: 200_000 });
  const filters: Record<string, number> = {};
  for (const path of FILTERS) filters[path] = await shown(visitor, path);
  return { visitor, paint, filters };
}

async function shown({ visit }: Visitor, path: string): Promise<number> {
  const began = performance.now();
  await visit(path);
  return performance.now() - began;
}

test("the first paint and every filter are held to those of a hundred trades with 100,000", async () => {
  // The first page of a browser is slower than its second.
  await measure(10);
  const few = await measure(100);
  const many = await measure(100_000);
  const told = (name: string, a: number, b: number) =>
    `${name}: ${a.toFixed(0)} ms with 100 trades, ${b.toFixed(0)} ms with 100,000`;
  const lines = FILTERS.map((path) => told(path, few.filters[path] ?? 0, many.filters[path] ?? 0));
  process.stdout.write(`${[told("first paint", few.paint, many.paint), ...lines].join("\n")}\n`);
  const [sumOfFew, sumOfMany] = [few, many].map(({ filters }) =>
    Object.values(filters).reduce((sum, ms) => sum + ms, 0),
  );
  const mean = (sumOfFew ?? 0) / FILTERS.length;
  expect(many.paint).toBeLessThan(few.paint * 3);
  // Measured on a busy machine: 1.7 times in all, the slowest filter 4.3 times the mean of those of a hundred.
  expect(sumOfMany).toBeLessThan((sumOfFew ?? 0) * 4);
  for (const path of FILTERS) expect([path, (many.filters[path] ?? 0) < mean * 9]).toEqual([path, true]);
  await tellsAll(many.visitor.page, many.visitor);
  // On a busy machine too: most of it is the history that is made up and read.
}, 600_000);

/** All are counted, and no more is drawn than a screen has columns. */
async function tellsAll(page: Page, { visit }: Visitor): Promise<void> {
  await visit("/?range=all");
  expect(await page.locator(".figures").first().textContent()).toMatch(/Orders\s*\d{5}/);
  const points = await page.locator('[data-chart="curve"]').getAttribute("data-points");
  expect(JSON.parse(points ?? "[[]]")[0].length).toBeLessThanOrEqual(1_203);
}
