// Who asks, and whether they may: https://docs.kraken.com/api/docs/guides/futures-rest ("Authentication"). A nonce may be
// sent and need not be; requests carry no time.
import { createHash, createHmac } from "node:crypto";
import type { SimulatedRequest } from "../venue-server.ts";
import type { KrakenAccount } from "./kraken-account.ts";
import { KrakenError } from "./kraken-error.ts";
import type { KrakenVenue } from "./venue.ts";

/** What the header `Authent` must hold. `endpoint` begins with `/api`. */
export function authentOf(secret: string, { postData, endpoint }: { postData: string; endpoint: string }): string {
  const hash = createHash("sha256").update(`${postData}${endpoint}`).digest();
  return createHmac("sha512", Buffer.from(secret, "base64")).update(hash).digest("base64");
}

/** @throws KrakenError authenticationError, whatever is wrong. */
export function authenticate(venue: KrakenVenue, request: SimulatedRequest): KrakenAccount {
  const { apikey, authent } = request.headers;
  const account = typeof apikey === "string" ? venue.accounts.get(apikey) : undefined;
  if (account === undefined || typeof authent !== "string") throw new KrakenError("authenticationError");
  const endpoint = request.path.replace(/^\/derivatives/, "");
  const expected = authentOf(account.setup.secret, { postData: `${request.query}${request.body}`, endpoint });
  if (authent !== expected) throw new KrakenError("authenticationError");
  return account;
}
