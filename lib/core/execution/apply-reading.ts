// What follows from a reading of the account and market: the plan, or the size an order is cut to.
import type { Side, TradeOrder } from "../alert/alert-order.ts";
import { symbolOf } from "../alert/symbol-of.ts";
import { type DecimalString, decimal, formatDecimal, minDecimal, ZERO } from "../decimal.ts";
import { defined } from "../defined.ts";
import { largestOrder } from "../order/largest-order.ts";
import { shortfallOf } from "../order/minimum.ts";
import type { PlaceStep, Plan } from "../order/plan.ts";
import { planFrom, type Reading } from "../order/plan-from.ts";
import { cutToFree, openingPart, shrinkOpening } from "../order/shrink.ts";
import { splitAt } from "../order/split-order.ts";
import { MOST_REFUSALS } from "./backoff.ts";
import {
  type Begun,
  type Decision,
  type EventOf,
  end,
  expire,
  isExpired,
  readLater,
  retryLater,
  type Situation,
  type Working,
  withEvent,
  withWork,
} from "./decision.ts";
import { isGivenUp, servedBy } from "./is-given-up.ts";
import { lockedUntil } from "./lock-terms.ts";
import type { PlanningState } from "./order-record.ts";
import type { PhaseOf, PlannedWork } from "./phase.ts";
import { planInChain, superseded } from "./plan-in-chain.ts";
import { contractsIn } from "./planned.ts";
import { continuePlan, finish, giveUp, replaceSteps, submit } from "./walk-plan.ts";

/** The first plan. */
export function makePlan(situation: Situation<PlanningState>, event: EventOf<"read">): Decision {
  const { order } = situation.record;
  if (event.isNameTaken && "limit" in order && order.limit !== undefined) {
    const reason = `an order named ${order.limit.id} is open already: every limit order needs a name of its own`;
    return end(situation, "rejected", "CUSTOM_ID_TAKEN", reason);
  }
  if (isExpired(situation)) return expire(situation, "the time ran out before it could be planned");
  const later = readLater(situation, event);
  if (later !== undefined) return later;
  const late = superseded(event.reading);
  if (late !== undefined) return end(situation, "done", "SUPERSEDED", late);
  const plan = planInChain(order, event.reading);
  const { deadline } = situation.state.work;
  return begin(situation, plan, {
    deadline,
    plan,
    at: { step: 0, submissionNumber: 0 },
    refusals: 0,
    ...defined({ lockedUntil: lockedUntil(plan, situation.now, deadline) }),
    ...readIn(event),
  });
}

/**
 * Planned anew it goes on after the steps already done, so that no order goes out under an id that was refused. Once an order
 * of the plan went out, only the rest of it is planned: all of it would be traded twice.
 */
export function makePlanAnew(situation: Working<"replanning">, event: EventOf<"read">): Decision {
  if (isExpired(situation)) return expire(situation, "the time ran out before it could be planned anew");
  const { work } = situation.state;
  const { plan: before, at, refused = [] } = work;
  const done = before.steps.slice(0, at.step);
  const isBegun = done.some(({ kind }) => kind === "place");
  const made = isBegun
    ? planFrom(restOf(situation), withoutDoubt(event.reading), refused)
    : planInChain(situation.record.order, event.reading, refused);
  const whole = isBegun ? { ...made, inputs: before.inputs, warnings: [...before.warnings, ...made.warnings] } : made;
  return begin(situation, made, { ...work, plan: { ...whole, steps: [...done, ...made.steps] }, ...readIn(event) });
}

/** What is left to open of a plan, as an order of its own: its size stands, in contracts. */
function restOf({ record: { order }, state: { work } }: Working): TradeOrder {
  const { line, account, leverage, pricelock }: Pick<TradeOrder, "line" | "account" | "leverage" | "pricelock"> = order;
  const symbol = symbolOf(order);
  const rest = work.plan.steps.slice(work.at.step).filter((step) => step.kind === "place");
  const contracts = contractsIn(rest);
  const side = rest.reduce<Side>((_before, step) => step.side, "buy");
  const quantity = { value: formatDecimal(contracts), unit: "contracts" } as const;
  const asked = defined({ leverage, pricelock });
  return { line, account, symbol, command: side, side, quantity, reduceOnly: false, ...asked };
}

