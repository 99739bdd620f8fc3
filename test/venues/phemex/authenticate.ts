// Who asks, and whether they may: https://phemex-docs.github.io/#http-rest-request-header. A request says when it expires,
// at most two minutes ahead; its signature covers path, query, expiry and body without anything between them.
import { createHmac } from "node:crypto";
import { Refused } from "../refused.ts";
import type { AccountSetup, SimulatedAccount } from "../simulated-account.ts";
import type { SimulatedRequest } from "../venue-server.ts";
import type { PhemexVenue } from "./venue.ts";

const LONGEST_EXPIRY_S = 120;

/** The account whose key signed the request. @throws Refused 401 or 10500 */
export function authenticate(venue: PhemexVenue, request: SimulatedRequest): SimulatedAccount<AccountSetup> {
  const { headers, path, query, body } = request;
  const account = venue.accounts.get(String(headers["x-phemex-access-token"]));
  if (account === undefined) throw new Refused("401", "401 Failed to load API KEY.", 401);
  const expiry = String(headers["x-phemex-request-expiry"]);
  const secondsLeft = Number(expiry) - venue.now() / 1_000;
  if (!(secondsLeft > 0 && secondsLeft <= LONGEST_EXPIRY_S)) {
    throw new Refused("401", `401 Request Expired at ${expiry}`, 401);
  }
  const expected = createHmac("sha256", account.setup.secret).update(`${path}${query}${expiry}${body}`).digest("hex");
  if (headers["x-phemex-request-signature"] !== expected)
    throw new Refused("10500", "API Signature verification failed.");
  return account;
}
