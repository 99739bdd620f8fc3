// The codes of unified accounts, beside those that Bitget has for all. Sources: https://github.com/JKorf/Bitget.Net,
// Bitget.Net/BitgetErrors.cs; https://github.com/sieblyio/bitget-api, src/constants/enum.ts; 25236:
// https://github.com/enarjord/passivbot/pull/601.
import { RULES_CHANGED, type Verdict, verdict } from "../../../verdict.ts";
import { BITGET_VERDICTS } from "../verdicts.ts";

const NO_MARKET = verdict("MARKET_NOT_FOUND", RULES_CHANGED);
/** Of the range, the market tells which end it was. */
const OUT_OF_RANGE = verdict("ORDER_INVALID", RULES_CHANGED);

export const BITGET_UNIFIED_VERDICTS: Readonly<Record<string, Verdict>> = {
  ...BITGET_VERDICTS,

  // May have been executed: a failure of the system, a time-out, two requests at a time.
  "25000": verdict("OUTCOME_UNKNOWN"),
  "25001": verdict("OUTCOME_UNKNOWN"),
  "25003": verdict("OUTCOME_UNKNOWN"),

  "25004": verdict("RATE_LIMITED"),

  // Too big.
  "25202": verdict("FUNDS_INSUFFICIENT"),
  "25203": verdict("FUNDS_INSUFFICIENT"),
  "25228": verdict("FUNDS_INSUFFICIENT"),
  "25231": verdict("FUNDS_INSUFFICIENT"),
  "25230": verdict("POSITION_TOO_LARGE"),

  // Already there, or already gone.
  "25212": verdict("DUPLICATE_ORDER"),
  "25204": verdict("ORDER_NOT_FOUND"),
  "25227": verdict("NOTHING_TO_REDUCE"),
  "25601": verdict("NOTHING_TO_REDUCE"),

  // Against the market's rules: ours may be out of date.
  "25013": verdict("MARKET_NOT_FOUND", { hint: "the contract does not take orders over the API" }),
  "25100": NO_MARKET,
  "25101": NO_MARKET,
  "25102": NO_MARKET,
  "25104": NO_MARKET,
  "25105": NO_MARKET,
  "25108": NO_MARKET,
  "25200": verdict("ORDER_INVALID"),
  "25205": verdict("ORDER_INVALID"),
  "25206": verdict("ORDER_INVALID"),
  "25207": OUT_OF_RANGE,
  "25208": OUT_OF_RANGE,
  "25236": verdict("ORDER_INVALID"),
  "25244": verdict("ORDER_INVALID", RULES_CHANGED),
  "25610": verdict("ORDER_INVALID", RULES_CHANGED),
  "25611": verdict("BELOW_MINIMUM_AMOUNT", RULES_CHANGED),

  // The account is not set up for it.
  "25620": verdict("PERMISSION_DENIED", { hint: "the key needs 'Unified account: trade', read and write" }),
  "40084": verdict("PERMISSION_DENIED", {
    hint: "the account is a classic one: take ACCOUNT_TYPE away, or set it to classic",
  }),
};
