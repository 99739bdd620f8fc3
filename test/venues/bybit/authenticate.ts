// Who asks, and whether they may: https://bybit-exchange.github.io/docs/v5/guide#authentication
import { createHmac } from "node:crypto";
import { Refused } from "../refused.ts";
import type { SimulatedRequest } from "../venue-server.ts";
import type { BybitAccount } from "./bybit-account.ts";
import type { BybitVenue } from "./venue.ts";

const DEFAULT_RECV_WINDOW_MS = 5_000;
/** A request may be from the future by less than this. */
const MOST_AHEAD_MS = 1_000;
/** Requests that change something, which a read-only key may not send. */
const WRITING = "POST";

/** @throws Refused: 10003 the key, 10002 the time, 10004 the signature, 10005 the permission. */
export function authenticate(venue: BybitVenue, request: SimulatedRequest): BybitAccount {
  const apiKey = headerOf(request, "x-bapi-api-key");
  const account = venue.accounts.get(apiKey);
  if (account === undefined) throw new Refused("10003", "API key is invalid.");
  const window = checkTime(request, venue.now());
  const sent = request.method === WRITING ? request.body : request.query;
  const payload = `${headerOf(request, "x-bapi-timestamp")}${apiKey}${window}${sent}`;
  const expected = createHmac("sha256", account.setup.secret).update(payload).digest("hex");
  if (headerOf(request, "x-bapi-sign") !== expected)
    throw new Refused("10004", "error sign! please check your signature generation algorithm.");
  const { isReadOnly = false, mayTrade = true } = account.setup.key ?? {};
  if (request.method === WRITING && (isReadOnly || !mayTrade)) {
    throw new Refused("10005", "Permission denied, please check your API key permissions.");
  }
  return account;
}

/** @returns the window as it was signed */
function checkTime(request: SimulatedRequest, now: number): string {
  const text = request.headers["x-bapi-recv-window"];
  const window = typeof text === "string" ? text : String(DEFAULT_RECV_WINDOW_MS);
  const timestamp = Number(headerOf(request, "x-bapi-timestamp"));
  if (timestamp < now - Number(window) || timestamp >= now + MOST_AHEAD_MS) {
    const told = `req_timestamp[${timestamp}],server_timestamp[${now}],recv_window[${window}]`;
    throw new Refused("10002", `invalid request, please check your server timestamp or recv_window param. ${told}`);
  }
  return window;
}

function headerOf(request: SimulatedRequest, name: string): string {
  const value = request.headers[name];
  if (typeof value !== "string" || value === "") {
    throw new Refused("10001", `empty value: ${name}`, 401);
  }
  return value;
}
