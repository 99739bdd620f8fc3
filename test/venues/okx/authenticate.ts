// Who asks, and whether they may: https://www.okx.com/docs-v5/en/#overview-rest-authentication

import { createHmac } from "node:crypto";
import { Refused } from "../refused.ts";
import type { SimulatedRequest } from "../venue-server.ts";
import type { OkxAccount } from "./okx-account.ts";
import type { OkxVenue } from "./venue.ts";

/** Requests are refused when their time differs from the server's by more. */
const WINDOW_MS = 30_000;

/** @throws Refused with the code of what is wrong, in OKX's order: key, headers, environment, passphrase, time, signature. */
export function authenticate(venue: OkxVenue, request: SimulatedRequest): OkxAccount {
  const account = venue.accounts.get(header(request, "ok-access-key", "50103"));
  if (account === undefined) throw new Refused("50111", "Invalid OK-ACCESS-KEY", 401);
  const passphrase = header(request, "ok-access-passphrase", "50104");
  const signature = header(request, "ok-access-sign", "50106");
  const timestamp = header(request, "ok-access-timestamp", "50107");
  const { secret, password, isDemo } = account.setup;
  if (isDemo !== undefined && isDemo !== (request.headers["x-simulated-trading"] === "1")) {
    throw new Refused("50101", "APIKey does not match current environment.", 401);
  }
  if (passphrase !== password) {
    throw new Refused("50105", 'Request header "OK-ACCESS-PASSPHRASE" incorrect.', 401);
  }
  checkTime(timestamp, venue.now());
  const path = request.query === "" ? request.path : `${request.path}?${request.query}`;
  const expected = createHmac("sha256", secret)
    .update(`${timestamp}${request.method}${path}${request.body}`)
    .digest("base64");
  if (signature !== expected) throw new Refused("50113", "Invalid Sign", 401);
  return account;
}

function checkTime(timestamp: string, now: number): void {
  const at = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(timestamp) ? Date.parse(timestamp) : Number.NaN;
  if (Number.isNaN(at)) throw new Refused("50112", "Invalid OK-ACCESS-TIMESTAMP", 401);
  if (Math.abs(now - at) > WINDOW_MS) throw new Refused("50102", "Timestamp request expired", 401);
}

function header({ headers }: SimulatedRequest, name: string, code: string): string {
  const value = headers[name];
  if (typeof value === "string" && value !== "") return value;
  throw new Refused(code, `Request header "${name.toUpperCase()}" cannot be empty.`, 401);
}
