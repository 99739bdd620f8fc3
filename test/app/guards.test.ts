// Guards and switches against the paper venue, on the virtual clock (docs/design.md#guards).
import { describe, expect, test } from "vitest";
import { GuardKeeper } from "../../lib/app/guard-keeper.ts";
import { decimal } from "../../lib/core/decimal.ts";
import { CrashAt, IMMORTAL, Process } from "../simulation/crashes.ts";
import { FAULTLESS } from "../simulation/faulty-exchange.ts";
import type { World } from "../simulation/world.ts";
import { GUARDED_BASES, guarded, last, post, setPrice, tradesOf } from "./guarded-world.ts";

const ETH = "ETH/USDT:USDT";

const codes = (world: World) => tradesOf(world).map(({ code }) => code);

async function closed(world: World): Promise<void> {
  const positions = await world.venue("alice").listPositions();
  expect(positions).toEqual({ ok: true, value: [] });
}

describe("MAX_OPEN_POSITIONS", () => {
  test("denies another symbol, and lets what is open grow, reduce, reverse and close", async () => {
    const world = guarded({ maxOpenPositions: 1 });
    await post(world, "alice ETH/USDT buy 1", "alice BTC/USDT buy 1");
    expect(last(world)).toMatchObject({ status: "rejected", code: "MAX_OPEN_POSITIONS_EXCEEDED" });
    expect(last(world)?.reason).toBe(`1 other positions are open or being opened (${ETH}); MAX_OPEN_POSITIONS is 1`);
    await post(
      world,
      "alice ETH/USDT buy 1",
      "alice ETH/USDT close 50%",
      "alice ETH/USDT position -1",
      "alice ETH/USDT close",
    );
    expect(codes(world)).toEqual(["FILLED", "MAX_OPEN_POSITIONS_EXCEEDED", "FILLED", "FILLED", "FILLED", "FILLED"]);
    await post(world, "alice BTC/USDT buy 1");
    expect(last(world)).toMatchObject({ status: "filled" });
  });

  test("a resting order that opens counts as if filled, until it is cancelled", async () => {
    const world = guarded({ maxOpenPositions: 1 });
    await post(world, "alice ETH/USDT buy 1 limit:dip1:90", "alice BTC/USDT buy 1");
    expect(last(world)).toMatchObject({ code: "MAX_OPEN_POSITIONS_EXCEEDED" });
    await post(world, "alice ETH/USDT buy 1 limit:dip2:90");
    expect(last(world)).toMatchObject({ status: "placed" });
    await post(world, "alice ETH/USDT cancel:all");
    await world.follow();
    await post(world, "alice BTC/USDT buy 1");
    expect(last(world)).toMatchObject({ status: "filled" });
  });

  test("groups at work at once never slip under it together", async () => {
    const world = guarded({ maxOpenPositions: 2 });
    await world.post(GUARDED_BASES.map((base) => `alice ${base}/USDT buy 1`).join("\n"));
    await world.drain();
    expect(codes(world).filter((code) => code === "FILLED")).toHaveLength(2);
    expect(codes(world).filter((code) => code === "MAX_OPEN_POSITIONS_EXCEEDED")).toHaveLength(2);
  });
});

describe("MAX_TOTAL_USD", () => {
  test("denies what would take all positions together above it, with the numbers", async () => {
    const world = guarded({ maxTotalUsd: "250" });
    await post(world, "alice ETH/USDT buy 1", "alice BTC/USDT sell 1.5", "alice SOL/USDT buy 0.2");
    expect(codes(world)).toEqual(["FILLED", "FILLED", "MAX_TOTAL_EXCEEDED"]);
    expect(last(world)?.reason).toBe("all positions would be worth 270, this one 20; MAX_TOTAL_USD is 250");
    await post(world, "alice ETH/USDT close", "alice SOL/USDT buy 1");
    expect(last(world)).toMatchObject({ status: "filled" });
  });

  test("a reversal that is denied sends its close", async () => {
    const world = guarded({ maxTotalUsd: "250" });
    await post(world, "alice ETH/USDT buy 1", "alice ETH/USDT position -5");
    expect(last(world)).toMatchObject({ status: "filled", code: "MAX_TOTAL_EXCEEDED" });
    await closed(world);
  });

  test.each([
    ["", 0],
    [" with positions that lag", 4_000],
  ])("groups at work at once never slip under it together, whatever crashes%s", async (_, lagMs) => {
    for (let call = 1; call < 60; call++) {
      const world = guarded({ maxTotalUsd: "250" }, { faults: { ...FAULTLESS, positionsLagMs: () => lagMs } });
      await world.post(GUARDED_BASES.map((base) => `alice ${base}/USDT buy 1`).join("\n"));
      let process = 0;
      await world.drain(() => new Process(process++ === 1 ? new CrashAt(call) : IMMORTAL));
      const positions = await world.venue("alice").listPositions();
      if (!positions.ok) throw new Error(positions.error.message);
      const total = positions.value.reduce(
        (sum, { contracts }) => sum.plus(decimal(contracts).times("100")),
        decimal("0"),
      );
      expect(total.toFixed(), `crash at ${call}`).toBe("200");
    }
  });
});

