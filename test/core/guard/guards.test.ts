import { describe, expect, test } from "vitest";
import { decimal } from "../../../lib/core/decimal.ts";
import { NEW_ORDER_STATE } from "../../../lib/core/execution/order-record.ts";
import { accountDay, accountDayEnds } from "../../../lib/core/guard/account-day.ts";
import { exposuresOf, openingOf, restingIn, standingOrderOf } from "../../../lib/core/guard/exposures.ts";
import {
  EMPTY_GUARD_BOOK,
  type NotedOpening,
  tellSwitch,
  tellWord,
  withEquity,
  withOpening,
  withoutOver,
  withSwitch,
} from "../../../lib/core/guard/guard-book.ts";
import { countsOpenings, countsOthers } from "../../../lib/core/guard/guard-limits.ts";
import {
  closeOnlyOf,
  type GuardFacts,
  judgeOpening,
  pauseOf,
  signalOf,
} from "../../../lib/core/guard/judge-opening.ts";
import { isoTime, orderIdOf, timeOf, unixMs } from "../../../lib/core/ids.ts";
import { planOrder } from "../../../lib/core/order/plan-order.ts";
import { ALERT, ETH, orderRecord, T0 } from "../execution/order-fixture.ts";
import { planInput, position, trade } from "../order/plan-fixture.ts";

const A = orderIdOf(ALERT, 0);
const B = orderIdOf(ALERT, 1);
const opening = (change: Partial<NotedOpening> = {}): NotedOpening => ({
  orderId: A,
  symbol: "ETH/USDT:USDT",
  at: T0,
  adds: "100",
  to: "0",
  ...change,
});
const facts = (change: Partial<GuardFacts> = {}): GuardFacts => ({
  limits: {},
  timezone: "UTC",
  others: [],
  resting: "0",
  openings: 0,
  signal: "fresh",
  ...change,
});
const would = (notional: string, isOpen = false) => ({ notional: decimal(notional), isOpen });
const NOW = unixMs(Date.parse("2026-11-30T23:30:00Z"));

describe("a day", () => {
  test("ends at midnight of the account's zone, also when the clocks go back that night", () => {
    const ends = (at: string, zone: string) => isoTime(accountDayEnds(unixMs(Date.parse(at)), zone));
    expect(ends("2026-11-30T14:00:00Z", "UTC")).toBe("2026-12-01T00:00:00.000Z");
    expect(ends("2026-11-30T14:00:00Z", "America/New_York")).toBe("2026-12-01T05:00:00.000Z");
    expect(ends("2026-10-24T22:00:00Z", "Europe/Berlin")).toBe("2026-10-25T23:00:00.000Z");
  });

  test("is the account's own", () => {
    expect([accountDay(NOW, "UTC"), accountDay(NOW, "Europe/Berlin"), accountDay(NOW, "America/New_York")]).toEqual([
      "2026-11-30",
      "2026-12-01",
      "2026-11-30",
    ]);
  });

  test("begins with the first equity read, and is closed once more than the limit is lost", () => {
    const limit = { usd: "1", now: NOW, timezone: "UTC", maxDailyLossUsd: "50" };
    const begun = withEquity(EMPTY_GUARD_BOOK, { ...limit, equity: "1000" });
    expect(begun.day).toEqual({ date: "2026-11-30", equity: "1000" });
    expect(withEquity(begun, { ...limit, equity: "950" })).toBe(begun);
    const lost = withEquity(begun, { ...limit, equity: "949.999" });
    expect(lost.day).toEqual({ date: "2026-11-30", equity: "1000", lost: "50" });
    expect(withEquity(lost, { ...limit, equity: "2000" })).toBe(lost);
    const next = withEquity(lost, { ...limit, equity: "949", now: unixMs(NOW + 3_600_000) });
    expect(next.day).toEqual({ date: "2026-12-01", equity: "949" });
  });

  test("of an account in a coin is counted in what the coin is worth", () => {
    const limit = { usd: "50000", now: NOW, timezone: "UTC", maxDailyLossUsd: "50" };
    const begun = withEquity(EMPTY_GUARD_BOOK, { ...limit, equity: "1" });
    expect(withEquity(begun, { ...limit, equity: "0.998" }).day?.lost).toBe("100");
  });
});

