// Who calls, and under which name: what a request says of itself before anything it asks for is looked at.
import { isIP } from "node:net";
import type { FastifyRequest } from "fastify";
import { isLoopback } from "../../config/dashboard-env.ts";
import type { Caller } from "./sessions.ts";

/** How a dashboard is reached. */
export interface Reach {
  /** The address it listens on. */
  readonly host: string;
  /** Names it is called by besides, in lower case. */
  readonly names: readonly string[];
  /** The hash of the password; absent: only the printed address lets anyone in. */
  readonly password?: string;
}

/** On this machine only, without a password. */
export const LOOPBACK_REACH: Reach = { host: "127.0.0.1", names: [] };

/**
 * Whether a request came under a name of ours: a name that leads here from elsewhere must not
 * (https://owasp.org/www-community/attacks/DNS_Rebinding). A numeric address leads nowhere else.
 */
export function isOwnHost({ headers }: FastifyRequest, { host, names }: Reach): boolean {
  const name = (headers.host ?? "").replace(/:\d{1,5}$/, "").toLowerCase();
  if (name === "localhost" || name === "127.0.0.1" || name === "[::1]" || names.includes(name)) return true;
  return !isLoopback(host) && isIP(name.replace(/^\[(.*)\]$/, "$1")) !== 0;
}

/** Whether a request came from a page of ours, or from no page. Another port of this machine is of the same site, and not ours. */
export function isOwnOrigin({ headers, method }: FastifyRequest): boolean {
  const { origin, host } = headers;
  if (origin === undefined) return method === "GET" || method === "HEAD";
  return origin === `http://${host}` || origin === `https://${host}`;
}

/** Whether the page was opened over HTTPS: a proxy in front of us speaks it. */
export function isOverHttps({ headers }: FastifyRequest): boolean {
  return headers.origin?.startsWith("https://") === true;
}

export function callerOf(request: FastifyRequest): Caller {
  return { userAgent: request.headers["user-agent"] ?? "", isLocal: isLoopback(addressOf(request)) };
}

/** Where a request came from; of one that a proxy on this machine passed on, what the proxy added last. */
export function addressOf({ headers, socket }: FastifyRequest): string {
  const peer = socket.remoteAddress ?? "";
  const passedOn = [headers["x-forwarded-for"] ?? []].flat().join(",").split(",").at(-1)?.trim() ?? "";
  const address = isLoopback(peer) && isIP(passedOn) !== 0 ? passedOn : peer;
  // One home has very many addresses of version 6: its first half is what counts.
  return isIP(address) === 6 && !address.startsWith("::ffff:") && !isLoopback(address)
    ? address.split(":").slice(0, 4).join(":")
    : address;
}
