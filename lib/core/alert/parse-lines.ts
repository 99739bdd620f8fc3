import { closestWords } from "../market/close-matches.ts";
import { foldSymbol } from "../market/symbol.ts";
import type { AlertAccount } from "./alert-order.ts";
import { foldFullWidth } from "./characters.ts";
import { KNOWN_WORDS } from "./classify.ts";
import { type LineContext, type ParsedLine, parseLine } from "./parse-line.ts";
import { orderLines } from "./tokenize.ts";

/** Longer words are nobody's typo. */
const LONGEST_TYPO = 40;
/** Comparing words is what takes the time of a bad line: a text with more unknown words than this is not an alert. */
const MAX_SUGGESTED = 50;

/** Bad lines after which one that names no account is not looked at word by word. */
const MAX_DETAILED = 100;

/**
 * Parses a whole alert before anything acts, and keeps with each order line what it says. Lines come in the text's order.
 * Never throws; takes time linear in the text's length.
 */
export function parseLines(text: string, accounts: readonly AlertAccount[]): readonly ParsedLine[] {
  const ids = accounts.map(({ id }) => id);
  let bad = 0;
  const context: LineContext = {
    accounts: new Map(accounts.map((account) => [foldFullWidth(account.id).toLowerCase(), account])),
    accountList: accountList(ids),
    suggest: createSuggest(ids),
    fold: createFold(),
    detail: () => (bad < MAX_DETAILED ? "full" : "brief"),
  };
  return orderLines(text).map((line) => {
    const parsed = parseLine(line, context);
    if (parsed.order === undefined) bad++;
    return parsed;
  });
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

/** The words of an alert are asked for several times, most of them in many lines. */
function createFold(): typeof foldSymbol {
  const known = new Map<string, ReturnType<typeof foldSymbol>>();
  return (word, settle) => {
    const name = `${settle} ${word}`;
    const folded = known.get(name) ?? foldSymbol(word, settle);
    known.set(name, folded);
    return folded;
  };
}

function accountList(ids: readonly string[]): string {
  if (ids.length === 0) return "(no account is configured)";
  return `(accounts: ${ids.slice(0, 10).join(", ")}${ids.length > 10 ? ", …" : ""})`;
}
