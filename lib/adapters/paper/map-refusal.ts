import type { FailureCode, OrderFailure, Remedy } from "../../core/failure.ts";
import type { EngineRefusal } from "./venue-state.ts";

const MEANING: Readonly<Record<EngineRefusal["kind"], readonly [FailureCode, Remedy]>> = {
  "unknown-market": ["MARKET_NOT_FOUND", "abort"],
  "insufficient-margin": ["FUNDS_INSUFFICIENT", "shrink"],
  "nothing-to-reduce": ["NOTHING_TO_REDUCE", "nothing-to-reduce"],
  "bad-step": ["ORDER_INVALID", "abort"],
  "bad-tick": ["ORDER_INVALID", "abort"],
  "below-minimum-amount": ["BELOW_MINIMUM_AMOUNT", "abort"],
  "below-minimum-notional": ["BELOW_MINIMUM_NOTIONAL", "abort"],
  "above-maximum": ["SIZE_ABOVE_MAXIMUM", "shrink"],
  "leverage-out-of-range": ["LEVERAGE_REFUSED", "abort"],
  "position-open": ["MARGIN_MODE_REFUSED", "abort"],
  "orders-open": ["MARGIN_MODE_REFUSED", "abort"],
  "order-not-found": ["ORDER_NOT_FOUND", "abort"],
};

/** The engine's refusal in our terms. */
export function mapRefusal(refusal: EngineRefusal): OrderFailure {
  const [code, remedy] = MEANING[refusal.kind];
  return { code, outcome: "rejected", remedy, message: messageOf(refusal), venueCode: refusal.kind };
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
