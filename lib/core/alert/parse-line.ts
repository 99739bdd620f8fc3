// One line: every word in its class, each class at most once, then an order of what is there.
import type { foldSymbol } from "../market/symbol.ts";
import type { AlertAccount, AlertIssue, AlertOrder } from "./alert-order.ts";
import { buildOrder } from "./build-order.ts";
import { foldFullWidth } from "./characters.ts";
import { classified, classify, KNOWN_WORDS } from "./classify.ts";
import { amountWithCoin, hintFor, isNoValue } from "./hints.ts";
import type { AlertErrorCode } from "./issue-codes.ts";
import { collectParts, type LineParts, quotingHint } from "./line-parts.ts";
import { LineReport } from "./line-report.ts";
import type { ClassifiedToken } from "./part.ts";
import { readAnnotation } from "./read-named.ts";
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
const NEEDS_QUANTITY: ReadonlySet<string> = new Set<AlertOrder["command"]>(["buy", "sell", "position"]);
const DEFAULT_SETTLE = "USDT";
const NONE: readonly AlertIssue[] = [];

/** What the lines of an alert are read with. */
export interface LineContext {
  /** By ACCOUNT_ID, folded and in lower case. */
  readonly accounts: ReadonlyMap<string, AlertAccount>;
  /** For messages: the accounts there are. */
  readonly accountList: string;
  /** How much is said of a bad line: after many, one thing. */
  detail(): "full" | "brief";
  /** As `foldSymbol`. */
  readonly fold: typeof foldSymbol;
  /** The known word most like one that nobody knows: of the grammar, or an account's name as well. */
  suggest(word: string, among: "words" | "words and accounts"): string | undefined;
}

/** Parses one order line. */
export function parseLine(source: OrderLine, context: LineContext): ParsedLine {
  const { line, text } = source;
  const { accounts } = context;
  const isBrief = context.detail() === "brief";
  // Cutting lines into words is what takes the time of a text that is no alert.
  if (isBrief && !mayName(text, accounts)) return nameless(source);
  const tokens = tokenize(text);
  if (isBrief && !tokens.some((token) => accounts.has(token.text.toLowerCase()))) return nameless(source);
  const report = new LineReport(line);
  const { known, unknown } = classifyTokens(tokens, { accounts, report });
  const { words, amounts } = withoutAmounts(withoutNoValue(unknown, known, report), known, context);
  if (isBrief && words.length > 1) return unreadable(source);
  const amount = [...known, ...amounts].find(({ kind }) => kind === "quantity")?.token.text;
  const parts = collectParts([...known.flatMap((each) => inContext(each, known, report)), ...amounts], report);
  const account = parts.find("account")?.part.account;
  const symbolToken = pickSymbol(words, { ...context, account, amount, parts, report });
  const order = buildOrder({ line, account, symbolToken, parts, report, fold: context.fold });
  const { errors, warnings } = report;
  return errors.length === 0 && order !== undefined
    ? { source, order, errors, warnings }
    : { source, errors, warnings: [] };
}

/** Whether an account's name stands anywhere in the line, be it as a part of a word. */
function mayName(text: string, accounts: LineContext["accounts"]): boolean {
  const folded = foldFullWidth(text).toLowerCase();
  for (const name of accounts.keys()) if (folded.includes(name)) return true;
  return false;
}

function nameless(source: OrderLine): ParsedLine {
  return badAs(source, "ACCOUNT_MISSING", "no account is named in it");
}

function unreadable(source: OrderLine): ParsedLine {
  return badAs(source, "UNKNOWN_WORD", "several of its words are none of the syntax, and only one symbol is allowed");
}

function badAs(source: OrderLine, code: AlertErrorCode, message: string): ParsedLine {
  return { source, errors: [{ line: source.line, code, message }], warnings: NONE };
}

function classifyTokens(
  tokens: readonly Token[],
  { accounts, report }: Pick<LineContext, "accounts"> & { readonly report: LineReport },
): { readonly known: readonly ClassifiedToken[]; readonly unknown: readonly Token[] } {
  const known: ClassifiedToken[] = [];
  const unknown: Token[] = [];
  for (const [index, token] of tokens.entries()) {
    if (report.isFull || unknown.length > MAX_UNKNOWN) break;
    const word = classifyToken(token, { accounts, next: tokens[index + 1]?.text, report });
    if (word?.kind === "symbol" && word.bad === undefined) unknown.push(token);
    else if (word !== undefined) known.push(word);
  }
  return { known, unknown };
}

function classifyToken(
  token: Token,
  { report, ...beside }: Parameters<typeof classify>[1] & { readonly report: LineReport },
): ClassifiedToken | undefined {
  if (token.text.includes("{{")) {
    const annotation = readAnnotation(token.text, token.text.toLowerCase());
    if (annotation !== undefined) return classified(token, annotation);
    report.error(
      "PLACEHOLDER",
      "TradingView did not fill this placeholder in; strategy placeholders work in strategy alerts only",
      token,
    );
    return undefined;
  }
  return classify(token, beside);
}

