import { gzipSync } from "node:zlib";
import type { FastifyReply, FastifyRequest } from "fastify";
import { html } from "../../dashboard/html.ts";
import { renderEmpty, renderPage } from "../../dashboard/page.ts";
import { type Asset, tagOf } from "./assets.ts";

/** Shorter ones fit one packet. */
const COMPRESSED_FROM = 1_400;
/** For the browser's own use: other views need the same file within a minute, and a newer whook's is not long in coming. */
const KEPT = "private, max-age=60";
/** Files, packed once. */
const packed = new WeakMap<Asset, Buffer>();

/**
 * The page's script asks again and again: what has not changed is not sent again. What a page keeps to itself cannot be guessed by
 * the length it has packed: for that it must be asked for from elsewhere, and the cookie goes with no such request.
 */
export function sendPage(request: FastifyRequest, reply: FastifyReply, page: string, status = 200): FastifyReply {
  const tag = tagOf(page);
  if (status === 200 && request.headers["if-none-match"] === tag) return reply.code(304).send();
  reply.code(status).header("etag", tag).type("text/html; charset=utf-8");
  if (!isPacked(request, page)) return reply.send(page);
  // The quickest level: a page is sent once.
  return sendPacked(reply, gzipSync(page, { level: 1 }));
}

/** A file of the page. None tells anything of anybody. */
export function sendAsset(request: FastifyRequest, reply: FastifyReply, asset: Asset): FastifyReply {
  reply.header("cache-control", KEPT).header("etag", asset.tag);
  if (request.headers["if-none-match"] === asset.tag) return reply.code(304).send();
  reply.type(asset.type);
  if (!isPacked(request, asset.body)) return reply.send(asset.body);
  const bytes = packed.get(asset) ?? gzipSync(asset.body);
  packed.set(asset, bytes);
  return sendPacked(reply, bytes);
}

function isPacked({ headers }: FastifyRequest, { length }: string | Buffer): boolean {
  return length >= COMPRESSED_FROM && /\bgzip\b/.test(String(headers["accept-encoding"]));
}

function sendPacked(reply: FastifyReply, bytes: Buffer): FastifyReply {
  return reply.header("content-encoding", "gzip").header("vary", "accept-encoding").send(bytes);
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