test("MAX_ORDERS_PER_MINUTE denies the order after so many that open, for a minute", async () => {
  const world = guarded({ maxOrdersPerMinute: 2 });
  await post(world, "alice ETH/USDT buy 1", "alice ETH/USDT buy 1", "alice ETH/USDT buy 1", "alice ETH/USDT sell 0.5");
  expect(codes(world)).toEqual(["FILLED", "FILLED", "MAX_ORDERS_PER_MINUTE_EXCEEDED", "FILLED"]);
  world.clock.advance(60_000);
  await post(world, "alice ETH/USDT buy 1");
  expect(last(world)).toMatchObject({ status: "filled" });
});

describe("MAX_DAILY_LOSS_USD", () => {
  async function lose(): Promise<World> {
    const world = guarded({ maxDailyLossUsd: "50" });
    await post(world, "alice ETH/USDT buy 10");
    setPrice(world, "ETH", 94);
    await post(world, "alice BTC/USDT buy 1");
    return world;
  }

  test("makes the account close-only until the day ends, however the price comes back", async () => {
    const world = await lose();
    expect(last(world)).toMatchObject({ status: "rejected", code: "MAX_DAILY_LOSS_EXCEEDED" });
    expect(last(world)?.reason).toMatch(/^60\.\d+ USD were lost since the first order of .*MAX_DAILY_LOSS_USD is 50/);
    setPrice(world, "ETH", 100);
    await post(world, "alice ETH/USDT buy 1", "alice ETH/USDT position -1");
    expect(codes(world).slice(-2)).toEqual(["MAX_DAILY_LOSS_EXCEEDED", "MAX_DAILY_LOSS_EXCEEDED"]);
    await closed(world);
    world.clock.advance(24 * 3_600_000);
    await post(world, "alice ETH/USDT buy 1");
    expect(last(world)).toMatchObject({ status: "filled" });
  });

  test("resume takes the equity of now as the day's first", async () => {
    const world = await lose();
    await post(world, "alice resume", "alice BTC/USDT buy 1");
    expect(last(world)).toMatchObject({ status: "filled" });
    setPrice(world, "ETH", 88);
    await post(world, "alice BTC/USDT buy 1");
    expect(last(world)).toMatchObject({ code: "MAX_DAILY_LOSS_EXCEEDED" });
  });
});

describe("S12: REQUIRE_AT", () => {
  test("denies a captured alert that does not say when it was made, and lets closes through", async () => {
    const world = guarded({ requireAt: true });
    const at = new Date(world.clock.now()).toISOString();
    await post(world, `alice ETH/USDT buy 1 at:${at}`, "alice ETH/USDT buy 1", "alice ETH/USDT changeleverage 3");
    await post(world, "alice ETH/USDT position -1");
    expect(codes(world)).toEqual(["FILLED", "AT_REQUIRED", "AT_REQUIRED", "AT_REQUIRED"]);
    await closed(world);
    const ahead = new Date(world.clock.now() + 600_000).toISOString();
    await post(world, `alice ETH/USDT buy 1 at:${ahead}`, "alice ETH/USDT close", "alice ETH/USDT cancel:all");
    expect(codes(world).slice(-3)).toEqual(["AT_REQUIRED", "NOTHING_TO_DO", "NOTHING_TO_DO"]);
  });
});

