// Bybit's own codes, where ccxt's class says too little or the wrong thing. Source: https://bybit-exchange.github.io/docs/v5/error
// Bybit answers most refusals with HTTP 200; ccxt's classes of 10000, 10016, 110063, 110090 and 20094 are bare ExchangeErrors.
import type { Meanings } from "../../meaning.ts";
import { ALREADY_SO, RULES_CHANGED, TOO_MANY_ORDERS, verdict } from "../../verdict.ts";

const ONLY_REDUCES = verdict("VENUE_REJECTED", { hint: "Bybit lets positions here only be reduced now" });
const MARGIN_TOO_HIGH = verdict("LEVERAGE_REFUSED", { hint: "it would liquidate the position" });
const BEYOND_PRICE_LIMIT = verdict("ORDER_INVALID", { hint: "the limit price is too far from the market" });
const AUCTION = verdict("VENUE_BUSY", { hint: "the market is in its call auction" });

export const BYBIT_VERDICTS: Meanings = {
  // May have been executed.
  "10000": verdict("OUTCOME_UNKNOWN"),
  "10014": verdict("OUTCOME_UNKNOWN"),
  "10016": verdict("OUTCOME_UNKNOWN"),
  "110079": verdict("OUTCOME_UNKNOWN"),
  "3400214": verdict("OUTCOME_UNKNOWN"),
  "170007": verdict("OUTCOME_UNKNOWN"),
  "170032": verdict("OUTCOME_UNKNOWN"),
  "170146": verdict("OUTCOME_UNKNOWN"),

  // Not placed, will pass.
  "429": verdict("VENUE_BUSY"),
  "10006": verdict("RATE_LIMITED"),
  "10018": verdict("RATE_LIMITED"),
  "10429": verdict("RATE_LIMITED"),
  "20003": verdict("RATE_LIMITED"),
  "10019": verdict("VENUE_BUSY"),
  "110005": verdict("VENUE_BUSY", { hint: "the position is being liquidated or deleveraged" }),
  "110066": verdict("VENUE_BUSY", { hint: "trading is not allowed now" }),
  "110095": AUCTION,
  "110098": AUCTION,
  "110103": AUCTION,
  "170005": verdict("RATE_LIMITED"),
  "170222": verdict("RATE_LIMITED"),
  "110063": verdict("VENUE_BUSY", { hint: "a settlement is in progress" }),
  "110118": verdict("PRICE_UNAVAILABLE", { hint: "the book is too thin right now" }),
  "3100197": verdict("VENUE_BUSY"),
  "-1": verdict("CLOCK_SKEW", { hint: "this machine's clock is off" }),
  "10002": verdict("CLOCK_SKEW", { hint: "this machine's clock is off" }),

  // Too big.
  "110004": verdict("FUNDS_INSUFFICIENT"),
  "110006": verdict("FUNDS_INSUFFICIENT"),
  "110007": verdict("FUNDS_INSUFFICIENT"),
  "110012": verdict("FUNDS_INSUFFICIENT"),
  "110014": verdict("FUNDS_INSUFFICIENT"),
  "110044": verdict("FUNDS_INSUFFICIENT"),
  "110045": verdict("FUNDS_INSUFFICIENT"),
  "110051": verdict("FUNDS_INSUFFICIENT"),
  "110052": verdict("FUNDS_INSUFFICIENT"),
  "110053": verdict("FUNDS_INSUFFICIENT"),
  "110021": verdict("POSITION_TOO_LARGE", { hint: "the market's open interest is at its limit" }),
  "110040": verdict("FUNDS_INSUFFICIENT", { hint: "it would liquidate the position" }),
  "110089": verdict("POSITION_TOO_LARGE"),
  "110090": verdict("POSITION_TOO_LARGE"),
  "3400139": verdict("POSITION_TOO_LARGE"),

  // Already there, or already gone. An id stays taken when its order is done.
  "110072": verdict("DUPLICATE_ORDER"),
  "110030": verdict("DUPLICATE_ORDER"),
  "20094": verdict("DUPLICATE_ORDER"),
  "12141": verdict("DUPLICATE_ORDER"),
  "30001": verdict("DUPLICATE_ORDER"),
  "170141": verdict("DUPLICATE_ORDER"),
  "110017": verdict("NOTHING_TO_REDUCE"),
  "110034": verdict("NOTHING_TO_REDUCE"),
  "110001": verdict("ORDER_NOT_FOUND"),
  "110008": verdict("ORDER_NOT_FOUND"),
  "110010": verdict("ORDER_NOT_FOUND"),
  "170142": verdict("ORDER_NOT_FOUND"),
  "170213": verdict("ORDER_NOT_FOUND"),
  "110025": ALREADY_SO,
  "110026": ALREADY_SO,
  "110027": ALREADY_SO,
  "110043": ALREADY_SO,

  // Against the market's rules: ours may be out of date. 10001 is every kind of bad parameter, in its words as pybit's and
  // ccxt's users report them.
  "10001": {
    words: [
      [/position idx|position_?mode/i, verdict("HEDGE_MODE", { hint: "switch the symbol to one-way mode" })],
      [/exceeds maximum limit/i, verdict("SIZE_ABOVE_MAXIMUM", RULES_CHANGED)],
      [/minimum limit/i, verdict("BELOW_MINIMUM_AMOUNT", RULES_CHANGED)],
      [/symbol/i, verdict("MARKET_NOT_FOUND", RULES_CHANGED)],
      [/leverage/i, verdict("LEVERAGE_REFUSED", RULES_CHANGED)],
    ],
    otherwise: verdict("ORDER_INVALID", RULES_CHANGED),
  },
  "110020": TOO_MANY_ORDERS,
  "110022": ONLY_REDUCES,
  "110023": ONLY_REDUCES,
  "110042": ONLY_REDUCES,
  "110085": verdict("VENUE_REJECTED", RULES_CHANGED),
  "110120": BEYOND_PRICE_LIMIT,
  "110121": BEYOND_PRICE_LIMIT,
  "30208": BEYOND_PRICE_LIMIT,
  "10029": verdict("MARKET_NOT_FOUND", RULES_CHANGED),
  "110003": verdict("ORDER_INVALID"),
  "110094": verdict("BELOW_MINIMUM_NOTIONAL", RULES_CHANGED),
  "110074": verdict("VENUE_REJECTED", RULES_CHANGED),

  // The account is not set up for it.
  "10003": verdict("AUTHENTICATION_FAILED", {
    hint: "check API_KEY and EXCHANGE (bybitdemo: testnet, bybitdemotrading: demo trading); a regional account needs its REGION, and whook accounts check finds it",
  }),
  "10004": verdict("AUTHENTICATION_FAILED", { hint: "check SECRET_KEY" }),
  "33004": verdict("AUTHENTICATION_FAILED", { hint: "make a new key" }),
  "10005": verdict("PERMISSION_DENIED", { hint: "the key needs read-write contract orders and positions" }),
  "10009": verdict("ADDRESS_REFUSED"),
  "10010": verdict("PERMISSION_DENIED", { hint: "add this machine's address to the key" }),
  "10008": verdict("PERMISSION_DENIED", { hint: "Bybit has banned the account or its mode" }),
  "10024": verdict("PERMISSION_DENIED", {
    hint: "Bybit's compliance rules stop this account: complete what it asks for",
  }),
  "10027": verdict("PERMISSION_DENIED", { hint: "Bybit has banned the account's transactions" }),
  "10028": verdict("PERMISSION_DENIED", { hint: "upgrade the account to the unified trading account" }),
  "110088": verdict("PERMISSION_DENIED", { hint: "upgrade the account to the unified trading account" }),
  "110123": verdict("PERMISSION_DENIED", { hint: "agree to the trading terms on Bybit" }),
  "110024": verdict("HEDGE_MODE", { hint: "close the open positions first" }),
  "110028": verdict("HEDGE_MODE", { hint: "cancel the open orders first" }),
  "110013": verdict("LEVERAGE_REFUSED"),
  "110036": verdict("LEVERAGE_REFUSED"),
  "110038": verdict("LEVERAGE_REFUSED", { hint: "the account is in portfolio margin mode" }),
  "110086": verdict("LEVERAGE_REFUSED", { hint: "the position's size allows less leverage" }),
  "110011": MARGIN_TOO_HIGH,
  "110039": MARGIN_TOO_HIGH,
  "110046": MARGIN_TOO_HIGH,
  "110077": verdict("LEVERAGE_REFUSED", { hint: "the account is in portfolio margin mode" }),
  "110073": verdict("MARGIN_MODE_REFUSED"),
  "3400045": verdict("MARGIN_MODE_REFUSED", { hint: "it is one for the whole account" }),
};
