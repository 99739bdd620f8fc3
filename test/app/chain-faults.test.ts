// The alerts of one bar in any order, on the virtual clock, while the venue keeps each order longer than alerts are young, while
// workers die and messages come again, and where one never came.
import { expect, test } from "vitest";
import { ATTEMPT_LEASE_MS } from "../../lib/config/limits.ts";
import { isEnded } from "../../lib/core/execution/order-record.ts";
import type { OrderId } from "../../lib/core/ids.ts";
import type { Delivery } from "../../lib/ports/order-queue.ts";
import { CrashAt, IMMORTAL, Process } from "../simulation/crashes.ts";
import { FAULTLESS, type FaultPlan } from "../simulation/faulty-exchange.ts";
import { ACCOUNTS, World } from "../simulation/world.ts";
import { SeededRandom } from "../support/seeded-random.ts";

const STATES = ["flat", "long", "short"] as const;
const SIGNED = { flat: "0", long: "1", short: "-1" } as const;
type State = (typeof STATES)[number];
/** Refused so often, an order waits 1, 1, 2, 3 and 5 s: longer than alerts are young. */
const REFUSALS = 5;

function walks(from: State, steps: number): readonly (readonly State[])[] {
  if (steps === 0) return [[]];
  return STATES.filter((state) => state !== from).flatMap((state) =>
    walks(state, steps - 1).map((rest) => [state, ...rest]),
  );
}

/** All walks of up to that many alerts, from each state. */
function everyWalk(steps: number): readonly { readonly from: State; readonly walk: readonly State[] }[] {
  const lengths = Array.from({ length: steps }, (_, index) => index + 1);
  return STATES.flatMap((from) => lengths.flatMap((length) => walks(from, length).map((walk) => ({ from, walk }))));
}

function alertsOf(from: State, walk: readonly State[]): readonly string[] {
  return walk.map((state, index) => `alice ETH/USDT pos ${state} 1 prev:${walk[index - 1] ?? from}:1`);
}

/** Each a second after the one before: without times a lost alert and one that comes late look alike. */
function timed(alerts: readonly string[]): readonly string[] {
  return alerts.map((alert, index) => `${alert} at:${1_700_000_000 - 5 + index}`);
}

function orders<T>(items: readonly T[]): readonly (readonly T[])[] {
  if (items.length <= 1) return [items];
  return items.flatMap((item, index) => orders(items.toSpliced(index, 1)).map((rest) => [item, ...rest]));
}

/** Every order that is sent is refused some times first, as by a busy venue. */
function slow(): FaultPlan {
  let refused = 0;
  const faultOf = (call: string) => {
    if (call !== "placeOrder") return "none" as const;
    refused = (refused + 1) % (REFUSALS + 1);
    return refused === 0 ? ("none" as const) : ("busy" as const);
  };
  return { ...FAULTLESS, faultOf };
}

/** A bar's alerts, and what is to become of them. */
interface Bar {
  /** Where the bar before it ended. */
  readonly from: State;
  readonly arrived: readonly string[];
  readonly newProcess?: (orderId: OrderId) => Process;
  /** Whether a message is handed out again, though it was worked on just now. */
  readonly comesAgain?: () => boolean;
}

/** Received side by side, worked on in that order. */
async function arrive({ from, arrived, newProcess = () => new Process(IMMORTAL), comesAgain }: Bar): Promise<World> {
  const world = new World({ faults: slow() });
  // So that a death and five refusals are no order's end.
  world.accounts = ACCOUNTS.map((account) => ({ ...account, orderTimeoutMs: 90_000, alertTimeoutMs: 600_000 }));
  if (from !== "flat") {
    await world.post(`alice ETH/USDT pos ${from} 1 prev:flat`);
    await world.drain();
    world.clock.advance(60_000);
  }
  for (const alert of arrived) await world.post(alert);
  await work(world, { newProcess, comesAgain: comesAgain ?? (() => false) });
  return world;
}

