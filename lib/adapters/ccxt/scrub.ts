import type { Credentials } from "../../core/credentials.ts";

const REDACTED = "[redacted]";
/** A whole URL: its query carries the signature, and its host tells nothing a person needs. */
const URL_TEXT = /https?:\/\/\S+/gi;
/** `signature=...` and the like, wherever they stand. */
const SIGNED_PART =
  /\b(signature|sign|apikey|api-key|x-mbx-apikey|passphrase|secret)(["']?\s*[=:]\s*["']?)[^\s"'&,;}]+/gi;
const LONGEST_MESSAGE = 300;

/** `text` as people may see it: without secrets, URLs or signatures, on one line, not endless. */
export function scrub(text: string, credentials: Credentials): string {
  const { apiKey, secret, password } = credentials.reveal();
  let clean = text;
  for (const hidden of [apiKey, secret, password]) {
    if (hidden === undefined || hidden === "") continue;
    clean = clean.replaceAll(hidden, REDACTED).replaceAll(encodeURIComponent(hidden), REDACTED);
  }
  return clean
    .replace(URL_TEXT, "[url]")
    .replace(SIGNED_PART, `$1$2${REDACTED}`)
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, LONGEST_MESSAGE);
}
