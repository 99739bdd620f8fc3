// What a code means where the venue has one code for several things: its words decide, as far as anybody has written them down.
import type { Verdict } from "./verdict.ts";

/** Words of a venue and what they mean: the first that fit count. */
export type Words = readonly (readonly [RegExp, Verdict])[];

/** A code of several meanings. `otherwise`: what words that nobody has written down are taken for, the least harmful of them. */
export interface ByWords {
  readonly words: Words;
  readonly otherwise: Verdict;
}

/** What the venue's codes mean, by code. */
export type Meanings = Readonly<Record<string, Verdict | ByWords>>;

/** The row of the venue's table for what it said; undefined: it has none. */
export function meaningOf(
  meanings: Meanings,
  { code, message }: { readonly code: string; readonly message: string },
): Verdict | undefined {
  const meaning = Object.hasOwn(meanings, code) ? meanings[code] : undefined;
  if (meaning === undefined || !("words" in meaning)) return meaning;
  return meaning.words.find(([words]) => words.test(message))?.[1] ?? meaning.otherwise;
}
