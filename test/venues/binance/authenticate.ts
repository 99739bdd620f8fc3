// Who asks, and whether they may: https://developers.binance.com/docs/derivatives/usds-margined-futures/general-info
import { createHmac, timingSafeEqual } from "node:crypto";
import type { SimulatedRequest } from "../venue-server.ts";
import { BinanceError, required } from "./binance-error.ts";

const DEFAULT_RECV_WINDOW_MS = 5_000;
const LONGEST_RECV_WINDOW_MS = 60_000;
/** A request may be from the future by this much. */
const MOST_AHEAD_MS = 1_000;

/** The key in the header, when it looks like one. @throws BinanceError -2014 */
export function apiKeyOf(request: SimulatedRequest): string {
  const key = request.headers["x-mbx-apikey"];
  if (typeof key !== "string" || key.length < 8) throw new BinanceError(-2014, "API-key format invalid.", 401);
  return key;
}

/** @throws BinanceError -1102, -1021 or -1022 in Binance's order: time first, then the signature. */
export function checkSigned(
  request: SimulatedRequest,
  { secret, now }: { readonly secret: string; readonly now: number },
): void {
  checkTime(request, now);
  const signature = required(request.params, "signature");
  const signed = `${request.query}${request.body}`.replace(/&?signature=[^&]*/, "");
  const expected = createHmac("sha256", secret).update(signed).digest("hex");
  const isRight =
    signature.length === expected.length && timingSafeEqual(Buffer.from(signature), Buffer.from(expected));
  if (!isRight) throw new BinanceError(-1022, "Signature for this request is not valid.");
}

function checkTime({ params }: SimulatedRequest, now: number): void {
  const timestamp = Number(required(params, "timestamp"));
  const recvWindow = Number(params.recvWindow ?? DEFAULT_RECV_WINDOW_MS);
  if (recvWindow > LONGEST_RECV_WINDOW_MS) {
    throw new BinanceError(-1131, "recvWindow must be less than 60000");
  }
  if (timestamp > now + MOST_AHEAD_MS) {
    throw new BinanceError(-1021, "Timestamp for this request was 1000ms ahead of the server's time.");
  }
  if (now - timestamp > recvWindow) {
    throw new BinanceError(-1021, "Timestamp for this request is outside of the recvWindow.");
  }
}
