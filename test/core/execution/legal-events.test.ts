// Whatever may happen to an order, in any order and at any time: what must hold of every decision.
import fc from "fast-check";
import { expect, test } from "vitest";
import type { AlertOrder } from "../../../lib/core/alert/alert-order.ts";
import { isAccountOrder } from "../../../lib/core/alert/symbol-of.ts";
import { decimal, formatDecimal } from "../../../lib/core/decimal.ts";
import { RULES } from "../../../lib/core/execution/decide-next.ts";
import type { Decision, EventKind, EventOf, ExecutionEvent } from "../../../lib/core/execution/decision.ts";
import type { OrderRecord } from "../../../lib/core/execution/order-record.ts";
import type { OrderFailure, Remedy } from "../../../lib/core/failure.ts";
import type { VenueTraits } from "../../../lib/core/market/venue-table.ts";
import { BUY, failure, orderRecord, placeOf, reading, venueOrder, Walk } from "./order-fixture.ts";

const base = { line: 1, account: "demo", symbol: "ETH/USDT:USDT", reduceOnly: false } as const;
const quantity = { value: "-2", unit: "base", basis: "nominal" } as const;
const ORDERS: readonly AlertOrder[] = [
  BUY,
  { ...BUY, leverage: 9 },
  { ...BUY, limit: { id: "Entry1", price: "1900" } },
  { ...BUY, pricelock: 20 },
  { ...base, command: "position", quantity },
  { ...base, command: "position", quantity, pricelock: 12 },
  { ...base, command: "close", reduceOnly: true },
  { ...base, command: "changeleverage", leverage: 7 },
  { ...base, command: "cancel", cancel: "Entry1" },
  { line: 1, account: "demo", command: "closeall", reduceOnly: false },
];
const REMEDIES: readonly Remedy[] = [
  "retry",
  "retry-if-reducing",
  "price-again",
  "shrink",
  "close-only",
  "look-up",
  "adopt",
  "abort-if-absent",
  "nothing-to-reduce",
  "make-way",
  "make-way",
  "make-way",
  "abort",
];

const contracts = fc.constantFrom("0", "0.2", "0.5", "1", "3");
const position = fc.constantFrom("-2", "-0.5", "0", "0.2", "0.5", "1");
const someFailure: fc.Arbitrary<OrderFailure> = fc
  .record({
    remedy: fc.constantFrom(...REMEDIES),
    outcome: fc.constantFrom("rejected" as const, "unknown" as const, "denied" as const),
    code: fc.constantFrom("VENUE_REJECTED" as const, "ORDER_NOT_FOUND" as const, "SIZE_ABOVE_MAXIMUM" as const),
    retryAfterMs: fc.constantFrom(0, 9_000),
  })
  .map((change) => failure(change));
const someOrder = fc
  .record({
    status: fc.constantFrom("open" as const, "filled" as const, "canceled" as const, "rejected" as const),
    contracts: fc.constantFrom("0.5", "1", "3"),
    filledContracts: contracts,
    limitPrice: fc.constantFrom("1900", "1901"),
    side: fc.constantFrom("buy" as const, "sell" as const),
  })
  .map((change) => venueOrder(change));
const resting = fc
  .record({
    reduceOnly: fc.constantFrom(true, true, true, false),
    isConditional: fc.constantFrom(false, false, true),
    id: fc.constantFrom("77", "78"),
  })
  .map(({ id, ...flags }) => ({ venueOrderId: id, side: "sell" as const, contracts: "0.5", ...flags }));
const sighting = { position, othersWorked: fc.constant(true as const), swept: fc.constant(true as const) };

