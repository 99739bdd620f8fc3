import { createHmac } from "node:crypto";
import { SIMULATED_KEYS } from "./start-bybit-simulator.ts";

export interface Sender {
  readonly apiKey?: string;
  readonly secret?: string;
  readonly timestamp?: number;
}

export interface BybitAnswer {
  readonly retCode: number;
  readonly retMsg: string;
  readonly result: Readonly<Record<string, unknown>>;
}

/** A signed request by plain HTTP. @returns the body, with the HTTP status beside it */
export async function sendSigned(
  url: string,
  { method, path, params }: { readonly method: "GET" | "POST"; readonly path: string; readonly params: object },
  { apiKey = SIMULATED_KEYS.apiKey, secret = SIMULATED_KEYS.secret, timestamp = Date.now() }: Sender = {},
): Promise<BybitAnswer & { readonly status: number }> {
  const query = new URLSearchParams(params as Record<string, string>).toString();
  const sent = method === "GET" ? query : JSON.stringify(params);
  const signature = createHmac("sha256", secret).update(`${timestamp}${apiKey}5000${sent}`).digest("hex");
  const response = await fetch(`${url}${path}${method === "GET" ? `?${query}` : ""}`, {
    method,
    headers: {
      "content-type": "application/json",
      "x-bapi-api-key": apiKey,
      "x-bapi-timestamp": String(timestamp),
      "x-bapi-recv-window": "5000",
      "x-bapi-sign": signature,
    },
    ...(method === "POST" ? { body: sent } : {}),
  });
  return { status: response.status, ...((await response.json()) as BybitAnswer) };
}
