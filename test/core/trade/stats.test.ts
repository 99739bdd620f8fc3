// Every figure worked out by hand: the trades stand in one table, the sums in the comments.
import { describe, expect, test } from "vitest";
import { formatDecimal } from "../../../lib/core/decimal.ts";
import { TimeZone } from "../../../lib/core/time-zone.ts";
import { computeStats, NO_TAG, StatsBuilder, type TradeStats } from "../../../lib/core/trade/stats.ts";
import { figuresOf, SummaryBuilder } from "../../../lib/core/trade/summary.ts";
import { type Trade, tradeOf } from "../../../lib/core/trade/trade.ts";
import { SeededRandom } from "../../support/seeded-random.ts";
import { orderRecord } from "../execution/order-fixture.ts";

/** 2026-11-23 is a Monday. */
const MONDAY = "2026-11-23T09:30:00.000Z";

function trade(change: Partial<Trade> = {}): Trade {
  return {
    ...tradeOf(orderRecord()),
    status: "filled",
    orderType: "market",
    receivedAt: MONDAY,
    filledContracts: "1",
    ...change,
  };
}

/** A trade that closed, with its profit before the fee and its fee, `minute`s after nine. */
function closing(minute: number, realizedProfit: string, fee: string, netProfit: string): Trade {
  const at = `2026-11-23T09:${String(minute).padStart(2, "0")}:00.000Z`;
  const money = { realizedProfit, netProfit, fee: { cost: fee, currency: "USDT" }, closedContracts: "1" };
  return trade({ ...money, receivedAt: at, filledAt: at });
}

const OPENING: Trade = { ...closing(0, "0", "1", "-1"), closedContracts: "0" };

describe("profit", () => {
  // Results: -1 (only opened), +9, -6, +19, -11, 0. Equity: -1, 8, 2, 21, 10, 10.
  const TRADES = [
    OPENING,
    closing(1, "10", "1", "9"),
    closing(2, "-5", "1", "-6"),
    closing(3, "20", "1", "19"),
    closing(4, "-10", "1", "-11"),
    closing(5, "1", "1", "0"),
  ];

  test("is made of what each trade brought", () => {
    expect(computeStats(TRADES).total).toMatchObject({
      orders: 6,
      filled: 6,
      fees: { USDT: "6" },
      profit: {
        USDT: {
          closingTrades: 5,
          wins: 2,
          losses: 2,
          winRate: "0.4", // 2 of 5
          netProfit: "10", // 16 before fees, less 6
          realizedProfit: "16", // 10 - 5 + 20 - 10 + 1
          profitFactor: "1.6471", // 28 won for 17 lost
          expectancy: "2.2", // 11 over 5
          averageWin: "14", // 28 over 2
          averageLoss: "-8.5", // -17 over 2
          largestDrawdown: "11", // from 21 to 10
          uncountedTrades: 0,
        },
      },
    });
  });

  test("comes out the same in any order", () => {
    expect(computeStats([...TRADES].reverse())).toEqual(computeStats(TRADES));
  });

  test("falls from the start when the first trades lose", () => {
    const { profit } = computeStats([OPENING, closing(1, "-5", "0", "-5"), closing(2, "9", "0", "9")]).total;
    expect(profit.USDT?.largestDrawdown).toBe("6");
  });

  test("goes by when trades filled, not by when their alerts came", () => {
    const late = { ...closing(1, "-10", "0", "-10"), filledAt: "2026-11-23T10:00:00.000Z" };
    expect(
      computeStats([late, closing(2, "8", "0", "8"), closing(3, "-3", "0", "-3")]).total.profit.USDT,
    ).toMatchObject({
      largestDrawdown: "13",
    });
  });

  test("without a loss has no profit factor, without a win no average win", () => {
    const won = computeStats([closing(1, "1", "0", "1")]).total.profit.USDT;
    expect(won).toMatchObject({ winRate: "1", averageWin: "1", expectancy: "1", largestDrawdown: "0" });
    expect(won).not.toHaveProperty("profitFactor");
    expect(won).not.toHaveProperty("averageLoss");
    const lost = computeStats([closing(1, "-1", "0", "-1")]).total.profit.USDT;
    expect(lost).toMatchObject({ winRate: "0", profitFactor: "0", averageLoss: "-1", largestDrawdown: "1" });
    expect(lost).not.toHaveProperty("averageWin");
  });

  test("of a trade that only opened is its fee, and no win rate", () => {
    const { profit } = computeStats([OPENING]).total;
    expect(profit.USDT).toEqual({
      closingTrades: 0,
      wins: 0,
      losses: 0,
      netProfit: "-1",
      realizedProfit: "0",
      largestDrawdown: "1",
      uncountedTrades: 0,
    });
  });

  test("of different coins is never added up", () => {
    const inBtc = { ...closing(1, "0.5", "0", "0.5"), settle: "BTC" };
    const { profit } = computeStats([closing(1, "1", "0", "1"), inBtc]).total;
    expect(
      Object.entries(profit)
        .map(([coin, { netProfit }]) => [coin, netProfit])
        .sort(),
    ).toEqual([
      ["BTC", "0.5"],
      ["USDT", "1"],
    ]);
  });

  test("is the profit before fees where the fee is in another coin, which is told beside", () => {
    const { netProfit: _net, ...inBnb } = { ...closing(1, "5", "0.01", "5"), fee: { cost: "0.01", currency: "BNB" } };
    const { profit, fees } = computeStats([inBnb, inBnb]).total;
    expect(profit.USDT).toMatchObject({ netProfit: "10", wins: 2 });
    expect(fees).toEqual({ BNB: "0.02" });
  });

  test("counts the trades that closed contracts from outside", () => {
    const outside = { ...closing(1, "5", "0", "5"), outsideContracts: "2" };
    expect(computeStats([outside, closing(2, "1", "0", "1")]).total.profit.USDT?.uncountedTrades).toBe(1);
  });

  test("without a filling time goes by the receipt", () => {
    const { filledAt: _filledAt, ...timeless } = closing(3, "-4", "0", "-4");
    const { profit } = computeStats([timeless, closing(2, "1", "0", "1")]).total;
    expect(profit.USDT?.largestDrawdown).toBe("4");
  });
});

