import { describe, expect, test } from "vitest";
import { isoTime, unixMs } from "../../../lib/core/ids.ts";
import { digestDay } from "../../../lib/core/notify/digest-day.ts";
import { type AccountDigest, tellDigest } from "../../../lib/core/notify/tell-digest.ts";
import { type Trade, tradeOf } from "../../../lib/core/trade/trade.ts";
import { orderRecord } from "../execution/order-fixture.ts";

const TIME = { at: "20:00", timezone: "Europe/Berlin" };
const DUE = Date.parse("2026-11-30T19:00Z");
const MINUTE_MS = 60_000;

/** A trade of so long before the digest. */
function trade(minutesBefore: number, change: Partial<Trade> = {}): Trade {
  const at = isoTime(unixMs(DUE - minutesBefore * MINUTE_MS));
  return { ...tradeOf(orderRecord()), status: "filled", filledContracts: "1", receivedAt: at, filledAt: at, ...change };
}

function withoutFill({ filledAt: _, ...one }: Trade): Trade {
  return one;
}

const PROFIT = { realizedProfit: "13.5", netProfit: "12.5", closedContracts: "1" };
const REJECTED = { status: "rejected", filledContracts: "0" } as const;

function digest(accounts: readonly Partial<AccountDigest>[], lateMs = 0) {
  const now = unixMs(DUE + lateMs);
  const day = digestDay(TIME, now);
  if (day === undefined) throw new Error("none is due");
  const whole = accounts.map((one) => ({ id: "demo", settle: "USDT", trades: [], holdings: {}, ...one }));
  return tellDigest(whole, { day, time: TIME, now });
}

function linesOf(account: Partial<AccountDigest>): readonly string[] {
  return digest([account]).text.split("\n").slice(1);
}

describe("a digest", () => {
  test("names its day and says each account's net, orders, failures, open positions and balance", () => {
    const position = {
      symbol: "ETH/USDT:USDT",
      positionSide: "long",
      contracts: "0.5",
      unrealizedProfit: "1.2",
    } as const;
    const balance = { settle: "USDT", equity: "1012.5" };
    const trades = [trade(5, PROFIT), trade(9, { realizedProfit: "0", netProfit: "-0.5" }), trade(10, REJECTED)];
    const told = digest([
      { trades, holdings: { positions: [position], balance } },
      { id: "other", holdings: { positions: [] } },
    ]);
    expect(told).toEqual({
      key: "digest:2026-11-30",
      event: "digest",
      at: DUE,
      accounts: ["demo", "other"],
      text: [
        "Digest of 2026-11-30, of the day until 20:00 (Europe/Berlin)",
        "demo: +12 USDT net, 3 orders, 1 failed",
        "  Open: long 0.5 contracts of ETH/USDT:USDT (+1.2 USDT)",
        "  Balance: 1012.5 USDT",
        "other: no orders",
        "  Open: nothing",
        "  Balance: not read",
      ].join("\n"),
    });
  });

  test("that is late says so, and for which day it is", () => {
    expect(digest([], 10 * MINUTE_MS).text).not.toContain("late");
    expect(digest([], 150 * MINUTE_MS).text).toBe(
      "Digest of 2026-11-30, of the day until 20:00 (Europe/Berlin), sent late, at 2026-11-30 22:30",
    );
  });

  test.each<[string, Trade[], string]>([
    ["nothing filled", [trade(1, REJECTED)], "demo: 0 USDT net, 1 order, 1 failed"],
    ["expired counts as failed", [trade(1, { ...REJECTED, status: "expired" })], "demo: 0 USDT net, 1 order, 1 failed"],
    [
      "one is at work",
      [trade(1, { ...REJECTED, status: "working" })],
      "demo: 0 USDT net, 1 order, 0 failed, 1 still at work",
    ],
    [
      "of two coins",
      [trade(1, PROFIT), trade(2, { ...PROFIT, settle: "USDC", netProfit: "-3" })],
      "demo: +12.5 USDT net, -3 USDC net, 2 orders, 0 failed",
    ],
    ["a fill that is not booked", [trade(1)], "demo: 0 USDT net, 1 order, 0 failed, 1 not in the books yet"],
    [
      "closed what whook had not opened",
      [trade(1, { ...PROFIT, outsideContracts: "1" })],
      "demo: +12.5 USDT net, 1 order, 0 failed, 1 of positions whook had not opened: not counted",
    ],
    [
      "a resting order of an earlier day filled",
      [trade(5, { ...PROFIT, receivedAt: isoTime(unixMs(DUE - 3 * 24 * 60 * MINUTE_MS)) })],
      "demo: +12.5 USDT net, 0 orders, 0 failed, 1 older filled",
    ],
    [
      "filled only after the day",
      [trade(5, { ...PROFIT, filledAt: isoTime(unixMs(DUE)) })],
      "demo: 0 USDT net, 1 order, 0 failed",
    ],
    ["rests still", [trade(5, { status: "placed", filledContracts: "0" })], "demo: 0 USDT net, 1 order, 0 failed"],
  ])("where %s", (_, trades, line) => {
    const [first] = linesOf({ trades: trades.map((one) => (one.filledContracts === "0" ? withoutFill(one) : one)) });
    expect(first).toBe(line);
  });

  test("says of a position without a known profit only what is known", () => {
    const position = { symbol: "ETH/USDT:USDT", positionSide: "short", contracts: "2" } as const;
    const withLoss = { ...position, unrealizedProfit: "-4" };
    expect(linesOf({ holdings: { positions: [position, withLoss] } })).toEqual([
      "demo: no orders",
      "  Open: short 2 contracts of ETH/USDT:USDT",
      "  Open: short 2 contracts of ETH/USDT:USDT (-4 USDT)",
      "  Balance: not read",
    ]);
    expect(linesOf({})).toEqual(["demo: no orders", "  Open: not read", "  Balance: not read"]);
  });
});
