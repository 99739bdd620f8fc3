// An order under a price lock whose worker dies at any of its calls, in whichever of its processes: it is filled once, one of it
// rests at a time, nothing of it is sent past its deadline, and what rests then is gone once the message comes again.

import { describe, expect, test } from "vitest";
import { ATTEMPT_LEASE_MS } from "../../lib/config/limits.ts";
import { decimal, formatDecimal } from "../../lib/core/decimal.ts";
import type { OrderRecord } from "../../lib/core/execution/order-record.ts";
import { CrashAt, Process } from "../simulation/crashes.ts";
import { FAULTLESS, type Fault } from "../simulation/faulty-exchange.ts";
import { ACCOUNTS, World, type WorldOptions } from "../simulation/world.ts";

const ETH = "ETH/USDT:USDT";
const BUY = "alice ETH/USDT buy 0.5 x3";
const TIMEOUT_MS = ACCOUNTS[0]?.orderTimeoutMs ?? 0;

interface Scenario {
  readonly before?: string;
  readonly alert: string;
  readonly position: string;
  readonly filled: string;
  /** Calls that it makes at least. */
  readonly atLeast: number;
  /** Whether the message comes again too late for the market, where the worker died near the lock's end. */
  readonly mayExpire?: true;
  /** What its first cancel meets. */
  readonly firstCancel?: { readonly fault: Fault; readonly price?: number };
  readonly traits?: WorldOptions["traits"];
}

const LOCKED = { alert: `${BUY} pricelock:4`, position: "0.5", filled: "0.5", atLeast: 40 };

const SCENARIOS: Readonly<Record<string, Scenario>> = {
  "nothing fills it": LOCKED,
  "it has all the time there is": { ...LOCKED, alert: `${BUY} pricelock:60`, mayExpire: true },
  "it fills while it is cancelled": { ...LOCKED, firstCancel: { fault: "none", price: 1990 } },
  "it fills while it is cancelled, and the answer is lost": {
    ...LOCKED,
    firstCancel: { fault: "lost-after", price: 1990 },
  },
  "the cancel's answer is lost": { ...LOCKED, firstCancel: { fault: "lost-after" } },
  "the cancel is lost": { ...LOCKED, firstCancel: { fault: "lost-before" } },
  "it reverses in two orders, and the close fills while it is cancelled": {
    before: BUY,
    alert: "alice ETH/USDT position -0.4 x5 pricelock:6",
    position: "-0.4",
    filled: "0.9",
    atLeast: 60,
    firstCancel: { fault: "none", price: 2010 },
    traits: { reversesInOneOrder: false },
  },
};

async function prepared({ before, firstCancel, traits }: Scenario): Promise<World> {
  let cancels = 0;
  const faultOf = (call: string): Fault => {
    if (call !== "cancelOrder" || ++cancels > 1 || firstCancel === undefined) return "none";
    const { price, fault } = firstCancel;
    if (price !== undefined) world.feed.setQuote(ETH, { bid: String(price - 1), ask: String(price + 1) });
    return fault;
  };
  const world: World = new World({ faults: { ...FAULTLESS, faultOf }, ...(traits === undefined ? {} : { traits }) });
  if (before !== undefined) {
    await world.post(before);
    await world.drain();
    world.clock.advance(120_000);
  }
  return world;
}

async function restingOf(world: World): Promise<readonly unknown[]> {
  const listed = await world.venue("alice").listRestingOrders(ETH);
  if (!listed.ok) throw new Error(listed.error.message);
  return listed.value;
}

function orderOf(world: World, alert: string): OrderRecord {
  const order = world.ledger.all().find(({ text }) => text === alert);
  if (order === undefined) throw new Error("no order");
  return order;
}

/** Of an order that was not begun: as if it were now. */
function deadlineOf(world: World, alert: string): number {
  return (orderOf(world, alert).state.firstAttemptAt ?? world.clock.now()) + TIMEOUT_MS;
}

/** Until nothing is left to do. Once a worker has looked at it past its deadline, nothing of it rests. */
async function work(world: World, crash: CrashAt, alert: string): Promise<void> {
  for (;;) {
    const deliveries = await world.queue.receive({ max: 1, leaseMs: ATTEMPT_LEASE_MS });
    for (const delivery of deliveries) {
      const process = new Process(crash);
      await world.work(delivery, process);
      const deadline = deadlineOf(world, alert);
      if (world.clock.now() > deadline && !process.isDead) expect(await restingOf(world), crash.where).toEqual([]);
    }
    const dueAt = await world.queue.nextDueAt();
    if (dueAt === undefined) return;
    expect(dueAt, crash.where).toBeLessThanOrEqual(deadlineOf(world, alert) + ATTEMPT_LEASE_MS);
    world.clock.advanceTo(dueAt);
  }
}

async function expectOnce(
  world: World,
  scenario: Scenario,
  { where, sentBefore }: { where: string; sentBefore: number },
) {
  const order = orderOf(world, scenario.alert);
  const { status, fills } = order.state;
  const deadline = deadlineOf(world, scenario.alert);
  if (scenario.mayExpire !== true || status !== "expired") {
    expect(status, where).toBe("filled");
    expect(fills.contracts, where).toBe(scenario.filled);
    expect(await world.position("alice"), where).toBe(scenario.position);
  }
  const effects = world.journal.slice(sentBefore);
  expect(effects.length, where).toBeGreaterThan(0);
  for (const { at, beside } of effects) {
    expect(at, where).toBeLessThanOrEqual(deadline);
    expect(beside, where).toEqual([]);
  }
  const onVenue = await Promise.all(order.state.clientOrderIds.map((id) => world.orderOnVenue("alice", id, ETH)));
  const sum = onVenue.reduce((total, found) => total.plus(found?.filledContracts ?? "0"), decimal("0"));
  expect(formatDecimal(sum), where).toBe(fills.contracts);
  expect(await restingOf(world), where).toEqual([]);
  expect(order.state.open, where).toEqual([]);
}

describe("a worker of an order under a price lock dies at each of its calls", () => {
  test.each(Object.entries(SCENARIOS))("while %s", async (_, scenario) => {
    for (let point = 1; ; point++) {
      const world = await prepared(scenario);
      const sentBefore = world.journal.length;
      await world.post(scenario.alert);
      const crash = new CrashAt(point);
      await work(world, crash, scenario.alert);
      await expectOnce(world, scenario, { where: `crash ${crash.where ?? "nowhere"} (${point})`, sentBefore });
      if (crash.where === undefined) {
        const isMaker = orderOf(world, scenario.alert).state.executions.some(({ maker }) => maker === true);
        expect(isMaker).toBe(scenario.firstCancel?.price !== undefined);
        expect(point).toBeGreaterThan(scenario.atLeast);
        return;
      }
    }
  });
});