describe("a switch", () => {
  test("closeonly: nothing opens, a reversal sends its close, resume clears it", async () => {
    const world = guarded({});
    await post(world, "alice ETH/USDT buy 1", "alice closeonly", "alice BTC/USDT buy 1", "alice ETH/USDT position -1");
    expect(codes(world)).toEqual(["FILLED", "SWITCHED", "CLOSE_ONLY", "CLOSE_ONLY"]);
    await closed(world);
    expect(tradesOf(world)[1]).toMatchObject({ status: "done", symbol: "*", command: "closeonly" });
    await post(world, "bob ETH/USDT buy 1", "alice resume", "alice BTC/USDT buy 1");
    expect(codes(world).slice(-3)).toEqual(["FILLED", "SWITCHED", "FILLED"]);
  });

  test("pause: nothing is sent at all, closeall apart", async () => {
    const world = guarded({});
    await post(world, "alice ETH/USDT buy 1", "alice pause", "alice ETH/USDT close", "alice ETH/USDT cancel:all");
    expect(codes(world)).toEqual(["FILLED", "SWITCHED", "PAUSED", "PAUSED"]);
    await post(world, "alice closeall");
    expect(last(world)).toMatchObject({ status: "done", code: "FLAT" });
    await closed(world);
    await post(world, "alice ETH/USDT buy 1");
    expect(last(world)).toMatchObject({ code: "PAUSED" });
  });

  test("is read before every send: an order that waits when it is set is not sent any more", async () => {
    for (const command of ["pause", "closeonly"] as const) {
      const world = guarded({});
      await world.post("alice ETH/USDT buy 1");
      // Planned, and dead before it was sent.
      const [delivery] = await world.queue.receive({ max: 1, leaseMs: 10_000 });
      if (delivery === undefined) throw new Error("nothing is queued");
      const keeper = new GuardKeeper({ ledger: world.ledger, documents: world.documents, clock: world.clock });
      const process = new Process(IMMORTAL);
      const exchange = world.venue("alice");
      const sees = world.venue("alice");
      sees.readSnapshot = async (symbol) => {
        const seen = await exchange.readSnapshot(symbol);
        await keeper.setSwitch("alice", { command });
        return seen;
      };
      await world.work(delivery, process, sees);
      expect(last(world)).toMatchObject({
        status: "rejected",
        code: command === "pause" ? "PAUSED" : "CLOSE_ONLY",
        filledContracts: "0",
      });
      await closed(world);
    }
  });

  test("a second delivery of an old word does not set it again", async () => {
    const world = guarded({});
    const keeper = new GuardKeeper({ ledger: world.ledger, documents: world.documents, clock: world.clock });
    await world.post("alice pause");
    const [delivery] = await world.queue.receive({ max: 1, leaseMs: 1_000 });
    if (delivery === undefined) throw new Error("nothing is queued");
    await keeper.setSwitch("alice", { command: "pause", by: delivery.message.orderId });
    await world.work(delivery);
    expect(last(world)).toMatchObject({ code: "SWITCHED" });
    expect(await keeper.bookOf("alice")).toMatchObject({ switch: "pause" });
  });
});