/** Its size was judged when the whole was planned. */
function withoutDoubt(reading: Reading): Reading {
  const { maxOversize: _judged, ...wanted } = reading.wanted;
  return { ...reading, wanted };
}

function readIn({ reading }: EventOf<"read">): Pick<PlannedWork, "instrument" | "position"> {
  return { instrument: reading.instrument, position: reading.snapshot.position };
}

/** `made`: the plan of what is left to do. */
function begin(situation: Begun, made: Plan, work: PlannedWork): Decision {
  const planned = { ...withEvent(situation, { kind: "planned", plan: made }), state: { ...situation.state, work } };
  switch (made.outcome) {
    case "denied": {
      const status = situation.state.fills.contracts === "0" ? "rejected" : "filled";
      return end(planned, status, made.code, made.reason + refusalWords(situation, work));
    }
    case "done":
      return end(planned, "done", made.code ?? "NOTHING_TO_DO", made.reason);
    case "steps":
      return continuePlan(planned);
  }
}

/** Of a setting that was refused, the venue's own words: they may say what to do. */
function refusalWords({ record, events }: Begun, { refused }: PlannedWork): string {
  const last = [...record.events, ...events].findLast((event) => event.kind === "setting-failed");
  return refused === undefined || last === undefined ? "" : `; ${last.failure.message}`;
}

/** The order that is due in the size that what was just read allows. */
export function sizeAnew(before: Working<"sizing">, event: EventOf<"read">): Decision {
  const { reading } = event;
  const { phase } = before.state;
  const situation = withWork(before, { instrument: reading.instrument, position: reading.snapshot.position });
  if (isExpired(situation)) return expire(situation, "the time ran out before the next size could be sent");
  const later = readLater(before, event);
  if (later !== undefined) return later;
  const sizing = sizingOf(phase.step, situation, reading);
  if (sizing === undefined)
    return retryLater(situation, { message: "the order book is empty: there is no price to size with" });
  return phase.why === "remainder" ? cutRemainder(situation, phase, sizing) : shrink(situation, phase, sizing);
}

export function readFailed(situation: Begun, { failure }: EventOf<"read-failed">): Decision {
  const noted = withEvent(situation, { kind: "read-failed", failure });
  if (isGivenUp(failure.remedy, servedBy(noted.record.order)))
    return isPlanned(noted) ? giveUp(noted, failure) : end(noted, "rejected", failure.code, failure.message);
  return retryLater(noted, failure);
}

function isPlanned(situation: Begun): situation is Working {
  return "plan" in situation.state.work;
}

/** The opening order after a close: cut to what the balance pays for now, never raised. */
function cutRemainder(situation: Working, { step }: PhaseOf<"sizing">, sizing: Sizing): Decision {
  const contracts = formatDecimal(cutToFree({ ...sizing, contracts: step.contracts }));
  const tooSmall = shortfallOf({ contracts, price: sizing.price, market: sizing.market });
  if (tooSmall !== undefined) return finish(situation, `the opening part was not sent: ${tooSmall.message}`);
  return resize(situation, { step, contracts, why: "98.5 % of the free balance pays for no more" });
}

