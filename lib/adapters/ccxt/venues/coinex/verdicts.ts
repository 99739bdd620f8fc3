// CoinEx's own codes: ccxt's messages leave them out, so they are read off the answer. Sources:
// https://docs.coinex.com/api/v2/error and, for the trading engine behind it, the list of the first version (31xx).
// A code that may stand for an order that landed is unknown: CoinEx takes the same client id twice.
import type { Meanings } from "../../meaning.ts";
import { HELD_BY_ORDERS, RULES_CHANGED, verdict } from "../../verdict.ts";

const PRICE_TOO_FAR = verdict("ORDER_INVALID", { hint: "the price is too far from the market" });
const CLOCK_OFF = verdict("CLOCK_SKEW", { hint: "this machine's clock is off" });
const MARKET_CLOSED = verdict("VENUE_BUSY", RULES_CHANGED);
const WRONG_SECRET = verdict("AUTHENTICATION_FAILED", { hint: "check SECRET_KEY" });

export const COINEX_VERDICTS: Meanings = {
  // Busy, unavailable, timed out, internal error.
  "3008": verdict("OUTCOME_UNKNOWN"),
  "4001": verdict("OUTCOME_UNKNOWN"),
  "4002": verdict("OUTCOME_UNKNOWN"),
  "4003": verdict("OUTCOME_UNKNOWN"),
  "35": verdict("OUTCOME_UNKNOWN"),
  "36": verdict("OUTCOME_UNKNOWN"),

  // Not placed, will pass.
  "3007": verdict("VENUE_BUSY", { hint: "funding is being settled" }),
  "3610": verdict("VENUE_BUSY", { hint: "nothing can be cancelled during the call auction" }),
  "3638": verdict("VENUE_BUSY", { hint: "the market is in its protection period" }),
  "3110": verdict("PRICE_UNAVAILABLE"),
  // Maker only, and would have traded; ccxt's coinex.js and JKorf/CoinEx.Net, CoinEx.Net/CoinExErrors.cs, have it alike.
  "3622": verdict("POST_ONLY_REFUSED"),
  "3620": verdict("PRICE_UNAVAILABLE", { hint: "the book is too thin right now" }),
  "4117": MARKET_CLOSED,
  "4130": MARKET_CLOSED,
  "4158": MARKET_CLOSED,
  "4159": MARKET_CLOSED,
  "213": verdict("RATE_LIMITED"),
  "4123": verdict("RATE_LIMITED"),
  "4213": verdict("RATE_LIMITED"),
  "227": CLOCK_OFF,
  "4010": CLOCK_OFF,
  "4017": CLOCK_OFF,

  // Too big: for the money, for the market, for what is in the book.
  "107": verdict("FUNDS_INSUFFICIENT"),
  "3109": verdict("FUNDS_INSUFFICIENT"),
  "3108": verdict("POSITION_TOO_LARGE"),
  "3612": verdict("SIZE_ABOVE_MAXIMUM"),
  "3613": verdict("SIZE_ABOVE_MAXIMUM"),
  "3614": verdict("SIZE_ABOVE_MAXIMUM"),
  "3627": verdict("SIZE_ABOVE_MAXIMUM"),
  "3628": verdict("SIZE_ABOVE_MAXIMUM"),
  "3629": verdict("SIZE_ABOVE_MAXIMUM"),
  "3634": verdict("SIZE_ABOVE_MAXIMUM"),
  "3635": verdict("SIZE_ABOVE_MAXIMUM"),

  // Already there, or already gone.
  "3400": verdict("DUPLICATE_ORDER"),
  "3105": verdict("NOTHING_TO_REDUCE"),
  "3120": verdict("NOTHING_TO_REDUCE"),
  "3136": HELD_BY_ORDERS,
  "600": verdict("ORDER_NOT_FOUND"),
  "3103": verdict("ORDER_NOT_FOUND"),
  "3600": verdict("ORDER_NOT_FOUND"),

  // Against the market's rules: ours may be out of date.
  "602": verdict("BELOW_MINIMUM_AMOUNT", RULES_CHANGED),
  "3127": verdict("BELOW_MINIMUM_AMOUNT", RULES_CHANGED),
  "3128": verdict("ORDER_INVALID", RULES_CHANGED),
  "3639": verdict("ORDER_INVALID", RULES_CHANGED),
  "4004": verdict("ORDER_INVALID", RULES_CHANGED),
  "3101": verdict("MARKET_NOT_FOUND", RULES_CHANGED),
  "606": PRICE_TOO_FAR,
  "3606": PRICE_TOO_FAR,
  "3615": PRICE_TOO_FAR,
  "3616": PRICE_TOO_FAR,
  "3617": PRICE_TOO_FAR,
  "3618": PRICE_TOO_FAR,
  "3619": PRICE_TOO_FAR,
  "3632": PRICE_TOO_FAR,
  "3633": PRICE_TOO_FAR,

  // The account is not set up for it.
  "24": verdict("AUTHENTICATION_FAILED", { hint: "check API_KEY" }),
  "34": verdict("AUTHENTICATION_FAILED", { hint: "the key has expired: make a new one" }),
  "4005": verdict("AUTHENTICATION_FAILED", { hint: "check API_KEY" }),
  "25": WRONG_SECRET,
  "4006": WRONG_SECRET,
  "4008": WRONG_SECRET,
  "23": verdict("PERMISSION_DENIED", { hint: "add this machine's address to the key's list" }),
  "4007": verdict("PERMISSION_DENIED", { hint: "add this machine's address to the key's list" }),
  "158": verdict("PERMISSION_DENIED", { hint: "allow this key to trade" }),
  "4011": verdict("PERMISSION_DENIED"),
  "4018": verdict("PERMISSION_DENIED"),
  "4115": verdict("PERMISSION_DENIED"),
  "4512": verdict("PERMISSION_DENIED"),
  "3113": verdict("LEVERAGE_REFUSED"),
  "3117": verdict("LEVERAGE_REFUSED", { hint: "the position would be liquidated" }),
  "3123": verdict("LEVERAGE_REFUSED"),
  "3122": verdict("MARGIN_MODE_REFUSED", { hint: "cancel the open orders first" }),
};
