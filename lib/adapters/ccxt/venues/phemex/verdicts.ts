// Phemex's own codes, where ccxt's class says too little or the wrong thing. Most come with status 200.
// Source: https://github.com/phemex/phemex-api-docs/blob/master/TradingErrorCode.md; 399xx, 10500 and 20004 are as ccxt and users
// report them; of the gateway's 401 the text is the code.
import type { Meanings } from "../../meaning.ts";
import { RULES_CHANGED, TOO_MANY_ORDERS, verdict } from "../../verdict.ts";

export const PHEMEX_VERDICTS: Meanings = {
  // May have been executed: it gave up waiting, or its engines lost each other.
  "11107": verdict("OUTCOME_UNKNOWN"),
  "39998": verdict("OUTCOME_UNKNOWN"),
  "39999": verdict("OUTCOME_UNKNOWN"),

  // Of the gateway, in front of everything; its words tell what it is.
  "10500": {
    words: [
      [/api[- ]?key/i, verdict("AUTHENTICATION_FAILED", { hint: "check API_KEY" })],
      [/signature/i, verdict("AUTHENTICATION_FAILED", { hint: "check SECRET_KEY" })],
      [/required parameter/i, verdict("ORDER_INVALID")],
    ],
    otherwise: verdict("OUTCOME_UNKNOWN"),
  },

  // Not placed, will pass.
  "10003": verdict("VENUE_BUSY", { hint: "the order is being cancelled" }),
  "10004": verdict("VENUE_BUSY", { hint: "the order is being changed" }),
  "10005": verdict("VENUE_BUSY", { hint: "the order is being placed" }),
  "11061": verdict("VENUE_BUSY", { hint: "the order is being cancelled" }),
  "11064": verdict("VENUE_BUSY", { hint: "the order is being changed" }),
  "39995": verdict("RATE_LIMITED"),
  "11016": verdict("VENUE_BUSY"),
  "11023": verdict("VENUE_BUSY", { hint: "the account is being liquidated" }),
  "11024": verdict("VENUE_BUSY", { hint: "the account is being deleveraged" }),
  "11025": verdict("VENUE_BUSY"),
  "11040": verdict("PRICE_UNAVAILABLE"),
  "11041": verdict("PRICE_UNAVAILABLE"),
  "11042": verdict("PRICE_UNAVAILABLE"),
  "401 Request Expired": verdict("CLOCK_SKEW", { hint: "this machine's clock is off" }),

  // Too big.
  "11001": verdict("FUNDS_INSUFFICIENT"),
  "11003": verdict("FUNDS_INSUFFICIENT"),
  "11005": verdict("FUNDS_INSUFFICIENT"),
  "11082": verdict("FUNDS_INSUFFICIENT"),
  "11100": verdict("FUNDS_INSUFFICIENT"),
  "11105": verdict("FUNDS_INSUFFICIENT"),
  "11106": verdict("FUNDS_INSUFFICIENT"),
  "11081": verdict("POSITION_TOO_LARGE"),
  "11056": verdict("SIZE_ABOVE_MAXIMUM", RULES_CHANGED),
  "11114": verdict("SIZE_ABOVE_MAXIMUM", RULES_CHANGED),

  // Already there, or already gone.
  "10001": verdict("DUPLICATE_ORDER"),
  "11033": verdict("DUPLICATE_ORDER"),
  "11085": verdict("DUPLICATE_ORDER"),
  "19999": verdict("DUPLICATE_ORDER"),
  "11011": verdict("NOTHING_TO_REDUCE"),
  "11057": verdict("NOTHING_TO_REDUCE"),
  "10002": verdict("ORDER_NOT_FOUND"),
  "11062": verdict("ORDER_NOT_FOUND"),
  "11063": verdict("ORDER_NOT_FOUND"),

  // Against the market's rules: ours may be out of date.
  "11027": verdict("MARKET_NOT_FOUND", RULES_CHANGED),
  "11070": verdict("MARKET_NOT_FOUND", RULES_CHANGED),
  "39997": verdict("MARKET_NOT_FOUND", RULES_CHANGED),
  "11028": verdict("MARKET_NOT_FOUND", RULES_CHANGED),
  "11150": verdict("VENUE_REJECTED", {
    hint: "the market's open interest is at its limit: it takes only what reduces",
  }),
  "11031": TOO_MANY_ORDERS,
  "11032": TOO_MANY_ORDERS,
  "11058": verdict("BELOW_MINIMUM_AMOUNT", RULES_CHANGED),
  "11115": verdict("BELOW_MINIMUM_NOTIONAL", RULES_CHANGED),
  "11053": verdict("ORDER_INVALID", { hint: "the limit price is too far from the market" }),
  "11055": verdict("ORDER_INVALID", { hint: "the limit price is too far from the market" }),
  "11054": verdict("ORDER_INVALID", { hint: "the limit price is beyond the position's bankruptcy price" }),

  // The account is not set up for it.
  "401 Failed to load API KEY": verdict("AUTHENTICATION_FAILED", { hint: "check API_KEY" }),
  "401 Request IP mismatch": verdict("AUTHENTICATION_FAILED", { hint: "add this machine's address to the key's list" }),
  "401 Insufficient privilege": verdict("PERMISSION_DENIED", { hint: "let the key read and write" }),
  "34003": verdict("PERMISSION_DENIED"),
  "39996": verdict("PERMISSION_DENIED"),
  "11022": verdict("PERMISSION_DENIED"),
  "20004": verdict("HEDGE_MODE", { hint: "switch the symbol to one-way mode" }),
  "11004": verdict("LEVERAGE_REFUSED", RULES_CHANGED),
};
