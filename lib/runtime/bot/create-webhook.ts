// The webhook for a server of one's own.
import type { IncomingMessage, ServerResponse } from "node:http";
import { isSameSecret } from "../../adapters/local/is-same-secret.ts";
import { answerRequest, maxBodyBytes, problem } from "../../app/answer-request.ts";
import { MAX_ALERT_BYTES } from "../../config/limits.ts";
import type { OwnAccounts } from "./open-accounts.ts";

/** What a webhook knows its callers by. */
export interface WebhookOptions {
  /** The last part of the address. Whoever has it can trade. */
  readonly token: string;
}

/**
 * A listener for `node:http`: takes alerts by POST to any path that ends in the token, and answers as whook's own server does.
 * @example
 * import { createServer } from "node:http";
 * import { createWebhook, openAccounts } from "whook";
 * const accounts = await openAccounts("accounts.json");
 * createServer(createWebhook(accounts, { token: "a-long-secret-of-yours" })).listen(8080, "127.0.0.1");
 */
export function createWebhook(
  { alerts }: Pick<OwnAccounts, "alerts">,
  { token }: WebhookOptions,
): (request: IncomingMessage, response: ServerResponse) => void {
  const deps = { ...alerts, isToken: (given: string) => isSameSecret(given, token), maxAlertBytes: MAX_ALERT_BYTES };
  return (request, response) => {
    // What a stranger writes there need not be an address: it is cut, not parsed.
    const [path = ""] = (request.url ?? "").split("?", 1);
    const given = path.split("/").at(-1);
    void answerTo(request, (body) => answerRequest(deps, { token: given, body })).then(({ status, body }) => {
      response.writeHead(status, { "content-type": "application/json; charset=utf-8" });
      response.end(JSON.stringify(body));
    });
  };
}

/** Never rejects. */
async function answerTo(
  request: IncomingMessage,
  answer: (body: Uint8Array) => Promise<{ readonly status: number; readonly body: unknown }>,
): Promise<{ readonly status: number; readonly body: unknown }> {
  if (request.method !== "POST")
    return {
      status: 405,
      body: problem("NOT_FOUND", "alerts are sent with POST to an address that ends in the token"),
    };
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request) {
      const bytes = Buffer.from(chunk);
      size += bytes.length;
      // Read to the end, for an answer before it would not be heard; kept until it is seen to be too large.
      if (size - bytes.length <= maxBodyBytes(MAX_ALERT_BYTES)) chunks.push(bytes);
    }
  } catch {
    return { status: 400, body: problem("REQUEST_FAILED", "the request could not be read") };
  }
  return answer(Buffer.concat(chunks));
}