/** The venue refused the size: too large for one order it goes out in parts; else only what opens is made smaller. */
function shrink(situation: Working, { step, failure }: Refused, sizing: Sizing): Decision {
  const parts = failure.code === "SIZE_ABOVE_MAXIMUM" ? partsOf(step, sizing) : [step];
  if (parts.length > 1 || step.reduceOnly) return sendInParts(situation, step, parts);
  const opening = openingPart({ contracts: step.contracts, side: step.side, position: sizing.position });
  const closing = decimal(step.contracts).minus(opening);
  const allowed = minDecimal(decimal(failure.mostOpening ?? opening), opening);
  // Smaller by at least 5 %, or what the venue is known to take.
  const smaller = allowed.lt(opening)
    ? cutToFree({ ...sizing, contracts: allowed })
    : shrinkOpening({ ...sizing, contracts: opening });
  const isLast = situation.state.work.refusals > MOST_REFUSALS;
  const most = isLast ? ZERO : smaller;
  const tooSmall = shortfallOf({ contracts: most, price: sizing.price, market: sizing.market });
  if (tooSmall === undefined) {
    const contracts = formatDecimal(closing.plus(smaller));
    return resize(situation, { step, contracts, why: `the venue refused the size as too big: ${failure.message}` });
  }
  if (closing.gt(ZERO)) {
    const why = "no opening part that the balance pays for reaches the minimum: only the close is sent";
    const close: PlaceStep = { ...step, purpose: "close", reduceOnly: true };
    return resize(situation, { step: close, contracts: formatDecimal(closing), why });
  }
  const message = `${failure.message}; the next smaller size is below the minimum: ${tooSmall.message}`;
  return giveUp(situation, { code: failure.code, message });
}

/** As many as the market's largest asks for; of what only reduces at least two, for the venue refused it in one. */
function partsOf(step: PlaceStep, { market, price, position }: Sizing): readonly PlaceStep[] {
  const most = largestOrder(market, { orderType: "market", price });
  const terms = { market, price };
  const isAbove = most?.lt(step.contracts) ?? false;
  if (most !== undefined && isAbove) return inTwo(step, position).flatMap((part) => splitAt(part, most, terms));
  return step.reduceOnly ? splitAt(step, decimal(step.contracts).div("2"), terms) : [step];
}

/** What reduces goes out before what opens. */
function inTwo(step: PlaceStep, position: DecimalString): readonly PlaceStep[] {
  const opening = openingPart({ contracts: step.contracts, side: step.side, position });
  const closing = decimal(step.contracts).minus(opening);
  if (step.purpose !== "reverse" || opening.eq(ZERO) || closing.eq(ZERO)) return [step];
  return [
    { ...step, purpose: "close", reduceOnly: true, contracts: formatDecimal(closing) },
    { ...step, purpose: "open", contracts: formatDecimal(opening) },
  ];
}

/** The parts take the place of what is left of the order; what filled of it before, or was cut, stays planned. */
function sendInParts(situation: Working, of: PlaceStep, parts: readonly PlaceStep[]): Decision {
  const { plan, at } = situation.state.work;
  const planned = contractsIn(plan.steps.slice(at.step, at.step + 1));
  const steps = [...parts, ...plan.steps.slice(at.step + 1)];
  return continuePlan(replaceSteps(situation, { done: planned.minus(of.contracts), of, steps }));
}

type Refused = Extract<PhaseOf<"sizing">, { readonly why: "refused" }>;

interface Sizing {
  readonly free: DecimalString;
  readonly price: DecimalString;
  readonly leverage: number;
  /** Signed contracts. */
  readonly position: DecimalString;
  readonly market: Reading["instrument"];
}

/** What pays for an order: a buy pays the ask, a sell the bid, a limit order its own price. */
function sizingOf(step: PlaceStep, { record }: Working, { snapshot, instrument }: Reading): Sizing | undefined {
  const { bid, ask, position, free } = snapshot;
  const best = step.side === "buy" ? (ask ?? bid) : (bid ?? ask);
  const price = step.price ?? best;
  if (price === undefined) return undefined;
  const asked = "leverage" in record.order ? record.order.leverage : undefined;
  const leverage = step.leverage ?? snapshot.leverage ?? asked ?? 1;
  return { free, price, leverage, position, market: instrument };
}

interface Resize {
  readonly step: PlaceStep;
  readonly contracts: DecimalString;
  readonly why: string;
}

function resize(situation: Working, { step, contracts, why }: Resize): Decision {
  const { contracts: from } = step;
  const noted = from === contracts ? situation : withEvent(situation, { kind: "shrunk", from, to: contracts, why });
  return submit(noted, { ...step, contracts });
}
