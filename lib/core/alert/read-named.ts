// The words with a name before a colon that any command may carry: `id:`, `at:`, the annotations `tag:` and `price:`, and `prev:`.
import { priceAboveZero } from "./number.ts";
import type { Classified } from "./part.ts";
import { readPrevious } from "./previous.ts";
import { parseTime } from "./time.ts";
import { readValue, valueProblem, type WrittenValue } from "./written-value.ts";

/** In characters. The ledger keeps a hash of the key, so that its length costs nothing. */
const MAX_KEY = 256;
const MAX_TAG = 64;
const PLACEHOLDER = "{{";
const UNFILLED = "TradingView did not fill the placeholder in";

/** What such a word says, or undefined when it is none. An annotation that cannot be read refuses nothing. */
export function readNamed(text: string, word: string): Classified | undefined {
  return readKey(text, word) ?? readTime(text, word) ?? readAnnotation(text, word);
}

/** A `tag:`, `price:` or `prev:`, also one that holds a placeholder which nobody filled in. */
export function readAnnotation(text: string, word: string): Classified | undefined {
  return readTag(text, word) ?? readPrice(text, word) ?? readPrevious(word);
}

function readKey(text: string, word: string): Classified | undefined {
  if (!word.startsWith("id:")) return undefined;
  const written = readValue(text.slice("id:".length));
  if (written.quotes === "open")
    return badKey("the quote is never closed, and a space or the line's end has to follow");
  const problem = valueProblem(written, MAX_KEY);
  return problem === undefined ? { kind: "key", key: written.value } : badKey(problem);
}

function badKey(problem: string): Classified {
  const message = `${problem}: write id:KEY, with white space in it id:"Close entry(s) order Long"`;
  return { kind: "key", code: "KEY_INVALID", message };
}

function readTime(text: string, word: string): Classified | undefined {
  if (!word.startsWith("at:")) return undefined;
  const at = parseTime(text.slice("at:".length));
  if (at !== undefined) return { kind: "time", at };
  const message = "write at:TIME as ISO 8601, like at:2026-11-24T09:30:00Z, or as unix seconds or milliseconds";
  return { kind: "time", code: "TIME_INVALID", message };
}

function readTag(text: string, word: string): Classified | undefined {
  if (!word.startsWith("tag:")) return undefined;
  const written = readValue(text.slice("tag:".length));
  const { value, cut } = shortened(written);
  const unfilled = value.includes(PLACEHOLDER) ? UNFILLED : undefined;
  const problem = unfilled ?? valueProblem({ ...written, value }, MAX_TAG);
  if (problem !== undefined) {
    const how = 'write tag:NAME, with white space in it tag:"my NAME"';
    return { kind: "tag", note: { code: "TAG_INVALID", message: `left out, ${problem}: ${how}` } };
  }
  if (cut) return tag(value, { code: "TAG_INVALID", message: `cut to its first ${MAX_TAG} characters` });
  if (written.quotes !== "open") return tag(value);
  return tag(value, { code: "QUOTE_OPEN", message: "the quote is never closed: the tag is this word alone" });
}

function tag(value: string, note?: Extract<Classified, { note: unknown }>["note"]): Classified {
  return { kind: "tag", tag: value, ...(note === undefined ? {} : { note }) };
}

function shortened({ value }: WrittenValue): { readonly value: string; readonly cut: boolean } {
  const characters = [...value];
  return { value: characters.slice(0, MAX_TAG).join(""), cut: characters.length > MAX_TAG };
}

function readPrice(text: string, word: string): Classified | undefined {
  if (!word.startsWith("price:")) return undefined;
  const price = priceAboveZero(text.slice("price:".length));
  if (price !== undefined) return { kind: "price", price };
  const why = text.includes(PLACEHOLDER) ? `left out, ${UNFILLED}` : "left out";
  const message = `${why}: write price:VALUE with a value above zero, like price:1012.5`;
  return { kind: "price", note: { code: "PRICE_INVALID", message } };
}
