// Kraken's own words for no: `error`, the message in `errors`, and the status of an order or cancellation. ccxt's class
// says too little or the wrong thing.
// Source: https://docs.kraken.com/api/docs/guides/futures-rest and https://docs.kraken.com/api-reference/order-management/send-order
import type { FailureCode, Remedy } from "../../../../core/failure.ts";
import type { Verdict } from "../../venue-module.ts";

const UNKNOWN: Verdict = { outcome: "unknown", code: "OUTCOME_UNKNOWN", remedy: "look-up" };
const RULES_CHANGED = { staleMarkets: true } as const;
const BUSY = rejected("VENUE_BUSY", "retry");
const CLOCK = { ...rejected("CLOCK_SKEW", "retry"), hint: "another program uses the same key with a nonce" };
const INVALID = rejected("ORDER_INVALID", "abort");
const INVALID_HERE: Verdict = { ...INVALID, ...RULES_CHANGED };
const NO_FUNDS = rejected("FUNDS_INSUFFICIENT", "shrink");
const NOTHING_TO_REDUCE = rejected("NOTHING_TO_REDUCE", "nothing-to-reduce");
const NOT_OPEN = rejected("ORDER_NOT_FOUND", "abort");

export const KRAKENFUTURES_VERDICTS: Readonly<Record<string, Verdict>> = {
  // May have been executed.
  "Server Error": UNKNOWN,
  unknownError: UNKNOWN,
  INTERNAL_SERVER_ERROR: UNKNOWN,

  // Not placed, will pass.
  apiLimitExceeded: rejected("RATE_LIMITED", "retry"),
  unavailable: BUSY,
  Unavailable: BUSY,
  marketUnavailable: BUSY,
  marketSuspended: { ...BUSY, hint: "the market is suspended" },
  marketInactive: { ...BUSY, hint: "the market is not active" },
  iocWouldNotExecute: {
    ...rejected("PRICE_UNAVAILABLE", "retry"),
    hint: "nothing in the book within 1 % of its best price",
  },
  nonceBelowThreshold: CLOCK,
  nonceDuplicate: CLOCK,

  // Too big.
  insufficientAvailableFunds: NO_FUNDS,
  insufficientFunds: NO_FUNDS,
  INSUFFICIENT_MARGIN: NO_FUNDS,
  wouldCauseLiquidation: NO_FUNDS,
  maxPositionViolation: rejected("POSITION_TOO_LARGE", "shrink"),

  // Already there, or already gone.
  clientOrderIdAlreadyExist: { outcome: "unknown", code: "DUPLICATE_ORDER", remedy: "adopt" },
  wouldNotReducePosition: NOTHING_TO_REDUCE,
  reduceOnlyWouldIncreasePosition: NOTHING_TO_REDUCE,
  notFound: NOT_OPEN,
  filled: NOT_OPEN,

  // Against the market's rules: ours may be out of date.
  contractNotFound: { ...rejected("MARKET_NOT_FOUND", "abort"), ...RULES_CHANGED },
  invalidSize: INVALID_HERE,
  invalidPrice: INVALID_HERE,
  invalidArgument: INVALID_HERE,
  outsidePriceCollar: INVALID,
  invalidOrderType: INVALID,
  invalidSide: INVALID,
  requiredArgumentMissing: INVALID,
  "Bad Request": INVALID,
  "Json Parse Error": INVALID,
  clientOrderIdTooLong: INVALID,
  clientOrderIdTooBig: INVALID,
  clientOrderIdInvalid: INVALID,
  tooManySmallOrders: { ...rejected("VENUE_REJECTED", "abort"), hint: "cancel some small open orders first" },
  selfFill: { ...rejected("VENUE_REJECTED", "abort"), hint: "an open order of this account is in the way" },

  // The account is not set up for it.
  authenticationError: {
    ...rejected("AUTHENTICATION_FAILED", "abort"),
    hint: "check API_KEY and SECRET_KEY; keys of the demo environment need EXCHANGE krakendemo",
  },
  accountInactive: { ...rejected("PERMISSION_DENIED", "abort"), hint: "open the futures wallet on Kraken first" },
  MAX_LEVERAGE_OUT_OF_BOUNDS: rejected("LEVERAGE_REFUSED", "abort"),
  WOULD_CAUSE_LIQUIDATION: { ...rejected("LEVERAGE_REFUSED", "abort"), hint: "it would liquidate the position" },
};

function rejected(code: FailureCode, remedy: Remedy): Verdict {
  return { outcome: "rejected", code, remedy };
}
