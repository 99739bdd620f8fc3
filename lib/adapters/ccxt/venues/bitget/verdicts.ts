// Bitget's own codes, where ccxt's class says too little or the wrong thing: most of these are bare ExchangeErrors there.
// Source: https://www.bitget.com/api-doc/contract/error-code/restapi; codes of 25200 and above are those of unified accounts.
import type { FailureCode, Remedy } from "../../../../core/failure.ts";
import type { Verdict } from "../../venue-module.ts";

const UNKNOWN: Verdict = { outcome: "unknown", code: "OUTCOME_UNKNOWN", remedy: "look-up" };
const DUPLICATE: Verdict = { outcome: "unknown", code: "DUPLICATE_ORDER", remedy: "adopt" };
const NO_FUNDS: Verdict = rejected("FUNDS_INSUFFICIENT", "shrink");
const TOO_LARGE_POSITION: Verdict = rejected("POSITION_TOO_LARGE", "shrink");
const NOTHING_TO_REDUCE: Verdict = rejected("NOTHING_TO_REDUCE", "nothing-to-reduce");
const NOT_FOUND: Verdict = rejected("ORDER_NOT_FOUND", "abort");
const SKEWED: Verdict = { ...rejected("CLOCK_SKEW", "retry"), hint: "this machine's clock is off" };
const WRONG_KEY: Verdict = { ...rejected("AUTHENTICATION_FAILED", "abort"), hint: "check API_KEY" };
const WRONG_PASSWORD: Verdict = { ...rejected("AUTHENTICATION_FAILED", "abort"), hint: "check API_KEY and PASSWORD" };
const WRONG_ADDRESS: Verdict = {
  ...rejected("PERMISSION_DENIED", "abort"),
  hint: "add this machine's address to the key",
};
const RULES_CHANGED = { staleMarkets: true } as const;

