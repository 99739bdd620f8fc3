// A request as a user's own program would sign it.
import { createHmac } from "node:crypto";
import { SIMULATED_KEYS } from "./start-phemex-simulator.ts";

export interface Sender {
  readonly apiKey?: string;
  readonly secret?: string;
  /** Seconds until it expires. */
  readonly expiresIn?: number;
}

/** Headers for a request of `path`, `query` (without ?) and `body`. */
export function signedHeaders(path: string, query: string, body: string, sender: Sender = {}): Record<string, string> {
  const { apiKey, secret, expiresIn = 60 } = { ...SIMULATED_KEYS, ...sender };
  const expiry = Math.floor(Date.now() / 1_000) + expiresIn;
  return {
    "x-phemex-access-token": apiKey,
    "x-phemex-request-expiry": String(expiry),
    "x-phemex-request-signature": createHmac("sha256", secret).update(`${path}${query}${expiry}${body}`).digest("hex"),
    "Content-Type": "application/json",
  };
}
