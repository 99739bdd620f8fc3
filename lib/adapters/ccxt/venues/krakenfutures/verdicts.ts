// Kraken's own words for no: `error`, the message in `errors`, and the status of an order or cancellation. ccxt's class
// says too little or the wrong thing.
// Source: https://docs.kraken.com/api/docs/guides/futures-rest and https://docs.kraken.com/api-reference/order-management/send-order
import type { Meanings } from "../../meaning.ts";
import { RULES_CHANGED, TOO_MANY_ORDERS, verdict } from "../../verdict.ts";

const CLOCK = verdict("CLOCK_SKEW", { hint: "another program uses the same key with a nonce" });
const INVALID_HERE = verdict("ORDER_INVALID", RULES_CHANGED);

export const KRAKENFUTURES_VERDICTS: Meanings = {
  // May have been executed.
  "Server Error": verdict("OUTCOME_UNKNOWN"),
  unknownError: verdict("OUTCOME_UNKNOWN"),
  INTERNAL_SERVER_ERROR: verdict("OUTCOME_UNKNOWN"),

  // Not placed, will pass.
  apiLimitExceeded: verdict("RATE_LIMITED"),
  unavailable: verdict("VENUE_BUSY"),
  Unavailable: verdict("VENUE_BUSY"),
  marketUnavailable: verdict("VENUE_BUSY"),
  marketSuspended: verdict("VENUE_BUSY", { hint: "the market is suspended" }),
  marketIsPostOnly: verdict("VENUE_BUSY", { hint: "the market takes resting orders only right now" }),
  marketInactive: verdict("VENUE_BUSY", { hint: "the market is not active" }),
  iocWouldNotExecute: verdict("PRICE_UNAVAILABLE", { hint: "nothing in the book within 1 % of its best price" }),
  nonceBelowThreshold: CLOCK,
  nonceDuplicate: CLOCK,

  // Post-only, and would have traded: https://docs.kraken.com/api-reference/order-management/send-order
  postWouldExecute: verdict("POST_ONLY_REFUSED"),

  // Too big.
  insufficientAvailableFunds: verdict("FUNDS_INSUFFICIENT"),
  insufficientFunds: verdict("FUNDS_INSUFFICIENT"),
  INSUFFICIENT_MARGIN: verdict("FUNDS_INSUFFICIENT"),
  wouldCauseLiquidation: verdict("FUNDS_INSUFFICIENT"),
  maxPositionViolation: verdict("POSITION_TOO_LARGE"),

  // Already there, or already gone.
  clientOrderIdAlreadyExist: verdict("DUPLICATE_ORDER"),
  wouldNotReducePosition: verdict("NOTHING_TO_REDUCE"),
  reduceOnlyWouldIncreasePosition: verdict("NOTHING_TO_REDUCE"),
  notFound: verdict("ORDER_NOT_FOUND"),
  filled: verdict("ORDER_NOT_FOUND"),

  // Against the market's rules: ours may be out of date.
  contractNotFound: verdict("MARKET_NOT_FOUND", RULES_CHANGED),
  invalidSize: INVALID_HERE,
  invalidAmount: INVALID_HERE,
  invalidPrice: INVALID_HERE,
  invalidArgument: INVALID_HERE,
  outsidePriceCollar: verdict("ORDER_INVALID"),
  invalidOrderType: verdict("ORDER_INVALID"),
  invalidSide: verdict("ORDER_INVALID"),
  requiredArgumentMissing: verdict("ORDER_INVALID"),
  "Bad Request": verdict("ORDER_INVALID"),
  "Json Parse Error": verdict("ORDER_INVALID"),
  clientOrderIdTooLong: verdict("ORDER_INVALID"),
  clientOrderIdTooBig: verdict("ORDER_INVALID"),
  clientOrderIdInvalid: verdict("ORDER_INVALID"),
  tooManyOrders: TOO_MANY_ORDERS,
  tooManySmallOrders: verdict("VENUE_REJECTED", { hint: "cancel some small open orders first" }),
  selfFill: verdict("VENUE_REJECTED", { hint: "an open order of this account is in the way" }),

  // The account is not set up for it.
  authenticationError: verdict("AUTHENTICATION_FAILED", {
    hint: "check API_KEY and SECRET_KEY; they are made in the futures settings, spot keys are others",
  }),
  accountInactive: verdict("PERMISSION_DENIED", { hint: "open the futures wallet on Kraken first" }),
  MAX_LEVERAGE_OUT_OF_BOUNDS: verdict("LEVERAGE_REFUSED"),
  WOULD_CAUSE_LIQUIDATION: verdict("LEVERAGE_REFUSED", { hint: "it would liquidate the position" }),
};