describe("a switch", () => {
  test("is set, told and cleared; close-only never takes a pause back", () => {
    const paused = withSwitch(EMPTY_GUARD_BOOK, { command: "pause", by: A, now: T0 });
    expect(paused).toEqual({ switch: "pause", switchedAt: T0, switchedBy: A, openings: [] });
    const later = unixMs(T0 + 1_000);
    for (const command of ["closeonly", "pause"] as const)
      expect(withSwitch(paused, { command, by: B, now: later })).toMatchObject({ switch: "pause", switchedAt: T0 });
    const closeOnly = withSwitch(EMPTY_GUARD_BOOK, { command: "closeonly", now: T0 });
    expect(withSwitch(closeOnly, { command: "pause", now: later })).toMatchObject({
      switch: "pause",
      switchedAt: later,
    });
    expect(withSwitch(paused, { command: "resume", by: A, now: T0 })).toBe(paused);
    const resumed = withSwitch(paused, { command: "resume", now: T0 });
    expect(resumed).toEqual({ switchedAt: T0, byHandAt: T0, openings: [] });
    expect(tellSwitch(paused)).toMatch(/^paused since .*: nothing is sent$/);
    expect(tellSwitch({ switch: "closeonly" })).toBe("close-only: nothing opens");
    expect(tellSwitch(resumed)).toBeUndefined();
  });

  test.each([
    ["pause", "resume", "resumed: orders open again"],
    ["closeonly", "resume", "resumed: orders open again"],
    ["resume", "resume", "resumed: orders open again"],
    ["resume", "pause", "paused since T1: nothing is sent"],
    ["closeonly", "pause", "paused since T1: nothing is sent"],
    ["pause", "pause", "paused since T0: nothing is sent"],
    ["resume", "closeonly", "close-only since T1: nothing opens"],
    ["closeonly", "closeonly", "close-only since T0: nothing opens"],
    ["pause", "closeonly", "paused since T0: nothing is sent; close-only with it: nothing opens; resume ends both"],
    ["resume", "closeall", "close-only since T1: nothing opens"],
    ["closeonly", "closeall", "close-only since T0: nothing opens"],
    ["pause", "closeall", "paused since T0: nothing is sent; close-only with it: nothing opens; resume ends both"],
  ] as const)("after %s, %s answers with what holds then: %s", (before, word, said) => {
    const T1 = unixMs(T0 + 1_000);
    const first = withSwitch(EMPTY_GUARD_BOOK, { command: before, by: A, now: T0 });
    const command = word === "closeall" ? "closeonly" : word;
    const told = tellWord(withSwitch(first, { command, by: B, now: T1 }), word);
    expect(told.replace(isoTime(T0), "T0").replace(isoTime(T1), "T1")).toBe(said);
  });

  test("set by hand stands against words that were under way before, not against later ones", () => {
    const received = timeOf(A);
    const paused = withSwitch(EMPTY_GUARD_BOOK, { command: "pause", now: unixMs(received + 1) });
    expect(withSwitch(paused, { command: "resume", by: A, now: unixMs(received + 2) })).toBe(paused);
    const before = withSwitch(EMPTY_GUARD_BOOK, { command: "pause", now: received });
    expect(withSwitch(before, { command: "resume", by: A, now: received }).switch).toBeUndefined();
  });

  test("denies: pause everything, close-only what opens", () => {
    expect(pauseOf(undefined)).toBeUndefined();
    expect(pauseOf({ switch: "pause" })).toMatchObject({ code: "PAUSED" });
    expect(pauseOf({ switch: "closeonly" })).toBeUndefined();
    expect(closeOnlyOf(undefined)).toBeUndefined();
    expect(closeOnlyOf({ switch: "closeonly" })).toMatchObject({ code: "CLOSE_ONLY" });
    const input = (guards: GuardFacts) => {
      const given = planInput(trade("buy", "1"));
      return planOrder({ ...given, account: { ...given.account, guards } });
    };
    expect(input(facts({ switch: "pause" }))).toMatchObject({ outcome: "denied", code: "PAUSED" });
    expect(input(facts({ switch: "closeonly" }))).toMatchObject({ outcome: "denied", code: "CLOSE_ONLY" });
    expect(input(facts())).toMatchObject({ outcome: "steps" });
  });
});

