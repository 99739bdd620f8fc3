import { bodyOf } from "./json-reply.ts";
import type { VenueReply } from "./venue-module.ts";

/** What to do when an exchange refuses the address: the cause is not told, so both are named. */
export const ADDRESS_ADVICE =
  "for the place it is in, or for too many requests: send from another region, name the host for your region as ENDPOINT, or send fewer requests";

/** Where JSON answers of gateways and exchanges have their words. */
const WORDS = ["msg", "message", "retMsg", "error", "detail"] as const;
/** Parts of a page that nobody reads, and what is only marked up. */
const UNREAD = /<(head|style|script)\b[\s\S]*?<\/\1\s*>|<!--[\s\S]*?-->/gi;
const MARKUP = /<[^>]*>/g;
const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " " };

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