const EVENTS: { readonly [E in EventKind]: fc.Arbitrary<EventOf<E>> } = {
  delivered: fc.constant({ kind: "delivered" }),
  read: fc
    .record({
      change: fc.record({
        position,
        free: fc.constantFrom("0", "50", "200", "1000"),
        bid: fc.constantFrom("1999", "2000"),
        ask: fc.constantFrom("2001", "2002"),
      }),
      off: fc.constantFrom({}, {}, {}, { off: "the account is paused" }),
    })
    .map(({ change, off }) => ({ kind: "read", reading: reading(change), ...off })),
  "read-failed": someFailure.map((failed) => ({ kind: "read-failed", failure: failed })),
  answered: someOrder.map((order) => ({ kind: "answered", order })),
  refused: someFailure.map((failed) => ({ kind: "refused", failure: failed })),
  found: someOrder.map((order) => ({ kind: "found", order })),
  "not-found": fc
    .record(sighting, { requiredKeys: ["position"] })
    .map((seen) => ({ kind: "not-found", graceMs: 5_000, ...seen })),
  "look-up-failed": fc
    .record({ failure: someFailure, seen: fc.record(sighting, { requiredKeys: ["position"] }) })
    .map((found) => ({ kind: "look-up-failed", ...found })),
  listed: fc.array(resting, { minLength: 1, maxLength: 2 }).map((orders) => ({ kind: "listed", orders })),
  performed: fc.constantFrom<EventOf<"performed">>({ kind: "performed" }, { kind: "performed", count: 0 }),
  "not-performed": someFailure.map((failed) => ({ kind: "not-performed", failure: failed })),
  "cancel-target": fc
    .option(someOrder, { nil: undefined })
    .map((order) => ({ kind: "cancel-target", ...(order === undefined ? {} : { order }) })),
  switched: fc.constant({ kind: "switched", now: "close-only" }),
  swept: fc
    .constantFrom<readonly string[]>([], ["a position"])
    .map((left) => ({ kind: "swept", did: left.map((what) => `closed ${what}`), left })),
};

/** One of each kind: whichever may happen in the phase that was reached is taken from it. */
const chance = fc.record({
  pick: fc.nat({ max: 1_000 }),
  afterMs: fc.oneof(fc.nat({ max: 3_000 }), fc.nat({ max: 20_000 })),
  events: fc.record(EVENTS),
});

type Given<A> = A extends fc.Arbitrary<infer T> ? T : never;

/** Results rather than deliveries where both may be, three times of four: a delivery alone leads nowhere new. */
function legal({ pick, events }: Given<typeof chance>, { state }: OrderRecord): ExecutionEvent {
  const [delivered, ...results] = Object.keys(RULES[state.phase.kind]) as [EventKind, ...EventKind[]];
  const result = results[pick % Math.max(1, results.length)];
  return events[result === undefined || pick % 4 === 0 ? delivered : result];
}

const schedule = fc.record({
  order: fc.constantFrom(...ORDERS),
  exchange: fc.constantFrom("binance", "bybit", "bingx"),
  traits: fc.constantFrom<VenueTraits>({}, { reversesInOneOrder: false }),
  /** The position an order is planned and sent from; undefined: it is still queued. */
  start: fc.option(position, { nil: undefined, freq: 3 }),
  chances: fc.array(chance, { minLength: 1, maxLength: 25 }),
});

/** Every decision of a schedule, with the order before it. */
function walkThrough({ order, exchange, traits, start, chances }: Given<typeof schedule>) {
  const walk = new Walk(orderRecord({ order, exchange }));
  if (start !== undefined && !isAccountOrder(order)) walk.sent({ position: start }, traits);
  return chances.map((each) => {
    const before = walk.record;
    const event = legal(each, before);
    return { before, event, decision: walk.on(event, each.afterMs), now: walk.now, after: walk.record };
  });
}

function forAll(
  holds: (turn: ReturnType<typeof walkThrough>[number]) => void,
  options: fc.Parameters<unknown> = {},
): void {
  fc.assert(
    fc.property(schedule, (given) => walkThrough(given).forEach(holds)),
    { numRuns: 2_000, ...options },
  );
}

const isSent = ({ action }: Decision) => action.kind === "send" || action.kind === "perform";

