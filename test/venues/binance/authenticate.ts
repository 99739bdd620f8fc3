// Who asks, and whether they may: https://developers.binance.com/docs/derivatives/usds-margined-futures/general-info
import { createHmac } from "node:crypto";
import type { SimulatedRequest } from "../venue-server.ts";
import type { BinanceAccount } from "./binance-account.ts";
import { refuse, required } from "./binance-refusals.ts";
import type { BinanceVenue } from "./venue.ts";

const DEFAULT_RECV_WINDOW_MS = 5_000;
const LONGEST_RECV_WINDOW_MS = 60_000;
/** A request may be from the future by this much. */
const MOST_AHEAD_MS = 1_000;

/** @throws Refused -2014, -2015, -1102, -1021 or -1022 in Binance's order: the key, the time, then the signature. */
export function authenticate(venue: BinanceVenue, request: SimulatedRequest): BinanceAccount {
  const key = request.headers["x-mbx-apikey"];
  if (typeof key !== "string" || key.length < 8) throw refuse(-2014, "API-key format invalid.", 401);
  const account = venue.accounts.get(key);
  if (account === undefined || isOfOtherType(account, request.path)) {
    throw refuse(-2015, "Invalid API-key, IP, or permissions for action, request ip: 127.0.0.1", 401);
  }
  checkTime(request, venue.now());
  const signature = required(request.params, "signature");
  const signed = `${request.query}${request.body}`.replace(/&?signature=[^&]*/, "");
  const expected = createHmac("sha256", account.setup.secret).update(signed).digest("hex");
  if (signature !== expected) throw refuse(-1022, "Signature for this request is not valid.");
  return account;
}

/** A portfolio margin account's keys open papi and no other futures API, a classic account's never papi. */
function isOfOtherType({ setup }: BinanceAccount, path: string): boolean {
  return !path.startsWith("/sapi/") && path.startsWith("/papi/") !== (setup.isPortfolio === true);
}

function checkTime({ params }: SimulatedRequest, now: number): void {
  const timestamp = Number(required(params, "timestamp"));
  const recvWindow = Number(params.recvWindow ?? DEFAULT_RECV_WINDOW_MS);
  if (recvWindow > LONGEST_RECV_WINDOW_MS) {
    throw refuse(-1131, "recvWindow must be less than 60000");
  }
  if (timestamp > now + MOST_AHEAD_MS) {
    throw refuse(-1021, "Timestamp for this request was 1000ms ahead of the server's time.");
  }
  if (now - timestamp > recvWindow) {
    throw refuse(-1021, "Timestamp for this request is outside of the recvWindow.");
  }
}