/** `long`, `short` and `flat` beside `position` are its direction; without it the first two are commands of old. */
function inContext(
  token: ClassifiedToken,
  line: readonly ClassifiedToken[],
  report: LineReport,
): readonly ClassifiedToken[] {
  const { part } = token;
  if (part?.kind !== "direction" || line.some(isPosition)) return [token];
  const { direction } = part;
  if (direction === "flat") {
    report.error("UNKNOWN_WORD", "it goes with position only: write close, or position flat", token.token);
    return [];
  }
  const name = direction === "long" ? "buy" : "sell";
  return [{ ...token, kind: "command", part: { kind: "command", command: { name }, insteadOf: direction } }];
}

function isPosition({ part }: ClassifiedToken): boolean {
  return part?.kind === "command" && part.command.name === "position";
}

/** Beside `flat` no number counts, so that one nobody knew (`NaN`) must not keep the position open. */
function withoutNoValue(
  unknown: readonly Token[],
  known: readonly ClassifiedToken[],
  report: LineReport,
): readonly Token[] {
  const isFlat = known.some(isPosition) && known.some(isToFlat);
  if (!isFlat || unknown.length < 2) return unknown;
  const empty = unknown.filter(({ text }) => isNoValue(text));
  for (const token of empty) report.warn("IGNORED", "it has no value, and flat needs none: ignored", token);
  return unknown.filter((token) => !empty.includes(token));
}

function isToFlat({ part }: ClassifiedToken): boolean {
  return part?.kind === "direction" && part.direction === "flat";
}

/**
 * Of a line without an amount, words like `300usdt` are meant as one: unless such a word is the line's only symbol and it needs
 * no amount, or it reads as a symbol (1000PEPEUSDT) and names more than dollars.
 */
function withoutAmounts(
  unknown: readonly Token[],
  known: readonly ClassifiedToken[],
  { fold }: LineContext,
): { readonly words: readonly Token[]; readonly amounts: readonly ClassifiedToken[] } {
  const isNeeded = known.some(({ part }) => part?.kind === "command" && NEEDS_QUANTITY.has(part.command.name));
  const hasOne = known.some((word) => word.kind === "quantity" || isToFlat(word));
  if (hasOne || (unknown.length < 2 && !isNeeded)) return { words: unknown, amounts: [] };
  const account = known.map(({ part }) => part).find((part) => part?.kind === "account")?.account;
  const amounts = unknown.flatMap((token) => {
    const amount = amountWithCoin(token.text);
    const isMeant = amount?.isSign === true || !fold(token.text, settleOf(account)).ok;
    return amount !== undefined && isMeant ? [classified(token, amount.hint)] : [];
  });
  const taken = new Set(amounts.map(({ token }) => token));
  return { words: unknown.filter((token) => !taken.has(token)), amounts };
}

function settleOf(account: AlertAccount | undefined): string {
  return account?.settle ?? DEFAULT_SETTLE;
}

interface SymbolChoice extends LineContext {
  readonly account: AlertAccount | undefined;
  /** The word that says how much, good or bad. */
  readonly amount: string | undefined;
  readonly parts: LineParts;
  readonly report: LineReport;
}

/** The one word without a class is the symbol; every further one is an error. */
function pickSymbol(words: readonly Token[], choice: SymbolChoice): Token | undefined {
  const { account, amount, parts, fold } = choice;
  const settle = settleOf(account);
  const [only, ...others] = words;
  if (others.length === 0 && parts.present.has("account")) {
    const isMisspelt = only !== undefined && !parts.present.has("command") && !fold(only.text, settle).ok;
    if (!isMisspelt || choice.suggest(only.text, "words") === undefined) return only;
  }
  const symbol = words.find(({ text }) => fold(text, settle).ok) ?? words.find(({ text }) => /[/:]/.test(text));
  const apart = words.map(({ text }) => text).join("/");
  if (symbol === undefined && fold(apart, settle).ok) {
    choice.report.error("UNKNOWN_WORD", `a symbol is one word: write ${apart}`, only);
    return undefined;
  }
  const folded = symbol === undefined ? undefined : fold(symbol.text, settle);
  const base = folded?.ok ? folded.value.symbol.split("/", 1)[0] : undefined;
  for (const word of words.filter((token) => token !== symbol)) {
    const hint = hintFor(word.text, { amount, base });
    if (hint === undefined) reportUnknown(word, choice);
    else choice.report.error("UNKNOWN_WORD", `${hint}${quotingHint(word)}`, word);
  }
  return symbol;
}

function reportUnknown(word: Token, { suggest, parts, accountList, report }: SymbolChoice): void {
  const isAccountNamed = parts.present.has("account");
  const near = suggest(word.text, isAccountNamed ? "words" : "words and accounts");
  const hint = near === undefined ? quotingHint(word) : `; did you mean ${near}?${quotingHint(word)}`;
  const isKnownWord = near !== undefined && KNOWN_WORDS.includes(near);
  if (isAccountNamed || isKnownWord) {
    report.error("UNKNOWN_WORD", `not a word of the syntax, and only one symbol is allowed${hint}`, word);
  } else {
    report.error("ACCOUNT_UNKNOWN", `no account of this name${hint} ${accountList}`, word);
  }
}