test("no event that may happen throws, and what is done is of the phase that is written", () => {
  const of = {
    send: "submitted",
    "look-up": /^(unknown|accepted|locked|withdrawing)$/,
    perform: "setting",
    "list-resting": "blocked",
    "cancel-resting": /^(clearing|withdrawing)$/,
    "find-target": "cancelling",
    switch: "switching",
    sweep: "sweeping",
    read: /^(re)?planning$|^(sizing|pricing|locked)$/,
    end: "ended",
    wait: /^(?!ended|queued)/,
  };
  forAll(({ decision: { action, state } }) => expect(state.phase.kind).toMatch(of[action.kind]));
});

test("nothing is sent or set after the deadline", () => {
  forAll(({ decision, now, after }) => {
    if (isSent(decision)) expect(now).toBeLessThanOrEqual(after.state.work?.deadline ?? 0);
  });
});

test("what is sent has its intent on record with it", () => {
  forAll(({ decision: { action, events, state } }) => {
    if (action.kind !== "send") return;
    expect(events.at(-1)).toMatchObject({ kind: "intent", submission: action.submission });
    expect(state.clientOrderIds).toContain(action.submission.clientOrderId);
  });
});

test("after an unknown outcome the submission number stays until the order is found", () => {
  forAll(({ before, event, after }) => {
    const { phase } = before.state;
    if (phase.kind !== "unknown" || event.kind === "found") return;
    // A refusal that stands now that the order is not there is a definitive one.
    if (phase.refusal !== undefined && phase.submission.step.postOnly) return;
    // The name is another's for good: under ours nothing was ever sent.
    if (JSON.stringify(after.state.work).includes("isRenamed")) return;
    const [was, is] = [placeOf(before), placeOf(after)];
    // By a fill that the position proved the plan may have gone on to its next step.
    if (is?.step === was?.step) expect(is?.submissionNumber).toBe(was?.submissionNumber);
    else expect(after.state.fills).not.toEqual(before.state.fills);
  });
});

test("beside an order under a price lock nothing is sent until the venue shows that it fills no more", () => {
  forAll(({ before, event, decision }) => {
    const { kind } = before.state.phase;
    if (kind !== "locked" && kind !== "withdrawing") return;
    const isOver = event.kind === "found" && event.order.status !== "open";
    if (!isOver) expect(["send", "perform"]).not.toContain(decision.action.kind);
    if (!isOver) expect(decision.state.clientOrderIds).toEqual(before.state.clientOrderIds);
  });
});

test("it ends at most once, and changes no more once it has", () => {
  forAll(({ before, decision, after }) => {
    expect(after.events.filter(({ kind }) => kind === "ended").length).toBeLessThanOrEqual(1);
    if (before.state.phase.kind === "ended") expect(decision).toMatchObject({ state: before.state, events: [] });
  });
});

test("no order that filled ends as refused, or as one with nothing to do", () => {
  forAll(({ decision: { action, state } }) => {
    if (action.kind !== "end" || state.fills.contracts === "0") return;
    expect(["filled", "placed", "cancelled", "expired"]).toContain(state.status);
  });
});

test("what the venue reported of an order as filled is in its end", () => {
  forAll(({ before, event, decision: { action }, after }) => {
    if (event.kind !== "found" || before.state.phase.kind !== "accepted" || action.kind !== "end") return;
    const told = decimal(before.state.fills.contracts).plus(event.order.filledContracts);
    expect(after.state.fills.contracts).toBe(formatDecimal(told));
  });
});

test("the schedules come through every pair that may be", () => {
  const reached = new Set<string>();
  // The rarest comes in some of a thousand schedules: always the same ones, so that none is missed by chance.
  forAll(({ before, event }) => reached.add(`${before.state.phase.kind}: ${event.kind}`), { numRuns: 6_000, seed: 1 });
  const pairs = Object.entries(RULES).flatMap(([phase, rules]) =>
    Object.keys(rules).map((event) => `${phase}: ${event}`),
  );
  expect([...reached].sort()).toEqual(pairs.sort());
});
