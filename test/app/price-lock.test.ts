// Orders under a price lock on the paper venue, on the virtual clock: as makers, moved, withdrawn, and at market.
import { expect, test } from "vitest";
import { ATTEMPT_LEASE_MS } from "../../lib/config/limits.ts";
import { failureOf } from "../../lib/core/failure.ts";
import { err } from "../../lib/core/result.ts";
import { tellStory } from "../../lib/core/trade/tell-story.ts";
import type { Exchange } from "../../lib/ports/exchange.ts";
import { World } from "../simulation/world.ts";

const ETH = "ETH/USDT:USDT";
const LOCKED = "alice ETH/USDT buy 0.5 x3 pricelock";

function setPrice(world: World, bid: number): void {
  world.feed.setQuote(ETH, { bid: String(bid), ask: String(bid + 2) });
}

/** Works on what is due, until that time after now; `exchange`: the venue, where it is to be another. */
async function workFor(world: World, ms: number, exchange?: Exchange): Promise<void> {
  const until = world.clock.now() + ms;
  for (;;) {
    const deliveries = await world.queue.receive({ max: 10, leaseMs: ATTEMPT_LEASE_MS });
    for (const delivery of deliveries) await world.work(delivery, undefined, exchange);
    const dueAt = await world.queue.nextDueAt();
    if (dueAt === undefined || dueAt > until) return;
    world.clock.advanceTo(dueAt);
  }
}

/** An order that rests as a maker since a moment. */
async function resting(text = LOCKED): Promise<World> {
  const world = new World();
  await world.post(text);
  await workFor(world, 0);
  expect(last(world).state.phase.kind).toBe("locked");
  return world;
}

function last(world: World) {
  const [order] = world.ledger.all();
  if (order === undefined) throw new Error("no order");
  return order;
}

async function restingOnVenue(world: World): Promise<readonly unknown[]> {
  const listed = await world.venue("alice").listRestingOrders(ETH);
  return listed.ok ? listed.value : [];
}

test("it rests at the best price of its side and fills there, as a maker", async () => {
  const world = await resting();
  expect(await restingOnVenue(world)).toMatchObject([{ side: "buy", contracts: "0.5" }]);
  setPrice(world, 1997);
  await world.drain();
  expect(last(world).state).toMatchObject({
    status: "filled",
    code: "FILLED",
    executions: [{ maker: true, averagePrice: "1999", contracts: "0.5" }],
  });
});

test("it is moved with the price, and what is left then goes at market", async () => {
  const world = await resting();
  setPrice(world, 2010);
  await workFor(world, 3_500);
  const moved = last(world);
  expect(moved.state.phase).toMatchObject({ kind: "locked", submission: { step: { price: "2010" } } });
  expect(await restingOnVenue(world)).toHaveLength(1);
  await world.drain();
  const { state } = last(world);
  expect(state).toMatchObject({ status: "filled", fills: { contracts: "0.5" } });
  expect(state.executions).toMatchObject([{ averagePrice: "2012" }]);
  expect(state.executions[0]).not.toHaveProperty("maker");
  expect(state.clientOrderIds).toHaveLength(3);
  const told = tellStory(last(world)).map(({ text }) => text);
  expect(told).toContainEqual(expect.stringMatching(/^Sending \w+: buy 0\.5 contracts at the market\.$/));
  expect((state.filledAt ?? 0) - (state.firstAttemptAt ?? 0)).toBeLessThan(22_000);
});

test("it holds its group: the order after it waits", async () => {
  const world = await resting();
  await world.post("alice ETH/USDT close");
  await workFor(world, 10_000);
  expect(last(world)).toMatchObject({ order: { command: "close" }, state: { status: "queued" } });
  await world.drain();
  expect(last(world).state).toMatchObject({ status: "filled" });
  expect(await world.position("alice")).toBe("0");
});

test.each([
  ["pause", "PAUSED"],
  ["closeonly", "CLOSE_ONLY"],
])("%s withdraws what opens: its cancel gets through, and nothing is sent after it", async (word, code) => {
  const world = await resting();
  const locked = last(world).orderId;
  await world.post(`alice ${word}`);
  await world.drain();
  const order = await world.ledger.getOrder(locked);
  expect(order?.state).toMatchObject({ status: "rejected", code });
  expect(order?.state.fills.contracts).toBe("0");
  expect(await restingOnVenue(world)).toEqual([]);
  const took = (order?.state.endedAt ?? 0) - (order?.receivedAt ?? 0);
  expect(took).toBeLessThan(5_000);
});

test("close-only leaves a locked close where it is", async () => {
  const world = new World();
  await world.post("alice ETH/USDT buy 0.5 x3");
  await world.drain();
  await world.post("alice ETH/USDT close pricelock");
  await workFor(world, 0);
  const locked = last(world).orderId;
  await world.post("alice closeonly");
  await workFor(world, 6_500);
  expect(await restingOnVenue(world)).toMatchObject([{ side: "sell", reduceOnly: true }]);
  setPrice(world, 2003);
  await world.drain();
  expect((await world.ledger.getOrder(locked))?.state).toMatchObject({
    status: "filled",
    executions: [{ maker: true }],
  });
});

test("a cancel that never gets through: nothing goes to market beside it, and the follower makes it", async () => {
  const world = await resting();
  const stubborn: Exchange = world.venue("alice");
  stubborn.cancelOrder = async () => err(failureOf("VENUE_BUSY", "the venue is busy"));
  await workFor(world, 120_000, stubborn);
  const { state } = last(world);
  expect(state).toMatchObject({ status: "expired", code: "OUTCOME_UNKNOWN" });
  expect(state.clientOrderIds).toHaveLength(1);
  expect(await restingOnVenue(world)).toHaveLength(1);
  expect(await world.follow({ exchange: stubborn })).toEqual({ looked: 1, changed: 0 });
  expect(await restingOnVenue(world)).toHaveLength(1);
  expect(await world.follow()).toEqual({ looked: 1, changed: 1 });
  expect(await restingOnVenue(world)).toEqual([]);
  expect(last(world).state).toMatchObject({ status: "expired", code: "DEADLINE_EXCEEDED", open: [] });
  expect(last(world).state.reason).toBe("0 of 0.5 contracts filled");
  expect(await world.position("alice")).toBe("0");
});

test("what would trade at once is priced again", async () => {
  const world = new World();
  const moving: Exchange = world.venue("alice");
  const place = moving.placeOrder.bind(moving);
  moving.placeOrder = async (order) => {
    // Between the reading and the order the price has fallen through it.
    setPrice(world, 1990);
    return place(order);
  };
  await world.post(LOCKED);
  await workFor(world, 2_000, moving);
  const told = tellStory(last(world)).map(({ text }) => text);
  expect(told.join(" ")).toContain("it would have traded at once: it is priced again");
  expect(last(world).state).toMatchObject({ phase: { kind: "locked", submission: { step: { price: "1990" } } } });
});
