import { foldFullWidth } from "./characters.ts";

/** One line of an alert that is an order: neither blank nor a comment. */
export interface OrderLine {
  /** 1-based physical line. */
  readonly line: number;
  readonly text: string;
  /** Place among the alert's order lines, from 0. */
  readonly ordinal: number;
}

/** One word of a line. `column` counts characters (code points) from 1. */
export interface Token {
  readonly text: string;
  readonly column: number;
  /** The nearest `id:` or `tag:` before it, when its value is not in quotes: this word may be meant as the rest of it. */
  readonly behind?: string;
}

const BYTE_ORDER_MARK = "\uFEFF";
const COMMENT = "//";
const COMMENT_LINE = /^\/\p{Cf}*\//u;
const FIRST_VISIBLE = /[^\p{White_Space}\p{Cf}]/u;
const TAKES_QUOTES = /^(id|tag):("?)/i;
const CLOSING_QUOTE = /"(?!\P{White_Space})/gu;
/** What nobody sees may follow a quote too, where nothing else closes it: it stands at no end of a word. */
const CLOSING_BEFORE_UNSEEN = /"(?=\p{Cf}+(?:\p{White_Space}|$))/gu;
const INVISIBLE_START = /^\p{Cf}+/u;
/** Up to the last that can be seen. Looking for an invisible end instead takes time by the square of those inside. */
const VISIBLE_END = /^.*\P{Cf}/su;

/** The order lines of an alert: split by LF or CRLF, without blank lines and `//` comments. */
export function orderLines(text: string): readonly OrderLine[] {
  const body = text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
  const found: OrderLine[] = [];
  // One pass: an alert may have a line for each of its 64 KiB.
  for (const [index, written] of body.split("\n").entries()) {
    const line = written.endsWith("\r") ? written.slice(0, -1) : written;
    if (isOrder(line)) found.push({ line: index + 1, text: line, ordinal: found.length });
  }
  return found;
}

/**
 * The words of a line up to a `//`, split by Unicode white space, which the quoted value of an `id:` or `tag:` may hold, and
 * without invisible characters at their ends. An `id:` whose quote is never closed takes the rest of the line, to be
 * refused; a `tag:` is the word that it looks like.
 * @example
 * tokenize('buy 1 tag:"my bot" // mine').map(({ text }) => text); // ["buy", "1", 'tag:"my bot"']
 */
export function tokenize(line: string): readonly Token[] {
  const folded = foldFullWidth(line);
  const tokens: Token[] = [];
  const words = /\P{White_Space}+/gu;
  const closingQuote = findClosingQuotes(folded);
  let column = 1;
  let counted = 0;
  let behind: { readonly behind?: string } = {};
  for (let found = words.exec(folded); found !== null; found = words.exec(folded)) {
    const word = found[0].replace(INVISIBLE_START, "");
    const begin = found.index + found[0].length - word.length;
    if (word.startsWith(COMMENT)) break;
    const { text, end, valueIs } = readWord(folded, { word, begin, closingQuote });
    // A quoted value has white space in it: the next word begins behind its quote.
    words.lastIndex = Math.max(end, found.index + found[0].length);
    if (text === "") continue;
    column += codePoints(folded, counted, begin);
    counted = begin;
    tokens.push({ text, column, ...behind });
    if (valueIs !== "none") behind = valueIs === "bare" ? { behind: word } : {};
  }
  return tokens;
}

interface WordAt {
  readonly word: string;
  readonly begin: number;
  closingQuote(from: number): number | undefined;
}

/** The word that begins there: with white space in it when it has quotes around a value. `valueIs`: how that of an `id:` or `tag:` is written. */
function readWord(
  line: string,
  { word, begin, closingQuote }: WordAt,
): { readonly text: string; readonly end: number; readonly valueIs: "none" | "bare" | "quoted" } {
  const [head = "", name = "", quote] = TAKES_QUOTES.exec(word) ?? [];
  const closing = quote === '"' ? closingQuote(begin + head.length) : undefined;
  const isOpenKey = quote === '"' && closing === undefined && name.toLowerCase() === "id";
  const text = closing === undefined && !isOpenKey ? word : line.slice(begin, closing).trimEnd();
  const valueIs = head === "" ? "none" : closing === undefined ? "bare" : "quoted";
  return { text: VISIBLE_END.exec(text)?.[0] ?? "", end: begin + text.length, valueIs };
}

/** Tells the end of the first closing quote at or after a place. Asked for places in ascending order it is linear in the line. */
function findClosingQuotes(line: string): (from: number) => number | undefined {
  if (!line.includes('"')) return () => undefined;
  const plain = endsInOrder(line, CLOSING_QUOTE);
  const unseen = endsInOrder(line, CLOSING_BEFORE_UNSEEN);
  return (from) => plain(from) ?? unseen(from);
}

function endsInOrder(line: string, quote: RegExp): (from: number) => number | undefined {
  const ends = Array.from(line.matchAll(quote), ({ index }) => index + 1);
  let next = 0;
  return (from) => {
    while ((ends[next] ?? Number.POSITIVE_INFINITY) <= from) next++;
    return ends[next];
  };
}

/** Nearly every line begins with a letter, which is no doubt. */
const BEGINS_PLAINLY = /^[a-z0-9]/i;

function isOrder(line: string): boolean {
  if (BEGINS_PLAINLY.test(line)) return true;
  const first = line.search(FIRST_VISIBLE);
  return first !== -1 && !COMMENT_LINE.test(foldFullWidth(line.slice(first)));
}

function codePoints(text: string, from: number, to: number): number {
  let count = 0;
  for (const _char of text.slice(from, to)) count++;
  return count;
}
