// KuCoin's own codes, where ccxt's class says too little or the wrong thing. Most come with status 200.
// Source: https://www.kucoin.com/docs/basic-info/errors-code/futures-errors-code; 330006, 330008 and 330012 are as
// users and ccxt report them.
import type { FailureCode, Remedy } from "../../../../core/failure.ts";
import type { Verdict } from "../../venue-module.ts";

const UNKNOWN: Verdict = { outcome: "unknown", code: "OUTCOME_UNKNOWN", remedy: "look-up" };
const DUPLICATE: Verdict = { outcome: "unknown", code: "DUPLICATE_ORDER", remedy: "adopt" };
const RULES_CHANGED = { staleMarkets: true } as const;

export const KUCOIN_VERDICTS: Readonly<Record<string, Verdict>> = {
  // May have been executed: their server broke, or waited too long.
  "100002": UNKNOWN,
  "408000": UNKNOWN,
  "500000": UNKNOWN,

  // Not placed, will pass. ccxt takes the rate limits for refusals, also with status 429.
  "1015": rejected("RATE_LIMITED", "retry"),
  "200002": rejected("RATE_LIMITED", "retry"),
  "429000": rejected("RATE_LIMITED", "retry"),
  "300002": rejected("VENUE_BUSY", "retry"),
  "300014": rejected("VENUE_BUSY", "retry"),
  "300015": rejected("VENUE_BUSY", "retry"),
  "300008": { ...rejected("PRICE_UNAVAILABLE", "retry"), hint: "the book is empty right now" },
  "300013": { ...rejected("PRICE_UNAVAILABLE", "retry"), hint: "the book is empty right now" },
  "400002": { ...rejected("CLOCK_SKEW", "retry"), hint: "this machine's clock is off" },

  // Too big.
  "200004": rejected("FUNDS_INSUFFICIENT", "shrink"),
  "230003": rejected("FUNDS_INSUFFICIENT", "shrink"),
  "300003": rejected("FUNDS_INSUFFICIENT", "shrink"),
  "330008": rejected("FUNDS_INSUFFICIENT", "shrink"),
  "300005": rejected("POSITION_TOO_LARGE", "shrink"),

  // Already there, or already gone.
  "126044": DUPLICATE,
  "300018": DUPLICATE,
  // A bad parameter; of spot orders a clientOid used before as well.
  "400100": { outcome: "unknown", code: "ORDER_INVALID", remedy: "abort-if-absent" },
  "300009": rejected("NOTHING_TO_REDUCE", "nothing-to-reduce"),
  // "In not cancelable state" is also said of an order that is not there.
  "100004": rejected("ORDER_NOT_FOUND", "abort"),

  // Against the market's rules: ours may be out of date. 100001 is any invalid parameter: a size above the largest, a
  // leverage, an unknown order's id.
  "100001": { ...rejected("ORDER_INVALID", "abort"), ...RULES_CHANGED },
  "100003": { ...rejected("MARKET_NOT_FOUND", "abort"), ...RULES_CHANGED },
  "200003": { ...rejected("MARKET_NOT_FOUND", "abort"), ...RULES_CHANGED },
  "300000": { ...rejected("ORDER_INVALID", "abort"), ...RULES_CHANGED },
  "300016": { ...rejected("LEVERAGE_REFUSED", "abort"), ...RULES_CHANGED },
  "300011": { ...rejected("ORDER_INVALID", "abort"), hint: "the limit price is too far from the market" },
  "300012": { ...rejected("ORDER_INVALID", "abort"), hint: "the limit price is too far from the market" },
  "300006": {
    ...rejected("ORDER_INVALID", "abort"),
    hint: "the limit price is beyond the position's bankruptcy price",
  },
  "300007": { ...rejected("ORDER_INVALID", "abort"), hint: "the limit price is beyond the liquidation price" },

  // The account is not set up for it.
  "400001": { ...rejected("AUTHENTICATION_FAILED", "abort"), hint: "check API_KEY, SECRET_KEY and PASSWORD" },
  "400003": { ...rejected("AUTHENTICATION_FAILED", "abort"), hint: "check API_KEY" },
  "400004": { ...rejected("AUTHENTICATION_FAILED", "abort"), hint: "check PASSWORD: the passphrase of the key" },
  "400005": { ...rejected("AUTHENTICATION_FAILED", "abort"), hint: "check SECRET_KEY" },
  "400006": { ...rejected("AUTHENTICATION_FAILED", "abort"), hint: "add this machine's address to the key's list" },
  "400007": { ...rejected("PERMISSION_DENIED", "abort"), hint: "give the key the Futures permission" },
  // It goes by identity and telephone number as well as by address.
  "40010": { ...rejected("PERMISSION_DENIED", "abort"), hint: "KuCoin does not serve this country or address" },
  // "Our services are currently unavailable in the U.S. ... from a non-restricted country/region", as users of its SDKs report it.
  "400302": rejected("ADDRESS_REFUSED", "retry-if-reducing"),
  "411100": rejected("PERMISSION_DENIED", "abort"),
  "330005": {
    ...rejected("MARGIN_MODE_REFUSED", "abort"),
    hint: "the symbol's margin mode was changed by someone else",
  },
  "330006": {
    ...rejected("LEVERAGE_REFUSED", "abort"),
    hint: "the symbol is in isolated margin: name the leverage with the order",
  },
  "330011": { ...rejected("HEDGE_MODE", "abort"), hint: "switch the account to one-way mode" },
  "330012": { ...rejected("HEDGE_MODE", "abort"), hint: "switch the account to one-way mode" },
};

function rejected(code: FailureCode, remedy: Remedy): Verdict {
  return { outcome: "rejected", code, remedy };
}
