// What follows from a reading of the account and market: the plan, or the size an order is cut to.
import type { AlertOrder } from "../alert/alert-order.ts";
import { type Decimal, type DecimalString, decimal, formatDecimal } from "../decimal.ts";
import type { OrderFailure } from "../failure.ts";
import { largestOrder } from "../order/largest-order.ts";
import { shortfallOf } from "../order/minimum.ts";
import type { PlaceStep, Plan, Step } from "../order/plan.ts";
import { planFrom, type Reading } from "../order/plan-from.ts";
import { cutToFree, openingPart, shrinkOpening } from "../order/shrink.ts";
import {
  type Begun,
  type Decision,
  type EventOf,
  end,
  expire,
  isExpired,
  retryLater,
  type Situation,
  type Working,
  withEvent,
  withWork,
} from "./decision.ts";
import { isGivenUp, servedBy } from "./is-given-up.ts";
import type { PlanningState } from "./order-record.ts";
import type { PhaseOf, PlannedWork } from "./phase.ts";
import { continuePlan, finish, submit } from "./walk-plan.ts";

/** The first plan. */
export function makePlan(situation: Situation<PlanningState>, { reading }: EventOf<"read">): Decision {
  const at = { step: 0, submissionNumber: 0, shrinks: 0 };
  return beginPlan(situation, reading, { at, done: [] });
}

/** Planned anew it goes on after the settings already made, so that no order goes out under an id that was refused. */
export function makePlanAnew(situation: Working<"replanning">, { reading }: EventOf<"read">): Decision {
  const { at, plan } = situation.state.work;
  return beginPlan(situation, reading, { at, done: plan.steps.slice(0, at.step), replanned: true });
}

interface Start extends Pick<PlannedWork, "at" | "replanned"> {
  readonly done: readonly Step[];
}

function beginPlan(situation: Begun, reading: Reading, { done, ...start }: Start): Decision {
  if (isExpired(situation)) return expire(situation, "the time ran out before it could be planned");
  const { instrument, snapshot, chain } = reading;
  if (chain?.verdict.kind === "superseded") {
    const reason = `it came late: order ${chain.verdict.by}, whose target comes after this one's, is held already`;
    return end(situation, "done", "SUPERSEDED", reason);
  }
  const made = planInChain(situation.record.order, reading);
  const plan: Plan = { ...made, steps: [...done, ...made.steps] };
  const work: PlannedWork = {
    deadline: situation.state.work.deadline,
    instrument,
    plan,
    position: snapshot.position,
    ...start,
  };
  const planned = { ...withEvent(situation, { kind: "planned", plan: made }), state: { ...situation.state, work } };
  switch (plan.outcome) {
    case "denied":
      return end(planned, "rejected", plan.code, plan.reason);
    case "done":
      return end(planned, "done", chain?.verdict.kind === "restored" ? "RESTORED" : "NOTHING_TO_DO", plan.reason);
    case "steps":
      return continuePlan(planned);
  }
}

/** The plan of the order, or of the one whose target the group is to hold. */
function planInChain(order: AlertOrder, reading: Reading): Plan {
  const { chain } = reading;
  const restored = chain?.verdict.kind === "restored" ? chain.verdict : undefined;
  const made = planFrom(restored?.order ?? order, reading);
  const lost = "the targets before this bar do not follow one another: an alert was lost, or somebody traded by hand";
  const plan = chain?.lost === true ? { ...made, warnings: [...made.warnings, lost] } : made;
  if (restored === undefined || plan.outcome === "denied") return plan;
  const because = `the target of order ${restored.by} comes after this one's and is traded in its place`;
  const reason = plan.reason === undefined ? because : `${because}; ${plan.reason}`;
  return plan.outcome === "done" ? { ...plan, reason } : { ...plan, reason, code: plan.code ?? "RESTORED" };
}

/** The order that is due in the size that what was just read allows. */
export function sizeAnew(before: Working<"sizing">, { reading }: EventOf<"read">): Decision {
  const { phase } = before.state;
  const situation = withWork(before, { instrument: reading.instrument, position: reading.snapshot.position });
  if (isExpired(situation)) return expire(situation, "the time ran out before the next size could be sent");
  const sizing = sizingOf(phase.step, situation, reading);
  if (sizing === undefined)
    return retryLater(situation, { message: "the order book is empty: there is no price to size with" });
  return phase.why === "remainder" ? cutRemainder(situation, phase, sizing) : shrink(situation, phase, sizing);
}

export function readFailed(situation: Begun, { failure }: EventOf<"read-failed">): Decision {
  const noted = withEvent(situation, { kind: "read-failed", failure });
  if (isGivenUp(failure.remedy, servedBy(noted.record.order)))
    return end(noted, "rejected", failure.code, failure.message);
  return retryLater(noted, failure);
}

/** The opening order after a close: cut to what the balance pays for now, never raised. */
function cutRemainder(situation: Working, { step }: PhaseOf<"sizing">, sizing: Sizing): Decision {
  const contracts = formatDecimal(cutToFree({ ...sizing, contracts: step.contracts }));
  const tooSmall = shortfallOf({ contracts, price: sizing.price, market: sizing.market });
  if (tooSmall !== undefined) return finish(situation, `the opening part was not sent: ${tooSmall.message}`);
  return resize(situation, { step, contracts, why: "98.5 % of the free balance pays for no more" });
}

/** The venue refused the size: only what opens is made smaller, what closes is sent as it is. */
function shrink(situation: Working, { step, failure }: Refused, sizing: Sizing): Decision {
  const { at } = situation.state.work;
  const opening = openingPart({ contracts: step.contracts, side: step.side, position: sizing.position });
  const closing = decimal(step.contracts).minus(opening);
  const most = mostOf(step, failure, sizing)?.minus(closing);
  const bound = most === undefined ? {} : { most };
  const smaller = shrinkOpening({ ...sizing, ...bound, contracts: opening, isFirst: at.shrinks === 0 });
  const counted = withWork(situation, { at: { ...at, shrinks: at.shrinks + 1 } });
  const tooSmall = shortfallOf({ contracts: smaller, price: sizing.price, market: sizing.market });
  if (tooSmall === undefined) {
    const contracts = formatDecimal(closing.plus(smaller));
    return resize(counted, { step, contracts, why: "the venue refused the size as too big" });
  }
  if (closing.gt("0")) {
    const why = "no opening part that the balance pays for reaches the minimum: only the close is sent";
    const close: PlaceStep = { ...step, purpose: "close", reduceOnly: true };
    return resize(counted, { step: close, contracts: formatDecimal(closing), why });
  }
  const reason = `${failure.message}; the next smaller size is below the minimum: ${tooSmall.message}`;
  return end(counted, "rejected", failure.code, reason);
}

type Refused = Extract<PhaseOf<"sizing">, { readonly why: "refused" }>;

/** The most the venue takes in one order, where the refusal is about that and it is known. */
function mostOf({ orderType }: PlaceStep, { code }: OrderFailure, { price, market }: Sizing): Decimal | undefined {
  return code === "SIZE_ABOVE_MAXIMUM" ? largestOrder(market, { orderType, price }) : undefined;
}

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
