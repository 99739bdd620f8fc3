// Whether an order is under a price lock now (docs/design.md#pricelock), and as what it is sent with and without one.
import { type UnixMs, unixMs } from "../ids.ts";
import type { PlaceStep, Plan } from "../order/plan.ts";
import { act, type Decision, inPhase, type Planned } from "./decision.ts";

/** What the lock leaves of the deadline, so that the rest still goes out at market. */
const LEFT_FOR_MARKET_MS = 10_000;
/** A step is tried so often as a maker: ids are left for what goes at market then. */
const MOST_TRIES = 150;

/** Until when the plan's orders are tried as makers; undefined: they are not. */
export function lockedUntil({ steps }: Plan, now: UnixMs, deadline: UnixMs): UnixMs | undefined {
  const seconds = steps.flatMap((step) => (step.kind === "place" ? (step.pricelock ?? []) : [])).at(0);
  return seconds === undefined ? undefined : unixMs(Math.min(now + seconds * 1_000, deadline - LEFT_FOR_MARKET_MS));
}

/** Whether `step`, which would go at market, is tried as a maker now. */
export function isLocked(situation: Planned, { pricelock }: PlaceStep): boolean {
  const { state, now } = situation;
  return pricelock !== undefined && now < lockEnd(situation) && state.work.at.submissionNumber < MOST_TRIES;
}

/** When the lock is over: now, where there is none. A deadline that came nearer, for the clock was set back, takes it along. */
export function lockEnd({ state, now }: Planned): UnixMs {
  const { lockedUntil: until = now, deadline } = state.work;
  return unixMs(Math.min(until, deadline - LEFT_FOR_MARKET_MS));
}

/** Reads the price that the order is tried at. */
export function readPrice(situation: Planned, step: PlaceStep): Decision {
  return act(inPhase(situation, { kind: "pricing", step }), { kind: "read" });
}

/** The step as the plan has it: at market. Any other is as it is. */
export function atMarket(step: PlaceStep): PlaceStep {
  if (step.postOnly === undefined) return step;
  const { price: _price, postOnly: _postOnly, ...rest } = step;
  return { ...rest, orderType: "market" };
}

/** The step as it is tried as a maker. */
export function atPrice(step: PlaceStep, price: string): PlaceStep {
  return { ...step, orderType: "limit", price, postOnly: true };
}
