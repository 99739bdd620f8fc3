// Bybit's own codes, where ccxt's class says too little or the wrong thing. Source: https://bybit-exchange.github.io/docs/v5/error
// Bybit answers most refusals with HTTP 200; ccxt's classes of 10000, 10016, 110063, 110090 and 20094 are bare ExchangeErrors.
import type { FailureCode, Remedy } from "../../../../core/failure.ts";
import type { Verdict } from "../../venue-module.ts";

const UNKNOWN: Verdict = { outcome: "unknown", code: "OUTCOME_UNKNOWN", remedy: "look-up" };
const ALREADY_SO: Verdict = { outcome: "done", code: "VENUE_REJECTED", remedy: "abort" };
const DUPLICATE: Verdict = { outcome: "unknown", code: "DUPLICATE_ORDER", remedy: "adopt" };
const NO_FUNDS: Verdict = rejected("FUNDS_INSUFFICIENT", "shrink");
const NOT_FOUND: Verdict = rejected("ORDER_NOT_FOUND", "abort");
const RULES_CHANGED = { staleMarkets: true } as const;

export const BYBIT_VERDICTS: Readonly<Record<string, Verdict>> = {
  // May have been executed.
  "10000": UNKNOWN,
  "10014": UNKNOWN,
  "10016": UNKNOWN,
  "110079": UNKNOWN,
  "170007": UNKNOWN,
  "170032": UNKNOWN,
  "170146": UNKNOWN,

  // Not placed, will pass.
  "429": rejected("VENUE_BUSY", "retry"),
  "10006": rejected("RATE_LIMITED", "retry"),
  "10018": rejected("RATE_LIMITED", "retry"),
  "170005": rejected("RATE_LIMITED", "retry"),
  "170222": rejected("RATE_LIMITED", "retry"),
  "110063": { ...rejected("VENUE_BUSY", "retry"), hint: "a settlement is in progress" },
  "110118": { ...rejected("PRICE_UNAVAILABLE", "retry"), hint: "the book is too thin right now" },
  "3100197": rejected("VENUE_BUSY", "retry"),
  "-1": { ...rejected("CLOCK_SKEW", "retry"), hint: "this machine's clock is off" },
  "10002": { ...rejected("CLOCK_SKEW", "retry"), hint: "this machine's clock is off" },

  // Too big.
  "110004": NO_FUNDS,
  "110006": NO_FUNDS,
  "110007": NO_FUNDS,
  "110012": NO_FUNDS,
  "110014": NO_FUNDS,
  "110044": NO_FUNDS,
  "110045": NO_FUNDS,
  "110051": NO_FUNDS,
  "110052": NO_FUNDS,
  "110053": NO_FUNDS,
  "110021": { ...rejected("POSITION_TOO_LARGE", "shrink"), hint: "the market's open interest is at its limit" },
  "110089": rejected("POSITION_TOO_LARGE", "shrink"),
  "110090": rejected("POSITION_TOO_LARGE", "shrink"),
  "3400139": rejected("POSITION_TOO_LARGE", "shrink"),

  // Already there, or already gone. An id stays taken when its order is done.
  "110072": DUPLICATE,
  "110030": DUPLICATE,
  "20094": DUPLICATE,
  "12141": DUPLICATE,
  "30001": DUPLICATE,
  "170141": DUPLICATE,
  "110017": rejected("NOTHING_TO_REDUCE", "nothing-to-reduce"),
  "110034": rejected("NOTHING_TO_REDUCE", "nothing-to-reduce"),
  "110001": NOT_FOUND,
  "110008": NOT_FOUND,
  "110010": NOT_FOUND,
  "170142": NOT_FOUND,
  "170213": NOT_FOUND,
  "110025": ALREADY_SO,
  "110026": ALREADY_SO,
  "110027": ALREADY_SO,
  "110043": ALREADY_SO,

  // Against the market's rules: ours may be out of date. 10001 is every kind of bad parameter.
  "10001": { ...rejected("ORDER_INVALID", "abort"), ...RULES_CHANGED },
  "10029": { ...rejected("MARKET_NOT_FOUND", "abort"), ...RULES_CHANGED },
  "110003": rejected("ORDER_INVALID", "abort"),
  "110094": { ...rejected("BELOW_MINIMUM_NOTIONAL", "abort"), ...RULES_CHANGED },
  "110074": { ...rejected("VENUE_REJECTED", "abort"), ...RULES_CHANGED },

  // The account is not set up for it.
  "10003": {
    ...rejected("AUTHENTICATION_FAILED", "abort"),
    hint: "check API_KEY, and that it is one of this environment",
  },
  "10004": { ...rejected("AUTHENTICATION_FAILED", "abort"), hint: "check SECRET_KEY" },
  "33004": { ...rejected("AUTHENTICATION_FAILED", "abort"), hint: "make a new key" },
  "10005": {
    ...rejected("PERMISSION_DENIED", "abort"),
    hint: "the key needs read-write contract orders and positions",
  },
  "10009": rejected("ADDRESS_REFUSED", "retry-if-reducing"),
  "10010": { ...rejected("PERMISSION_DENIED", "abort"), hint: "add this machine's address to the key" },
  "10028": { ...rejected("PERMISSION_DENIED", "abort"), hint: "upgrade the account to the unified trading account" },
  "110088": { ...rejected("PERMISSION_DENIED", "abort"), hint: "upgrade the account to the unified trading account" },
  "110123": { ...rejected("PERMISSION_DENIED", "abort"), hint: "agree to the trading terms on Bybit" },
  "110024": { ...rejected("HEDGE_MODE", "abort"), hint: "close the open positions first" },
  "110028": { ...rejected("HEDGE_MODE", "abort"), hint: "cancel the open orders first" },
  "110013": rejected("LEVERAGE_REFUSED", "abort"),
  "110036": rejected("LEVERAGE_REFUSED", "abort"),
  "110038": { ...rejected("LEVERAGE_REFUSED", "abort"), hint: "the account is in portfolio margin mode" },
  "110086": { ...rejected("LEVERAGE_REFUSED", "abort"), hint: "the position's size allows less leverage" },
  "110073": rejected("MARGIN_MODE_REFUSED", "abort"),
  "3400045": { ...rejected("MARGIN_MODE_REFUSED", "abort"), hint: "it is one for the whole account" },
};

function rejected(code: FailureCode, remedy: Remedy): Verdict {
  return { outcome: "rejected", code, remedy };
}