describe("orders that open", () => {
  test("are noted once, and leave when they can fill no more and a minute is over", () => {
    const book = withOpening(EMPTY_GUARD_BOOK, opening());
    const again = withOpening(book, opening({ at: unixMs(T0 + 5), adds: "7" }));
    expect(again.openings).toEqual([opening({ adds: "7" })]);
    expect(withOpening(book, opening({ orderId: B })).openings).toHaveLength(2);
    const later = unixMs(T0 + 60_000);
    expect(withoutOver(book, new Set([A]), later)).toBe(book);
    expect(withoutOver(book, new Set(), unixMs(later - 1))).toBe(book);
    expect(withoutOver(book, new Set(), later).openings).toEqual([]);
  });

  test("stand as long as they may fill", () => {
    const record = orderRecord({ orderId: A });
    const submission = (orderType: "limit" | "market") => ({
      clientOrderId: "x",
      intentAt: T0,
      positionBefore: "0",
      step: { kind: "place", purpose: "open", side: "buy", orderType, contracts: "4", reduceOnly: false } as const,
    });
    const ended = (orderType?: "limit" | "market") =>
      orderRecord({
        orderId: A,
        state: {
          ...NEW_ORDER_STATE,
          status: "placed",
          phase: { kind: "ended" },
          fills: { contracts: "1" },
          open: orderType === undefined ? [] : [{ submission: submission(orderType) }],
        },
      });
    expect(standingOrderOf(opening(), record)).toMatchObject({ how: "works", unfilled: "1" });
    expect(standingOrderOf(opening(), ended())).toBeUndefined();
    expect(standingOrderOf(opening(), ended("market"))).toMatchObject({ how: "works" });
    expect(standingOrderOf(opening(), ended("limit"))).toMatchObject({ how: "rests", unfilled: "0.75" });
  });

  test("count with the position: what works as whichever is more, what rests on top", () => {
    const held = [{ symbol: "X", notional: "150" }];
    const works = { opening: opening({ symbol: "X", adds: "100", to: "20" }), how: "works", unfilled: "1" } as const;
    const rests = { opening: opening({ symbol: "Y", adds: "40" }), how: "rests", unfilled: "0.5" } as const;
    expect(exposuresOf(held, [works, rests])).toEqual([
      { symbol: "X", notional: "150" },
      { symbol: "Y", notional: "20" },
    ]);
    expect(exposuresOf([], [works])).toEqual([{ symbol: "X", notional: "120" }]);
    expect(restingIn("Y", [works, rests]).toFixed()).toBe("20");
  });

  test("are what a plan opens, beside the position it grows", () => {
    const order = { orderId: A, symbol: "ETH/USDT:USDT" };
    const market = { market: ETH, now: T0 };
    const of = (plan: ReturnType<typeof planOrder>) => openingOf(order, plan, market);
    const grown = planOrder(planInput(trade("buy", "1"), { position: "1" }));
    expect(of(grown)).toMatchObject({ orderId: A, at: T0 });
    expect(decimal(of(grown)?.to ?? "0").gt("0")).toBe(true);
    const reversed = planOrder(planInput(position("-1"), { position: "1" }));
    expect(of(reversed)?.to).toBe("0");
    expect(of(planOrder(planInput(position("0"), { position: "1" })))).toBeUndefined();
    expect(of(planOrder(planInput(position("0"))))).toBeUndefined();
    const { price: _none, ...inputs } = grown.inputs;
    expect(of({ ...grown, inputs })?.to).toBe("0");
  });
});