describe("orders", () => {
  test("are filled in a share of those that were to trade and came to an end", () => {
    const outcomes = [
      trade(),
      trade({ status: "expired" }), // partly filled
      trade({ status: "cancelled", filledContracts: "0" }),
      trade({ status: "rejected", filledContracts: "0" }),
      trade({ status: "expired", filledContracts: "0" }),
      trade({ status: "placed", filledContracts: "0" }), // not ended
      trade({ status: "done", filledContracts: "0" }), // nothing to trade
      trade({ status: "working", filledContracts: "0" }),
      trade({ status: "cancelled", command: "cancel", filledContracts: "0" }),
    ];
    expect(computeStats(outcomes).total).toMatchObject({ orders: 9, filled: 2, fillRate: "0.4" });
  });

  test("that never came to trade have no share", () => {
    const { total } = computeStats([trade({ status: "done", filledContracts: "0" })]);
    expect(total).toEqual({ orders: 1, filled: 0, fees: {}, profit: {} });
    expect(computeStats([]).total).toEqual({ orders: 0, filled: 0, fees: {}, profit: {} });
  });

  test("slip by the mean of what each slipped", () => {
    expect(computeStats([trade({ slippageBps: "5" }), trade({ slippageBps: "-1.5" }), trade()]).total.slippageBps).toBe(
      "1.75",
    );
  });

  test("under a price lock have a share as makers, and what they saved by settle coin", () => {
    const locked = (makerContracts: string, change: Partial<Trade> = {}) =>
      trade({ filledContracts: "3", makerContracts, ...change });
    const trades = [
      locked("3", { lockSaving: "1.5" }),
      locked("1", { lockSaving: "-0.25" }),
      locked("0", { lockSaving: "2", settle: "BTC" }),
      locked("3"),
      trade(),
    ];
    // (1 + 0.333333 + 0 + 1) over 4
    expect(computeStats(trades).total).toMatchObject({
      makerShare: "0.5833",
      lockSaving: { USDT: "1.25", BTC: "2" },
    });
  });

  test("at the market take so long from receipt to the last fill: median, and 99 of 100", () => {
    const took = (ms: number, change: Partial<Trade> = {}) =>
      trade({ filledAt: new Date(Date.parse(MONDAY) + ms).toISOString(), ...change });
    const trades = Array.from({ length: 200 }, (_, index) => took(index + 1));
    expect(computeStats([took(3_600_000, { orderType: "limit" }), ...trades]).total.timeToFillMs).toEqual({
      p50: 100,
      p99: 198,
    });
    expect(computeStats([took(7), took(5), took(6)]).total.timeToFillMs).toEqual({ p50: 6, p99: 7 });
  });
});

