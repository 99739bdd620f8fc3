// The views reckon in a way of their own, for speed: whatever trades there are, they say what `stats` says.
import fc from "fast-check";
import { expect, test } from "vitest";
import { computeStats, type TradeStats } from "../../lib/core/trade/stats.ts";
import type { Summary } from "../../lib/core/trade/summary.ts";
import { type Trade, tradeOf } from "../../lib/core/trade/trade.ts";
import { groupTrades } from "../../lib/dashboard/group-trades.ts";
import { profitSeries } from "../../lib/dashboard/profit-series.ts";
import { qualityOf } from "../../lib/dashboard/quality-of.ts";
import { byTime, rowOf, type TradeRow } from "../../lib/dashboard/trade-row.ts";
import { orderRecord } from "../core/execution/order-fixture.ts";

const BASE = tradeOf(orderRecord());
const T0 = Date.parse("2026-11-21T22:10:00Z");
const at = fc.integer({ min: 0, max: 400 }).map((hours) => new Date(T0 + hours * 1_800_000).toISOString());
const amount = fc
  .tuple(fc.constantFrom("", "-"), fc.bigInt({ min: 0n, max: 10n ** 14n }), fc.integer({ min: 0, max: 12 }))
  .map(([sign, units, places]) => {
    const digits = String(units).padStart(places + 1, "0");
    const text = places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
    return units === 0n ? "0" : `${sign}${text}`;
  });
/** Of all kinds: reckoned or not, fee known in the settle coin or not, closing or only opening, in two coins. */
const change = fc.record(
  {
    account: fc.constantFrom("a", "b"),
    exchange: fc.constantFrom("binance", "okx"),
    symbol: fc.constantFrom("ETH/USDT:USDT", "BTC/USDT:USDT"),
    tag: fc.constantFrom("trend", "__proto__"),
    side: fc.constantFrom("buy" as const, "sell" as const),
    status: fc.constantFrom("filled" as const, "rejected" as const, "working" as const),
    settle: fc.constantFrom("USDT", "USDC"),
    receivedAt: at,
    filledAt: at,
    realizedProfit: amount,
    netProfit: amount,
    closedContracts: fc.constantFrom("0", "1"),
    filledContracts: fc.constantFrom("0", "2.5"),
  },
  { requiredKeys: ["account", "exchange", "symbol", "status", "settle", "receivedAt", "filledContracts"] },
);
const trades = fc.array(change, { minLength: 1, maxLength: 40 }).map((changes) =>
  changes.map(({ tag, side, ...rest }, index): Trade => {
    const { side: _side, tag: _tag, ...base } = BASE;
    const named = { ...(tag === undefined ? {} : { tag }), ...(side === undefined ? {} : { side }) };
    // Newest first, as a ledger lists them.
    return { ...base, ...named, ...rest, orderId: String(2_000 - index) };
  }),
);
const GROUPS = {
  account: "byAccount",
  strategy: "byTag",
  symbol: "bySymbol",
  side: "bySide",
  weekday: "byWeekday",
  hour: "byHour",
  day: "byDay",
} as const satisfies Readonly<Record<string, keyof TradeStats>>;

function rowsOf(some: readonly Trade[]): readonly TradeRow[] {
  return some.map(rowOf).sort(byTime);
}

/** What the views show of a summary. */
function shownOf({ orders, profit }: Summary) {
  const coins = Object.entries(profit).map(([coin, figures]) => {
    const { netProfit, winRate, profitFactor, largestDrawdown } = figures;
    return [coin, { netProfit, winRate, profitFactor, largestDrawdown }];
  });
  return { orders, profit: Object.fromEntries(coins) };
}

test("every group of any trades is what stats says of them", () => {
  fc.assert(
    fc.property(trades, (some) => {
      const stats = computeStats(some);
      const groups = groupTrades(rowsOf(some));
      for (const [name, key] of Object.entries(GROUPS)) {
        const told = [...groups[name as keyof typeof GROUPS]].map(([value, { orders, profit }]) => [
          value,
          { orders, profit: Object.fromEntries(profit) },
        ]);
        const wanted = Object.entries(stats[key]).map(([value, summary]) => [value, shownOf(summary)]);
        expect([name, Object.fromEntries(told)]).toEqual([name, Object.fromEntries(wanted)]);
      }
    }),
  );
});

test("so are the curve's end and its drawdown, and the execution by exchange and week", () => {
  fc.assert(
    fc.property(trades, (some) => {
      const { total, byExchange, byWeek } = computeStats(some);
      const rows = rowsOf(some);
      for (const [coin, { netProfit, largestDrawdown }] of Object.entries(total.profit)) {
        const points = rows.flatMap(({ figures }) => (figures.profit?.settle === coin ? [figures.profit] : []));
        expect(profitSeries(points, 12)).toMatchObject({ net: netProfit, largestDrawdown });
      }
      const quality = qualityOf(rows);
      for (const [told, wanted] of [
        [quality.byExchange, byExchange],
        [quality.byWeek, byWeek],
      ] as const)
        for (const [key, { orders, fillRate }] of Object.entries(wanted))
          expect(told.get(key)).toMatchObject({ orders, ...(fillRate === undefined ? {} : { fillRate }) });
    }),
  );
});
