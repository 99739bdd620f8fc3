// The edges of guards, switches and price locks: exactly at a limit, at the day's turn, between the steps of a reversal, with
// less time than a lock asks for.
import { describe, expect, test } from "vitest";
import { GuardKeeper } from "../../lib/app/guard-keeper.ts";
import { tellStandings } from "../../lib/app/tell-standings.ts";
import { ATTEMPT_LEASE_MS } from "../../lib/config/limits.ts";
import { IMMORTAL, Process } from "../simulation/crashes.ts";
import { FAULTLESS } from "../simulation/faulty-exchange.ts";
import { ACCOUNTS, type World } from "../simulation/world.ts";
import { GUARDED_BASES, guarded, last, post, setPrice, tradesOf } from "./guarded-world.ts";

const DAY_MS = 24 * 3_600_000;

const codes = (world: World) => tradesOf(world).map(({ code }) => code);

/** Works on what is due, until that time after now. */
async function workFor(world: World, ms: number): Promise<void> {
  const until = world.clock.now() + ms;
  for (;;) {
    const deliveries = await world.queue.receive({ max: 10, leaseMs: ATTEMPT_LEASE_MS });
    for (const delivery of deliveries) await world.work(delivery);
    const dueAt = await world.queue.nextDueAt();
    if (dueAt === undefined || dueAt > until) return;
    world.clock.advanceTo(dueAt);
  }
}

describe("exactly at its limit", () => {
  test("MAX_TOTAL_USD lets an order through, and denies a step more", async () => {
    const world = guarded({ maxTotalUsd: "250" });
    await post(world, "alice ETH/USDT buy 1", "alice BTC/USDT sell 1.5", "alice SOL/USDT buy 0.2");
    expect(codes(world)).toEqual(["FILLED", "FILLED", "MAX_TOTAL_EXCEEDED"]);
  });

  test("MAX_ORDERS_PER_MINUTE opens again when the minute is over, and not before; groups at once never slip under it", async () => {
    const world = guarded({ maxOrdersPerMinute: 2 });
    await world.post(GUARDED_BASES.map((base) => `alice ${base}/USDT buy 1`).join("\n"));
    await world.drain();
    expect(codes(world).filter((code) => code === "FILLED")).toHaveLength(2);
    world.clock.advance(59_000);
    await post(world, "alice ETH/USDT buy 1");
    expect(last(world)).toMatchObject({ code: "MAX_ORDERS_PER_MINUTE_EXCEEDED" });
    world.clock.advance(1_000);
    await post(world, "alice ETH/USDT buy 1");
    expect(last(world)).toMatchObject({ status: "filled" });
  });
});

