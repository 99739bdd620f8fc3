// For each call the worker or the webhook makes: the process dies exactly there, before the call or after it, the message
// or the alert comes again, and there is exactly one fill and a true ledger.

import { describe, expect, test } from "vitest";
import { decimal, formatDecimal } from "../../lib/core/decimal.ts";
import { tradeOf } from "../../lib/core/trade/trade.ts";
import { CrashAt, IMMORTAL, Process } from "../simulation/crashes.ts";
import { FAULTLESS } from "../simulation/faulty-exchange.ts";
import { World, type WorldOptions } from "../simulation/world.ts";

const ETH = "ETH/USDT:USDT";

interface Scenario {
  readonly before?: string;
  readonly alert: string;
  /** Position in the end, and contracts that the alert's order filled. */
  readonly position: string;
  readonly filled: string;
  readonly status: string;
  readonly options?: WorldOptions;
}

const twoOrders: WorldOptions = { traits: { reversesInOneOrder: false } };
/** The venue denies knowing an order for three seconds after taking it. */
const lagging: WorldOptions = { faults: { ...FAULTLESS, lookUpLagMs: () => 3_000 } };

const SCENARIOS: Readonly<Record<string, Scenario>> = {
  "a market buy": { alert: "alice ETH/USDT buy 0.5 x3", position: "0.5", filled: "0.5", status: "filled" },
  "a market buy on a venue that is slow to know it": {
    alert: "alice ETH/USDT buy 0.5 x3",
    position: "0.5",
    filled: "0.5",
    status: "filled",
    options: lagging,
  },
  "a reversal in one order": {
    before: "alice ETH/USDT buy 0.5 x3",
    alert: "alice ETH/USDT position -0.4 x3",
    position: "-0.4",
    filled: "0.9",
    status: "filled",
  },
  "a reversal in two orders": {
    before: "alice ETH/USDT buy 0.5 x3",
    alert: "alice ETH/USDT position -0.4 x5",
    position: "-0.4",
    filled: "0.9",
    status: "filled",
    options: twoOrders,
  },
  "a buy under a price lock, which goes at market in the end": {
    alert: "alice ETH/USDT buy 0.5 x3 pricelock:3",
    position: "0.5",
    filled: "0.5",
    status: "filled",
  },
  "a reversal under a price lock": {
    before: "alice ETH/USDT buy 0.5 x3",
    alert: "alice ETH/USDT position -0.4 x3 pricelock:3",
    position: "-0.4",
    filled: "0.9",
    status: "filled",
    options: lagging,
  },
  "a close": {
    before: "alice ETH/USDT buy 0.5 x3",
    alert: "alice ETH/USDT close",
    position: "0",
    filled: "0.5",
    status: "filled",
  },
  "a partial close": {
    before: "alice ETH/USDT buy 0.5 x3",
    alert: "alice ETH/USDT close 50%",
    position: "0.25",
    filled: "0.25",
    status: "filled",
  },
  "a limit order": { alert: "alice ETH/USDT buy 0.5 x3 limit:dip1:1900", position: "0", filled: "0", status: "placed" },
  "a cancel": {
    before: "alice ETH/USDT buy 0.5 x3 limit:dip1:1900",
    alert: "alice ETH/USDT cancel:dip1",
    position: "0",
    filled: "0",
    status: "cancelled",
  },
  "a change of leverage": { alert: "alice ETH/USDT changeleverage 9", position: "0", filled: "0", status: "done" },
};

async function prepared({ before, options }: Scenario): Promise<World> {
  const world = new World(options);
  if (before !== undefined) {
    await world.post(before);
    await world.drain();
    world.clock.advance(120_000);
  }
  return world;
}

/** What the ledger says alice's orders brought, fees included. */
async function bookedProfit(world: World): Promise<string> {
  const trades = world.ledger.all().map(tradeOf);
  const filled = trades.filter(({ filledContracts }) => filledContracts !== "0");
  return formatDecimal(filled.reduce((sum, { netProfit = "NaN" }) => sum.plus(netProfit), decimal("0")));
}

/** By how much alice's balance changed, the profit of what is still open apart. */
async function earnedOnVenue(world: World): Promise<string> {
  const [balance, positions] = await Promise.all([
    world.venue("alice").readBalance(),
    world.venue("alice").listPositions(),
  ]);
  if (!balance.ok || !positions.ok) throw new Error("the venue cannot be read");
  const open = positions.value.reduce((sum, { unrealizedProfit = "0" }) => sum.plus(unrealizedProfit), decimal("0"));
  return formatDecimal(decimal(balance.value.equity).minus(open).minus("10000"));
}