describe("groups", () => {
  const sunday = trade({ account: "b", symbol: "BTC/USDT:USDT", tag: "macd", receivedAt: "2026-11-22T23:59:59.999Z" });
  const monday = trade({ account: "a", receivedAt: "2026-11-23T00:00:00.000Z" });

  test("are by account, symbol, tag, and the weekday and hour of receipt in UTC, in their order", () => {
    const stats = computeStats([trade({ account: "a" }), monday, sunday]);
    const orders = (groups: Readonly<Record<string, { readonly orders: number }>>) =>
      Object.entries(groups).map(([key, summary]) => [key, summary.orders]);
    expect(orders(stats.byAccount)).toEqual([
      ["a", 2],
      ["b", 1],
    ]);
    expect(orders(stats.bySymbol)).toEqual([
      ["BTC/USDT:USDT", 1],
      ["ETH/USDT:USDT", 2],
    ]);
    expect(orders(stats.byTag)).toEqual([
      [NO_TAG, 2],
      ["macd", 1],
    ]);
    expect(orders(stats.byWeekday)).toEqual([
      ["Sunday", 1],
      ["Monday", 2],
    ]);
    expect(orders(stats.byHour)).toEqual([
      ["00:00", 1],
      ["09:00", 1],
      ["23:00", 1],
    ]);
  });

  test("are by side, day, week, month too, of whatever zone", () => {
    const late = closing(1, "5", "1", "4");
    const trades = [
      { ...late, receivedAt: "2026-11-29T23:30:00.000Z" },
      { ...late, receivedAt: "2026-11-30T23:30:00.000Z", side: "sell" as const },
      (({ side: _side, ...rest }) => rest)({ ...late, receivedAt: "2026-11-23T00:00:00.000Z" }),
    ];
    const names = (stats: TradeStats) =>
      (["bySide", "byDay", "byWeek", "byMonth"] as const).map((group) => Object.keys(stats[group]));
    expect(names(computeStats(trades))).toEqual([
      [NO_TAG, "buy", "sell"],
      ["2026-11-23", "2026-11-29", "2026-11-30"],
      ["2026-11-23", "2026-11-30"],
      ["2026-11"],
    ]);
    const zone = TimeZone.find("Europe/Berlin") ?? TimeZone.utc;
    expect(names(computeStats(trades, { zone, groups: ["byDay", "byMonth"] }))).toEqual([
      [],
      ["2026-11-23", "2026-11-30", "2026-12-01"],
      [],
      ["2026-11", "2026-12"],
    ]);
  });

  test("have the figures of their own trades, whatever others there are", () => {
    const random = new SeededRandom(7);
    const trades = Array.from({ length: 150 }, (_, minute) => {
      const profit = `${random.below(2_000) - 1_000}.${random.pick(["5", "25", "125", "000000000001"])}`;
      const settle = random.pick(["USDT", "BTC"]);
      const receivedAt = new Date(Date.parse(MONDAY) + minute * 5_000_000).toISOString();
      const filledAt = new Date(Date.parse(receivedAt) + random.below(9_000_000)).toISOString();
      const ids = { account: random.pick(["a", "b"]), symbol: random.pick(["X", "Y"]), tag: random.pick(["t", "u"]) };
      const side = random.pick(["buy", "sell"] as const);
      return { ...closing(1, profit, "0.1", profit), ...ids, side, settle, receivedAt, filledAt };
    });
    const stats = computeStats(trades);
    const names = {
      byAccount: ({ account }: Trade) => account,
      bySymbol: ({ symbol }: Trade) => symbol,
      byTag: ({ tag }: Trade) => tag,
      bySide: ({ side }: Trade) => side,
      byDay: ({ receivedAt }: Trade) => receivedAt.slice(0, 10),
      byMonth: ({ receivedAt }: Trade) => receivedAt.slice(0, 7),
      byHour: ({ receivedAt }: Trade) => `${receivedAt.slice(11, 13)}:00`,
    } as const;
    for (const group of ["byAccount", "bySymbol", "byTag", "bySide", "byDay", "byMonth", "byHour"] as const) {
      expect(Object.values(stats[group]).reduce((sum, { orders }) => sum + orders, 0)).toBe(trades.length);
      for (const [name, summary] of Object.entries(stats[group]))
        expect(summary).toEqual(computeStats(trades.filter((each) => names[group](each) === name)).total);
    }
  });

  test("that nobody asked for stay empty, and change nothing of the total", () => {
    const trades = [closing(1, "5", "1", "4"), closing(2, "-3", "1", "-4")];
    const { total, ...groups } = computeStats(trades, { groups: [] });
    expect(total).toEqual(computeStats(trades).total);
    expect(Object.values(groups).every((group) => Object.keys(group).length === 0)).toBe(true);
  });

  test("have the same figures as the whole", () => {
    const stats = computeStats([closing(1, "5", "1", "4")]);
    expect(stats.byAccount.demo).toEqual(stats.total);
  });
});

