// Who asks, and whether they may: https://bingx-api.github.io/docs/#/en-us/swapV2/authentication.html

import { createHmac } from "node:crypto";
import { Refused } from "../refused.ts";
import type { SimulatedRequest } from "../venue-server.ts";
import type { BingxAccount } from "./bingx-account.ts";
import type { BingxVenue } from "./venue.ts";

const DEFAULT_RECV_WINDOW_MS = 5_000;

/** @throws Refused 100413, 100412, 100001 or 100421 in this order: the key, the signature, then the time. */
export function authenticate(venue: BingxVenue, { query, params, headers }: SimulatedRequest): BingxAccount {
  const account = venue.accounts.get(String(headers["x-bx-apikey"]));
  if (account === undefined) throw new Refused(100413, "Incorrect apiKey");
  const { signature, timestamp, recvWindow } = params;
  if (signature === undefined) throw new Refused(100412, "Null signature");
  // The text before it is encoded for the URL is what is signed.
  const signed = decodeURIComponent(query.replace(/&?signature=[^&]*/, ""));
  if (createHmac("sha256", account.setup.secret).update(signed).digest("hex") !== signature) {
    throw new Refused(100001, "Signature verification failed");
  }
  const isNear =
    Math.abs(venue.now() - Number(timestamp ?? Number.NaN)) <= Number(recvWindow ?? DEFAULT_RECV_WINDOW_MS);
  if (!isNear) throw new Refused(100421, "Null timestamp or timestamp mismatch");
  return account;
}
