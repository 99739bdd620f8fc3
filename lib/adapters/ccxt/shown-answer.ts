// What people may see of a venue's answer: no secret, no markup, no more than a line.
import type { Credentials } from "../../core/credentials.ts";
import { hideSecrets } from "../../core/hide-secrets.ts";
import { bodyOf } from "./json-reply.ts";
import type { Refusal, VenueClient, VenueReply } from "./venue-module.ts";

const REDACTED = "[redacted]";
/** A whole URL: its query carries the signature, and its host tells nothing a person needs. */
const URL_TEXT = /https?:\/\/\S+/gi;
/** `signature=...` and the like, wherever they stand. */
const SIGNED_PART =
  /\b(signature|sign|apikey|api-key|x-mbx-apikey|passphrase|secret)(["']?\s*[=:]\s*["']?)[^\s"'&,;}]+/gi;
const LONGEST_MESSAGE = 300;
/** What is behind is not shown, and need not be searched. */
const LONGEST_TEXT = 20_000;
const LONGEST_CODE = 100;
/** Where JSON answers of gateways and exchanges have their words. */
const WORDS = ["msg", "message", "retMsg", "error", "detail"] as const;
/** Parts of a page that nobody reads, and what is only marked up. */
const UNREAD = /<(head|style|script)\b[\s\S]*?<\/\1\s*>|<!--[\s\S]*?-->/gi;
const MARKUP = /<[^>]*>/g;
const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " " };

/**
 * The refusal as people may see it. A venue's module may lower and cut what it reads, and what is left of a key then is
 * found no more: the answer itself is searched first. What it means is judged by the answer as it came.
 */
export function shownRefusal(
  reply: VenueReply,
  refusal: Refusal,
  { venue, credentials }: { readonly venue: Pick<VenueClient, "findRefusal">; readonly credentials: Credentials },
): Refusal {
  const { code, message } = venue.findRefusal(shownReply(reply, credentials)) ?? refusal;
  return { code: scrub(code, credentials).slice(0, LONGEST_CODE), message: scrub(message, credentials) };
}

/** The answer without the account's secrets in it. */
export function shownReply(reply: VenueReply, credentials: Credentials): VenueReply {
  return { ...reply, body: hideSecrets(reply.body.slice(0, LONGEST_TEXT), secretsOf(credentials)) };
}

/** What an answer without a code says, for people: the words in its JSON, or the text of its page; empty when it says nothing. */
export function wordsOf(reply: VenueReply): string {
  const body = bodyOf(reply);
  const word = WORDS.map((name) => body[name]).find((value) => typeof value === "string");
  const text = typeof word === "string" ? word : reply.body.replace(UNREAD, " ").replace(MARKUP, " ");
  return text
    .replace(/&(#39|\w{2,4});/g, (whole, name: string) => (name === "#39" ? "'" : (ENTITIES[name] ?? whole)))
    .replace(/\s+/g, " ")
    .trim();
}

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
function secretsOf(credentials: Credentials): readonly string[] {
  const { apiKey, secret, password = "" } = credentials.reveal();
  return [apiKey, secret, password];
}
