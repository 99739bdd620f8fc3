import { createHmac } from "node:crypto";
import { SIMULATED_KEYS } from "./start-bitget-simulator.ts";

export interface Sender {
  readonly apiKey?: string;
  readonly secret?: string;
  readonly password?: string;
  readonly timestamp?: number;
}

export interface BitgetAnswer {
  readonly status: number;
  readonly code: string;
  readonly msg: string;
  readonly data: unknown;
}

/** A signed request by plain HTTP. @returns the body, with the HTTP status beside it */
export async function sendSigned(
  url: string,
  { method, path, params }: { readonly method: "GET" | "POST"; readonly path: string; readonly params: object },
  sender: Sender = {},
): Promise<BitgetAnswer> {
  const { apiKey, secret, password, timestamp = Date.now() } = { ...SIMULATED_KEYS, ...sender };
  const query = method === "GET" ? `?${new URLSearchParams(params as Record<string, string>)}` : "";
  const target = query === "?" ? path : `${path}${query}`;
  const body = method === "GET" ? "" : JSON.stringify(params);
  const signature = createHmac("sha256", secret).update(`${timestamp}${method}${target}${body}`).digest("base64");
  const response = await fetch(`${url}${target}`, {
    method,
    headers: {
      "content-type": "application/json",
      "access-key": apiKey,
      "access-sign": signature,
      "access-timestamp": String(timestamp),
      "access-passphrase": password,
    },
    ...(method === "POST" ? { body } : {}),
  });
  return { status: response.status, ...((await response.json()) as Omit<BitgetAnswer, "status">) };
}