/** Venues tell an order's fill before their list of positions shows it: test/simulation/faulty-exchange.ts. */
describe("with a list of positions that lags", () => {
  const LAG_MS = 4_000;
  const lagging = { faults: { ...FAULTLESS, positionsLagMs: () => LAG_MS } };

  test("an opening that has ended still counts, and once it shows it counts once", async () => {
    const world = guarded({ maxOpenPositions: 1 }, lagging);
    await post(world, "alice ETH/USDT buy 1", "alice BTC/USDT buy 1");
    world.clock.advance(LAG_MS);
    await post(world, "alice BTC/USDT buy 1");
    expect(codes(world)).toEqual(["FILLED", "MAX_OPEN_POSITIONS_EXCEEDED", "MAX_OPEN_POSITIONS_EXCEEDED"]);
    const total = guarded({ maxTotalUsd: "250" }, lagging);
    await post(total, "alice ETH/USDT buy 1", "alice BTC/USDT sell 1.5", "alice SOL/USDT buy 0.2");
    expect(codes(total)).toEqual(["FILLED", "FILLED", "MAX_TOTAL_EXCEEDED"]);
    expect(last(total)?.reason).toContain("would be worth 270, this one 20");
  });

  test("the second opening of a symbol counts with the first, and what a close left of them counts no more", async () => {
    const world = guarded({ maxTotalUsd: "250" }, lagging);
    await post(world, "alice ETH/USDT buy 1");
    world.clock.advance(LAG_MS);
    await post(world, "alice ETH/USDT buy 1", "alice BTC/USDT buy 1", "alice ETH/USDT close 50%");
    world.clock.advance(LAG_MS);
    await post(world, "alice BTC/USDT buy 1.5");
    expect(codes(world)).toEqual(["FILLED", "FILLED", "MAX_TOTAL_EXCEEDED", "FILLED", "FILLED"]);
  });

  test("what was closed since does not count, by whichever order", async () => {
    const world = guarded({ maxOpenPositions: 1 });
    await post(world, "alice ETH/USDT buy 1", "alice ETH/USDT close", "alice BTC/USDT buy 1");
    expect(last(world)).toMatchObject({ status: "filled" });
    await post(world, "alice closeall", "alice resume", "alice SOL/USDT buy 1");
    expect(codes(world).slice(-3)).toEqual(["FLAT", "SWITCHED", "FILLED"]);
  });

  test("a limit order that fills counts from when that is known; by hand it may be closed after some seconds", async () => {
    const world = guarded({ maxOpenPositions: 1 });
    await post(world, "alice ETH/USDT buy 1 limit:dip1:90");
    world.clock.advance(120_000);
    setPrice(world, "ETH", 89);
    await world.follow();
    const byHand = { kind: "place", purpose: "close", side: "sell", orderType: "market", contracts: "1" } as const;
    await world.venue("alice").placeOrder({
      symbol: "ETH/USDT:USDT",
      step: { ...byHand, reduceOnly: true },
      clientOrderId: "byhand1",
    });
    await post(world, "alice BTC/USDT buy 1");
    expect(last(world)).toMatchObject({ code: "MAX_OPEN_POSITIONS_EXCEEDED" });
    world.clock.advance(10_000);
    await post(world, "alice BTC/USDT buy 1");
    expect(last(world)).toMatchObject({ status: "filled" });
  });
});

describe("closeall, with a list of positions that lags", () => {
  const lagging = (ms: number) => ({ faults: { ...FAULTLESS, positionsLagMs: () => ms } });

  async function expectFlat(world: World): Promise<void> {
    const closeall = tradesOf(world).find(({ command }) => command === "closeall");
    expect(closeall).toMatchObject({ status: "done", code: "FLAT" });
    expect(await world.venue("alice").listPositions()).toEqual({ ok: true, value: [] });
  }

  test.each([1_500, 4_000, 9_000])("is not flat before it shows what filled just now: %i ms", async (ms) => {
    const world = guarded({}, lagging(ms));
    await post(world, "alice ETH/USDT buy 1", "alice BTC/USDT sell 2", "alice closeall");
    await expectFlat(world);
  });

  test("what filled before and was closed since keeps it no longer, nor does what it has seen", async () => {
    const world = guarded({});
    await post(world, "alice ETH/USDT buy 1", "alice ETH/USDT close", "alice BTC/USDT buy 1", "alice closeall");
    await expectFlat(world);
    const { receivedAt = "", endedAt = "" } = last(world) ?? {};
    expect(Date.parse(endedAt) - Date.parse(receivedAt)).toBeLessThan(3_000);
  });

  /** A venue that does not show positions until then. */
  function hiding(world: World, ms: number) {
    const venue = world.venue("alice");
    const list = venue.listPositions.bind(venue);
    const until = world.clock.now() + ms;
    venue.listPositions = async () => (world.clock.now() < until ? { ok: true, value: [] } : list());
    return venue;
  }

  test("a limit order that filled just before its cancel is waited for, as long as it may not show", async () => {
    const world = guarded({});
    await post(world, "alice ETH/USDT buy 1 limit:dip1:90");
    world.clock.advance(120_000);
    setPrice(world, "ETH", 89);
    await world.post("alice closeall");
    const [delivery] = await world.queue.receive({ max: 1, leaseMs: 60_000 });
    if (delivery === undefined) throw new Error("nothing is queued");
    await world.work(delivery, new Process(IMMORTAL), hiding(world, 5_000));
    await world.drain();
    await expectFlat(world);
  });
});

