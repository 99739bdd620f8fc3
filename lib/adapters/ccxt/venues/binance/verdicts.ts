// Binance's own codes, where ccxt's class says too little or the wrong thing. No code here means one thing in USDⓈ-M and
// another in COIN-M, so both have one table. Source: https://developers.binance.com/docs/derivatives/ with
// usds-margined-futures/error-code, coin-margined-futures/error-code, and their general-info (HTTP 503).
import type { FailureCode, Remedy } from "../../../../core/failure.ts";
import type { Verdict } from "../../venue-module.ts";

const UNKNOWN: Verdict = { outcome: "unknown", code: "OUTCOME_UNKNOWN", remedy: "look-up" };
const ALREADY_SO: Verdict = { outcome: "done", code: "VENUE_REJECTED", remedy: "abort" };
const THIN_BOOK: Verdict = { ...rejected("PRICE_UNAVAILABLE", "retry"), hint: "the book is too thin right now" };
const LOWERED_ISOLATED: Verdict = {
  ...rejected("LEVERAGE_REFUSED", "abort"),
  hint: "close the isolated position first",
};
const RULES_CHANGED = { staleMarkets: true } as const;

export const BINANCE_VERDICTS: Readonly<Record<string, Verdict>> = {
  // May have been executed. -1001 is documented as a failure, but only under HTTP 503; looking costs seconds, a double costs money.
  "-1000": UNKNOWN,
  "-1001": UNKNOWN,
  "-1006": UNKNOWN,
  "-1007": UNKNOWN,

  // Not placed, will pass.
  "-1003": rejected("RATE_LIMITED", "retry"),
  "-1004": rejected("VENUE_BUSY", "retry"),
  "-1008": rejected("VENUE_BUSY", "retry"),
  "-1015": rejected("RATE_LIMITED", "retry"),
  "-1016": rejected("VENUE_BUSY", "retry"),
  "-1021": { ...rejected("CLOCK_SKEW", "retry"), hint: "this machine's clock is off" },
  "-4131": THIN_BOOK,
  "-4113": THIN_BOOK, // COIN-M

  // Too big.
  "-2010": rejected("FUNDS_INSUFFICIENT", "shrink"),
  "-2018": rejected("FUNDS_INSUFFICIENT", "shrink"),
  "-2019": rejected("FUNDS_INSUFFICIENT", "shrink"),
  "-2027": rejected("POSITION_TOO_LARGE", "shrink"),
  "-2028": rejected("FUNDS_INSUFFICIENT", "shrink"),
  "-4005": { ...rejected("SIZE_ABOVE_MAXIMUM", "shrink"), ...RULES_CHANGED },

  // Already there, or already gone.
  "-4116": { outcome: "unknown", code: "DUPLICATE_ORDER", remedy: "adopt" },
  "-2022": rejected("NOTHING_TO_REDUCE", "nothing-to-reduce"),
  "-2011": rejected("ORDER_NOT_FOUND", "abort"),
  "-2013": rejected("ORDER_NOT_FOUND", "abort"),
  "-4046": ALREADY_SO,
  "-4059": ALREADY_SO,

  // Against the market's rules: ours may be out of date.
  "-1013": { ...rejected("ORDER_INVALID", "abort"), ...RULES_CHANGED },
  "-1111": { ...rejected("ORDER_INVALID", "abort"), ...RULES_CHANGED },
  "-1121": { ...rejected("MARKET_NOT_FOUND", "abort"), ...RULES_CHANGED },
  "-4003": { ...rejected("BELOW_MINIMUM_AMOUNT", "abort"), ...RULES_CHANGED },
  "-4004": { ...rejected("BELOW_MINIMUM_AMOUNT", "abort"), ...RULES_CHANGED },
  "-4014": { ...rejected("ORDER_INVALID", "abort"), ...RULES_CHANGED },
  "-4140": { ...rejected("VENUE_REJECTED", "abort"), ...RULES_CHANGED },
  "-4141": { ...rejected("VENUE_REJECTED", "abort"), ...RULES_CHANGED },
  "-4164": { ...rejected("BELOW_MINIMUM_NOTIONAL", "abort"), ...RULES_CHANGED },
  "-4178": { ...rejected("BELOW_MINIMUM_NOTIONAL", "abort"), ...RULES_CHANGED }, // COIN-M

  // The account is not set up for it. ccxt calls a second -2015 a rate limit.
  "-1022": { ...rejected("AUTHENTICATION_FAILED", "abort"), hint: "check SECRET_KEY" },
  "-2014": { ...rejected("AUTHENTICATION_FAILED", "abort"), hint: "check API_KEY" },
  "-2015": {
    ...rejected("AUTHENTICATION_FAILED", "abort"),
    hint: "check API_KEY, its futures permission and its list of allowed IP addresses",
  },
  "-4400": rejected("PERMISSION_DENIED", "abort"),
  "-4061": { ...rejected("HEDGE_MODE", "abort"), hint: "switch the account to one-way mode" },
  // USDⓈ-M and COIN-M share the mode: https://developers.binance.com/docs/derivatives/coin-margined-futures/Important-CM-UM-Integration-Notice
  "-4067": { ...rejected("HEDGE_MODE", "abort"), hint: "cancel all open orders first, in USDⓈ-M and COIN-M" },
  "-4068": { ...rejected("HEDGE_MODE", "abort"), hint: "close all open positions first, in USDⓈ-M and COIN-M" },
  "-4028": rejected("LEVERAGE_REFUSED", "abort"),
  "-4161": LOWERED_ISOLATED,
  "-4150": LOWERED_ISOLATED, // COIN-M
  "-4047": { ...rejected("MARGIN_MODE_REFUSED", "abort"), hint: "cancel the open orders first" },
  "-4048": { ...rejected("MARGIN_MODE_REFUSED", "abort"), hint: "close the position first" },
  "-4168": { ...rejected("MARGIN_MODE_REFUSED", "abort"), hint: "switch the account to single-asset mode" },
};

function rejected(code: FailureCode, remedy: Remedy): Verdict {
  return { outcome: "rejected", code, remedy };
}
