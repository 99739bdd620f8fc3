// Who asks, and whether they may: https://bingx-api.github.io/docs/#/en-us/swapV2/authentication.html
import { createHmac } from "node:crypto";
import type { SimulatedRequest } from "../venue-server.ts";
import { BingxError } from "./bingx-error.ts";

const DEFAULT_RECV_WINDOW_MS = 5_000;

/** @throws BingxError 100412, 100001 or 100421 in this order: the signature first, then the time. */
export function checkSigned(
  { query, params }: SimulatedRequest,
  { secret, now }: { readonly secret: string; readonly now: number },
): void {
  const { signature, timestamp, recvWindow } = params;
  if (signature === undefined) throw new BingxError(100412, "Null signature");
  // The text before it is encoded for the URL is what is signed.
  const signed = decodeURIComponent(query.replace(/&?signature=[^&]*/, ""));
  if (createHmac("sha256", secret).update(signed).digest("hex") !== signature) {
    throw new BingxError(100001, "Signature verification failed");
  }
  const isNear = Math.abs(now - Number(timestamp ?? Number.NaN)) <= Number(recvWindow ?? DEFAULT_RECV_WINDOW_MS);
  if (!isNear) throw new BingxError(100421, "Null timestamp or timestamp mismatch");
}
