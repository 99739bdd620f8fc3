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
}

const BYTE_ORDER_MARK = "\uFEFF";
const WORD = /\P{White_Space}+/gu;

/** The order lines of an alert: split by LF or CRLF, without blank lines and `//` comments. */
export function orderLines(text: string): readonly OrderLine[] {
  const body = text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
  return body
    .split("\n")
    .map((line, index) => ({ line: index + 1, text: line.endsWith("\r") ? line.slice(0, -1) : line }))
    .filter(({ text: line }) => isOrder(line))
    .map((line, ordinal) => ({ ...line, ordinal }));
}

/** The words of a line, split by Unicode white space. */
export function tokenize(line: string): readonly Token[] {
  const tokens: Token[] = [];
  let column = 1;
  let counted = 0;
  for (const match of line.matchAll(WORD)) {
    column += codePoints(line, counted, match.index);
    counted = match.index;
    tokens.push({ text: match[0], column });
  }
  return tokens;
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
