// ccxt's transport: node:http(s) instead of undici. It resolves only when the whole body is here, so that ccxt's own
// abort timer (VENUE_CALL_TIMEOUT_MS) covers a stalled body too, and it writes what happened into the current call.

import http from "node:http";
import https from "node:https";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { defined } from "../../core/defined.ts";
import { currentCall } from "./venue-call.ts";
import type { VenueReply } from "./venue-module.ts";

/** What ccxt passes to a fetch implementation. */
export interface FetchOptions {
  readonly method: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal;
}

/** What ccxt reads of a response. */
export interface FetchResponse {
  readonly status: number;
  readonly statusText: string;
  readonly headers: Readonly<Record<string, string>>;
  text(): Promise<string>;
}

/** `requestUrl` is where the request goes; ccxt keeps the URL it made, for its error tables hang on it. */
export type FetchImplementation = (requestUrl: string, options: FetchOptions) => Promise<FetchResponse>;

/** An answer that cannot be one of the venue's: a redirect, a success that is not JSON, or without what was asked for. Not a ccxt error on purpose. */
export class UnreadableAnswerError extends Error {
  override readonly name = "UnreadableAnswerError";
}

const unzip = promisify(gunzip);

const RESETS: readonly string[] = ["ECONNRESET", "EPIPE"];

/** A transport that keeps its connections open between requests; idle ones do not keep the process alive. */
export function createNodeFetch(): FetchImplementation {
  const agents = { "http:": new http.Agent({ keepAlive: true }), "https:": new https.Agent({ keepAlive: true }) };
  return async (requestUrl, options) => {
    const isPlain = requestUrl.startsWith("http:");
    const agent = isPlain ? agents["http:"] : agents["https:"];
    return request(isPlain ? http : https, requestUrl, { ...options, agent });
  };
}

/** What a transport changes in a request, and looks for in an answer. */
export interface RecordingOptions {
  /** An origin that takes the place of scheme, host and port; path and query are kept byte for byte. */
  readonly endpoint?: string;
  /** What a success lacks of what was asked for, in words; undefined: nothing. @param route - method and path */
  findGap?(route: string, reply: VenueReply): string | undefined;
}

/**
 * What ccxt is given: `fetch` with the endpoint replaced, every request and answer written into the current call, and
 * answers that are not the venue's turned into errors.
 */
export function recordingFetch(
  fetch: FetchImplementation,
  { endpoint, findGap = () => undefined }: RecordingOptions = {},
): FetchImplementation {
  const origin = endpoint === undefined ? undefined : new URL(endpoint).origin;
  return async (url, options) => {
    const call = currentCall();
    if (call !== undefined) call.requests += 1;
    try {
      const response = await fetch(origin === undefined ? url : origin + url.slice(url.indexOf("/", 8)), options);
      const body = await response.text();
      const reply: VenueReply = { status: response.status, headers: response.headers, body };
      call?.replies.push(reply);
      assertReadable(reply);
      const gap = isSuccess(reply) ? findGap(`${options.method} ${new URL(url).pathname}`, reply) : undefined;
      if (gap !== undefined) throw new UnreadableAnswerError(gap);
      return response;
    } catch (error) {
      if (call !== undefined) call.transportFault = faultOf(error);
      throw error;
    }
  };
}

type Outgoing = FetchOptions & { readonly agent: http.Agent };

function request(client: typeof http | typeof https, url: string, options: Outgoing): Promise<FetchResponse> {
  const { method, headers, body, signal, agent } = options;
  return new Promise((resolve, reject) => {
    const outgoing = client.request(
      url,
      {
        method,
        agent,
        headers: { ...headers, "accept-encoding": "gzip" },
        ...defined({ signal }),
      },
      (incoming) => {
        readAnswer(incoming).then(resolve, reject);
      },
    );
    outgoing.on("error", (error) => {
      if (isStale(outgoing, error)) request(client, url, options).then(resolve, reject);
      else reject(error);
    });
    outgoing.end(body);
  });
}

/**
 * A connection that was kept, and that the venue closed meanwhile (a frozen Lambda notices only now): what was only asked is
 * asked again at once. Each such connection leaves the pool, so this ends; anything but a GET may have landed.
 */
function isStale({ method, reusedSocket }: http.ClientRequest, error: Error): boolean {
  return method === "GET" && reusedSocket && RESETS.includes(faultOf(error));
}

async function readAnswer(incoming: http.IncomingMessage): Promise<FetchResponse> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const raw = Buffer.concat(chunks);
  const bytes = incoming.headers["content-encoding"] === "gzip" ? await unzip(raw) : raw;
  const text = bytes.toString("utf8");
  return {
    status: incoming.statusCode ?? 0,
    statusText: incoming.statusMessage ?? "",
    headers: flatten(incoming.headers),
    text: () => Promise.resolve(text),
  };
}

function flatten(headers: http.IncomingHttpHeaders): Record<string, string> {
  const pairs = Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(", ") : value]);
  return Object.fromEntries(pairs.filter(([, value]) => value !== undefined));
}

/** Every venue answers a success in JSON. A page with status 200 comes from something in between: ccxt would take it for an empty success. */
function assertReadable(reply: VenueReply): void {
  const { status, body } = reply;
  if (status >= 300 && status < 400) throw new UnreadableAnswerError("redirected");
  if (!isSuccess(reply)) return;
  const text = body.trim();
  const isJson = (text.startsWith("{") && text.endsWith("}")) || (text.startsWith("[") && text.endsWith("]"));
  if (!isJson) throw new UnreadableAnswerError("not JSON");
}

function isSuccess({ status }: VenueReply): boolean {
  return status >= 200 && status < 300;
}

function faultOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown fault";
  if (error.name === "AbortError" || error.name === "TimeoutError") return "TIMEOUT";
  if (error instanceof UnreadableAnswerError) return error.message;
  return "code" in error && typeof error.code === "string" ? error.code : error.name;
}