/** The venue and the ledger agree, and are as the scenario says. */
async function expectTruth(world: World, { alert, position, filled, status }: Scenario, where: string): Promise<void> {
  const text = alert.split("\n")[0] ?? "";
  const orders = world.ledger.all().filter((order) => order.text === text);
  expect(orders, where).toHaveLength(1);
  const [order] = orders;
  if (order === undefined) throw new Error(where);
  expect(order.state.status, where).toBe(status);
  expect(order.state.fills.contracts, where).toBe(filled);
  expect(await world.position("alice"), where).toBe(position);
  const onVenue = await Promise.all(order.state.clientOrderIds.map((id) => world.orderOnVenue("alice", id, ETH)));
  const sum = onVenue.reduce((total, found) => total.plus(found?.filledContracts ?? "0"), decimal("0"));
  expect(formatDecimal(sum), where).toBe(filled);
  expect(
    order.events.filter(({ kind }) => kind === "ended"),
    where,
  ).toHaveLength(1);
  expect(await bookedProfit(world), where).toBe(await earnedOnVenue(world));
}

describe("the worker dies at each of its calls", () => {
  test.each(Object.entries(SCENARIOS))("%s", async (_, scenario) => {
    for (let point = 1; ; point++) {
      const world = await prepared(scenario);
      await world.post(scenario.alert);
      const crash = new CrashAt(point);
      let isFirst = true;
      await world.drain(() => {
        const plan = isFirst ? crash : IMMORTAL;
        isFirst = false;
        return new Process(plan);
      });
      await expectTruth(world, scenario, `crash ${crash.where ?? "nowhere"}`);
      if (crash.where === undefined) {
        expect(point).toBeGreaterThan(10);
        return;
      }
    }
  });

  test("and then dies again at the first call of the next attempt, and the next", async () => {
    const scenario = SCENARIOS["a market buy"];
    if (scenario === undefined) throw new Error("no scenario");
    for (let point = 1; point < 16; point++) {
      const world = await prepared(scenario);
      await world.post(scenario.alert);
      const deaths = [point, 1, 2, 3];
      await world.drain(() => new Process(deaths.length > 0 ? new CrashAt(deaths.shift() ?? 1) : IMMORTAL));
      const [order] = world.ledger.all();
      // The deadline may pass meanwhile: then it must not have filled, or say that it did.
      const position = await world.position("alice");
      expect(order?.state.fills.contracts, `crash point ${point}`).toBe(position);
      expect(["0", "0.5"]).toContain(position);
    }
  });
});

describe("the webhook dies at each of its calls, and TradingView sends again after 5 s", () => {
  const alert = (key: string) =>
    `alice ETH/USDT buy 0.5 x3${key}\nbob ETH/USDT buy 0.25 x3${key}\nalice ETH/USDT byu 1`;

  test.each([
    ["without a key", "", "after ledger.closeAlerts"],
    ["with a key", " id:once-1", undefined],
  ])("%s", async (_, key, openWindow) => {
    for (let point = 1; ; point++) {
      const world = new World();
      const crash = new CrashAt(point);
      const first = await world.post(alert(key), new Process(crash));
      if (first === undefined && crash.where !== openWindow) {
        world.clock.advance(5_000);
        const resent = await world.post(alert(key));
        expect(resent?.status, crash.where).toBe(200);
        expect(resent?.body.accepted, crash.where).toHaveLength(2);
      }
      await world.drain();
      expect(await world.position("alice"), crash.where).toBe("0.5");
      expect(await world.position("bob"), crash.where).toBe("0.25");
      expect(world.ledger.all(), crash.where).toHaveLength(2);
      expect(await world.queue.count(), crash.where).toBe(0);
      if (crash.where === undefined) {
        expect(point).toBeGreaterThan(8);
        return;
      }
    }
  });

  test("an alert that a key's first owner never stored is not lost with it", async () => {
    for (let point = 1; ; point++) {
      const world = new World();
      const crash = new CrashAt(point);
      const first = await world.post("alice ETH/USDT buy 0.5 id:once-2", new Process(crash));
      world.clock.advance(90_000);
      // Another body with the same key: the first one's alert is not continued, only its key counts.
      const second = await world.post("// again\nalice ETH/USDT buy 0.5 id:once-2");
      await world.drain();
      expect(second?.body.accepted, crash.where).toHaveLength(1);
      expect(await world.position("alice"), crash.where).toBe("0.5");
      if (first !== undefined) return;
    }
  });
});
