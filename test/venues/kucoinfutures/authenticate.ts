// Who asks, and whether they may: https://www.kucoin.com/docs-new/authentication. Keys of version 2 send their passphrase
// signed with the secret.
import { createHmac } from "node:crypto";
import { Refused } from "../refused.ts";
import type { SimulatedRequest } from "../venue-server.ts";
import type { KucoinAccount } from "./kucoin-account.ts";
import type { KucoinVenue } from "./venue.ts";

const HEADERS = ["kc-api-key", "kc-api-sign", "kc-api-timestamp", "kc-api-passphrase"] as const;
const MOST_TIME_DIFFERENCE_MS = 5_000;

/** The account whose key signed the request. @throws Refused 400001 to 400009 */
export function authenticate(venue: KucoinVenue, request: SimulatedRequest): KucoinAccount {
  const { headers } = request;
  if (HEADERS.some((name) => typeof headers[name] !== "string")) {
    throw new Refused("400001", "Please check the header of your request for KC-API-KEY, KC-API-SIGN", 401);
  }
  if (headers["kc-api-key-version"] !== "2") throw new Refused("400009", "Invalid KC-API-KEY-VERSION", 401);
  const account = venue.accounts.get(String(headers["kc-api-key"]));
  if (account === undefined) throw new Refused("400003", "KC-API-KEY not exists", 401);
  const timestamp = String(headers["kc-api-timestamp"]);
  if (!(Math.abs(venue.now() - Number(timestamp)) <= MOST_TIME_DIFFERENCE_MS)) {
    throw new Refused("400002", "Invalid KC-API-TIMESTAMP", 401);
  }
  const { secret, password = "" } = account.setup;
  if (headers["kc-api-passphrase"] !== sign(secret, password)) {
    throw new Refused("400004", "Invalid KC-API-PASSPHRASE", 401);
  }
  const { method, path, query, body } = request;
  const signed = `${timestamp}${method}${path}${query === "" ? "" : `?${query}`}${body}`;
  if (headers["kc-api-sign"] !== sign(secret, signed)) {
    throw new Refused("400005", "Invalid KC-API-SIGN", 401);
  }
  return account;
}

function sign(secret: string, text: string): string {
  return createHmac("sha256", secret).update(text).digest("base64");
}
