// BingX's own codes. Sources: https://bingx-api.github.io/docs (swapV2, the list of each call's errors and "Common business
// error codes"); https://github.com/BingX-API/api-ai-skills/blob/main/skills/references/error-codes.md (April 2026, the fuller
// one); what the original whook and ccxt's issues saw. The same words come under one code or another, and one code has up to a
// dozen meanings: the words decide. What may have landed is called unknown: looking costs seconds, a double costs money.
import type { ByWords, Meanings, Words } from "../../meaning.ts";
import {
  HELD_BY_ORDERS,
  REFUSED_OR_THERE,
  RULES_CHANGED,
  TOO_MANY_ORDERS,
  type Verdict,
  verdict,
} from "../../verdict.ts";

const CLOCK_OFF = verdict("CLOCK_SKEW", { hint: "this machine's clock is off" });
const HALTED = verdict("VENUE_REJECTED", { ...RULES_CHANGED, hint: "the market is not open to API orders" });
const RESTRICTED = verdict("RATE_LIMITED", { hint: "BingX restricts this account's requests for a while" });

/** Its words, whatever code they come under. */
const WORDS: Words = [
  [/timestamp/i, CLOCK_OFF],
  [/API orders are temporarily disabled/i, verdict("VENUE_BUSY", { hint: "the market moves too fast right now" })],
  [/unblocked after|can retry after|rate limited|frequency limit/i, verdict("RATE_LIMITED")],
  [/order (?:does not|doesn't|not) exist|already filled/i, verdict("ORDER_NOT_FOUND")],
  [/No position to close|position not exist|Reduce Only order can only decrease/i, verdict("NOTHING_TO_REDUCE")],
  [/(?:symbol|contract) not exist/i, verdict("MARKET_NOT_FOUND", RULES_CHANGED)],
  [/margin (?:is )?not enough|insufficient (?:margin|balance|assets)/i, verdict("FUNDS_INSUFFICIENT")],
  [/maximum position value|position limit/i, verdict("POSITION_TOO_LARGE")],
  [/minimum nominal/i, verdict("BELOW_MINIMUM_NOTIONAL", RULES_CHANGED)],
  [/minimum (?:order )?amount|minimum size/i, verdict("BELOW_MINIMUM_AMOUNT", RULES_CHANGED)],
  [/clientOrderID.{0,12}(?:repeated|unique)|same order/i, verdict("DUPLICATE_ORDER")],
  [/Hedge mode|One-way mode/i, verdict("HEDGE_MODE", { hint: "in hedge mode BingX takes no one-way orders" })],
  [/system is busy|network failed|service unavailable|rpc timeout/i, verdict("OUTCOME_UNKNOWN")],
  [/not available for trading|restricted from API|not (?:available|supported) for API/i, HALTED],
  [/temporarily|is pause|being processed|in process|network issue/i, verdict("VENUE_BUSY")],
  [/price should be/i, verdict("ORDER_INVALID")],
  [/invalid|is must|required|are both empty|can not be filled|err:/i, verdict("ORDER_INVALID", RULES_CHANGED)],
];

/** A code whose words decide, and what any other words come to. */
function byWords(otherwise: Verdict): ByWords {
  return { words: WORDS, otherwise };
}

/** Not done, for a reason nobody has written down: it is tried until the deadline, since it may pass. */
const UNTOLD = verdict("VENUE_REJECTED", { remedy: "retry" });

export const BINGX_VERDICTS: Meanings = {
  // Busy, or a client order id that is there already: 101500 was seen for both ("rpc timeout" in the documentation).
  "101500": verdict("OUTCOME_UNKNOWN"),
  "100500": verdict("OUTCOME_UNKNOWN"),
  // "Unknown status, the request may have been executed": the documentation on 504.
  "504": verdict("OUTCOME_UNKNOWN"),
  "500": verdict("OUTCOME_UNKNOWN"),
  "100503": verdict("OUTCOME_UNKNOWN"),
  "80001": byWords(verdict("OUTCOME_UNKNOWN")),
  "80012": byWords(verdict("OUTCOME_UNKNOWN")),
  "80019": verdict("OUTCOME_UNKNOWN"),
  "109500": byWords(verdict("OUTCOME_UNKNOWN")),
  "109701": verdict("OUTCOME_UNKNOWN"),
  "110500": verdict("OUTCOME_UNKNOWN"),
  // Invalid parameters; below the minimum, a name used before, or paused.
  "101400": byWords(verdict("ORDER_INVALID", { ...REFUSED_OR_THERE, ...RULES_CHANGED })),

  // Already there.
  "101481": verdict("DUPLICATE_ORDER"),
  "109201": verdict("DUPLICATE_ORDER"),

  // Not placed, will pass.
  "429": verdict("RATE_LIMITED"),
  // Of the gateway, before anything behind it; repeated, it becomes a ban.
  "100410": verdict("RATE_LIMITED"),
  // The clock; of late also a market, or too many open orders.
  "100421": {
    words: [[/pending orders/i, TOO_MANY_ORDERS], [/trading pair|this pair/i, HALTED], ...WORDS],
    otherwise: CLOCK_OFF,
  },
  "109403": RESTRICTED,
  "109429": RESTRICTED,
  "80020": verdict("VENUE_REJECTED", { remedy: "retry", hint: "BingX's risk control forbids it" }),
  "101515": verdict("VENUE_BUSY", { hint: "trading is suspended for this account for a while" }),
  "101214": verdict("VENUE_BUSY", { hint: "funding is being settled" }),
  "101219": verdict("VENUE_BUSY"),
  "101412": verdict("VENUE_BUSY"),
  "101413": verdict("VENUE_BUSY", { hint: "the market is outside of its trading hours" }),
  "104424": verdict("VENUE_BUSY", { hint: "the market is outside of its trading hours" }),
  "101514": verdict("VENUE_BUSY", { hint: "opening positions is suspended for this account" }),
  "109415": verdict("VENUE_BUSY", { hint: "trading is paused in this market" }),

  // Too big.
  "101204": verdict("FUNDS_INSUFFICIENT"),
  "101206": verdict("FUNDS_INSUFFICIENT"),
  // "Available balance is insufficient for this order": https://github.com/BingX-API/api-ai-skills, skills/references/error-codes.md. In its
  // words of other days pending orders hold the balance.
  "101212": verdict("FUNDS_INSUFFICIENT", { hint: "or open orders are in the way: cancel them" }),
  "101253": verdict("FUNDS_INSUFFICIENT"),
  "102201": verdict("FUNDS_INSUFFICIENT"),
  "110424": verdict("FUNDS_INSUFFICIENT"),
  "100202": verdict("FUNDS_INSUFFICIENT"),
  "101209": verdict("POSITION_TOO_LARGE"),
  "101424": verdict("POSITION_TOO_LARGE", { hint: "complete the identity verification for a higher limit" }),
  "101429": verdict("POSITION_TOO_LARGE"),
  "110287": verdict("POSITION_TOO_LARGE"),
  "112414": verdict("POSITION_TOO_LARGE"),

  // Already gone. 109421, and in most of its words 109414, are other codes for 80016.
  "101205": verdict("NOTHING_TO_REDUCE"),
  // https://github.com/xLydianSoftware/Qubx/pull/386
  "110203": HELD_BY_ORDERS,
  "80017": verdict("NOTHING_TO_REDUCE"),
  "101290": verdict("NOTHING_TO_REDUCE"),
  "109420": verdict("NOTHING_TO_REDUCE"),
  "80016": verdict("ORDER_NOT_FOUND"),
  "80018": verdict("ORDER_NOT_FOUND"),
  "109414": byWords(UNTOLD),
  "109421": verdict("ORDER_NOT_FOUND"),
  "109422": verdict("ORDER_NOT_FOUND"),

  // Against the market's rules: ours may be out of date.
  "101202": verdict("BELOW_MINIMUM_NOTIONAL", RULES_CHANGED),
  "101485": verdict("BELOW_MINIMUM_AMOUNT", RULES_CHANGED),
  "110422": verdict("BELOW_MINIMUM_AMOUNT", RULES_CHANGED),
  "110400": byWords(verdict("ORDER_INVALID", RULES_CHANGED)),
  "110425": byWords(verdict("ORDER_INVALID", RULES_CHANGED)),
  "110426": verdict("ORDER_INVALID", RULES_CHANGED),
  "80014": byWords(UNTOLD),
  "100400": byWords(verdict("ORDER_INVALID", RULES_CHANGED)),
  "109400": byWords(UNTOLD),
  "101211": verdict("ORDER_INVALID"),
  "110402": verdict("ORDER_INVALID"),
  "101419": TOO_MANY_ORDERS,
  "80013": TOO_MANY_ORDERS,
  // Post-only, and would have traded: the fuller list, and JKorf/BingX.Net, BingX.Net/BingXErrors.cs.
  "101215": verdict("POST_ONLY_REFUSED"),
  "101460": verdict("ORDER_INVALID"),
  "101461": verdict("ORDER_INVALID"),
  "110206": verdict("ORDER_INVALID", { hint: "cancel some take-profit or stop-loss orders first" }),
  "100204": verdict("MARKET_NOT_FOUND", RULES_CHANGED),
  "109425": verdict("MARKET_NOT_FOUND", RULES_CHANGED),
  "101415": HALTED,
  "109417": HALTED,
  "110280": HALTED,

  // The account is not set up for it.
  "100001": verdict("AUTHENTICATION_FAILED", { hint: "check SECRET_KEY" }),
  "100412": verdict("AUTHENTICATION_FAILED", { hint: "check SECRET_KEY" }),
  "100413": verdict("AUTHENTICATION_FAILED", { hint: "check API_KEY" }),
  "100004": verdict("PERMISSION_DENIED", { hint: "allow this key 'Perpetual Futures Trading'" }),
  "100414": verdict("PERMISSION_DENIED"),
  "100419": verdict("PERMISSION_DENIED", { hint: "add this machine's address to the key's list" }),
  "101210": verdict("PERMISSION_DENIED"),
  "101483": verdict("PERMISSION_DENIED"),
  "101484": verdict("PERMISSION_DENIED"),
  "104414": verdict("PERMISSION_DENIED"),
  "104103": verdict("HEDGE_MODE", { hint: "close the positions and cancel the open orders first" }),
  "109401": verdict("MARGIN_MODE_REFUSED", { hint: "close the positions and cancel the open orders first" }),
  "109430": verdict("LEVERAGE_REFUSED", { hint: "cancel the TWAP orders first" }),
  "101201": verdict("LEVERAGE_REFUSED"),
  "101222": verdict("LEVERAGE_REFUSED"),
  "101414": verdict("LEVERAGE_REFUSED"),
};
