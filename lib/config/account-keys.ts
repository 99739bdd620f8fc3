// What can be told of keys without asking: that they are missing, or cannot be any.
import { findVenue } from "../core/market/venue-table.ts";

interface WrittenKeys {
  readonly EXCHANGE: string;
  readonly API_KEY: string;
  readonly SECRET_KEY: string;
  readonly PASSWORD: string;
}

const KEYLESS = "paper";
/** Keys are letters, digits and marks of ASCII everywhere; a passphrase is what a keyboard writes. */
const IN_NO_KEY = /[^\x21-\x7e]/u;
const IN_NO_PASSPHRASE = /[^\x20-\x7e]/u;

/** Keys that must be there. */
export function missingKeys({ EXCHANGE, API_KEY, SECRET_KEY }: WrittenKeys): readonly string[] {
  if (EXCHANGE === KEYLESS) return [];
  return [...(API_KEY === "" ? ["API_KEY is missing"] : []), ...(SECRET_KEY === "" ? ["SECRET_KEY is missing"] : [])];
}

/** What makes the keys useless. Not refused: the file's other accounts trade on, as they did with the original. */
export function uselessKeys({ EXCHANGE, API_KEY, SECRET_KEY, PASSWORD }: WrittenKeys): readonly string[] {
  if (EXCHANGE === KEYLESS) return [];
  const isMissing = findVenue(EXCHANGE)?.keysHavePassphrase === true && PASSWORD === "";
  return [
    ...oddCharacter("API_KEY", IN_NO_KEY.exec(API_KEY)),
    ...oddCharacter("SECRET_KEY", IN_NO_KEY.exec(SECRET_KEY.replace(PEM_LINES, ""))),
    ...oddCharacter("PASSWORD", IN_NO_PASSPHRASE.exec(PASSWORD)),
    ...(isMissing ? [`PASSWORD is missing: ${EXCHANGE} takes no order without the key's`] : []),
  ];
}

/** A private key in PEM has lines, and words between dashes. */
const PEM_LINES = /-----[A-Z ]+-----|\s/g;

function oddCharacter(key: string, found: RegExpExecArray | null): readonly string[] {
  const character = found?.[0];
  if (character === undefined) return [];
  if (character === "…") return [`${key} still has the … of the example in it: put the key of your exchange there`];
  // A name instead of what may be invisible; and no other part of the key.
  const name = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
  return [`${key} has a character in it that no key has (${name}), maybe an invisible one: copy the key again`];
}