describe("a limit", () => {
  test.each<[string, Partial<GuardFacts>, ReturnType<typeof would>, string | undefined]>([
    ["none", {}, would("1"), undefined],
    ["a loss without its limit", { day: { date: "2026-11-30", equity: "9", lost: "3" } }, would("1"), undefined],
    [
      "a day that lost nothing",
      { limits: { maxDailyLossUsd: "2" }, day: { date: "d", equity: "9" } },
      would("1"),
      undefined,
    ],
    [
      "a day's loss",
      { limits: { maxDailyLossUsd: "2" }, day: { date: "2026-11-30", equity: "9", lost: "3" } },
      would("1"),
      "MAX_DAILY_LOSS_EXCEEDED",
    ],
    ["no at:", { limits: { requireAt: true }, signal: "missing" }, would("1"), "AT_REQUIRED"],
    ["an at: ahead", { limits: { requireAt: true }, signal: "ahead" }, would("1"), "AT_REQUIRED"],
    ["an at:", { limits: { requireAt: true } }, would("1"), undefined],
    ["at: not required", { limits: { requireAt: false }, signal: "missing" }, would("1"), undefined],
    [
      "another symbol",
      { limits: { maxOpenPositions: 1 }, others: [{ symbol: "X", notional: "1" }] },
      would("1"),
      "MAX_OPEN_POSITIONS_EXCEEDED",
    ],
    [
      "the open symbol",
      { limits: { maxOpenPositions: 1 }, others: [{ symbol: "X", notional: "1" }] },
      would("1", true),
      undefined,
    ],
    [
      "a symbol that rests",
      { limits: { maxOpenPositions: 1 }, others: [{ symbol: "X", notional: "1" }], resting: "1" },
      would("1"),
      undefined,
    ],
    [
      "nothing in the others",
      { limits: { maxOpenPositions: 1 }, others: [{ symbol: "X", notional: "0" }] },
      would("1"),
      undefined,
    ],
    [
      "all together, exactly",
      { limits: { maxTotalUsd: "10" }, others: [{ symbol: "X", notional: "4" }], resting: "1" },
      would("5"),
      undefined,
    ],
    [
      "all together",
      { limits: { maxTotalUsd: "10" }, others: [{ symbol: "X", notional: "4" }], resting: "1" },
      would("5.1"),
      "MAX_TOTAL_EXCEEDED",
    ],
    ["orders in a minute", { limits: { maxOrdersPerMinute: 2 }, openings: 1 }, would("1"), undefined],
    [
      "too many in a minute",
      { limits: { maxOrdersPerMinute: 2 }, openings: 2 },
      would("1"),
      "MAX_ORDERS_PER_MINUTE_EXCEEDED",
    ],
  ])("%s", (_, change, opens, code) => {
    expect(judgeOpening(facts(change), opens)?.code).toBe(code);
  });

  test("of time binds changeleverage too", () => {
    const given = planInput({
      line: 1,
      account: "a",
      symbol: "ETH/USDT:USDT",
      command: "changeleverage",
      leverage: 4,
      reduceOnly: false,
    });
    const guards = facts({ limits: { requireAt: true }, signal: "missing" });
    expect(signalOf(guards)).toMatchObject({ code: "AT_REQUIRED" });
    expect(planOrder({ ...given, account: { ...given.account, guards } })).toMatchObject({ code: "AT_REQUIRED" });
    expect(planOrder({ ...given, account: { ...given.account, guards: facts() } })).toMatchObject({ outcome: "steps" });
  });

  test("says what has to be counted for it", () => {
    expect([{}, { maxOpenPositions: 1 }, { maxTotalUsd: "1" }, { maxOrdersPerMinute: 1 }].map(countsOthers)).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect([{}, { maxOpenPositions: 1 }, { maxOrdersPerMinute: 1 }].map(countsOpenings)).toEqual([false, true, true]);
  });
});
