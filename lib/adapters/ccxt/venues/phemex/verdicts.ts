// Phemex's own codes, where ccxt's class says too little or the wrong thing. Most come with status 200.
// Source: https://github.com/phemex/phemex-api-docs/blob/master/TradingErrorCode.md; 399xx and 20004 are as ccxt and users
// report them; of the gateway's 401 the text is the code.
import type { FailureCode, Remedy } from "../../../../core/failure.ts";
import type { Verdict } from "../../venue-module.ts";

const UNKNOWN: Verdict = { outcome: "unknown", code: "OUTCOME_UNKNOWN", remedy: "look-up" };
const DUPLICATE: Verdict = { outcome: "unknown", code: "DUPLICATE_ORDER", remedy: "adopt" };
const RULES_CHANGED = { staleMarkets: true } as const;

export const PHEMEX_VERDICTS: Readonly<Record<string, Verdict>> = {
  // May have been executed: it gave up waiting, or its engines lost each other.
  "11107": UNKNOWN,
  "39998": UNKNOWN,
  "39999": UNKNOWN,

  // Not placed, will pass.
  "39995": rejected("RATE_LIMITED", "retry"),
  "11016": rejected("VENUE_BUSY", "retry"),
  "11023": { ...rejected("VENUE_BUSY", "retry"), hint: "the account is being liquidated" },
  "11024": { ...rejected("VENUE_BUSY", "retry"), hint: "the account is being deleveraged" },
  "11025": rejected("VENUE_BUSY", "retry"),
  "11040": rejected("PRICE_UNAVAILABLE", "retry"),
  "11041": rejected("PRICE_UNAVAILABLE", "retry"),
  "11042": rejected("PRICE_UNAVAILABLE", "retry"),
  "401 Request Expired": { ...rejected("CLOCK_SKEW", "retry"), hint: "this machine's clock is off" },

  // Too big.
  "11001": rejected("FUNDS_INSUFFICIENT", "shrink"),
  "11003": rejected("FUNDS_INSUFFICIENT", "shrink"),
  "11005": rejected("FUNDS_INSUFFICIENT", "shrink"),
  "11082": rejected("FUNDS_INSUFFICIENT", "shrink"),
  "11081": rejected("POSITION_TOO_LARGE", "shrink"),
  "11056": { ...rejected("SIZE_ABOVE_MAXIMUM", "shrink"), ...RULES_CHANGED },
  "11114": { ...rejected("SIZE_ABOVE_MAXIMUM", "shrink"), ...RULES_CHANGED },

  // Already there, or already gone.
  "10001": DUPLICATE,
  "11033": DUPLICATE,
  "11085": DUPLICATE,
  "19999": DUPLICATE,
  "11011": rejected("NOTHING_TO_REDUCE", "nothing-to-reduce"),
  "11057": rejected("NOTHING_TO_REDUCE", "nothing-to-reduce"),
  "10002": rejected("ORDER_NOT_FOUND", "abort"),
  "11062": rejected("ORDER_NOT_FOUND", "abort"),
  "11063": rejected("ORDER_NOT_FOUND", "abort"),

  // Against the market's rules: ours may be out of date.
  "11027": { ...rejected("MARKET_NOT_FOUND", "abort"), ...RULES_CHANGED },
  "11070": { ...rejected("MARKET_NOT_FOUND", "abort"), ...RULES_CHANGED },
  "39997": { ...rejected("MARKET_NOT_FOUND", "abort"), ...RULES_CHANGED },
  "11058": { ...rejected("BELOW_MINIMUM_AMOUNT", "abort"), ...RULES_CHANGED },
  "11115": { ...rejected("BELOW_MINIMUM_NOTIONAL", "abort"), ...RULES_CHANGED },
  "11053": { ...rejected("ORDER_INVALID", "abort"), hint: "the limit price is too far from the market" },
  "11055": { ...rejected("ORDER_INVALID", "abort"), hint: "the limit price is too far from the market" },
  "11054": { ...rejected("ORDER_INVALID", "abort"), hint: "the limit price is beyond the position's bankruptcy price" },

  // The account is not set up for it.
  "401 Failed to load API KEY": { ...rejected("AUTHENTICATION_FAILED", "abort"), hint: "check API_KEY" },
  "401 Request IP mismatch": {
    ...rejected("AUTHENTICATION_FAILED", "abort"),
    hint: "add this machine's address to the key's list",
  },
  "401 Insufficient privilege": { ...rejected("PERMISSION_DENIED", "abort"), hint: "let the key read and write" },
  "39996": rejected("PERMISSION_DENIED", "abort"),
  "11022": rejected("PERMISSION_DENIED", "abort"),
  "20004": { ...rejected("HEDGE_MODE", "abort"), hint: "switch the symbol to one-way mode" },
  "11004": { ...rejected("LEVERAGE_REFUSED", "abort"), ...RULES_CHANGED },
};

function rejected(code: FailureCode, remedy: Remedy): Verdict {
  return { outcome: "rejected", code, remedy };
}
