// OKX's own codes, where ccxt's class says too little or the wrong thing.
// Source: https://www.okx.com/docs-v5/en/#error-code-rest-api (Public and Account).
import type { FailureCode, Remedy } from "../../../../core/failure.ts";
import type { Verdict } from "../../venue-module.ts";

const UNKNOWN: Verdict = { outcome: "unknown", code: "OUTCOME_UNKNOWN", remedy: "look-up" };
const RULES_CHANGED = { staleMarkets: true } as const;
const BUSY = rejected("VENUE_BUSY", "retry");
const TOO_MANY = rejected("RATE_LIMITED", "retry");
const TOO_LARGE: Verdict = { ...rejected("SIZE_ABOVE_MAXIMUM", "shrink"), ...RULES_CHANGED };
const POSITION_TOO_LARGE = rejected("POSITION_TOO_LARGE", "shrink");
const NO_FUNDS = rejected("FUNDS_INSUFFICIENT", "shrink");
const NOTHING_TO_REDUCE = rejected("NOTHING_TO_REDUCE", "nothing-to-reduce");
const NOT_OPEN = rejected("ORDER_NOT_FOUND", "abort");
const NO_PERMISSION = rejected("PERMISSION_DENIED", "abort");

export const OKX_VERDICTS: Readonly<Record<string, Verdict>> = {
  // May have been executed: OKX says so itself, or does not know.
  "50004": UNKNOWN,
  "50026": UNKNOWN,
  "51054": UNKNOWN,
  "51149": UNKNOWN,
  "51412": UNKNOWN,

  // Not placed, will pass.
  "50001": BUSY,
  "50011": TOO_MANY,
  "50013": BUSY,
  "50017": BUSY,
  "50019": BUSY,
  "50020": BUSY,
  "50022": BUSY,
  "50023": BUSY,
  "50040": TOO_MANY,
  "50061": TOO_MANY,
  "51029": BUSY,
  "51030": { ...BUSY, hint: "the funding fee is being settled" },
  "51032": BUSY,
  "51109": { ...rejected("PRICE_UNAVAILABLE", "retry"), hint: "the book is empty right now" },
  "51410": BUSY,
  "50102": { ...rejected("CLOCK_SKEW", "retry"), hint: "this machine's clock is off" },

  // Too big.
  "51004": { ...POSITION_TOO_LARGE, hint: "a lower leverage allows a larger position" },
  "51005": TOO_LARGE,
  "51008": NO_FUNDS,
  "51033": TOO_LARGE,
  "51101": TOO_LARGE,
  "51104": POSITION_TOO_LARGE,
  "51105": POSITION_TOO_LARGE,
  "51106": POSITION_TOO_LARGE,
  "51107": POSITION_TOO_LARGE,
  "51119": NO_FUNDS,
  "51127": NO_FUNDS,
  "51131": NO_FUNDS,
  "51185": TOO_LARGE,
  "51187": POSITION_TOO_LARGE,
  "51201": TOO_LARGE,
  "51202": TOO_LARGE,
  "51203": TOO_LARGE,
  "51502": NO_FUNDS,
  "54030": POSITION_TOO_LARGE,

  // Already there, or already gone.
  "50071": { outcome: "unknown", code: "DUPLICATE_ORDER", remedy: "adopt" },
  "51016": { outcome: "unknown", code: "DUPLICATE_ORDER", remedy: "adopt" },
  "51023": NOTHING_TO_REDUCE,
  "51169": NOTHING_TO_REDUCE,
  "51170": NOTHING_TO_REDUCE,
  "51400": NOT_OPEN,
  "51401": NOT_OPEN,
  "51402": NOT_OPEN,
  "51405": NOT_OPEN,
  "51603": NOT_OPEN,

  // Against the market's rules: ours may be out of date.
  "51001": { ...rejected("MARKET_NOT_FOUND", "abort"), ...RULES_CHANGED },
  "51007": { ...rejected("BELOW_MINIMUM_AMOUNT", "abort"), ...RULES_CHANGED },
  "51020": { ...rejected("BELOW_MINIMUM_AMOUNT", "abort"), ...RULES_CHANGED },
  "51021": { ...rejected("VENUE_REJECTED", "abort"), ...RULES_CHANGED },
  "51022": { ...rejected("VENUE_REJECTED", "abort"), ...RULES_CHANGED },
  "51027": { ...rejected("VENUE_REJECTED", "abort"), ...RULES_CHANGED },
  "51028": { ...rejected("VENUE_REJECTED", "abort"), ...RULES_CHANGED },
  "51120": { ...rejected("BELOW_MINIMUM_AMOUNT", "abort"), ...RULES_CHANGED },
  "51121": { ...rejected("ORDER_INVALID", "abort"), ...RULES_CHANGED },
  "51148": { ...rejected("ORDER_INVALID", "abort"), hint: "cancel the open reduce-only orders first" },
  "51150": { ...rejected("ORDER_INVALID", "abort"), ...RULES_CHANGED },

  // The account is not set up for it. ccxt has no class for some of these.
  "50101": {
    ...rejected("AUTHENTICATION_FAILED", "abort"),
    hint: "keys of demo trading need EXCHANGE okxdemo, others okx",
  },
  "50105": { ...rejected("AUTHENTICATION_FAILED", "abort"), hint: "check PASSWORD, the key's passphrase" },
  "50110": { ...rejected("AUTHENTICATION_FAILED", "abort"), hint: "add this machine's address to the key's list" },
  "50111": { ...rejected("AUTHENTICATION_FAILED", "abort"), hint: "check API_KEY" },
  "50113": { ...rejected("AUTHENTICATION_FAILED", "abort"), hint: "check SECRET_KEY" },
  "50119": { ...rejected("AUTHENTICATION_FAILED", "abort"), hint: "check API_KEY, and that EXCHANGE is the right one" },
  "50120": { ...NO_PERMISSION, hint: "give the key the Trade permission" },
  "50027": NO_PERMISSION,
  "50028": NO_PERMISSION,
  "50029": NO_PERMISSION,
  "50030": NO_PERMISSION,
  "50035": { ...NO_PERMISSION, hint: "bind the key to an IP address" },
  "51010": { ...NO_PERMISSION, hint: "switch the account mode to Futures mode on OKX" },
  "51024": NO_PERMISSION,
  "51155": NO_PERMISSION,
  "59000": { ...rejected("HEDGE_MODE", "abort"), hint: "close the positions and cancel the open orders first" },
  "59002": { ...rejected("HEDGE_MODE", "abort"), hint: "close the positions and cancel the open orders first" },
  "51039": rejected("LEVERAGE_REFUSED", "abort"),
  "51186": rejected("LEVERAGE_REFUSED", "abort"),
  "59101": { ...rejected("LEVERAGE_REFUSED", "abort"), hint: "cancel the open orders first" },
  "59102": rejected("LEVERAGE_REFUSED", "abort"),
  "59103": rejected("LEVERAGE_REFUSED", "abort"),
  "59105": rejected("LEVERAGE_REFUSED", "abort"),
  "59106": rejected("LEVERAGE_REFUSED", "abort"),
  "59107": { ...rejected("LEVERAGE_REFUSED", "abort"), hint: "cancel the open orders first" },
  "59108": rejected("LEVERAGE_REFUSED", "abort"),
  "59109": rejected("LEVERAGE_REFUSED", "abort"),
  "50072": {
    ...rejected("MARGIN_MODE_REFUSED", "abort"),
    hint: "set MARGIN_MODE to cross, or use Futures mode on OKX",
  },
};

function rejected(code: FailureCode, remedy: Remedy): Verdict {
  return { outcome: "rejected", code, remedy };
}