describe("amounts of any size", () => {
  /** So many whole units of a decimal place as a decimal. */
  function amount(units: bigint, places: number): string {
    const digits = String(units < 0n ? -units : units).padStart(places + 1, "0");
    const text = places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
    return units < 0n ? `-${text}` : text;
  }

  /** Summed up and laid in order in BigInts of the finest place, as plainly as can be. */
  function expected(changes: readonly { readonly units: bigint; readonly places: number }[]) {
    const finest = Math.max(...changes.map(({ places }) => places));
    let [sum, high, drawdown] = [0n, 0n, 0n];
    for (const { units, places } of changes) {
      sum += units * 10n ** BigInt(finest - places);
      if (sum > high) high = sum;
      if (high - sum > drawdown) drawdown = high - sum;
    }
    return { netProfit: formatDecimal(amount(sum, finest)), largestDrawdown: formatDecimal(amount(drawdown, finest)) };
  }

  const SAFE = BigInt(Number.MAX_SAFE_INTEGER);
  const sizes = {
    small: { largest: 1_000_000n, places: [0, 1, 2, 8] },
    "at the edge of what numbers hold": { largest: SAFE + 2n, places: [0, 2] },
    "small, of many places": { largest: 1_000n, places: [0, 3, 15, 16, 30] },
    huge: { largest: SAFE ** 3n, places: [0, 12, 40] },
    "small, of more places than powers of ten have": { largest: 9n, places: [0, 400] },
  } as const;

  test.each(Object.entries(sizes))("%s: add up digit for digit, and fall so", (_name, { largest, places }) => {
    const random = new SeededRandom(11);
    for (let round = 0; round < 10; round++) {
      const changes = Array.from({ length: 1 + random.below(40) }, () => {
        const units = ((largest * BigInt(random.below(2_001))) / 2_000n) * (random.chance(0.5) ? 1n : -1n);
        return { units, places: random.pick(places) };
      });
      const trades = changes.map(({ units, places: at }, minute) => {
        const time = new Date(Date.parse(MONDAY) + minute * 60_000).toISOString();
        const profit = amount(units, at);
        return { ...closing(1, profit, "0", profit), receivedAt: time, filledAt: time };
      });
      const { total, byDay } = computeStats(trades);
      expect(total.profit.USDT).toMatchObject(expected(changes));
      expect(byDay["2026-11-23"]).toEqual(total);
      const alone = new SummaryBuilder();
      for (const each of trades) alone.add(figuresOf(each));
      expect(alone.summary()).toEqual(total);
    }
  });

  test("a trade without a profit counts beside the others", () => {
    const trades = [closing(1, "-2", "0", "-2"), trade()];
    const alone = new SummaryBuilder();
    for (const each of trades) alone.add(figuresOf(each));
    expect(alone.summary()).toEqual(computeStats(trades).total);
  });

  test("what is no decimal is refused, not taken for one", () => {
    expect(() => computeStats([closing(1, "1,5", "0", "1")])).toThrow(SyntaxError);
  });

  test("counted again after more trades they are those of all", () => {
    const builder = new StatsBuilder();
    builder.add(closing(1, "5", "0", "5"));
    builder.stats();
    builder.add(closing(2, "-3.5", "0", "-3.5"));
    expect(builder.stats()).toEqual(computeStats([closing(1, "5", "0", "5"), closing(2, "-3.5", "0", "-3.5")]));
  });
});
