// Who asks, and whether they may: https://docs.coinex.com/api/v2/authorization. The signature is an HMAC of the text
// today; ccxt still sends the hash of the text with the secret behind it, as the page asked for before.

import { createHash, createHmac } from "node:crypto";
import { Refused } from "../refused.ts";
import type { SimulatedRequest } from "../venue-server.ts";
import type { CoinexAccount } from "./coinex-account.ts";
import type { CoinexVenue } from "./venue.ts";

const DEFAULT_WINDOW_MS = 5_000;

/** The account whose key signed the request. @throws Refused 4005, 4008, 4006 or 4010 in this order. */
export function authenticate(
  venue: CoinexVenue,
  { method, path, query, body, headers }: SimulatedRequest,
): CoinexAccount {
  const account = venue.accounts.get(String(headers["x-coinex-key"]));
  if (account === undefined) throw new Refused(4005, "Abnormal access_id");
  const { secret } = account.setup;
  const signature = headers["x-coinex-sign"];
  const timestamp = String(headers["x-coinex-timestamp"] ?? "");
  if (typeof signature !== "string") throw new Refused(4008, "Abnormal X-COINEX-SIGN");
  const text = `${method}${path}${query === "" ? "" : `?${query}`}${body}${timestamp}`;
  const keyed = createHmac("sha256", secret).update(text).digest("hex");
  const appended = createHash("sha256").update(`${text}${secret}`).digest("hex");
  if (signature !== keyed && signature !== appended) throw new Refused(4006, "Signature verification failed");
  const window = Number(headers["x-coinex-windowtime"] ?? DEFAULT_WINDOW_MS);
  if (!(Math.abs(venue.now() - Number(timestamp || Number.NaN)) <= window)) {
    throw new Refused(4010, "Expired request");
  }
  return account;
}
