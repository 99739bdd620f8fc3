// CoinEx's own codes: ccxt's messages leave them out, so they are read off the answer. Sources:
// https://docs.coinex.com/api/v2/error and, for the trading engine behind it, the list of the first version (31xx).
// A code that may stand for an order that landed is unknown: CoinEx takes the same client id twice.
import type { FailureCode, Remedy } from "../../../../core/failure.ts";
import type { Verdict } from "../../venue-module.ts";

const UNKNOWN: Verdict = { outcome: "unknown", code: "OUTCOME_UNKNOWN", remedy: "look-up" };
const TOO_MUCH_FOR_THE_BOOK = rejected("SIZE_ABOVE_MAXIMUM", "shrink");
const PRICE_TOO_FAR: Verdict = { ...rejected("ORDER_INVALID", "abort"), hint: "the price is too far from the market" };
const CLOCK_OFF: Verdict = { ...rejected("CLOCK_SKEW", "retry"), hint: "this machine's clock is off" };
const RULES_CHANGED = { staleMarkets: true } as const;
const MARKET_CLOSED: Verdict = { ...rejected("VENUE_BUSY", "retry"), ...RULES_CHANGED };
const WRONG_SECRET: Verdict = { ...rejected("AUTHENTICATION_FAILED", "abort"), hint: "check SECRET_KEY" };

export const COINEX_VERDICTS: Readonly<Record<string, Verdict>> = {
  // Busy, unavailable, timed out, internal error.
  "3008": UNKNOWN,
  "4001": UNKNOWN,
  "4002": UNKNOWN,
  "4003": UNKNOWN,
  "35": UNKNOWN,
  "36": UNKNOWN,

  // Not placed, will pass.
  "3007": { ...rejected("VENUE_BUSY", "retry"), hint: "funding is being settled" },
  "3610": { ...rejected("VENUE_BUSY", "retry"), hint: "nothing can be cancelled during the call auction" },
  "3638": { ...rejected("VENUE_BUSY", "retry"), hint: "the market is in its protection period" },
  "3110": rejected("PRICE_UNAVAILABLE", "retry"),
  "3620": { ...rejected("PRICE_UNAVAILABLE", "retry"), hint: "the book is too thin right now" },
  "4117": MARKET_CLOSED,
  "4130": MARKET_CLOSED,
  "4158": MARKET_CLOSED,
  "4159": MARKET_CLOSED,
  "213": rejected("RATE_LIMITED", "retry"),
  "4123": rejected("RATE_LIMITED", "retry"),
  "4213": rejected("RATE_LIMITED", "retry"),
  "227": CLOCK_OFF,
  "4010": CLOCK_OFF,
  "4017": CLOCK_OFF,

  // Too big: for the money, for the market, for what is in the book.
  "107": rejected("FUNDS_INSUFFICIENT", "shrink"),
  "3109": rejected("FUNDS_INSUFFICIENT", "shrink"),
  "3108": rejected("POSITION_TOO_LARGE", "shrink"),
  "3612": TOO_MUCH_FOR_THE_BOOK,
  "3613": TOO_MUCH_FOR_THE_BOOK,
  "3614": TOO_MUCH_FOR_THE_BOOK,
  "3627": TOO_MUCH_FOR_THE_BOOK,
  "3628": TOO_MUCH_FOR_THE_BOOK,
  "3629": TOO_MUCH_FOR_THE_BOOK,
  "3634": TOO_MUCH_FOR_THE_BOOK,
  "3635": TOO_MUCH_FOR_THE_BOOK,

  // Already there, or already gone.
  "3400": { outcome: "unknown", code: "DUPLICATE_ORDER", remedy: "adopt" },
  "3105": rejected("NOTHING_TO_REDUCE", "nothing-to-reduce"),
  "3120": rejected("NOTHING_TO_REDUCE", "nothing-to-reduce"),
  "600": rejected("ORDER_NOT_FOUND", "abort"),
  "3103": rejected("ORDER_NOT_FOUND", "abort"),
  "3600": rejected("ORDER_NOT_FOUND", "abort"),

  // Against the market's rules: ours may be out of date.
  "602": { ...rejected("BELOW_MINIMUM_AMOUNT", "abort"), ...RULES_CHANGED },
  "3127": { ...rejected("BELOW_MINIMUM_AMOUNT", "abort"), ...RULES_CHANGED },
  "3128": { ...rejected("ORDER_INVALID", "abort"), ...RULES_CHANGED },
  "3639": { ...rejected("ORDER_INVALID", "abort"), ...RULES_CHANGED },
  "4004": { ...rejected("ORDER_INVALID", "abort"), ...RULES_CHANGED },
  "3101": { ...rejected("MARKET_NOT_FOUND", "abort"), ...RULES_CHANGED },
  "3136": { ...rejected("ORDER_INVALID", "abort"), hint: "resting orders that close the position hold a part of it" },
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
  "24": { ...rejected("AUTHENTICATION_FAILED", "abort"), hint: "check API_KEY" },
  "34": { ...rejected("AUTHENTICATION_FAILED", "abort"), hint: "the key has expired: make a new one" },
  "4005": { ...rejected("AUTHENTICATION_FAILED", "abort"), hint: "check API_KEY" },
  "25": WRONG_SECRET,
  "4006": WRONG_SECRET,
  "4008": WRONG_SECRET,
  "23": { ...rejected("PERMISSION_DENIED", "abort"), hint: "add this machine's address to the key's list" },
  "4007": { ...rejected("PERMISSION_DENIED", "abort"), hint: "add this machine's address to the key's list" },
  "158": { ...rejected("PERMISSION_DENIED", "abort"), hint: "allow this key to trade" },
  "4011": rejected("PERMISSION_DENIED", "abort"),
  "4018": rejected("PERMISSION_DENIED", "abort"),
  "4115": rejected("PERMISSION_DENIED", "abort"),
  "4512": rejected("PERMISSION_DENIED", "abort"),
  "3113": rejected("LEVERAGE_REFUSED", "abort"),
  "3117": { ...rejected("LEVERAGE_REFUSED", "abort"), hint: "the position would be liquidated" },
  "3123": rejected("LEVERAGE_REFUSED", "abort"),
  "3122": { ...rejected("MARGIN_MODE_REFUSED", "abort"), hint: "cancel the open orders first" },
};

function rejected(code: FailureCode, remedy: Remedy): Verdict {
  return { outcome: "rejected", code, remedy };
}
