// KuCoin's own codes, where ccxt's class says too little or the wrong thing. Most come with status 200.
// Source: https://www.kucoin.com/docs/basic-info/errors-code/futures-errors-code; 330006 to 330012 and
// 500020 are as users and ccxt report them; the rest is in KucoinErrors.cs of JKorf/Kucoin.Net.
import type { Meanings } from "../../meaning.ts";
import { REFUSED_OR_THERE, RULES_CHANGED, TOO_MANY_ORDERS, verdict } from "../../verdict.ts";

const BLOCKED_BY_ORDERS = verdict("MARGIN_MODE_REFUSED", {
  hint: "close the symbol's position and cancel its open orders first",
});

export const KUCOIN_VERDICTS: Meanings = {
  // May have been executed: their server broke, or waited too long.
  "100002": verdict("OUTCOME_UNKNOWN"),
  "408000": verdict("OUTCOME_UNKNOWN"),
  "500000": verdict("OUTCOME_UNKNOWN"),
  "230005": verdict("OUTCOME_UNKNOWN"),

  // Not placed, will pass. ccxt takes the rate limits for refusals, also with status 429.
  "1015": verdict("RATE_LIMITED"),
  "200002": verdict("RATE_LIMITED"),
  "429000": verdict("RATE_LIMITED"),
  "300002": verdict("VENUE_BUSY"),
  "300014": verdict("VENUE_BUSY"),
  "300015": verdict("VENUE_BUSY"),
  "200001": verdict("VENUE_BUSY", { hint: "trading is suspended in this market" }),
  "400600": verdict("VENUE_BUSY", { hint: "the market is not open" }),
  "600203": verdict("VENUE_BUSY", { hint: "the market is not open" }),
  "300008": verdict("PRICE_UNAVAILABLE", { hint: "the book is empty right now" }),
  "300013": verdict("PRICE_UNAVAILABLE", { hint: "the book is empty right now" }),
  "400002": verdict("CLOCK_SKEW", { hint: "this machine's clock is off" }),

  // Too big.
  "200004": verdict("FUNDS_INSUFFICIENT"),
  "230003": verdict("FUNDS_INSUFFICIENT"),
  "200005": verdict("FUNDS_INSUFFICIENT"),
  "300003": verdict("FUNDS_INSUFFICIENT"),
  "330008": verdict("FUNDS_INSUFFICIENT"),
  "126042": verdict("POSITION_TOO_LARGE"),
  "300005": verdict("POSITION_TOO_LARGE", { hint: "a lower leverage, or a higher risk limit, allows more" }),

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
  "100001": {
    words: [
      [/orderNotExist|order (?:does )?not exist/i, verdict("ORDER_NOT_FOUND")],
      [/leverage/i, verdict("LEVERAGE_REFUSED", RULES_CHANGED)],
      [/symbol/i, verdict("MARKET_NOT_FOUND", RULES_CHANGED)],
    ],
    otherwise: verdict("ORDER_INVALID", RULES_CHANGED),
  },
  "300001": TOO_MANY_ORDERS,
  "404000": verdict("VENUE_UNSUPPORTED", { hint: "KuCoin has moved this call: a newer whook is needed" }),
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
  "400500": verdict("VENUE_REJECTED", { hint: "this market is not offered where the account is" }),
  "400200": verdict("PERMISSION_DENIED", { hint: "this account may place no orders" }),
  "200009": verdict("PERMISSION_DENIED", { hint: "complete the identity verification" }),
  "411100": verdict("PERMISSION_DENIED"),
  "330005": verdict("MARGIN_MODE_REFUSED", { hint: "the symbol's margin mode was changed by someone else" }),
  "330006": verdict("LEVERAGE_REFUSED", { hint: "the symbol is in isolated margin: name the leverage with the order" }),
  "330009": {
    words: [[/leverage/i, verdict("LEVERAGE_REFUSED")]],
    otherwise: BLOCKED_BY_ORDERS,
  },
  "500020": BLOCKED_BY_ORDERS,
  "330011": verdict("HEDGE_MODE", { hint: "switch the account to one-way mode" }),
  "330012": verdict("HEDGE_MODE", { hint: "switch the account to one-way mode" }),
};