async function work(world: World, { newProcess, comesAgain }: Required<Pick<Bar, "newProcess" | "comesAgain">>) {
  const seen: Delivery[] = [];
  for (;;) {
    const deliveries = await world.queue.receive({ max: 10, leaseMs: ATTEMPT_LEASE_MS });
    for (const delivery of deliveries) {
      await world.work(delivery, newProcess(delivery.message.orderId));
      seen.push(delivery);
      if (comesAgain()) await world.work(delivery);
    }
    const dueAt = await world.queue.nextDueAt();
    if (dueAt === undefined) break;
    world.clock.advanceTo(dueAt);
  }
  // And once more when all is over.
  for (const delivery of seen) if (comesAgain()) await world.work(delivery);
}

/** Every order of arrival of every walk of up to so many. */
async function everyArrival(
  steps: number,
  check: (bar: Bar & { readonly target: string; readonly where: string }) => Promise<void>,
): Promise<number> {
  let count = 0;
  for (const { from, walk } of everyWalk(steps)) {
    for (const arrived of orders(alertsOf(from, walk))) {
      count++;
      await check({ from, arrived, target: SIGNED[walk.at(-1) ?? from], where: `${from}: ${arrived.join(" | ")}` });
    }
  }
  return count;
}

test("retries that outlive the 10 s: every order of arrival of every walk of up to 4 ends at the walk's last target", async () => {
  const count = await everyArrival(4, async ({ target, where, ...bar }) => {
    const world = await arrive(bar);
    expect(await world.position("alice"), where).toBe(target);
    const sent = [...world.ledger.all()].flatMap(({ state }) => state.clientOrderIds);
    if (sent.length > 0) expect(sent.length % (REFUSALS + 1), where).toBe(0);
  });
  expect(count).toBe(3 * (2 + 4 * 2 + 8 * 6 + 16 * 24));
}, 300_000);

test("workers that die and messages that come again change nothing: all of them, deaths and deliveries drawn by a seed, at most one death an order", async () => {
  const random = new SeededRandom(15);
  await everyArrival(4, async ({ target, where, ...bar }) => {
    const crashes = new Map<OrderId, CrashAt>();
    const newProcess = (orderId: OrderId) => {
      if (crashes.has(orderId) || !random.chance(0.2)) return new Process(IMMORTAL);
      const crash = new CrashAt(1 + random.below(30));
      crashes.set(orderId, crash);
      return new Process(crash);
    };
    const world = await arrive({ ...bar, newProcess, comesAgain: () => random.chance(0.2) });
    const died = [...crashes.values()].map((crash) => crash.where).join(", ");
    expect(await world.position("alice"), `${where}, died ${died}`).toBe(target);
  });
}, 300_000);

test("one of up to four that never came: in every order of arrival the others end at the last of them", async () => {
  for (const { from, walk } of everyWalk(4)) {
    for (const lost of walk.keys()) {
      const last = walk.toSpliced(lost, 1).at(-1) ?? from;
      for (const arrived of orders(timed(alertsOf(from, walk)).toSpliced(lost, 1))) {
        const world = await arrive({ from, arrived });
        expect(await world.position("alice"), `${from}: ${arrived.join(" | ")}`).toBe(SIGNED[last]);
      }
    }
  }
}, 300_000);

test("one that ended before the market was read counts all the same: the others end where the strategy did", async () => {
  const codes = new Set<string | undefined>();
  await everyArrival(3, async ({ from, arrived, target, where }) => {
    if (arrived.length === 1) return;
    let downAfter = Number.POSITIVE_INFINITY;
    const ended = () => [...world.ledger.all()].filter(({ state }) => isEnded(state));
    const faultOf = (call: string) =>
      call === "readSnapshot" && ended().length === downAfter ? ("lost-before" as const) : ("none" as const);
    const world: World = new World({ faults: { ...FAULTLESS, faultOf } });
    world.accounts = ACCOUNTS.map((account) => ({ ...account, alertTimeoutMs: 600_000 }));
    if (from !== "flat") {
      await world.post(`alice ETH/USDT pos ${from} 1 prev:flat`);
      await world.drain();
      world.clock.advance(60_000);
    }
    for (const alert of arrived) await world.post(alert);
    // The venue answers nothing until the first of them has ended.
    downAfter = ended().length;
    await work(world, { newProcess: () => new Process(IMMORTAL), comesAgain: () => false });
    expect(await world.position("alice"), where).toBe(target);
    for (const { state } of ended()) codes.add(state.code);
  });
  expect(codes).toContain("RESTORED");
}, 300_000);
