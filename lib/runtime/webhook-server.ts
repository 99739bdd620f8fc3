// The webhook over HTTP on this machine.
import fastify, { type FastifyInstance } from "fastify";
import {
  type AnswerRequestDeps,
  answerRequest,
  maxBodyBytes,
  notStored,
  problem,
  tooLarge,
} from "../app/answer-request.ts";

/** Milliseconds. An alert is small, and its sender hangs up after 3 s: who sends it by the byte holds no connection for long. */
const TIMEOUTS = { requestTimeout: 10_000, connectionTimeout: 30_000, http: { headersTimeout: 10_000 } };

/**
 * A server that is not listening yet. The token in the address is what it knows its callers by: proxies lead to it under any name, and its answer to a
 * web page that guesses is the same 401 as to anybody.
 */
export function createWebhookServer(deps: AnswerRequestDeps): FastifyInstance {
  const { maxAlertBytes } = deps;
  const bodyLimit = maxBodyBytes(maxAlertBytes);
  const server = fastify({
    bodyLimit,
    logger: false,
    // Fastify's own words quote the address, which holds the token.
    frameworkErrors: (_error, _request, reply) => {
      reply.raw.writeHead(400, { "content-type": "application/json; charset=utf-8" });
      reply.raw.end(JSON.stringify(problem("REQUEST_FAILED", "the request could not be read")));
    },
    forceCloseConnections: "idle",
    ...TIMEOUTS,
    routerOptions: { ignoreTrailingSlash: true },
  });
  server.removeAllContentTypeParsers();
  server.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));

  server.get("/health", () => ({ status: "ok" }));

  for (const path of ["/whook/:token", "/whook"]) {
    server.post<{ Params: { token?: string } }>(path, async (request, reply) => {
      const body = request.body instanceof Uint8Array ? request.body : new Uint8Array();
      const answer = await answerRequest(deps, { token: request.params.token, body });
      return reply.code(answer.status).send(answer.body);
    });
  }
  server.setNotFoundHandler((request, reply) => {
    const isWebhook = request.url.startsWith("/whook") && request.method !== "POST";
    const hint = isWebhook
      ? "alerts are sent with POST to /whook/TOKEN"
      : "there are POST /whook/TOKEN and GET /health";
    return reply.code(isWebhook ? 405 : 404).send(problem("NOT_FOUND", hint));
  });
  server.setErrorHandler((error: { readonly statusCode?: number }, _request, reply) => {
    const { statusCode } = error;
    if (statusCode === undefined) return reply.code(503).send(notStored().body);
    if (statusCode === 413) return reply.code(413).send(tooLarge(maxAlertBytes).body);
    return reply.code(statusCode).send(problem("REQUEST_FAILED", "the request could not be read"));
  });
  return server;
}
