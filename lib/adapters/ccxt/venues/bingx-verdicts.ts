// BingX's own codes. Sources: https://bingx-api.github.io/docs (swapV2, "Common business error codes"); what the original
// whook and ccxt's issues saw. One code often stands for several things (80001, 80012, 80014, 101400): what may have
// landed is called unknown, since looking costs seconds and a double costs money.
import type { FailureCode, Remedy } from "../../../core/failure.ts";
import type { Verdict } from "../venue-module.ts";

const UNKNOWN: Verdict = { outcome: "unknown", code: "OUTCOME_UNKNOWN", remedy: "reconcile" };
const RULES_CHANGED = { staleMarkets: true } as const;

export const BINGX_VERDICTS: Readonly<Record<string, Verdict>> = {
  // Busy, or a client order id that is there already: 101500 was seen for both ("rpc timeout" in the documentation).
  "101500": UNKNOWN,
  "100500": UNKNOWN,
  "100410": UNKNOWN,
  // "Unknown status, the request may have been executed": the documentation on 504.
  "504": UNKNOWN,
  "500": UNKNOWN,
  "100503": UNKNOWN,
  "80001": UNKNOWN,
  "80012": UNKNOWN,
  "80019": UNKNOWN,
  // Invalid parameters, a client order id used before among them.
  "80014": UNKNOWN,

  // Already there.
  "109201": { outcome: "unknown", code: "DUPLICATE_ORDER", remedy: "adopt" },
  "110206": { outcome: "unknown", code: "DUPLICATE_ORDER", remedy: "adopt" },

  // Not placed, will pass.
  "429": rejected("RATE_LIMITED", "retry"),
  "100421": { ...rejected("CLOCK_SKEW", "retry"), hint: "this machine's clock is off" },
  "101514": { ...rejected("VENUE_BUSY", "retry"), hint: "opening positions is suspended for this account" },
  "109415": { ...rejected("VENUE_BUSY", "retry"), hint: "trading is paused in this market" },

  // Too big.
  "101204": rejected("FUNDS_INSUFFICIENT", "shrink"),
  "101253": rejected("FUNDS_INSUFFICIENT", "shrink"),
  "100202": rejected("FUNDS_INSUFFICIENT", "shrink"),
  "101209": rejected("POSITION_TOO_LARGE", "shrink"),

  // Already gone. 109421 and 109414 are other words for 80016.
  "101205": rejected("NOTHING_TO_REDUCE", "nothing-to-reduce"),
  "80017": rejected("NOTHING_TO_REDUCE", "nothing-to-reduce"),
  "80016": rejected("ORDER_NOT_FOUND", "abort"),
  "80018": rejected("ORDER_NOT_FOUND", "abort"),
  "109414": rejected("ORDER_NOT_FOUND", "abort"),
  "109421": rejected("ORDER_NOT_FOUND", "abort"),

  // Against the market's rules: ours may be out of date.
  "101400": { ...rejected("BELOW_MINIMUM_AMOUNT", "abort"), ...RULES_CHANGED },
  "110400": { ...rejected("BELOW_MINIMUM_AMOUNT", "abort"), ...RULES_CHANGED },
  "110425": { ...rejected("BELOW_MINIMUM_NOTIONAL", "abort"), ...RULES_CHANGED },
  "100400": { ...rejected("ORDER_INVALID", "abort"), ...RULES_CHANGED },
  "109400": { ...rejected("ORDER_INVALID", "abort"), hint: "in hedge mode BingX takes no one-way orders" },
  "101211": rejected("ORDER_INVALID", "abort"),
  "101215": rejected("ORDER_INVALID", "abort"),
  "101460": rejected("ORDER_INVALID", "abort"),
  "100204": { ...rejected("MARKET_NOT_FOUND", "abort"), ...RULES_CHANGED },
  "109425": { ...rejected("MARKET_NOT_FOUND", "abort"), ...RULES_CHANGED },
  "101415": { ...rejected("VENUE_REJECTED", "abort"), ...RULES_CHANGED },

  // The account is not set up for it.
  "100001": { ...rejected("AUTHENTICATION_FAILED", "abort"), hint: "check SECRET_KEY" },
  "100412": { ...rejected("AUTHENTICATION_FAILED", "abort"), hint: "check SECRET_KEY" },
  "100413": { ...rejected("AUTHENTICATION_FAILED", "abort"), hint: "check API_KEY" },
  "100004": { ...rejected("PERMISSION_DENIED", "abort"), hint: "allow this key 'Perpetual Futures Trading'" },
  "100414": rejected("PERMISSION_DENIED", "abort"),
  "100419": { ...rejected("PERMISSION_DENIED", "abort"), hint: "add this machine's address to the key's list" },
  "101212": { ...rejected("LEVERAGE_REFUSED", "abort"), hint: "cancel the open orders first" },
  "101414": rejected("LEVERAGE_REFUSED", "abort"),
};

function rejected(code: FailureCode, remedy: Remedy): Verdict {
  return { outcome: "rejected", code, remedy };
}
