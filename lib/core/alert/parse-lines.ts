import { closestWords } from "../market/close-matches.ts";
import type { AlertAccount } from "./alert-order.ts";
import { KNOWN_WORDS } from "./classify.ts";
import { type LineContext, type ParsedLine, parseLine } from "./parse-line.ts";
import { orderLines } from "./tokenize.ts";

/** Longer words are nobody's typo. */
const LONGEST_TYPO = 40;
/** Comparing words is what takes the time of a bad line: a text with more unknown words than this is not an alert. */
const MAX_SUGGESTED = 50;

/**
 * Parses a whole alert before anything acts, and keeps with each order line what it says. Lines come in the text's order.
 * Never throws; takes time linear in the text's length.
 */
export function parseLines(text: string, accounts: readonly AlertAccount[]): readonly ParsedLine[] {
  const ids = accounts.map(({ id }) => id);
  const context: LineContext = {
    accounts: new Map(accounts.map((account) => [account.id.toLowerCase(), account])),
    accountList: accountList(ids),
    suggest: createSuggest(ids),
  };
  return orderLines(text).map((line) => parseLine(line, context));
}

function createSuggest(ids: readonly string[]): LineContext["suggest"] {
  const candidates = { words: KNOWN_WORDS, "words and accounts": [...ids, ...KNOWN_WORDS] };
  let suggested = 0;
  return (word, among) => {
    if (word.length > LONGEST_TYPO || suggested === MAX_SUGGESTED) return undefined;
    suggested++;
    return closestWords(word, candidates[among])[0];
  };
}

function accountList(ids: readonly string[]): string {
  if (ids.length === 0) return "(no account is configured)";
  return `(accounts: ${ids.slice(0, 10).join(", ")}${ids.length > 10 ? ", …" : ""})`;
}
