import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decimal, formatDecimal } from "../../lib/core/decimal.ts";
import { unixMs } from "../../lib/core/ids.ts";
import { wholeUnits } from "../../lib/core/trade/decimal-sum.ts";
import { amountOf, formatAlike, plain, priceOf, ratioOf } from "../../lib/dashboard/format.ts";
import { html } from "../../lib/dashboard/html.ts";
import { profitSeries } from "../../lib/dashboard/profit-series.ts";
import { renderCalendar } from "../../lib/dashboard/render-calendar.ts";
import { parseTradeQuery } from "../../lib/dashboard/trade-query.ts";

describe("html", () => {
  test("escapes what is put in, but not HTML itself", () => {
    const inner = html`<b title="${'"x"'}">${"<i> & 'y'"}</b>`;
    expect(html`<p>${inner}${[1, "<"]}${undefined}${false}</p>`.toString()).toBe(
      '<p><b title="&quot;x&quot;">&lt;i&gt; &amp; &#39;y&#39;</b>1&lt;</p>',
    );
  });

  test("lets no text become markup", () => {
    fc.assert(fc.property(fc.string(), (text) => !/[<>"']/.test(html`${text}`.toString())));
  });
});

test.each([
  ["1234567.891", "1,234,567.89"],
  ["-1234.5", "−1,234.50"],
  ["0", "0.00"],
  ["0.00001234", "0.0000123"],
  ["0.000000000001", "0.000000000001"],
  ["0.04995", "0.0500"],
  ["-0.51234", "−0.512"],
  ["-0.5", "−0.50"],
])("%s is shown as %s", (amount, shown) => {
  expect(plain(amount)).toBe(shown);
});

test("a factor has two decimals whatever its size", () => {
  expect(["0.967", "1.5137", "0.0004", "12"].map(ratioOf)).toEqual(["0.97", "1.51", "0.0004", "12.00"]);
});

test("an amount is signed, toned and whole in its title", () => {
  expect(amountOf("12.345", "USDT").toString()).toBe(
    '<span class="gain" title="12.345">+12.35 <small>USDT</small></span>',
  );
  expect(amountOf("-1").toString()).toContain('class="loss"');
});

test("amounts of one column have as many decimals, and what is not zero never looks so", () => {
  const written = (...amounts: readonly string[]) => amounts.map((amount) => formatAlike(amounts).plain(amount));
  expect(written("12.345", "0.5", "-0.0123", "0.00456", "0")).toEqual(["12.35", "0.50", "−0.01", "0.005", "0.00"]);
  expect(written("0.0123456", "-0.00123", "0.00000021")).toEqual(["0.0123", "−0.0012", "0.0000002"]);
  expect(written("0.25", "0.5")).toEqual(["0.25", "0.50"]);
  const amount = fc
    .tuple(fc.integer(), fc.integer({ min: 0, max: 12 }))
    .map(([units, places]) => `${units}e-${places}`);
  fc.assert(
    fc.property(fc.array(amount, { minLength: 1 }), (amounts) => {
      for (const one of amounts) {
        const isZero = decimal(one).eq("0");
        expect(/[1-9]/.test(formatAlike(amounts).plain(one))).toBe(!isZero);
      }
    }),
  );
});

test.each([
  ["2841.333333333333", '<span title="2841.333333333333">2841.333</span>'],
  ["91904.5", "91904.5"],
  ["123456789.5", '<span title="123456789.5">123456790</span>'],
  ["0.0000123456789", '<span title="0.0000123456789">0.00001234568</span>'],
])("the price %s is shown as %s", (price, shown) => {
  expect(String(priceOf(price))).toBe(shown);
});

test("the calendar shows a small day as what it is, in six characters", () => {
  const day = (net: string) => {
    const profit = new Map([["BTC", { netProfit: net, largestDrawdown: "0" }]]);
    const page = String(renderCalendar("BTC", new Map([["2026-11-24", { orders: 1, profit }]]), parseTradeQuery({})));
    return /<span class="date">24<\/span>([^<]+)<\/a>/.exec(page)?.[1];
  };
  expect(["0.0123", "-0.00456", "0.00012", "0.0000123", "-1234.5", "0"].map(day)).toEqual([
    "+0.01",
    "−.0046",
    "+.0001",
    "+1e-5",
    "−1.23k",
    "+0.00",
  ]);
});

describe("the profit series", () => {
  const DAY_MS = 86_400_000;
  const at = (day: number) => unixMs(1_700_006_400_000 + day * DAY_MS);
  const point = (day: number, net: string) => ({ at: at(day), result: wholeUnits(net) });

  test("adds up the curve and its drawdown", () => {
    // Equity 5, 2, 10, 9: the high is 5, then 10; the deepest fall is from 5 to 2.
    const series = profitSeries([point(0, "5"), point(0, "-3"), point(2, "8"), point(2, "-1")], 100);
    expect(series.curve.map(({ equity, drawdown }) => [equity, drawdown])).toEqual([
      ["5", "0"],
      ["2", "-3"],
      ["10", "0"],
      ["9", "-1"],
    ]);
    expect(series.trades).toBe(4);
    expect([series.net, series.largestDrawdown]).toEqual(["9", "3"]);
  });

  test("keeps highs, lows and the end when it has to leave points out", () => {
    const nets = fc.array(fc.integer({ min: -100, max: 100 }), { minLength: 1, maxLength: 400 });
    fc.assert(
      fc.property(nets, fc.integer({ min: 9, max: 60 }), (all, most) => {
        const { curve, net } = profitSeries(
          all.map((one, index) => point(index, String(one))),
          most,
        );
        const sums = all.map((_, index) => all.slice(0, index + 1).reduce((a, b) => a + b, 0));
        const equities = curve.map(({ equity }) => Number(equity));
        expect(curve.length).toBeLessThanOrEqual(most);
        expect(Math.max(...equities)).toBe(Math.max(...sums));
        expect(Math.min(...equities)).toBe(Math.min(...sums));
        expect(curve.at(-1)?.equity).toBe(net);
        expect(net).toBe(formatDecimal(decimal(String(sums.at(-1)))));
      }),
    );
  });

  test("of nothing is empty", () => {
    expect(profitSeries([], 10)).toEqual({ curve: [], trades: 0, net: "0", largestDrawdown: "0" });
  });
});
