// Every pair of phase and event that can be, and what follows; all others are a bug of the caller and say so.
import { describe, expect, expectTypeOf, test } from "vitest";
import type { AlertOrder } from "../../../lib/core/alert/alert-order.ts";
import { decideNext, RULES, type Rules } from "../../../lib/core/execution/decide-next.ts";
import type { Action, EventKind, EventOf, ExecutionEvent } from "../../../lib/core/execution/decision.ts";
import type { PhaseKind } from "../../../lib/core/execution/phase.ts";
import type { RestingOrder } from "../../../lib/core/order/resting-order.ts";
import { BUY, failure, orderRecord, read, reading, venueOrder, Walk } from "./order-fixture.ts";

const base = { line: 1, account: "demo", symbol: "ETH/USDT:USDT", reduceOnly: false } as const;
const CANCEL: AlertOrder = { ...base, command: "cancel", cancel: "Entry1" };
const CLOSE_ALL: AlertOrder = { line: 1, account: "demo", command: "closeall", reduceOnly: false };
const CLOSE: AlertOrder = { ...base, command: "close", reduceOnly: true };
const LEVERAGE: AlertOrder = { ...base, command: "changeleverage", leverage: 7 };
const OPEN = venueOrder({ status: "open", filledContracts: "0" });

const EVENTS: { readonly [E in EventKind]: EventOf<E> } = {
  delivered: { kind: "delivered" },
  read: read(),
  "read-failed": { kind: "read-failed", failure: failure({ remedy: "retry" }) },
  answered: { kind: "answered", order: OPEN },
  refused: { kind: "refused", failure: failure({ remedy: "retry" }) },
  found: { kind: "found", order: venueOrder() },
  "not-found": { kind: "not-found", position: "0", graceMs: 5_000 },
  "look-up-failed": { kind: "look-up-failed", failure: failure({ remedy: "retry" }) },
  listed: { kind: "listed", orders: [] },
  performed: { kind: "performed" },
  "not-performed": { kind: "not-performed", failure: failure({ remedy: "retry" }) },
  "cancel-target": { kind: "cancel-target", order: venueOrder() },
  switched: { kind: "switched", now: "close-only" },
  swept: { kind: "swept", did: [], left: ["a position"] },
};

const RESTING: RestingOrder = {
  venueOrderId: "77",
  clientOrderId: "tp1",
  side: "sell",
  contracts: "0.5",
  reduceOnly: true,
  isConditional: false,
};

function blocked(): Walk {
  const walk = new Walk(orderRecord({ order: CLOSE })).sent({ position: "0.5" });
  walk.on({ kind: "refused", failure: failure({ code: "REDUCTION_BLOCKED", remedy: "make-way" }) });
  return walk;
}

/** An order under a price lock whose price is to be read. */
function priced(): Walk {
  return new Walk(orderRecord({ order: { ...BUY, pricelock: 20 } })).sent();
}

function refusedFor(remedy: "look-up" | "shrink" | "nothing-to-reduce"): ExecutionEvent {
  return { kind: "refused", failure: failure({ remedy }) };
}

function after(...events: readonly ExecutionEvent[]): Walk {
  const walk = new Walk().sent();
  for (const event of events) walk.on(event);
  return walk;
}

/** An order in each phase. */
const ORDERS: { readonly [P in PhaseKind]: () => Walk } = {
  queued: () => new Walk(),
  planning: () => {
    const walk = new Walk();
    walk.on({ kind: "delivered" });
    return walk;
  },
  switching: () => {
    const walk = new Walk(orderRecord({ order: CLOSE_ALL }));
    walk.on({ kind: "delivered" });
    return walk;
  },
  sweeping: () => {
    const walk = new Walk(orderRecord({ order: CLOSE_ALL }));
    walk.on({ kind: "delivered" });
    walk.on(EVENTS.switched);
    return walk;
  },
  replanning: () => after(refusedFor("nothing-to-reduce")),
  setting: () => new Walk(orderRecord({ order: LEVERAGE })).sent(),
  due: () => after(EVENTS.refused),
  sizing: () => after(refusedFor("shrink")),
  submitted: () => after(),
  unknown: () => after(refusedFor("look-up")),
  accepted: () => after(EVENTS.answered),
  pricing: priced,
  locked: () => {
    const walk = priced();
    walk.on(EVENTS.read);
    walk.on(EVENTS.answered);
    return walk;
  },
  withdrawing: () => {
    const walk = priced();
    walk.on(EVENTS.read);
    walk.on(EVENTS.answered);
    walk.on({ kind: "read", reading: reading(), off: "the account is paused" });
    return walk;
  },
  blocked,
  clearing: () => {
    const walk = blocked();
    walk.on({ kind: "listed", orders: [RESTING] });
    return walk;
  },
  cancelling: () => {
    const walk = new Walk(orderRecord({ order: CANCEL })).sent();
    walk.on({ kind: "not-performed", failure: failure({ code: "ORDER_NOT_FOUND", remedy: "abort" }) });
    return walk;
  },
  ended: () => after({ kind: "answered", order: venueOrder() }),
};

