// Who asks, and whether they may: https://www.bitget.com/api-doc/common/signature
import { createHmac } from "node:crypto";
import type { SimulatedRequest } from "../venue-server.ts";
import type { BitgetAccount } from "./bitget-account.ts";
import { refuse } from "./bitget-refusals.ts";
import { wrongType } from "./unified/unified-refusals.ts";
import type { BitgetVenue } from "./venue.ts";

/** A request may differ from the venue's time by this much. */
const WINDOW_MS = 30_000;

/** @throws Refused: 40001 and its neighbours for what is missing, 40037 the key, 40012 the passphrase, 40008 the time, 40009 the signature. */
export function authenticate(venue: BitgetVenue, request: SimulatedRequest): BitgetAccount {
  const account = venue.accounts.get(headerOf(request, "access-key", "40001"));
  const signature = headerOf(request, "access-sign", "40002");
  const timestamp = headerOf(request, "access-timestamp", "40003");
  const passphrase = headerOf(request, "access-passphrase", "40011");
  if (account === undefined) throw refuse("40037", "Apikey does not exist");
  if (passphrase !== account.setup.password) throw refuse("40012", "apikey/password is incorrect");
  if (Math.abs(venue.now() - Number(timestamp)) > WINDOW_MS) throw refuse("40008", "Request timestamp expired");
  const { method, path, query, body } = request;
  const payload = `${timestamp}${method}${path}${query === "" ? "" : `?${query}`}${body}`;
  const expected = createHmac("sha256", account.setup.secret).update(payload).digest("base64");
  if (signature !== expected) throw refuse("40009", "sign signature error");
  const wrong = wrongType(account, path);
  if (wrong !== undefined) throw wrong;
  if (method === "POST" && !mayTrade(account)) {
    throw refuse("40014", "Incorrect permissions, need future order read-write permissions");
  }
  return account;
}

function mayTrade({ setup }: BitgetAccount): boolean {
  const authorities = setup.authorities ?? ["trade"];
  return ["trade", "coow", "uta_trade"].some((right) => authorities.includes(right));
}

function headerOf({ headers }: SimulatedRequest, name: string, code: string): string {
  const value = headers[name];
  if (typeof value !== "string" || value === "") throw refuse(code, `${name.toUpperCase()} cannot be empty`);
  return value;
}
