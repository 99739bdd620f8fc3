// The webhook over HTTP on this machine.
import type { Socket } from "node:net";
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import {
  type AnswerRequestDeps,
  answerRequest,
  maxBodyBytes,
  notStored,
  problem,
  refuseToken,
} from "../app/answer-request.ts";

/** Milliseconds. An alert is small, and its sender hangs up after 3 s: who sends it by the byte holds no connection for long. */
const TIMEOUTS = {
  requestTimeout: 10_000,
  connectionTimeout: 30_000,
  // Node looks for requests that take too long only so often: every 30 s unless it is told.
  http: { headersTimeout: 10_000, connectionsCheckingInterval: 1_000 },
};
/** Longer than any address Node takes: what is too long for a token is a wrong one. */
const LONGEST_TOKEN = 16 * 1024;

/** Nothing here has a schema: what would compile them is half of what fastify takes to start. */
const NO_SCHEMAS = {
  compilersFactory: { buildValidator: () => noCompiler, buildSerializer: () => noCompiler },
};

interface Address {
  Params: { readonly token?: string };
}

/**
 * A server that is not listening yet. The token in the address is what it knows its callers by: proxies lead to it under any name, and its answer to a
 * web page that guesses is the same 401 as to anybody. Who has no right to post is answered before anything of the body is read.
 */
export function createWebhookServer(deps: AnswerRequestDeps): FastifyInstance {
  const server = fastify({
    logger: false,
    // Fastify's own words quote the address, which holds the token.
    frameworkErrors: (_error, _request, reply) => {
      reply.raw.writeHead(400, { "content-type": "application/json; charset=utf-8" });
      reply.raw.end(JSON.stringify(problem("REQUEST_FAILED", "the request could not be read")));
    },
    forceCloseConnections: "idle",
    ...TIMEOUTS,
    schemaController: NO_SCHEMAS,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: LONGEST_TOKEN },
  });
  dropSilentOnClose(server);
  server.removeAllContentTypeParsers();
  const mostKept = maxBodyBytes(deps.maxAlertBytes) + 1;
  server.addContentTypeParser("*", (_request: FastifyRequest, body: AsyncIterable<Uint8Array>) =>
    readBeginning(body, mostKept),
  );

  server.get("/health", () => ({ status: "ok" }));

  for (const url of ["/whook/:token", "/whook"]) {
    server.route<Address>({
      method: "POST",
      url,
      onRequest: async ({ params, raw }, reply) => {
        // The type is not looked at: fastify refuses those that are none.
        raw.headers["content-type"] = "text/plain";
        const refused = await refuseToken(deps, params.token);
        return refused === undefined ? undefined : unread(reply).code(refused.status).send(refused.body);
      },
      handler: async ({ params, body }, reply) => {
        const bytes = body instanceof Uint8Array ? body : new Uint8Array();
        const answer = await answerRequest(deps, { token: params.token, body: bytes });
        return reply.code(answer.status).send(answer.body);
      },
    });
  }
  server.addHook("onRequest", async (request, reply) => (request.is404 ? sendNotFound(request, reply) : undefined));
  server.setErrorHandler((error: { readonly statusCode?: number }, _request, reply) => {
    const { statusCode } = error;
    if (statusCode === undefined) return reply.code(503).send(notStored().body);
    return reply.code(statusCode).send(problem("REQUEST_FAILED", "the request could not be read"));
  });
  return server;
}

function noCompiler(): never {
  throw new Error("a route has a schema, and nothing that compiles it");
}

/** A connection on which nothing was ever asked is neither idle nor active to Node, which waits for it until its time for headers is over. */
function dropSilentOnClose(server: FastifyInstance): void {
  const open = new Set<Socket>();
  server.server.on("connection", (socket) => {
    open.add(socket);
    socket.once("close", () => open.delete(socket));
  });
  server.addHook("preClose", async () => {
    for (const socket of open) if (socket.bytesRead === 0) socket.destroy();
  });
}

function sendNotFound({ url, method }: FastifyRequest, reply: FastifyReply): FastifyReply {
  const isWebhook = /^\/whook(?:[/?]|$)/.test(url) && method !== "POST";
  const hint = isWebhook ? "alerts are sent with POST to /whook/TOKEN" : "there are POST /whook/TOKEN and GET /health";
  if (isWebhook) reply.header("allow", "POST");
  return unread(reply)
    .code(isWebhook ? 405 : 404)
    .send(problem("NOT_FOUND", hint));
}

/** What of the body is still to come is not waited for: the connection ends with the answer. */
function unread(reply: FastifyReply): FastifyReply {
  return reply.header("connection", "close");
}

/** At most `most` bytes of the body. The rest is read, so that its sender hears the answer, and dropped. */
async function readBeginning(body: AsyncIterable<Uint8Array>, most: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let room = most;
  for await (const chunk of body) {
    if (room === 0) continue;
    chunks.push(chunk.subarray(0, room));
    room -= Math.min(room, chunk.byteLength);
  }
  return Buffer.concat(chunks);
}
