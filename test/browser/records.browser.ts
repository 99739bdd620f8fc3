// The views of what happened: every screen, both schemes, no accessibility finding, nothing too wide, nobody else asked.
import { beforeAll, expect, test } from "vitest";
import { lookAt } from "./sight.ts";
import { DAY_MS, useVisitors, type Visitor } from "./visitors.ts";

const { signedIn } = useVisitors("the-file");
let visitor: Visitor;
beforeAll(async () => {
  visitor = await signedIn({ orders: 900 });
});

test.each([
  ["overview", "/"],
  ["trades", "/trades"],
  ["quality", "/quality"],
  ["alerts", "/alerts"],
])(
  "%s reads well on every screen, in light and dark, to everybody",
  async (name, path) => {
    await lookAt(visitor, name, () => visitor.visit(path));
  },
  120_000,
);

test("an order that failed reads well on every screen, in light and dark, to everybody", async () => {
  await lookAt(visitor, "order", async () => {
    await visitor.visit("/alerts?show=failed");
    await visitor.visit(await linkOf(visitor, '.feed a[href^="/orders/"]'));
  });
}, 120_000);

test("a trade on its chart reads well on every screen, in light and dark, to everybody", async () => {
  // A position is told by a few fills.
  const few = await signedIn({ orders: 14, spanMs: DAY_MS });
  await lookAt(few, "chart", async () => {
    await few.visit("/trades?status=filled");
    await few.visit(await linkOf(few, 'main a[href^="/orders/"]'));
    await few.page.locator('[data-chart="candles"] canvas').first().waitFor();
  });
}, 120_000);

test.each([
  ["the first day", { orders: 6, spanMs: DAY_MS }, "/"],
  ["the first year", { orders: 2_000, spanMs: 365 * DAY_MS }, "/?range=all"],
])(
  "%s of data is readable: nothing is cut, and the curve, the days and the groups are there",
  async (_, history, path) => {
    const one = await signedIn(history);
    for (const width of [360, 1_440]) {
      await one.page.setViewportSize({ width, height: 900 });
      await one.visit(path);
      const cut = await one.page.evaluate(() =>
        [...document.querySelectorAll(".figures dd, td.right, .month td a")]
          .filter((cell) => cell.scrollWidth > cell.clientWidth + 1)
          .map(({ textContent }) => textContent),
      );
      expect([width, cut]).toEqual([width, []]);
      await one.page.locator(".chart canvas").nth(1).waitFor();
      await one.page.getByRole("region", { name: "Profit in USDT per symbol" }).waitFor();
    }
  },
);

async function linkOf({ page }: Visitor, selector: string): Promise<string> {
  const href = await page.locator(selector).first().getAttribute("href");
  if (href === null) throw new Error(`nothing is linked by ${selector}`);
  return href;
}