/** What the worker does after each pair that can be. */
const EXPECTED: { readonly [P in PhaseKind]: { readonly [E in EventKind]?: Action["kind"] } } = {
  queued: { delivered: "read" },
  planning: { delivered: "read", read: "send", "read-failed": "wait" },
  switching: { delivered: "switch", switched: "sweep" },
  sweeping: { delivered: "sweep", swept: "wait" },
  replanning: { delivered: "read", read: "send", "read-failed": "wait" },
  due: { delivered: "send" },
  setting: { delivered: "perform", performed: "end", "not-performed": "wait" },
  sizing: { delivered: "read", read: "send", "read-failed": "wait" },
  submitted: { delivered: "look-up", answered: "look-up", refused: "wait" },
  unknown: { delivered: "look-up", found: "end", "not-found": "wait", "look-up-failed": "wait" },
  accepted: { delivered: "look-up", found: "end", "not-found": "wait", "look-up-failed": "wait" },
  pricing: { delivered: "read", read: "send", "read-failed": "wait" },
  locked: {
    delivered: "look-up",
    found: "end",
    "not-found": "wait",
    "look-up-failed": "wait",
    read: "wait",
    "read-failed": "wait",
  },
  withdrawing: {
    delivered: "cancel-resting",
    performed: "look-up",
    "not-performed": "wait",
    found: "end",
    "not-found": "wait",
    "look-up-failed": "wait",
  },
  blocked: { delivered: "list-resting", listed: "wait", "look-up-failed": "wait" },
  clearing: { delivered: "cancel-resting", performed: "send", "not-performed": "wait" },
  cancelling: { delivered: "find-target", "cancel-target": "end", "look-up-failed": "wait" },
  ended: { delivered: "end" },
};

const PHASES = Object.keys(ORDERS) as PhaseKind[];
const KINDS = Object.keys(EVENTS) as EventKind[];
const PAIRS = PHASES.flatMap((phase) => KINDS.map((event) => ({ phase, event, follows: EXPECTED[phase][event] })));

test("the table has the pairs that can be, and no other", () => {
  const named = PHASES.map((phase) => [phase, Object.keys(RULES[phase]).sort()]);
  expect(named).toEqual(PHASES.map((phase) => [phase, Object.keys(EXPECTED[phase]).sort()]));
  expect(PAIRS.filter(({ follows }) => follows !== undefined)).toHaveLength(54);
});

describe("an order in phase", () => {
  test.each(PAIRS.filter(({ follows }) => follows !== undefined))("$phase: $event leads to $follows", (pair) => {
    const walk = ORDERS[pair.phase]();
    expect(walk.record.state.phase.kind).toBe(pair.phase);
    expect(walk.on(EVENTS[pair.event]).action.kind).toBe(pair.follows);
  });

  test.each(PAIRS.filter(({ follows }) => follows === undefined))("$phase: $event cannot be", ({ phase, event }) => {
    const { record, now } = ORDERS[phase]();
    expect(() => decideNext(record, EVENTS[event], now)).toThrow(
      `"${event}" cannot happen to an order in phase "${phase}"`,
    );
  });
});

test("a rule for any other pair is no rule of the table", () => {
  expectTypeOf<keyof Rules["queued"] | keyof Rules["due"] | keyof Rules["ended"]>().toEqualTypeOf<"delivered">();
  expectTypeOf<keyof Rules["submitted"]>().toEqualTypeOf<"delivered" | "answered" | "refused">();
  expectTypeOf<keyof Rules["switching"]>().toEqualTypeOf<"delivered" | "switched">();
  expectTypeOf<keyof Rules["sweeping"]>().toEqualTypeOf<"delivered" | "swept">();
  expectTypeOf<keyof Rules["setting"]>().toEqualTypeOf<"delivered" | "performed" | "not-performed">();
  expectTypeOf<keyof Rules["cancelling"]>().toEqualTypeOf<"delivered" | "cancel-target" | "look-up-failed">();
  type Reading = "delivered" | "read" | "read-failed";
  expectTypeOf<keyof Rules["planning" | "replanning" | "sizing"]>().toEqualTypeOf<Reading>();
  type Looking = "delivered" | "found" | "not-found" | "look-up-failed";
  expectTypeOf<keyof Rules["unknown" | "accepted"]>().toEqualTypeOf<Looking>();
});

test("a rule sees the fields of its own phase", () => {
  type PhaseSeenBy<P extends PhaseKind> = Parameters<Rules[P]["delivered"]>[0]["state"]["phase"];
  expectTypeOf<PhaseSeenBy<"submitted">>().toHaveProperty("submission");
  expectTypeOf<PhaseSeenBy<"unknown">>().toHaveProperty("lostAt");
  expectTypeOf<PhaseSeenBy<"due">>().not.toHaveProperty("submission");
  expectTypeOf<PhaseSeenBy<"planning">>().not.toHaveProperty("step");
  expectTypeOf<Parameters<Rules["queued"]["delivered"]>[0]["state"]["work"]>().toEqualTypeOf<undefined>();
});
