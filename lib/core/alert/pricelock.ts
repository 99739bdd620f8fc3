import { WHOLE_DIGITS } from "./number.ts";
import type { Classified } from "./part.ts";

/** Seconds, where the word names none. */
const DEFAULT_SECONDS = 20;
const WORD = /^pricelock(?::(.*))?$/;
const WHOLE = new RegExp(`^${WHOLE_DIGITS}$`);

/** What a `pricelock` word says, or undefined when it is none. @param word - in lower case. */
export function readPricelock(word: string): Classified | undefined {
  const [whole, text] = WORD.exec(word) ?? [];
  if (whole === undefined) return undefined;
  if (text === undefined) return { kind: "pricelock", seconds: DEFAULT_SECONDS };
  const [, digits] = WHOLE.exec(text) ?? [];
  if (digits !== undefined) return { kind: "pricelock", seconds: Number.parseInt(digits, 10) };
  const message = "write pricelock, or pricelock:SECONDS with a whole number from 1";
  return { kind: "pricelock", code: "PRICELOCK_INVALID", message };
}
