// One line: every word in its class, each class at most once, then an order of what is there.
import { foldSymbol } from "../market/symbol.ts";
import type { AlertAccount, AlertIssue, AlertOrder } from "./alert-order.ts";
import { buildOrder } from "./build-order.ts";
import { type ClassifiedToken, classify, KNOWN_WORDS } from "./classify.ts";
import { collectParts, quotingHint } from "./line-parts.ts";
import { LineReport } from "./line-report.ts";
import { type OrderLine, type Token, tokenize } from "./tokenize.ts";

/** What one order line says. A bad line has at least one error and no order. */
export interface ParsedLine {
  /** The line as the text was cut. */
  readonly source: OrderLine;
  readonly order?: AlertOrder;
  readonly errors: readonly AlertIssue[];
  readonly warnings: readonly AlertIssue[];
}

/** A line with more unknown words than this is not read on: it is bad already. */
const MAX_UNKNOWN = 20;
const DEFAULT_SETTLE = "USDT";

/** What the lines of an alert are read with. */
export interface LineContext {
  /** By ACCOUNT_ID in lower case. */
  readonly accounts: ReadonlyMap<string, AlertAccount>;
  /** For messages: the accounts there are. */
  readonly accountList: string;
  /** The known word most like one that nobody knows: of the grammar, or an account's name as well. */
  suggest(word: string, among: "words" | "words and accounts"): string | undefined;
}

/** Parses one order line. */
export function parseLine(source: OrderLine, context: LineContext): ParsedLine {
  const { line, text } = source;
  const { accounts } = context;
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
  const symbolToken = pickSymbol(unknown, {
    ...context,
    account,
    isAccountNamed: parts.present.has("account"),
    report,
  });
  const order = buildOrder({ line, account, symbolToken, parts, report });
  const { errors, warnings } = report;
  return errors.length === 0 && order !== undefined
    ? { source, order, errors, warnings }
    : { source, errors, warnings: [] };
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

interface SymbolChoice extends LineContext {
  readonly account: AlertAccount | undefined;
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

function reportUnknown(word: Token, { suggest, isAccountNamed, accountList, report }: SymbolChoice): void {
  const near = suggest(word.text, isAccountNamed ? "words" : "words and accounts");
  const hint = near === undefined ? quotingHint(word) : `; did you mean ${near}?${quotingHint(word)}`;
  const isKnownWord = near !== undefined && KNOWN_WORDS.includes(near);
  if (isAccountNamed || isKnownWord) {
    report.error("UNKNOWN_WORD", `not a word of the syntax, and only one symbol is allowed${hint}`, word);
  } else {
    report.error("ACCOUNT_UNKNOWN", `no account of this name${hint} ${accountList}`, word);
  }
}
