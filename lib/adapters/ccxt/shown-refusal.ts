import type { Credentials } from "../../core/credentials.ts";
import { hideSecrets } from "../../core/hide-secrets.ts";
import { scrub, secretsOf } from "./scrub.ts";
import type { Refusal, VenueClient, VenueReply } from "./venue-module.ts";

/** Longer answers are no refusals in words. */
const LONGEST_BODY = 20_000;
const LONGEST_CODE = 100;

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
  return { ...reply, body: hideSecrets(reply.body.slice(0, LONGEST_BODY), secretsOf(credentials)) };
}
