import { PassThrough } from "node:stream";
import { setImmediate as turn } from "node:timers/promises";
import { constants, createGzip, gzipSync } from "node:zlib";
import type { FastifyReply, FastifyRequest } from "fastify";
import { html } from "../../dashboard/html.ts";
import {
  afterStart,
  type PageOptions,
  renderEmpty,
  renderNotice,
  renderPage,
  renderStart,
} from "../../dashboard/page.ts";
import { messageOf } from "../errors.ts";
import { type Asset, tagOf } from "./assets.ts";

/** Shorter ones fit one packet. */
const COMPRESSED_FROM = 1_400;
/** For the browser's own use: other views need the same file within a minute, and a newer whook's is not long in coming. */
const KEPT = "private, max-age=60";
const GZIP = { "content-encoding": "gzip", vary: "accept-encoding" } as const;
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

/**
 * A page that takes a moment to make: a browser that goes there paints its start at once. The page's script, which asks again, is
 * sent it whole, with its tag.
 */
export async function sendSlowPage(
  request: FastifyRequest,
  reply: FastifyReply,
  { frame, make }: { readonly frame: PageOptions; readonly make: () => Promise<string> },
): Promise<FastifyReply> {
  if (request.headers["sec-fetch-mode"] !== "navigate") return sendPage(request, reply, await make());
  reply.type("text/html; charset=utf-8");
  const start = renderStart(frame);
  const isGzip = takesGzip(request);
  const parts = isGzip ? createGzip({ level: 1, flush: constants.Z_SYNC_FLUSH }) : new PassThrough();
  if (isGzip) reply.headers(GZIP);
  parts.write(start, async () => {
    // Whatever makes the page keeps all else waiting: the start is to be on its way.
    await turn();
    const page = await make().catch((error: unknown) => renderPage(frame, renderNotice(messageOf(error), "bad")));
    if (!parts.destroyed) parts.end(afterStart(page));
  });
  return reply.send(parts);
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

function isPacked(request: FastifyRequest, { length }: string | Buffer): boolean {
  return length >= COMPRESSED_FROM && takesGzip(request);
}

function takesGzip({ headers }: FastifyRequest): boolean {
  return /\bgzip\b/.test(String(headers["accept-encoding"]));
}

function sendPacked(reply: FastifyReply, bytes: Buffer): FastifyReply {
  return reply.headers(GZIP).send(bytes);
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
