// BingX's own codes. Sources: https://bingx-api.github.io/docs (swapV2, "Common business error codes");
// https://github.com/BingX-API/api-ai-skills/blob/main/skills/references/error-codes.md (April 2026, the fuller one); what the
// original whook and ccxt's issues saw. One code often stands for several things (80001, 80012, 80014, 101400): what may have
// landed is called unknown, since looking costs seconds and a double costs money; what else they mean is for good.
import type { FailureCode, Remedy } from "../../../../core/failure.ts";
import type { Verdict } from "../../venue-module.ts";

const UNKNOWN: Verdict = { outcome: "unknown", code: "OUTCOME_UNKNOWN", remedy: "look-up" };
/** Refused, or a client order id used before. */
const REFUSED_OR_THERE: Verdict = { outcome: "unknown", code: "ORDER_INVALID", remedy: "abort-if-absent" };
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
  "109500": UNKNOWN,
  "109701": UNKNOWN,
  "110500": UNKNOWN,
  // Invalid parameters; below the minimum, or paused.
  "80014": REFUSED_OR_THERE,
  "101400": { ...REFUSED_OR_THERE, ...RULES_CHANGED },

  // Already there.
  "101481": { outcome: "unknown", code: "DUPLICATE_ORDER", remedy: "adopt" },
  "109201": { outcome: "unknown", code: "DUPLICATE_ORDER", remedy: "adopt" },
  "110206": { outcome: "unknown", code: "DUPLICATE_ORDER", remedy: "adopt" },

  // Not placed, will pass.
  "429": rejected("RATE_LIMITED", "retry"),
  "100421": { ...rejected("CLOCK_SKEW", "retry"), hint: "this machine's clock is off" },
  "109403": { ...rejected("RATE_LIMITED", "retry"), hint: "BingX restricts this account's requests for a while" },
  "109429": { ...rejected("RATE_LIMITED", "retry"), hint: "BingX restricts this account's requests for a while" },
  "101214": { ...rejected("VENUE_BUSY", "retry"), hint: "funding is being settled" },
  "101219": rejected("VENUE_BUSY", "retry"),
  "101412": rejected("VENUE_BUSY", "retry"),
  "101413": { ...rejected("VENUE_BUSY", "retry"), hint: "the market is outside of its trading hours" },
  "104424": { ...rejected("VENUE_BUSY", "retry"), hint: "the market is outside of its trading hours" },
  "101514": { ...rejected("VENUE_BUSY", "retry"), hint: "opening positions is suspended for this account" },
  "109415": { ...rejected("VENUE_BUSY", "retry"), hint: "trading is paused in this market" },

  // Too big.
  "101204": rejected("FUNDS_INSUFFICIENT", "shrink"),
  "101206": rejected("FUNDS_INSUFFICIENT", "shrink"),
  "101212": { ...rejected("FUNDS_INSUFFICIENT", "shrink"), hint: "or open orders are in the way: cancel them" },
  "101253": rejected("FUNDS_INSUFFICIENT", "shrink"),
  "102201": rejected("FUNDS_INSUFFICIENT", "shrink"),
  "110424": rejected("FUNDS_INSUFFICIENT", "shrink"),
  "100202": rejected("FUNDS_INSUFFICIENT", "shrink"),
  "101209": rejected("POSITION_TOO_LARGE", "shrink"),
  "101429": rejected("POSITION_TOO_LARGE", "shrink"),
  "110287": rejected("POSITION_TOO_LARGE", "shrink"),
  "112414": rejected("POSITION_TOO_LARGE", "shrink"),

  // Already gone. 109421 and 109414 are other words for 80016.
  "101205": rejected("NOTHING_TO_REDUCE", "nothing-to-reduce"),
  "80017": rejected("NOTHING_TO_REDUCE", "nothing-to-reduce"),
  "109420": rejected("NOTHING_TO_REDUCE", "nothing-to-reduce"),
  "80016": rejected("ORDER_NOT_FOUND", "abort"),
  "80018": rejected("ORDER_NOT_FOUND", "abort"),
  "109414": rejected("ORDER_NOT_FOUND", "abort"),
  "109421": rejected("ORDER_NOT_FOUND", "abort"),

  // Against the market's rules: ours may be out of date.
  "101202": { ...rejected("BELOW_MINIMUM_NOTIONAL", "abort"), ...RULES_CHANGED },
  "101485": { ...rejected("BELOW_MINIMUM_AMOUNT", "abort"), ...RULES_CHANGED },
  "110422": { ...rejected("BELOW_MINIMUM_AMOUNT", "abort"), ...RULES_CHANGED },
  "110400": { ...rejected("BELOW_MINIMUM_AMOUNT", "abort"), ...RULES_CHANGED },
  "110425": { ...rejected("BELOW_MINIMUM_NOTIONAL", "abort"), ...RULES_CHANGED },
  "100400": { ...rejected("ORDER_INVALID", "abort"), ...RULES_CHANGED },
  "109400": { ...rejected("ORDER_INVALID", "abort"), hint: "in hedge mode BingX takes no one-way orders" },
  "101211": rejected("ORDER_INVALID", "abort"),
  "110402": rejected("ORDER_INVALID", "abort"),
  "101419": { ...rejected("ORDER_INVALID", "abort"), hint: "cancel some open orders first" },
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
  "101210": rejected("PERMISSION_DENIED", "abort"),
  "101483": rejected("PERMISSION_DENIED", "abort"),
  "101484": rejected("PERMISSION_DENIED", "abort"),
  "104414": rejected("PERMISSION_DENIED", "abort"),
  "104103": { ...rejected("HEDGE_MODE", "abort"), hint: "close the positions and cancel the open orders first" },
  "101201": rejected("LEVERAGE_REFUSED", "abort"),
  "101222": rejected("LEVERAGE_REFUSED", "abort"),
  "101414": rejected("LEVERAGE_REFUSED", "abort"),
};

function rejected(code: FailureCode, remedy: Remedy): Verdict {
  return { outcome: "rejected", code, remedy };
}
