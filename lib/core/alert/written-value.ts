// The value behind `id:` or `tag:`, plain or in quotes: TradingView's ids and comments hold white space
// (docs/design.md#the-alert-grammar).

/** A value without the quotes around it. `open`: it begins with a quote that nothing closes. */
export interface WrittenValue {
  readonly value: string;
  readonly quotes: "none" | "closed" | "open";
}

const SOMETHING_SEEN = /[^\p{C}\p{Z}]/u;
const UNSEEN = /[\p{C}\p{Z}]/u;
/** In quotes, white space and invisible marks are text (a family emoji is held together by some); a control character is none. */
const CONTROL = /(?!\p{White_Space})[\p{Cc}\p{Cs}]/u;

/** Reads a value as the tokenizer cut it: a closing quote ends its word, so a value is closed exactly when it ends with one. */
export function readValue(written: string): WrittenValue {
  if (!written.startsWith('"')) return { value: written, quotes: "none" };
  if (written.length > 1 && written.endsWith('"')) return { value: written.slice(1, -1), quotes: "closed" };
  return { value: written, quotes: "open" };
}

/** What is wrong with a value that may have `max` characters (code points), or undefined. */
export function valueProblem({ value, quotes }: WrittenValue, max: number): string | undefined {
  const length = [...value].length;
  if (length > max) return `at most ${max} characters are allowed, these are ${length}`;
  if (!SOMETHING_SEEN.test(value)) return `1 to ${max} characters are needed, and one that can be seen among them`;
  if (quotes === "closed") return CONTROL.test(value) ? "it holds a control character" : undefined;
  return UNSEEN.test(value) ? "it holds a character that cannot be seen" : undefined;
}

/** `name:value` as a word of an alert, in quotes where the value needs them. */
export function formatValue(name: "id" | "tag", value: string): string {
  return value.startsWith('"') || UNSEEN.test(value) ? `${name}:"${value}"` : `${name}:${value}`;
}
