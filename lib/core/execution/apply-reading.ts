// What follows from a reading of the account and market: the plan, or the size an order is cut to.
import { type DecimalString, decimal, formatDecimal } from "../decimal.ts";
import type { OrderFailure } from "../failure.ts";
import { largestOrder } from "../order/largest-order.ts";
import { shortfallOf } from "../order/minimum.ts";
import type { PlaceStep, Plan } from "../order/plan.ts";
import { planOrder } from "../order/plan-order.ts";
import { cutToFree, openingPart, shrinkOpening } from "../order/shrink.ts";
import {
  type Decision,
  end,
  expire,
  isExpired,
  type Reading,
  retryLater,
  type Situation,
  withEvent,
  withState,
} from "./decision.ts";
import { continuePlan, currentPlaceStep, finish } from "./walk-plan.ts";

/** Makes the plan, or sizes the current step anew, from what was just read. */
export function applyReading(situation: Situation, reading: Reading): Decision {
  const { snapshot, instrument } = reading;
  const fresh = withState(situation, { instrument, position: snapshot.position });
  const { phase } = fresh.state;
  if (phase.kind === "sizing") {
    if (isExpired(fresh)) return expire(fresh, "the time ran out before the next size could be sent");
    const sizing = sizingOf(currentPlaceStep(fresh), fresh, reading);
    if (sizing === undefined)
      return retryLater(fresh, { message: "the order book is empty: there is no price to size with" });
    return phase.why === "remainder"
      ? cutRemainder(fresh, sizing)
      : shrink(fresh, { ...sizing, refusal: phase.failure });
  }
  return makePlan(fresh, reading);
}

function makePlan(situation: Situation, { instrument, snapshot, traits, wanted }: Reading): Decision {
  if (isExpired(situation)) return expire(situation, "the time ran out before it could be planned");
  const { position, bid, ask, ...account } = snapshot;
  const price = { ...(bid === undefined ? {} : { bid }), ...(ask === undefined ? {} : { ask }) };
  const { order } = situation.record;
  const made = planOrder({ order, market: instrument, account: { ...account, wanted }, position, price, traits });
  const told = withEvent(situation, { kind: "planned", plan: made });
  const { resized: _refused, ...state } = told.state;
  // Planned anew it goes on behind the settings already made, so that no order goes out under an id that was refused.
  const done = state.plan?.steps.slice(0, state.step) ?? [];
  const plan: Plan = { ...made, steps: [...done, ...made.steps] };
  const planned: Situation = { ...told, state: { ...state, plan, phase: { kind: "step" } } };
  switch (plan.outcome) {
    case "denied":
      return end(planned, "rejected", plan.code, plan.reason);
    case "done":
      return end(planned, "done", "NOTHING_TO_DO", plan.reason);
    case "steps":
      return continuePlan(planned);
  }
}

/** The opening order after a close: cut to what the balance pays for now, never raised. */
function cutRemainder(situation: Situation, sizing: Sizing): Decision {
  const step = currentPlaceStep(situation);
  const contracts = formatDecimal(cutToFree({ ...sizing, contracts: step.contracts }));
  const tooSmall = shortfallOf({ contracts, price: sizing.price, market: sizing.market });
  if (tooSmall !== undefined) return finish(situation, `the opening part was not sent: ${tooSmall.message}`);
  return resize(situation, { ...step, contracts }, "98.5 % of the free balance pays for no more");
}

/** The venue refused the size: only what opens is made smaller, what closes is sent as it is. */
function shrink(situation: Situation, { refusal, ...sizing }: Sizing & { readonly refusal: OrderFailure }): Decision {
  const step = currentPlaceStep(situation);
  const shrinks = situation.state.shrinks ?? 0;
  const opening = openingPart({ contracts: step.contracts, side: step.side, position: sizing.position });
  const closing = decimal(step.contracts).minus(opening);
  const at = { orderType: step.orderType, price: sizing.price };
  const largest = refusal.code === "SIZE_ABOVE_MAXIMUM" ? largestOrder(sizing.market, at) : undefined;
  const most = largest === undefined ? {} : { most: largest.minus(closing) };
  const smaller = shrinkOpening({ ...sizing, ...most, contracts: opening, isFirst: shrinks === 0 });
  const counted = withState(situation, { shrinks: shrinks + 1 });
  const tooSmall = shortfallOf({ contracts: smaller, price: sizing.price, market: sizing.market });
  if (tooSmall === undefined) {
    const contracts = formatDecimal(closing.plus(smaller));
    return resize(counted, { ...step, contracts }, "the venue refused the size as too big");
  }
  if (closing.gt("0")) {
    const close: PlaceStep = { ...step, purpose: "close", contracts: formatDecimal(closing), reduceOnly: true };
    return resize(
      counted,
      close,
      "no opening part that the balance pays for reaches the minimum: only the close is sent",
    );
  }
  const reason = `${refusal.message}; the next smaller size is below the minimum: ${tooSmall.message}`;
  return end(counted, "rejected", refusal.code, reason);
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
function sizingOf(step: PlaceStep, { record }: Situation, { snapshot, instrument }: Reading): Sizing | undefined {
  const { bid, ask, position, free } = snapshot;
  const best = step.side === "buy" ? (ask ?? bid) : (bid ?? ask);
  const price = step.price ?? best;
  if (price === undefined) return undefined;
  const asked = "leverage" in record.order ? record.order.leverage : undefined;
  const leverage = step.leverage ?? snapshot.leverage ?? asked ?? 1;
  return { free, price, leverage, position, market: instrument };
}

function resize(situation: Situation, step: PlaceStep, why: string): Decision {
  const from = currentPlaceStep(situation).contracts;
  const sized = withState(situation, { resized: step });
  const told = from === step.contracts ? sized : withEvent(sized, { kind: "shrunk", from, to: step.contracts, why });
  return continuePlan(told);
}
