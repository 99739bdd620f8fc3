// A closeall after the worker died at each of its calls, in every phase an order has: the account ends flat, nothing rests,
// and what comes again opens nothing.

import { describe, expect, test } from "vitest";
import { ATTEMPT_LEASE_MS } from "../../lib/config/limits.ts";
import { decimal } from "../../lib/core/decimal.ts";
import { tradeOf } from "../../lib/core/trade/trade.ts";
import { CrashAt, IMMORTAL, Process } from "../simulation/crashes.ts";
import { FAULTLESS, type Fault, type FaultPlan } from "../simulation/faulty-exchange.ts";
import { World, type WorldOptions } from "../simulation/world.ts";

const ETH = "ETH/USDT:USDT";

interface Scenario {
  readonly before?: string;
  readonly alert: string;
  /** Calls that it makes at least. */
  readonly atLeast: number;
  readonly options?: () => WorldOptions;
  /** Mid price once the worker is dead. @default it stays */
  readonly price?: number;
}

/** That order of those sent meets that fault, and the venue denies for three seconds knowing any that it took. */
function sent(number: number, fault: Fault): FaultPlan {
  let count = 0;
  const faultOf = (call: string): Fault => (call === "placeOrder" && ++count === number ? fault : "none");
  return { ...FAULTLESS, faultOf, lookUpLagMs: () => 3_000 };
}

/** For so long the list of positions does not show what has filled. */
function lagging(): WorldOptions {
  return { faults: { ...FAULTLESS, positionsLagMs: () => 6_000 } };
}

const BUY = "alice ETH/USDT buy 0.5 x3";

const SCENARIOS: Readonly<Record<string, Scenario>> = {
  "a market buy": { alert: BUY, atLeast: 20 },
  "a market buy that the list of positions does not show for some seconds": {
    alert: BUY,
    atLeast: 20,
    options: lagging,
  },
  "a limit order that fills while nobody looks, and does not show for some seconds": {
    alert: `${BUY} limit:dip1:1900`,
    atLeast: 20,
    options: lagging,
    price: 1890,
  },
  "a market buy whose answer is lost": { alert: BUY, atLeast: 20, options: () => ({ faults: sent(1, "lost-after") }) },
  "a market buy that is lost itself": { alert: BUY, atLeast: 20, options: () => ({ faults: sent(1, "lost-before") }) },
  "a reversal in two orders": {
    before: BUY,
    alert: "alice ETH/USDT position -0.4 x5",
    atLeast: 30,
    options: () => ({ traits: { reversesInOneOrder: false } }),
  },
  "a buy under a price lock": { alert: `${BUY} pricelock:4`, atLeast: 40 },
  "a reversal in two orders under a price lock": {
    before: BUY,
    alert: "alice ETH/USDT position -0.4 x5 pricelock:4",
    atLeast: 60,
    options: () => ({ traits: { reversesInOneOrder: false } }),
  },
  "a buy under a price lock whose answer is lost": {
    alert: `${BUY} pricelock:4`,
    atLeast: 40,
    options: () => ({ faults: sent(1, "lost-after") }),
  },
  "a buy under a price lock that fills while nobody looks": { alert: `${BUY} pricelock:4`, atLeast: 40, price: 1990 },
  "a close that is lost itself": {
    before: BUY,
    alert: "alice ETH/USDT close",
    atLeast: 20,
    options: () => ({ faults: sent(2, "lost-before") }),
  },
  "a reversal that is lost itself": {
    before: BUY,
    alert: "alice ETH/USDT position -0.4 x5",
    atLeast: 20,
    options: () => ({ faults: sent(2, "lost-before") }),
  },
  "a limit order": { alert: `${BUY} limit:dip1:1900`, atLeast: 20 },
};

async function prepared({ before, options }: Scenario): Promise<World> {
  const world = new World(options?.());
  if (before !== undefined) {
    await world.post(before);
    await world.drain();
    world.clock.advance(120_000);
  }
  return world;
}

/** Works on what is due, process after process, until one died at that point or nothing is left. */
async function workUntil(world: World, crash: CrashAt): Promise<void> {
  for (;;) {
    const deliveries = await world.queue.receive({ max: 1, leaseMs: ATTEMPT_LEASE_MS });
    for (const delivery of deliveries) await world.work(delivery, new Process(crash));
    const dueAt = await world.queue.nextDueAt();
    if (crash.where !== undefined || dueAt === undefined) return;
    world.clock.advanceTo(dueAt);
  }
}

function setPrice(world: World, middle: number): void {
  world.feed.setQuote(ETH, { bid: String(middle - 1), ask: String(middle + 1) });
}

/** What whook says that its orders filled is what the venue says: what closeall closed is nobody else's. */
async function expectTrueFills(world: World, where: string): Promise<void> {
  for (const { account, symbol, state } of world.ledger.all()) {
    let onVenue = decimal("0");
    for (const id of state.clientOrderIds)
      onVenue = onVenue.plus((await world.orderOnVenue(account, id, symbol))?.filledContracts ?? "0");
    expect(state.fills.contracts, where).toBe(onVenue.toFixed());
  }
}

async function holdingsOf(world: World) {
  const [positions, resting] = await Promise.all([
    world.venue("alice").listPositions(),
    world.venue("alice").listRestingOrders(ETH),
  ]);
  return { positions, resting };
}

const NOTHING = { positions: { ok: true, value: [] }, resting: { ok: true, value: [] } };

describe("the worker dies at each of its calls, and then comes a closeall", () => {
  test.each(Object.entries(SCENARIOS))("after %s", async (_, scenario) => {
    for (let point = 1; ; point++) {
      const world = await prepared(scenario);
      await world.post(scenario.alert);
      const crash = new CrashAt(point);
      await workUntil(world, crash);
      if (scenario.price !== undefined) setPrice(world, scenario.price);
      await world.post("alice closeall");
      await world.drain(() => new Process(IMMORTAL));
      const where = crash.where ?? "nowhere";
      const trades = world.ledger.all().map(tradeOf);
      const closeall = trades.find(({ command }) => command === "closeall");
      expect(closeall, where).toMatchObject({ status: "done", code: "FLAT" });
      expect(await holdingsOf(world), where).toEqual(NOTHING);
      // A worker that was slow, a follower that finds more: nothing opens later either.
      world.clock.advance(300_000);
      await world.follow();
      await world.drain();
      expect(await holdingsOf(world), where).toEqual(NOTHING);
      expect(
        trades.filter(({ endedAt }) => endedAt === undefined),
        where,
      ).toEqual([]);
      await expectTrueFills(world, where);
      if (crash.where === undefined) {
        expect(point).toBeGreaterThan(scenario.atLeast);
        return;
      }
    }
  });
});
