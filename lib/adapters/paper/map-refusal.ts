import { type FailureCode, failureOf, type OrderFailure } from "../../core/failure.ts";
import type { EngineRefusal } from "./venue-state.ts";

const CODES: Readonly<Record<EngineRefusal["kind"], FailureCode>> = {
  "unknown-market": "MARKET_NOT_FOUND",
  "insufficient-margin": "FUNDS_INSUFFICIENT",
  "nothing-to-reduce": "NOTHING_TO_REDUCE",
  "bad-step": "ORDER_INVALID",
  "bad-tick": "ORDER_INVALID",
  "below-minimum-amount": "BELOW_MINIMUM_AMOUNT",
  "below-minimum-notional": "BELOW_MINIMUM_NOTIONAL",
  "above-maximum": "SIZE_ABOVE_MAXIMUM",
  "leverage-out-of-range": "LEVERAGE_REFUSED",
  "position-open": "MARGIN_MODE_REFUSED",
  "orders-open": "MARGIN_MODE_REFUSED",
  "order-not-found": "ORDER_NOT_FOUND",
};

/** The engine's refusal in our terms. */
export function mapRefusal(refusal: EngineRefusal): OrderFailure {
  return { ...failureOf(CODES[refusal.kind], messageOf(refusal)), venueCode: refusal.kind };
}

/** The same of a setting: it cannot be made smaller, so a margin that does not suffice refuses it, as on other venues. */
export function mapSettingRefusal(refusal: EngineRefusal): OrderFailure {
  const failure = mapRefusal(refusal);
  return refusal.kind === "insufficient-margin"
    ? { ...failure, ...failureOf("LEVERAGE_REFUSED", failure.message) }
    : failure;
}

function messageOf(refusal: EngineRefusal): string {
  switch (refusal.kind) {
    case "unknown-market":
      return `the paper venue has no market ${refusal.symbol}`;
    case "insufficient-margin":
      return `the margin needed is ${refusal.required}, the free balance is ${refusal.free}`;
    case "nothing-to-reduce":
      return "there is no position on the other side to reduce";
    case "bad-step":
      return `the size is not a multiple of the market's step ${refusal.step}`;
    case "bad-tick":
      return `the limit price is not a multiple of the market's tick ${refusal.tick}`;
    case "below-minimum-amount":
      return `the size is below the market's minimum of ${refusal.minimum} contracts`;
    case "below-minimum-notional":
      return `the order is worth less than the market's minimum of ${refusal.minimum}`;
    case "above-maximum":
      return `the size is above the market's maximum of ${refusal.maximum} contracts for one order`;
    case "leverage-out-of-range":
      return `leverage goes from 1 to ${refusal.maximum} here`;
    case "position-open":
      return "the mode cannot change while a position is open";
    case "orders-open":
      return "the mode cannot change while orders are open";
    case "order-not-found":
      return "no open order of that name";
    default:
      refusal satisfies never;
      throw new Error(`unknown refusal ${JSON.stringify(refusal)}`);
  }
}
