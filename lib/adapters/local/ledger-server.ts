// The ledger's port. Any program on this machine, and any web page in a browser on it, can connect to a port of loopback: only
// who knows the secret of this start may ask, and what cannot be read is refused before it reaches the database.

import { isUtf8 } from "node:buffer";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type Answer, type Question, refusal } from "./ask-dynalite.ts";
import { isSameSecret } from "./is-same-secret.ts";

/** More than any request of the ledger, whose largest item is 400 kB. */
const MAX_BODY_BYTES = 4 * 1024 * 1024;
/** Milliseconds. A request comes from this machine, whole and at once. */
const TIMEOUTS = {
  headersTimeout: 5_000,
  requestTimeout: 10_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 1_000,
};

/** What the ledger's port lets through, and where it leads. */
export interface LedgerServerDeps {
  /** What callers have as the access key of their signature. */
  readonly secret: string;
  answer(question: Question): Promise<Answer>;
}

/** A server that is not listening yet. */
export function createLedgerServer({ secret, answer }: LedgerServerDeps): Server {
  const server = createServer(TIMEOUTS, (request, response) => {
    respond(request).then(
      (answered) => send(response, answered),
      // The sender hung up: there is nobody to answer.
      () => response.destroy(),
    );
  });
  async function respond(request: IncomingMessage): Promise<Answer> {
    if (!isOurs(request, secret)) {
      request.resume();
      return refusal(403, "com.amazon.coral.service#AccessDeniedException", "this is whook's own");
    }
    const body = await readBody(request);
    if (body === undefined || request.method !== "POST" || !isObject(body)) return unreadable();
    return answer({ headers: request.headers, body });
  }
  return server;
}

/** What is answered to a request that makes no sense. */
export function unreadable(): Answer {
  return refusal(400, "com.amazon.coral.service#SerializationException", "the request could not be read");
}

/** A page of a browser has an `Origin`, or a name of its own that leads here: https://owasp.org/www-community/attacks/DNS_Rebinding */
function isOurs({ headers, socket }: IncomingMessage, secret: string): boolean {
  const [, given = ""] = /Credential=([^/,\s]+)\//.exec(headers.authorization ?? "") ?? [];
  const isHere = headers.host === `127.0.0.1:${socket.localPort}`;
  return isSameSecret(given, secret) && isHere && headers.origin === undefined;
}

/** @returns undefined when it is too large; what is left of it is read, and dropped. */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= MAX_BODY_BYTES) chunks.push(chunk);
  }
  return length <= MAX_BODY_BYTES ? Buffer.concat(chunks) : undefined;
}

/** The first and the last sign tell an object from other JSON; what is between them dynalite reads. */
function isObject(body: Buffer): boolean {
  return isUtf8(body) && /^\s*\{/.test(body.toString("utf8", 0, 64));
}

function send(response: ServerResponse, { status, headers, body }: Answer): void {
  const close = status === 403 ? { connection: "close" } : {};
  response.writeHead(status, { ...headers, "Content-Length": Buffer.byteLength(body), ...close }).end(body);
}
