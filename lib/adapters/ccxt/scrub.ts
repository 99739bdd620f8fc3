import type { Credentials } from "../../core/credentials.ts";
import { hideSecrets } from "../../core/hide-secrets.ts";

const REDACTED = "[redacted]";
/** A whole URL: its query carries the signature, and its host tells nothing a person needs. */
const URL_TEXT = /https?:\/\/\S+/gi;
/** `signature=...` and the like, wherever they stand. */
const SIGNED_PART =
  /\b(signature|sign|apikey|api-key|x-mbx-apikey|passphrase|secret)(["']?\s*[=:]\s*["']?)[^\s"'&,;}]+/gi;
const LONGEST_MESSAGE = 300;
/** What is behind is not shown, and need not be searched. */
const LONGEST_TEXT = 20_000;

/** `text` as people may see it: without secrets, URLs or signatures, on one line, not endless. */
export function scrub(text: string, credentials: Credentials): string {
  return hideSecrets(text.slice(0, LONGEST_TEXT), secretsOf(credentials))
    .replace(URL_TEXT, "[url]")
    .replace(SIGNED_PART, `$1$2${REDACTED}`)
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, LONGEST_MESSAGE);
}

/** The account's secrets one by one, for the search in foreign text. */
export function secretsOf(credentials: Credentials): readonly string[] {
  const { apiKey, secret, password = "" } = credentials.reveal();
  return [apiKey, secret, password];
}
