// Bitget's own codes, where ccxt's class says too little or the wrong thing: most of these are bare ExchangeErrors there.
// Source: https://www.bitget.com/api-doc/contract/error-code/restapi; codes of 25200 and above are those of unified accounts.
import { ALREADY_SO, RULES_CHANGED, type Verdict, verdict } from "../../verdict.ts";

const SKEWED = verdict("CLOCK_SKEW", { hint: "this machine's clock is off" });
const WRONG_KEY = verdict("AUTHENTICATION_FAILED", { hint: "check API_KEY" });
const WRONG_PASSWORD = verdict("AUTHENTICATION_FAILED", { hint: "check API_KEY and PASSWORD" });
const WRONG_ADDRESS = verdict("PERMISSION_DENIED", { hint: "add this machine's address to the key" });
const NOT_ALLOWED = verdict("PERMISSION_DENIED", {
  hint: "Bitget does not let this account do that: see what its futures page asks for, then run whook accounts check",
});

export const BITGET_VERDICTS: Readonly<Record<string, Verdict>> = {
  // May have been executed. ccxt takes 40010, "request timed out", for a wrong signature.
  "40010": verdict("OUTCOME_UNKNOWN"),
  "40015": verdict("OUTCOME_UNKNOWN"),
  "40725": verdict("OUTCOME_UNKNOWN"),
  "40908": verdict("OUTCOME_UNKNOWN"),
  "40910": verdict("OUTCOME_UNKNOWN"),
  "45001": verdict("OUTCOME_UNKNOWN"),

  // Not placed, will pass.
  "429": verdict("RATE_LIMITED"),
  "30007": verdict("RATE_LIMITED"),
  "40200": verdict("VENUE_BUSY"),
  "40308": verdict("VENUE_BUSY"),
  "40844": verdict("VENUE_BUSY", { hint: "the contract is under maintenance" }),
  "41114": verdict("VENUE_BUSY", { hint: "the contract is under maintenance" }),
  "22045": verdict("PRICE_UNAVAILABLE", { hint: "the book is too thin right now" }),
  "40722": verdict("PRICE_UNAVAILABLE", { hint: "the price moves too fast right now" }),
  "40826": verdict("PRICE_UNAVAILABLE", { hint: "the price moves too fast right now" }),
  "40005": SKEWED,
  "40008": SKEWED,
  "40078": SKEWED,

  // Too big.
  "40754": verdict("FUNDS_INSUFFICIENT"),
  "40756": verdict("FUNDS_INSUFFICIENT"),
  "40762": verdict("FUNDS_INSUFFICIENT"),
  "40798": verdict("FUNDS_INSUFFICIENT"),
  "40800": verdict("FUNDS_INSUFFICIENT"),
  "43012": verdict("FUNDS_INSUFFICIENT"),
  "45002": verdict("FUNDS_INSUFFICIENT"),
  "45004": verdict("FUNDS_INSUFFICIENT"),
  "45008": verdict("FUNDS_INSUFFICIENT"),
  "25202": verdict("FUNDS_INSUFFICIENT"),
  "25203": verdict("FUNDS_INSUFFICIENT"),
  "22029": verdict("POSITION_TOO_LARGE"),
  "40715": verdict("POSITION_TOO_LARGE"),
  "40921": verdict("POSITION_TOO_LARGE"),
  "40928": verdict("POSITION_TOO_LARGE"),
  "43007": verdict("SIZE_ABOVE_MAXIMUM", RULES_CHANGED),
  "45112": verdict("SIZE_ABOVE_MAXIMUM", RULES_CHANGED),
  "45113": verdict("SIZE_ABOVE_MAXIMUM", RULES_CHANGED),

  // Already there, or already gone.
  "40708": verdict("DUPLICATE_ORDER"),
  "40786": verdict("DUPLICATE_ORDER"),
  "43118": verdict("DUPLICATE_ORDER"),
  "45034": verdict("DUPLICATE_ORDER"),
  "50060": verdict("DUPLICATE_ORDER"),
  "25212": verdict("DUPLICATE_ORDER"),
  "22002": verdict("NOTHING_TO_REDUCE"),
  "40717": verdict("NOTHING_TO_REDUCE"),
  "40755": verdict("NOTHING_TO_REDUCE"),
  "40757": verdict("NOTHING_TO_REDUCE"),
  "40804": verdict("NOTHING_TO_REDUCE"),
  "45003": verdict("NOTHING_TO_REDUCE"),
  "45005": verdict("NOTHING_TO_REDUCE"),
  "45006": verdict("NOTHING_TO_REDUCE"),
  "25227": verdict("NOTHING_TO_REDUCE"),
  "22001": verdict("ORDER_NOT_FOUND"),
  "31007": verdict("ORDER_NOT_FOUND"),
  "40109": verdict("ORDER_NOT_FOUND"),
  "40768": verdict("ORDER_NOT_FOUND"),
  "43001": verdict("ORDER_NOT_FOUND"),
  "43004": verdict("ORDER_NOT_FOUND"),
  "25204": verdict("ORDER_NOT_FOUND"),
  "40814": ALREADY_SO,

  // Against the market's rules: ours may be out of date.
  "40017": verdict("ORDER_INVALID"),
  "40808": verdict("ORDER_INVALID", RULES_CHANGED),
  "45115": verdict("ORDER_INVALID", RULES_CHANGED),
  "40815": verdict("ORDER_INVALID"),
  "40816": verdict("ORDER_INVALID"),
  "50067": verdict("ORDER_INVALID"),
  "45110": verdict("BELOW_MINIMUM_NOTIONAL", RULES_CHANGED),
  "43027": verdict("BELOW_MINIMUM_NOTIONAL", RULES_CHANGED),
  "45111": verdict("BELOW_MINIMUM_AMOUNT", RULES_CHANGED),
  "45114": verdict("BELOW_MINIMUM_AMOUNT", RULES_CHANGED),
  "43006": verdict("BELOW_MINIMUM_AMOUNT", RULES_CHANGED),
  "40072": verdict("MARKET_NOT_FOUND", RULES_CHANGED),
  "40102": verdict("MARKET_NOT_FOUND", RULES_CHANGED),
  "40309": verdict("MARKET_NOT_FOUND", RULES_CHANGED),
  "40845": verdict("MARKET_NOT_FOUND", RULES_CHANGED),

  // The account is not set up for it.
  "40006": WRONG_KEY,
  "40037": WRONG_KEY,
  "40041": WRONG_KEY,
  "40011": WRONG_PASSWORD,
  "40012": WRONG_PASSWORD,
  "40036": WRONG_PASSWORD,
  "40009": verdict("AUTHENTICATION_FAILED", { hint: "check SECRET_KEY" }),
  "40099": verdict("AUTHENTICATION_FAILED", { hint: "the key is one for demo trading" }),
  "40014": verdict("PERMISSION_DENIED", { hint: "the key needs to read and write futures orders and positions" }),
  "40018": WRONG_ADDRESS,
  "40038": WRONG_ADDRESS,
  "22010": WRONG_ADDRESS,
  "40085": verdict("PERMISSION_DENIED", {
    hint: "the account is a unified one: take ACCOUNT_TYPE away, or set it to unified",
  }),
  // Of copy trading's keys, whatever is open; in the documents' words "There is currently a position or an order". 22070 and 22071
  // are told in Bitget's words alone.
  "40731": verdict("PERMISSION_DENIED", {
    hint: "if the key is one for copy trading, make one of the account's own futures; else close positions and cancel orders first",
  }),
  "22070": NOT_ALLOWED,
  "22071": NOT_ALLOWED,
  "40774": verdict("HEDGE_MODE", { hint: "switch the account to one-way mode" }),
  "40920": verdict("HEDGE_MODE", { hint: "close positions and cancel orders first" }),
  "40730": verdict("LEVERAGE_REFUSED", { hint: "cancel the open orders first" }),
  "40797": verdict("LEVERAGE_REFUSED"),
  "40880": verdict("LEVERAGE_REFUSED"),
  "40893": verdict("LEVERAGE_REFUSED", { hint: "the margin does not suffice for it" }),
  "22005": verdict("MARGIN_MODE_REFUSED"),
  "40716": verdict("MARGIN_MODE_REFUSED"),
  "45117": verdict("MARGIN_MODE_REFUSED", { hint: "close the position and cancel its orders first" }),
};
