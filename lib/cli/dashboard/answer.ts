import { createHash } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import { html } from "../../dashboard/html.ts";
import { renderEmpty, renderPage } from "../../dashboard/page.ts";

/** The page's script asks again and again: what has not changed is not sent again. */
export function sendPage(request: FastifyRequest, reply: FastifyReply, page: string, status = 200): FastifyReply {
  const tag = `"${createHash("sha256").update(page).digest("base64url")}"`;
  if (status === 200 && request.headers["if-none-match"] === tag) return reply.code(304).send();
  return reply.code(status).header("etag", tag).type("text/html; charset=utf-8").send(page);
}

/** Says that there is no such thing. */
export function sendMissing(
  request: FastifyRequest,
  reply: FastifyReply,
  { source, what }: { readonly source: string; readonly what: string },
): FastifyReply {
  const where = html`<a href="/alerts">All alerts</a>`;
  const page = renderPage({ title: "Not found", source }, renderEmpty(`There is no such ${what}`, where));
  return sendPage(request, reply, page, 404);
}
