// Stands between a function and a service: counts requests, and can fail them or have something happen around one of them.
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse, request as send } from "node:http";

/** What becomes of one request. `reply` is answered in the service's place. */
export type Verdict =
  | "pass"
  /** The connection is cut, unread. */
  | "drop-before"
  /** The service carries it out; its answer is lost. */
  | "drop-after"
  /** Nobody answers: whoever asks gives up. */
  | "hang"
  | { readonly status: number; readonly body: unknown };

export interface TappedRequest {
  readonly service: string;
  /** `PutItem`, `POST /fapi/v1/order`. */
  readonly operation: string;
  readonly body: string;
  /** It came over a connection that had carried another one. */
  readonly isReused: boolean;
}

/** Told of a request when its answer is there; the answer is passed on when this is done. */
export type AfterRequest = (request: TappedRequest, answer: string) => void | Promise<void>;

export interface Tap {
  readonly url: string;
  stop(): Promise<void>;
}

/** @param decide - asked before each request goes on. */
export async function startTap(
  service: string,
  target: string,
  decide: (request: TappedRequest) => Verdict,
  after: AfterRequest = () => undefined,
): Promise<Tap> {
  const server = createServer((request, response) => void serve(request, response));
  const used = new WeakSet<object>();
  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const content = Buffer.concat(chunks);
    const isReused = used.has(request.socket);
    used.add(request.socket);
    const tapped = { service, operation: operationOf(request), body: content.toString("utf8"), isReused };
    const verdict = decide(tapped);
    if (verdict === "hang") return;
    if (verdict === "drop-before") return void request.socket.destroy();
    if (typeof verdict === "object") {
      response.writeHead(verdict.status, { "content-type": "application/x-amz-json-1.0" });
      return void response.end(JSON.stringify(verdict.body));
    }
    const answer = await forward(target, request, content).catch(() => undefined);
    if (answer === undefined) return void request.socket.destroy();
    await after(tapped, answer.body.toString());
    if (verdict === "drop-after") return void request.socket.destroy();
    response.writeHead(answer.status, answer.headers).end(answer.body);
  }
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function operationOf({ headers, method, url = "" }: IncomingMessage): string {
  const target = headers["x-amz-target"];
  return typeof target === "string" ? (target.split(".")[1] ?? target) : `${method} ${url.split("?")[0]}`;
}

async function forward(target: string, { method, url = "/", headers }: IncomingMessage, body: Buffer) {
  const { host: _host, connection: _connection, ...kept } = headers;
  const forwarded = send(new URL(url, target), { ...(method === undefined ? {} : { method }), headers: kept });
  forwarded.end(body);
  const [answer] = (await once(forwarded, "response")) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk as Buffer);
  const { "transfer-encoding": _encoding, connection: _close, ...answerHeaders } = answer.headers;
  return { status: answer.statusCode ?? 500, headers: answerHeaders, body: Buffer.concat(chunks) };
}