describe("the day of MAX_DAILY_LOSS_USD", () => {
  test.each([
    ["UTC", 0],
    ["Europe/Berlin", -1],
    ["America/New_York", 5],
    ["Asia/Kathmandu", -5.75],
    ["Pacific/Kiritimati", -14],
  ])("turns at midnight of %s", async (timezone, hoursAfterUtc) => {
    const world = guarded({ maxDailyLossUsd: "50" }, { timezone });
    // In winter, where there are summers.
    const midnight = Date.parse("2026-12-02T00:00:00Z") + hoursAfterUtc * 3_600_000;
    world.clock.advance(midnight - 3_600_000 - world.clock.now());
    await post(world, "alice ETH/USDT buy 10");
    setPrice(world, "ETH", 90);
    await post(world, "alice BTC/USDT buy 1");
    world.clock.advance(midnight - 1_000 - world.clock.now());
    await post(world, "alice BTC/USDT buy 1");
    expect(codes(world)).toEqual(["FILLED", "MAX_DAILY_LOSS_EXCEEDED", "MAX_DAILY_LOSS_EXCEEDED"]);
    world.clock.advance(midnight - world.clock.now());
    await post(world, "alice BTC/USDT buy 1");
    expect(last(world)).toMatchObject({ status: "filled" });
  });

  test("one account's loss closes no other, and the next day begins with what is left", async () => {
    const world = guarded({ maxDailyLossUsd: "50" });
    await post(world, "alice ETH/USDT buy 10", "bob ETH/USDT buy 0.1");
    setPrice(world, "ETH", 90);
    await post(world, "alice BTC/USDT buy 1", "bob BTC/USDT buy 1");
    expect(codes(world).slice(-2)).toEqual(["MAX_DAILY_LOSS_EXCEEDED", "FILLED"]);
    world.clock.advance(DAY_MS);
    await post(world, "alice BTC/USDT buy 1");
    setPrice(world, "ETH", 84);
    await post(world, "alice BTC/USDT buy 1");
    expect(codes(world).slice(-2)).toEqual(["FILLED", "MAX_DAILY_LOSS_EXCEEDED"]);
  });
});

test("an account that its day's loss has closed is told of until the day ends, and a switch before it", async () => {
  const world = guarded({ maxDailyLossUsd: "50" }, { timezone: "Europe/Berlin" });
  const keeper = new GuardKeeper({ ledger: world.ledger, documents: world.documents, clock: world.clock });
  const guards = { limits: { maxDailyLossUsd: "50" }, timezone: "Europe/Berlin" };
  const told = () =>
    tellStandings(
      keeper,
      ACCOUNTS.map((account) => ({ ...account, guards })),
      world.clock.now(),
    );
  expect(await told()).toEqual([]);
  await post(world, "alice ETH/USDT buy 10");
  setPrice(world, "ETH", 90);
  await post(world, "alice BTC/USDT buy 1");
  expect(await told()).toEqual([
    expect.stringMatching(
      /^account alice is close-only until 2023-11-14 ends in Europe\/Berlin: 100\.\d+ USD were lost, MAX_DAILY_LOSS_USD is 50$/,
    ),
  ]);
  await keeper.setSwitch("alice", { command: "pause" });
  expect(await told()).toEqual([expect.stringMatching(/^account alice is paused since .*: nothing is sent$/)]);
  await keeper.setSwitch("alice", { command: "resume" }, "9900");
  expect(await told()).toEqual([]);
});

