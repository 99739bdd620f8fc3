// A request as a user's own program would sign it.
import { createHmac } from "node:crypto";
import { SIMULATED_KEYS } from "./start-kucoin-simulator.ts";

export interface Sender {
  readonly apiKey?: string;
  readonly secret?: string;
  readonly password?: string;
  readonly timestamp?: number;
  readonly version?: string;
}

/** Headers for `method` and `target` (path and query) with `body`. */
export function signedHeaders(
  method: string,
  target: string,
  body: string,
  sender: Sender = {},
): Record<string, string> {
  const { apiKey, secret, password, timestamp = Date.now(), version = "2" } = { ...SIMULATED_KEYS, ...sender };
  const sign = (text: string) => createHmac("sha256", secret).update(text).digest("base64");
  return {
    "KC-API-KEY": apiKey,
    "KC-API-SIGN": sign(`${timestamp}${method}${target}${body}`),
    "KC-API-TIMESTAMP": String(timestamp),
    "KC-API-PASSPHRASE": sign(password),
    "KC-API-KEY-VERSION": version,
    "Content-Type": "application/json",
  };
}
