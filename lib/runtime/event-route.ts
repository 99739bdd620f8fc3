// What happens, as a stream over HTTP: for `whook watch` and for bots that joined a running whook. A line of JSON an event.
import type { IncomingHttpHeaders, ServerResponse } from "node:http";
import type { FastifyInstance } from "fastify";
import { problem } from "../app/answer-request.ts";
import type { EventFeed } from "./event-feed.ts";

/** Where it is. The token stands in the header, never in the address. */
export const EVENTS_PATH = "/bot/events";
/** An empty line so often: who listens knows that whook is there, and neither side's time runs out. */
const BEAT_MS = 10_000;
/** A reader that falls behind by more is let go: it comes again, and asks for what it missed. */
const MOST_WAITING = 8 * 1024 * 1024;

/** What a route for bots knows its callers by. */
export interface BotRouteDeps {
  readonly feed: EventFeed;
  isToken(token: string): boolean | Promise<boolean>;
}

/** Adds the stream to a server that is not listening yet; it ends when the server is closed. */
export function addEventRoute(server: FastifyInstance, { feed, isToken }: BotRouteDeps): void {
  const open = new Set<ServerResponse>();
  server.get(EVENTS_PATH, async (request, reply) => {
    if (!(await isToken(bearerOf(request.headers)))) return reply.code(401).send(NO_TOKEN);
    reply.hijack();
    stream(reply.raw, feed);
    open.add(reply.raw);
    reply.raw.on("close", () => open.delete(reply.raw));
    return reply;
  });
  server.addHook("preClose", async () => {
    for (const response of open) response.end();
  });
}

/** The answer to who has no token, or another one. */
export const NO_TOKEN = problem(
  "TOKEN_WRONG",
  "the header authorization must be: Bearer TOKEN, with this whook's token",
);

/** The token that a request shows; empty when it shows none. */
export function bearerOf({ authorization = "" }: IncomingHttpHeaders): string {
  return /^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? "";
}

function stream(response: ServerResponse, feed: EventFeed): void {
  const write = (line: string) => {
    if (response.writableLength > MOST_WAITING) response.destroy();
    else response.write(`${line}\n`);
  };
  response.writeHead(200, { "content-type": "application/x-ndjson; charset=utf-8", "cache-control": "no-store" });
  write("");
  const stop = feed.listen((event) => write(JSON.stringify(event)));
  const beat = setInterval(write, BEAT_MS, "").unref();
  response.on("close", () => {
    stop();
    clearInterval(beat);
  });
}
