// One line: every word in its class, each class at most once, then an order of what is there.
import { closestWords } from "../market/close-matches.ts";
import { foldSymbol } from "../market/symbol.ts";
import type { AlertAccount, AlertIssue, AlertOrder } from "./alert-order.ts";
import { buildOrder } from "./build-order.ts";
import { type ClassifiedToken, classify, KNOWN_WORDS } from "./classify.ts";
import { collectParts, quotingHint } from "./line-parts.ts";
import { LineReport } from "./line-report.ts";
import { type OrderLine, type Token, tokenize } from "./tokenize.ts";

/** What became of one line: an order, or at least one error. */
export interface ParsedLine {
  readonly order?: AlertOrder;
  readonly errors: readonly AlertIssue[];
  readonly warnings: readonly AlertIssue[];
}

/** A line with more unknown words than this is not read on: it is bad already. */
const MAX_UNKNOWN = 20;
/** Longer words are nobody's typo. */
const LONGEST_TYPO = 40;
const DEFAULT_SETTLE = "USDT";

/** Parses one order line. `accounts`: by ACCOUNT_ID in lower case. */
export function parseLine({ line, text }: OrderLine, accounts: ReadonlyMap<string, AlertAccount>): ParsedLine {
  const report = new LineReport(line);
  const known: ClassifiedToken[] = [];
  const unknown: Token[] = [];
  for (const token of tokenize(text)) {
    if (report.isFull || unknown.length > MAX_UNKNOWN) break;
    const classified = classifyToken(token, accounts, report);
    if (classified?.kind === "symbol") unknown.push(token);
    else if (classified !== undefined) known.push(classified);
  }
  const parts = collectParts(known, report);
  const account = parts.find("account")?.part.account;
  const symbolToken = pickSymbol(unknown, { account, accounts, isAccountNamed: parts.present.has("account"), report });
  const order = buildOrder({ line, account, symbolToken, parts, report });
  const { errors, warnings } = report;
  return errors.length === 0 && order !== undefined ? { order, errors, warnings } : { errors, warnings: [] };
}

function classifyToken(
  token: Token,
  accounts: ReadonlyMap<string, AlertAccount>,
  report: LineReport,
): ClassifiedToken | undefined {
  if (token.text.includes("{{")) {
    report.error(
      "PLACEHOLDER",
      "TradingView did not fill this placeholder in; strategy placeholders work in strategy alerts only",
      token,
    );
    return undefined;
  }
  return classify(token, accounts);
}

interface SymbolChoice {
  readonly account: AlertAccount | undefined;
  readonly accounts: ReadonlyMap<string, AlertAccount>;
  readonly isAccountNamed: boolean;
  readonly report: LineReport;
}

/** The one word without a class is the symbol; every further one is an error. */
function pickSymbol(words: readonly Token[], choice: SymbolChoice): Token | undefined {
  const [only, ...others] = words;
  if (others.length === 0 && choice.isAccountNamed) return only;
  const settle = choice.account?.settle ?? DEFAULT_SETTLE;
  const symbol = words.find(({ text }) => foldSymbol(text, settle).ok) ?? words.find(({ text }) => /[/:]/.test(text));
  for (const word of words.filter((token) => token !== symbol)) reportUnknown(word, choice);
  return symbol;
}

function reportUnknown(word: Token, { accounts, isAccountNamed, report }: SymbolChoice): void {
  const ids = [...accounts.values()].map(({ id }) => id);
  const near =
    word.text.length > LONGEST_TYPO
      ? []
      : closestWords(word.text, isAccountNamed ? KNOWN_WORDS : [...ids, ...KNOWN_WORDS]);
  const hint = near[0] === undefined ? quotingHint(word) : `; did you mean ${near[0]}?${quotingHint(word)}`;
  const isKnownWord = near[0] !== undefined && KNOWN_WORDS.includes(near[0]);
  if (isAccountNamed || isKnownWord) {
    report.error("UNKNOWN_WORD", `not a word of the syntax, and only one symbol is allowed${hint}`, word);
  } else {
    report.error("ACCOUNT_UNKNOWN", `no account of this name${hint} ${accountList(ids)}`, word);
  }
}

/** For messages: the accounts there are. */
export function accountList(ids: readonly string[]): string {
  if (ids.length === 0) return "(no account is configured)";
  return `(accounts: ${ids.slice(0, 10).join(", ")}${ids.length > 10 ? ", …" : ""})`;
}
