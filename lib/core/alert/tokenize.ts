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
const WORD = /\P{White_Space}+/gu;
const TAKES_QUOTES = /^(id|tag):("?)/i;
const CLOSING_QUOTE = /"(?!\P{White_Space})/gu;

/** The order lines of an alert: split by LF or CRLF, without blank lines and `//` comments. */
export function orderLines(text: string): readonly OrderLine[] {
  const body = text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
  return body
    .split("\n")
    .map((line, index) => ({ line: index + 1, text: line.endsWith("\r") ? line.slice(0, -1) : line }))
    .filter(({ text: line }) => isOrder(line))
    .map((line, ordinal) => ({ ...line, ordinal }));
}

/**
 * The words of a line, split by Unicode white space, which the quoted value of an `id:` or `tag:` may hold. An `id:` whose
 * quote is never closed takes the rest of the line, to be refused; a `tag:` is the word that it looks like.
 */
export function tokenize(line: string): readonly Token[] {
  const tokens: Token[] = [];
  const words = new RegExp(WORD);
  const closingQuote = findClosingQuotes(line);
  let column = 1;
  let counted = 0;
  let behind: { readonly behind?: string } = {};
  for (let found = words.exec(line); found !== null; found = words.exec(line)) {
    const [word] = found;
    const [named = "", name = "", quote] = TAKES_QUOTES.exec(word) ?? [];
    const closing = quote === '"' ? closingQuote(found.index + named.length) : undefined;
    const isOpenKey = quote === '"' && closing === undefined && name.toLowerCase() === "id";
    const text = closing === undefined && !isOpenKey ? word : line.slice(found.index, closing).trimEnd();
    column += codePoints(line, counted, found.index);
    counted = found.index;
    tokens.push({ text, column, ...behind });
    if (named !== "") behind = closing === undefined ? { behind: word } : {};
    words.lastIndex = found.index + text.length;
  }
  return tokens;
}

/** Tells the end of the first closing quote at or after a place. Asked for places in ascending order it is linear in the line. */
function findClosingQuotes(line: string): (from: number) => number | undefined {
  const ends = Array.from(line.matchAll(CLOSING_QUOTE), ({ index }) => index + 1);
  let next = 0;
  return (from) => {
    while ((ends[next] ?? Number.POSITIVE_INFINITY) <= from) next++;
    return ends[next];
  };
}

function isOrder(line: string): boolean {
  const first = line.search(/\P{White_Space}/u);
  return first !== -1 && !line.startsWith("//", first);
}

function codePoints(text: string, from: number, to: number): number {
  let count = 0;
  for (const _char of text.slice(from, to)) count++;
  return count;
}
