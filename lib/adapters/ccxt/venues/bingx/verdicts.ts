// BingX's own codes. Sources: https://bingx-api.github.io/docs (swapV2, "Common business error codes");
// https://github.com/BingX-API/api-ai-skills/blob/main/skills/references/error-codes.md (April 2026, the fuller one); what the
// original whook and ccxt's issues saw. One code often stands for several things (80001, 80012, 80014, 101400): what may have
// landed is called unknown, since looking costs seconds and a double costs money; what else they mean is for good.
import { REFUSED_OR_THERE, RULES_CHANGED, type Verdict, verdict } from "../../verdict.ts";

export const BINGX_VERDICTS: Readonly<Record<string, Verdict>> = {
  // Busy, or a client order id that is there already: 101500 was seen for both ("rpc timeout" in the documentation).
  "101500": verdict("OUTCOME_UNKNOWN"),
  "100500": verdict("OUTCOME_UNKNOWN"),
  "100410": verdict("OUTCOME_UNKNOWN"),
  // "Unknown status, the request may have been executed": the documentation on 504.
  "504": verdict("OUTCOME_UNKNOWN"),
  "500": verdict("OUTCOME_UNKNOWN"),
  "100503": verdict("OUTCOME_UNKNOWN"),
  "80001": verdict("OUTCOME_UNKNOWN"),
  "80012": verdict("OUTCOME_UNKNOWN"),
  "80019": verdict("OUTCOME_UNKNOWN"),
  "109500": verdict("OUTCOME_UNKNOWN"),
  "109701": verdict("OUTCOME_UNKNOWN"),
  "110500": verdict("OUTCOME_UNKNOWN"),
  // Invalid parameters; below the minimum, or paused.
  "80014": verdict("ORDER_INVALID", REFUSED_OR_THERE),
  "101400": verdict("ORDER_INVALID", { ...REFUSED_OR_THERE, ...RULES_CHANGED }),

  // Already there.
  "101481": verdict("DUPLICATE_ORDER"),
  "109201": verdict("DUPLICATE_ORDER"),
  "110206": verdict("DUPLICATE_ORDER"),

  // Not placed, will pass.
  "429": verdict("RATE_LIMITED"),
  "100421": verdict("CLOCK_SKEW", { hint: "this machine's clock is off" }),
  "109403": verdict("RATE_LIMITED", { hint: "BingX restricts this account's requests for a while" }),
  "109429": verdict("RATE_LIMITED", { hint: "BingX restricts this account's requests for a while" }),
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
  "101212": verdict("FUNDS_INSUFFICIENT", { hint: "or open orders are in the way: cancel them" }),
  "101253": verdict("FUNDS_INSUFFICIENT"),
  "102201": verdict("FUNDS_INSUFFICIENT"),
  "110424": verdict("FUNDS_INSUFFICIENT"),
  "100202": verdict("FUNDS_INSUFFICIENT"),
  "101209": verdict("POSITION_TOO_LARGE"),
  "101429": verdict("POSITION_TOO_LARGE"),
  "110287": verdict("POSITION_TOO_LARGE"),
  "112414": verdict("POSITION_TOO_LARGE"),

  // Already gone. 109421 and 109414 are other words for 80016.
  "101205": verdict("NOTHING_TO_REDUCE"),
  // https://github.com/xLydianSoftware/Qubx/pull/386
  "110203": verdict("REDUCTION_BLOCKED"),
  "80017": verdict("NOTHING_TO_REDUCE"),
  "109420": verdict("NOTHING_TO_REDUCE"),
  "80016": verdict("ORDER_NOT_FOUND"),
  "80018": verdict("ORDER_NOT_FOUND"),
  "109414": verdict("ORDER_NOT_FOUND"),
  "109421": verdict("ORDER_NOT_FOUND"),

  // Against the market's rules: ours may be out of date.
  "101202": verdict("BELOW_MINIMUM_NOTIONAL", RULES_CHANGED),
  "101485": verdict("BELOW_MINIMUM_AMOUNT", RULES_CHANGED),
  "110422": verdict("BELOW_MINIMUM_AMOUNT", RULES_CHANGED),
  "110400": verdict("BELOW_MINIMUM_AMOUNT", RULES_CHANGED),
  "110425": verdict("BELOW_MINIMUM_NOTIONAL", RULES_CHANGED),
  "100400": verdict("ORDER_INVALID", RULES_CHANGED),
  "109400": verdict("ORDER_INVALID", { hint: "in hedge mode BingX takes no one-way orders" }),
  "101211": verdict("ORDER_INVALID"),
  "110402": verdict("ORDER_INVALID"),
  "101419": verdict("ORDER_INVALID", { hint: "cancel some open orders first" }),
  "101215": verdict("ORDER_INVALID"),
  "101460": verdict("ORDER_INVALID"),
  "100204": verdict("MARKET_NOT_FOUND", RULES_CHANGED),
  "109425": verdict("MARKET_NOT_FOUND", RULES_CHANGED),
  "101415": verdict("VENUE_REJECTED", RULES_CHANGED),

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
  "101201": verdict("LEVERAGE_REFUSED"),
  "101222": verdict("LEVERAGE_REFUSED"),
  "101414": verdict("LEVERAGE_REFUSED"),
};
