// KuCoin's own codes, where ccxt's class says too little or the wrong thing. Most come with status 200.
// Source: https://www.kucoin.com/docs/basic-info/errors-code/futures-errors-code; 330006, 330008 and 330012 are as
// users and ccxt report them.
import type { Meanings } from "../../meaning.ts";
import { REFUSED_OR_THERE, RULES_CHANGED, verdict } from "../../verdict.ts";

export const KUCOIN_VERDICTS: Meanings = {
  // May have been executed: their server broke, or waited too long.
  "100002": verdict("OUTCOME_UNKNOWN"),
  "408000": verdict("OUTCOME_UNKNOWN"),
  "500000": verdict("OUTCOME_UNKNOWN"),

  // Not placed, will pass. ccxt takes the rate limits for refusals, also with status 429.
  "1015": verdict("RATE_LIMITED"),
  "200002": verdict("RATE_LIMITED"),
  "429000": verdict("RATE_LIMITED"),
  "300002": verdict("VENUE_BUSY"),
  "300014": verdict("VENUE_BUSY"),
  "300015": verdict("VENUE_BUSY"),
  "300008": verdict("PRICE_UNAVAILABLE", { hint: "the book is empty right now" }),
  "300013": verdict("PRICE_UNAVAILABLE", { hint: "the book is empty right now" }),
  "400002": verdict("CLOCK_SKEW", { hint: "this machine's clock is off" }),

  // Too big.
  "200004": verdict("FUNDS_INSUFFICIENT"),
  "230003": verdict("FUNDS_INSUFFICIENT"),
  "300003": verdict("FUNDS_INSUFFICIENT"),
  "330008": verdict("FUNDS_INSUFFICIENT"),
  "300005": verdict("POSITION_TOO_LARGE"),

  // Already there, or already gone.
  "126044": verdict("DUPLICATE_ORDER"),
  "300018": verdict("DUPLICATE_ORDER"),
  // A bad parameter; of spot orders a clientOid used before as well.
  "400100": verdict("ORDER_INVALID", REFUSED_OR_THERE),
  "300009": verdict("NOTHING_TO_REDUCE"),
  // "In not cancelable state" is also said of an order that is not there.
  "100004": verdict("ORDER_NOT_FOUND"),

  // Against the market's rules: ours may be out of date. 100001 is any invalid parameter: a size above the largest, a
  // leverage, an unknown order's id.
  "100001": verdict("ORDER_INVALID", RULES_CHANGED),
  "100003": verdict("MARKET_NOT_FOUND", RULES_CHANGED),
  "200003": verdict("MARKET_NOT_FOUND", RULES_CHANGED),
  "300000": verdict("ORDER_INVALID", RULES_CHANGED),
  "300016": verdict("LEVERAGE_REFUSED", RULES_CHANGED),
  "300011": verdict("ORDER_INVALID", { hint: "the limit price is too far from the market" }),
  "300012": verdict("ORDER_INVALID", { hint: "the limit price is too far from the market" }),
  "300006": verdict("ORDER_INVALID", { hint: "the limit price is beyond the position's bankruptcy price" }),
  "300007": verdict("ORDER_INVALID", { hint: "the limit price is beyond the liquidation price" }),

  // The account is not set up for it.
  "400001": verdict("AUTHENTICATION_FAILED", { hint: "check API_KEY, SECRET_KEY and PASSWORD" }),
  "400003": verdict("AUTHENTICATION_FAILED", { hint: "check API_KEY" }),
  "400004": verdict("AUTHENTICATION_FAILED", { hint: "check PASSWORD: the passphrase of the key" }),
  "400005": verdict("AUTHENTICATION_FAILED", { hint: "check SECRET_KEY" }),
  "400006": verdict("AUTHENTICATION_FAILED", { hint: "add this machine's address to the key's list" }),
  "400007": verdict("PERMISSION_DENIED", { hint: "give the key the Futures permission" }),
  // It goes by identity and telephone number as well as by address.
  "40010": verdict("PERMISSION_DENIED", { hint: "KuCoin does not serve this country or address" }),
  // "Our services are currently unavailable in the U.S. ... from a non-restricted country/region", as users of its SDKs report it.
  "400302": verdict("ADDRESS_REFUSED"),
  "411100": verdict("PERMISSION_DENIED"),
  "330005": verdict("MARGIN_MODE_REFUSED", { hint: "the symbol's margin mode was changed by someone else" }),
  "330006": verdict("LEVERAGE_REFUSED", { hint: "the symbol is in isolated margin: name the leverage with the order" }),
  "330011": verdict("HEDGE_MODE", { hint: "switch the account to one-way mode" }),
  "330012": verdict("HEDGE_MODE", { hint: "switch the account to one-way mode" }),
};