export const BITGET_VERDICTS: Readonly<Record<string, Verdict>> = {
  // May have been executed. ccxt takes 40010, "request timed out", for a wrong signature.
  "40010": UNKNOWN,
  "40015": UNKNOWN,
  "40725": UNKNOWN,
  "40908": UNKNOWN,
  "40910": UNKNOWN,
  "45001": UNKNOWN,

  // Not placed, will pass.
  "429": rejected("RATE_LIMITED", "retry"),
  "30007": rejected("RATE_LIMITED", "retry"),
  "40200": rejected("VENUE_BUSY", "retry"),
  "40308": rejected("VENUE_BUSY", "retry"),
  "40844": { ...rejected("VENUE_BUSY", "retry"), hint: "the contract is under maintenance" },
  "41114": { ...rejected("VENUE_BUSY", "retry"), hint: "the contract is under maintenance" },
  "22045": { ...rejected("PRICE_UNAVAILABLE", "retry"), hint: "the book is too thin right now" },
  "40722": { ...rejected("PRICE_UNAVAILABLE", "retry"), hint: "the price moves too fast right now" },
  "40826": { ...rejected("PRICE_UNAVAILABLE", "retry"), hint: "the price moves too fast right now" },
  "40005": SKEWED,
  "40008": SKEWED,
  "40078": SKEWED,

  // Too big.
  "40754": NO_FUNDS,
  "40756": NO_FUNDS,
  "40762": NO_FUNDS,
  "40798": NO_FUNDS,
  "40800": NO_FUNDS,
  "43012": NO_FUNDS,
  "45002": NO_FUNDS,
  "45004": NO_FUNDS,
  "45008": NO_FUNDS,
  "25202": NO_FUNDS,
  "25203": NO_FUNDS,
  "22029": TOO_LARGE_POSITION,
  "40715": TOO_LARGE_POSITION,
  "40921": TOO_LARGE_POSITION,
  "40928": TOO_LARGE_POSITION,
  "43007": { ...rejected("SIZE_ABOVE_MAXIMUM", "shrink"), ...RULES_CHANGED },
  "45112": { ...rejected("SIZE_ABOVE_MAXIMUM", "shrink"), ...RULES_CHANGED },
  "45113": { ...rejected("SIZE_ABOVE_MAXIMUM", "shrink"), ...RULES_CHANGED },

  // Already there, or already gone.
  "40708": DUPLICATE,
  "40786": DUPLICATE,
  "43118": DUPLICATE,
  "45034": DUPLICATE,
  "50060": DUPLICATE,
  "25212": DUPLICATE,
  "22002": NOTHING_TO_REDUCE,
  "40717": NOTHING_TO_REDUCE,
  "40755": NOTHING_TO_REDUCE,
  "40757": NOTHING_TO_REDUCE,
  "40804": NOTHING_TO_REDUCE,
  "45003": NOTHING_TO_REDUCE,
  "45005": NOTHING_TO_REDUCE,
  "45006": NOTHING_TO_REDUCE,
  "25227": NOTHING_TO_REDUCE,
  "22001": NOT_FOUND,
  "31007": NOT_FOUND,
  "40109": NOT_FOUND,
  "40768": NOT_FOUND,
  "43001": NOT_FOUND,
  "43004": NOT_FOUND,
  "25204": NOT_FOUND,
  "40814": { outcome: "done", code: "VENUE_REJECTED", remedy: "abort" },

  // Against the market's rules: ours may be out of date.
  "40017": rejected("ORDER_INVALID", "abort"),
  "40808": { ...rejected("ORDER_INVALID", "abort"), ...RULES_CHANGED },
  "45115": { ...rejected("ORDER_INVALID", "abort"), ...RULES_CHANGED },
  "40815": rejected("ORDER_INVALID", "abort"),
  "40816": rejected("ORDER_INVALID", "abort"),
  "50067": rejected("ORDER_INVALID", "abort"),
  "45110": { ...rejected("BELOW_MINIMUM_NOTIONAL", "abort"), ...RULES_CHANGED },
  "43027": { ...rejected("BELOW_MINIMUM_NOTIONAL", "abort"), ...RULES_CHANGED },
  "45111": { ...rejected("BELOW_MINIMUM_AMOUNT", "abort"), ...RULES_CHANGED },
  "45114": { ...rejected("BELOW_MINIMUM_AMOUNT", "abort"), ...RULES_CHANGED },
  "43006": { ...rejected("BELOW_MINIMUM_AMOUNT", "abort"), ...RULES_CHANGED },
  "40072": { ...rejected("MARKET_NOT_FOUND", "abort"), ...RULES_CHANGED },
  "40102": { ...rejected("MARKET_NOT_FOUND", "abort"), ...RULES_CHANGED },
  "40309": { ...rejected("MARKET_NOT_FOUND", "abort"), ...RULES_CHANGED },
  "40845": { ...rejected("MARKET_NOT_FOUND", "abort"), ...RULES_CHANGED },

  // The account is not set up for it.
  "40006": WRONG_KEY,
  "40037": WRONG_KEY,
  "40041": WRONG_KEY,
  "40011": WRONG_PASSWORD,
  "40012": WRONG_PASSWORD,
  "40036": WRONG_PASSWORD,
  "40009": { ...rejected("AUTHENTICATION_FAILED", "abort"), hint: "check SECRET_KEY" },
  "40099": { ...rejected("AUTHENTICATION_FAILED", "abort"), hint: "the key is one for demo trading" },
  "40014": {
    ...rejected("PERMISSION_DENIED", "abort"),
    hint: "the key needs to read and write futures orders and positions",
  },
  "40018": WRONG_ADDRESS,
  "40038": WRONG_ADDRESS,
  "22010": WRONG_ADDRESS,
  "40085": { ...rejected("PERMISSION_DENIED", "abort"), hint: "unified accounts are not supported: use a classic one" },
  "40731": { ...rejected("HEDGE_MODE", "abort"), hint: "close positions and cancel orders first" },
  "40774": { ...rejected("HEDGE_MODE", "abort"), hint: "switch the account to one-way mode" },
  "40920": { ...rejected("HEDGE_MODE", "abort"), hint: "close positions and cancel orders first" },
  "40730": { ...rejected("LEVERAGE_REFUSED", "abort"), hint: "cancel the open orders first" },
  "40797": rejected("LEVERAGE_REFUSED", "abort"),
  "40880": rejected("LEVERAGE_REFUSED", "abort"),
  "40893": { ...rejected("LEVERAGE_REFUSED", "abort"), hint: "the margin does not suffice for it" },
  "22005": rejected("MARGIN_MODE_REFUSED", "abort"),
  "40716": rejected("MARGIN_MODE_REFUSED", "abort"),
  "45117": { ...rejected("MARGIN_MODE_REFUSED", "abort"), hint: "close the position and cancel its orders first" },
};

function rejected(code: FailureCode, remedy: Remedy): Verdict {
  return { outcome: "rejected", code, remedy };
}