describe("closeall", () => {
  test("cancels every order, closes every position, and ends flat and close-only", async () => {
    const world = guarded({});
    await post(
      world,
      "alice ETH/USDT buy 1\nalice BTC/USDT sell 2\nalice SOL/USDT buy 1 limit:rest1:50\nbob ETH/USDT buy 1",
      "alice closeall",
    );
    expect(last(world)).toMatchObject({
      status: "done",
      code: "FLAT",
      reason: "the account is flat, and nothing opens until resume",
    });
    await closed(world);
    await world.follow();
    const resting = tradesOf(world).find(({ symbol }) => symbol === "SOL/USDT:USDT");
    expect(resting).toMatchObject({ status: "cancelled" });
    expect(await world.position("bob")).toBe("1");
    await post(world, "alice ETH/USDT buy 1");
    expect(last(world)).toMatchObject({ code: "CLOSE_ONLY" });
  });

  /** An order that whook knows nothing of, in a symbol of its own. */
  async function placeByHand(world: World): Promise<void> {
    const step = { kind: "place", purpose: "open", side: "buy", orderType: "limit", contracts: "1" } as const;
    await world.venue("alice").placeOrder({
      symbol: "SOL/USDT:USDT",
      step: { ...step, price: "40", reduceOnly: false },
      clientOrderId: "byhand1",
    });
    expect(await openSymbols(world)).toContain("SOL/USDT:USDT");
  }

  async function openSymbols(world: World): Promise<readonly string[]> {
    const open = await world.venue("alice").listOpenSymbols();
    return open.ok ? open.value : [];
  }

  test("cancels what nobody of whook placed, in every symbol the venue reports an order in", async () => {
    const world = guarded({});
    await placeByHand(world);
    await post(world, "alice closeall");
    expect(last(world)).toMatchObject({ status: "done", code: "FLAT" });
    expect(await openSymbols(world)).toEqual([]);
  });

  test("is not flat while the venue does not say where orders are open", async () => {
    const world = guarded({});
    await world.post("alice closeall");
    const [delivery] = await world.queue.receive({ max: 1, leaseMs: 10_000 });
    if (delivery === undefined) throw new Error("nothing is queued");
    const silent = world.venue("alice");
    silent.listOpenSymbols = async () => ({
      ok: false,
      error: { code: "VENUE_BUSY", outcome: "rejected", remedy: "retry", message: "busy" },
    });
    for (let turn = 0; turn < 20; turn++) {
      await world.work(delivery, new Process(IMMORTAL), silent);
      world.clock.advance(5_000);
    }
    expect(last(world)).toMatchObject({ status: "expired", code: "DEADLINE_EXCEEDED" });
    expect(last(world)?.reason).toContain("left: orders in other symbols unknown: busy");
  });

  test.each(["resume", "pause"])(
    "a %s that comes while it works waits for its end: nothing opens before it is flat",
    async (word) => {
      const heldUntil = { time: 0 };
      const faultOf = (call: string) => (call === "placeOrder" && world.clock.now() < heldUntil.time ? "busy" : "none");
      const world: World = guarded({}, { faults: { ...FAULTLESS, faultOf } });
      await post(world, "alice ETH/USDT buy 1");
      heldUntil.time = world.clock.now() + 20_000;
      await world.post("alice closeall");
      const [delivery] = await world.queue.receive({ max: 1, leaseMs: 10_000 });
      if (delivery === undefined) throw new Error("nothing is queued");
      await world.work(delivery);
      await world.post(`alice ${word}`);
      await world.post("alice BTC/USDT buy 1");
      await world.drain();
      const [, closeall, later, opening] = tradesOf(world);
      expect(closeall).toMatchObject({ status: "done", code: "FLAT" });
      expect(later).toMatchObject({ command: word, status: "done", code: "SWITCHED" });
      expect((later?.endedAt ?? "") >= (closeall?.endedAt ?? "~")).toBe(true);
      expect(opening).toMatchObject({ status: "rejected", code: "CLOSE_ONLY" });
      await closed(world);
      await post(world, "alice BTC/USDT buy 1");
      expect(last(world)?.status).toBe(word === "resume" ? "filled" : "rejected");
    },
  );

  test("whatever call it dies at, it ends flat", async () => {
    for (let call = 1; ; call++) {
      const world = guarded({});
      await post(world, "alice ETH/USDT buy 1\nalice BTC/USDT sell 2\nalice ETH/USDT buy 1 limit:rest1:1500");
      await placeByHand(world);
      await world.post("alice closeall");
      let process = 0;
      const crash = new CrashAt(call);
      await world.drain(() => new Process(process++ === 0 ? crash : IMMORTAL));
      expect(last(world), `crash ${crash.where}`).toMatchObject({ status: "done", code: "FLAT" });
      await closed(world);
      expect(await openSymbols(world), `crash ${crash.where}`).toEqual([]);
      if (crash.where === undefined) {
        expect(call).toBeGreaterThan(60);
        return;
      }
    }
  });

  test("says what is left when the venue does not let it", async () => {
    const world = guarded({});
    await post(world, "alice ETH/USDT buy 1");
    await world.post("alice closeall");
    const [delivery] = await world.queue.receive({ max: 1, leaseMs: 10_000 });
    if (delivery === undefined) throw new Error("nothing is queued");
    const refuses = world.venue("alice");
    refuses.placeOrder = async () => ({
      ok: false,
      error: { code: "VENUE_BUSY", outcome: "rejected", remedy: "retry", message: "busy" },
    });
    for (let turn = 0; turn < 20; turn++) {
      await world.work(delivery, new Process(IMMORTAL), refuses);
      world.clock.advance(5_000);
    }
    expect(last(world)).toMatchObject({ status: "expired", code: "DEADLINE_EXCEEDED" });
    expect(last(world)?.reason).toContain(`left: long 1 contracts of ${ETH}`);
  });
});
