// The webhook over HTTP on this machine: token, size, and the status table of design section 7.
import fastify, { type FastifyInstance } from "fastify";
import { type AcceptAlertDeps, acceptAlert } from "../app/accept-alert.ts";
import { MAX_ALERT_BYTES } from "../config/limits.ts";
import { decodeAlert } from "../core/alert/decode-alert.ts";
import { alertTextOf } from "./alert-body.ts";
import { isSameToken } from "./token.ts";

/** JSON around the text may double it: the text itself is measured after decoding. */
const MAX_BODY_BYTES = 2 * MAX_ALERT_BYTES + 1024;

/** A server that is not listening yet. */
export function createWebhookServer(deps: AcceptAlertDeps, options: { readonly token: string }): FastifyInstance {
  const server = fastify({ bodyLimit: MAX_BODY_BYTES, logger: false, forceCloseConnections: "idle" });
  server.removeAllContentTypeParsers();
  server.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));

  server.get("/health", () => ({ status: "ok" }));

  server.post<{ Params: { token: string } }>("/whook/:token", async (request, reply) => {
    if (!isSameToken(request.params.token, options.token)) {
      return reply.code(401).send(problem("TOKEN_WRONG", "the token in the address is not this whook's"));
    }
    const bytes = request.body instanceof Uint8Array ? request.body : new Uint8Array();
    const decoded = decodeAlert(bytes, MAX_BODY_BYTES);
    if (!decoded.ok) return reply.code(400).send(problem(decoded.error.code, decoded.error.message));
    const text = alertTextOf(decoded.value);
    if (Buffer.byteLength(text) > MAX_ALERT_BYTES) return reply.code(413).send(tooLarge());
    try {
      const { status, body } = await acceptAlert(deps, text);
      return reply.code(status).send(body);
    } catch (error) {
      const reason = error instanceof Error ? error.name : "unknown";
      deps.telemetry.log("error", "alert was not stored", { reason });
      return reply.code(503).send(problem("NOT_STORED", "the alert could not be stored: send it again"));
    }
  });
  for (const path of ["/whook", "/whook/"]) {
    server.post(path, (_request, reply) => reply.code(401).send(problem("TOKEN_MISSING", "post to /whook/TOKEN")));
  }
  server.setNotFoundHandler((request, reply) => {
    const isWebhook = request.url.startsWith("/whook");
    const hint = isWebhook
      ? "alerts are sent with POST to /whook/TOKEN"
      : "there are POST /whook/TOKEN and GET /health";
    return reply.code(isWebhook ? 405 : 404).send(problem("NOT_FOUND", hint));
  });
  server.setErrorHandler((error: { readonly statusCode?: number }, _request, reply) => {
    if (error.statusCode === 413) return reply.code(413).send(tooLarge());
    const status = error.statusCode ?? 503;
    return reply.code(status).send(problem("REQUEST_FAILED", "the request could not be read"));
  });
  return server;
}

function tooLarge() {
  return problem("ALERT_TOO_LARGE", `an alert is at most ${MAX_ALERT_BYTES} bytes`);
}

function problem(
  code: string,
  message: string,
): { readonly error: { readonly code: string; readonly message: string } } {
  return { error: { code, message } };
}