describe("close-only", () => {
  test("lets what reduces rest, and denies a limit order that would turn the position", async () => {
    const world = guarded({});
    await post(world, "alice ETH/USDT buy 1", "alice closeonly");
    await post(world, "alice ETH/USDT sell 0.4 limit:tp1:110", "alice ETH/USDT sell 0.4 limit:tp2:110 reduce");
    expect(tradesOf(world).slice(-2)).toMatchObject([{ status: "placed" }, { status: "placed" }]);
    await post(world, "alice ETH/USDT sell 3 limit:turn:110");
    expect(last(world)).toMatchObject({ status: "rejected", code: "CLOSE_ONLY" });
  });

  test("between the two orders of a reversal: the close stays, nothing opens, and that is said", async () => {
    const world = guarded({}, { traits: { reversesInOneOrder: false } });
    await post(world, "alice ETH/USDT buy 1");
    world.feed.setQuote("ETH/USDT:USDT", { bid: "99", ask: "101" });
    await world.post("alice ETH/USDT position -1 pricelock:9");
    await workFor(world, 0);
    world.feed.setQuote("ETH/USDT:USDT", { bid: "102", ask: "104" });
    await workFor(world, 3_500);
    await post(world, "alice closeonly");
    expect(tradesOf(world)[1]).toMatchObject({
      status: "filled",
      code: "CLOSE_ONLY",
      filledContracts: "1",
      makerContracts: "1",
    });
    expect(await world.position("alice")).toBe("0");
  });

  test("a closeall overtakes what still waits in its groups", async () => {
    const world = guarded({});
    await post(world, "alice ETH/USDT buy 1");
    await world.post("alice BTC/USDT buy 1\nalice BTC/USDT position -1");
    await world.post("alice closeall");
    await world.post("alice BTC/USDT buy 1\nalice ETH/USDT buy 1");
    await world.drain();
    const closeall = tradesOf(world).find(({ command }) => command === "closeall");
    expect(closeall).toMatchObject({ status: "done", code: "FLAT" });
    expect(codes(world).slice(-2)).toEqual(["CLOSE_ONLY", "CLOSE_ONLY"]);
    expect(await world.venue("alice").listPositions()).toEqual({ ok: true, value: [] });
  });
});

describe("a price lock", () => {
  function withTimeout(seconds: number): World {
    const world = guarded({});
    world.accounts = ACCOUNTS.map((account) => ({ ...account, orderTimeoutMs: seconds * 1_000 }));
    world.feed.setQuote("ETH/USDT:USDT", { bid: "99", ask: "101" });
    return world;
  }

  test.each([5, 10])("of an order that has %i s goes at market at once", async (seconds) => {
    const world = withTimeout(seconds);
    await post(world, "alice ETH/USDT buy 1 pricelock:900");
    const trade = last(world);
    expect(trade).toMatchObject({ status: "filled", averagePrice: "101", makerContracts: "0" });
    expect(Date.parse(trade?.filledAt ?? "") - Date.parse(trade?.receivedAt ?? "")).toBeLessThan(1_000);
  });

  test.each([
    [12, "pricelock:900", 2],
    [40, "pricelock:1", 1],
    [40, "pricelock", 20],
    [900, "pricelock:600", 600],
  ])("of an order that has %i s with %s lasts %i s", async (seconds, lock, lasts) => {
    const world = withTimeout(seconds);
    await post(world, `alice ETH/USDT buy 1 ${lock}`);
    const trade = last(world);
    expect(trade).toMatchObject({ status: "filled", averagePrice: "101" });
    const took = Date.parse(trade?.filledAt ?? "") - Date.parse(trade?.receivedAt ?? "");
    expect(Math.abs(took - lasts * 1_000)).toBeLessThan(1_000);
  });
});

describe("prev:", () => {
  test.each([
    ["flat all along", ["pos flat prev:flat", "pos flat prev:flat:0", "pos flat 3 prev:0"], "0"],
    ["there and back", ["pos long 1 prev:flat", "pos flat prev:long:1", "pos long 1 prev:flat:0"], "1"],
    ["and flat at last", ["pos short 1 prev:flat", "pos long 1 prev:short:1", "pos flat prev:long:1"], "0"],
  ] as const)("%s: in every order of arrival", async (_, walk, target) => {
    for (const arrival of permutations(walk)) {
      const world = guarded({});
      for (const words of arrival) await world.post(`alice ETH/USDT ${words}`);
      await world.drain();
      expect(await world.position("alice"), arrival.join(" | ")).toBe(target);
    }
  });
});

function permutations<T>(items: readonly T[]): readonly (readonly T[])[] {
  if (items.length <= 1) return [items];
  return items.flatMap((item, index) =>
    permutations(items.filter((_, other) => other !== index)).map((rest) => [item, ...rest]),
  );
}
