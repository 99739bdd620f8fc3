// Every request passes here first: under a name of ours, from a page of ours, by somebody who has signed in.
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { renderSignedIn, renderSignIn, renderSignOut } from "../../dashboard/render-sign-in.ts";
import { sendPage } from "./answer.ts";
import { addressOf, callerOf, isOverHttps, isOwnHost, isOwnOrigin, type Reach } from "./caller-of.ts";
import type { SignIn } from "./sign-in.ts";
import { waitOf } from "./wait-of.ts";

/** Nothing from elsewhere, no inline script or style, in nobody's frame. */
const HEADERS = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
  // Not "no-referrer": a browser then says "null" where a form of ours comes from (https://fetch.spec.whatwg.org/#append-a-request-origin-header).
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "cache-control": "no-store",
} as const;

/** What the page of signing in is made of: they tell nothing. */
const OPEN: ReadonlySet<string> = new Set(["/sign-in", "/assets/dashboard.css", "/assets/icon.svg"]);
/** A form of ours is a password or a few words. */
const LARGEST_FORM = 16 * 1024;
/** A path of ours, in visible characters. */
const OWN_PATH = /^\/(?![/\\])[\x21-\x7e]{0,1000}$/;

/** What is asked of a caller. */
export interface GuardOptions {
  readonly source: string;
  readonly signIn: SignIn;
  readonly reach: Reach;
  /** Called for each request of somebody who may look. */
  onLook(): void;
}

/** Lets nobody through who has not signed in, and gives the ways to. */
export function guardRequests(server: FastifyInstance, options: GuardOptions): void {
  const { source, signIn, reach } = options;
  server.addContentTypeParser(
    "application/x-www-form-urlencoded",
    { parseAs: "string", bodyLimit: LARGEST_FORM },
    (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  );
  server.addHook("onRequest", async (request, reply) => {
    reply.headers(HEADERS);
    if (!isOwnHost(request, reach)) return reply.code(421).send("wrong host");
    if (!isOwnOrigin(request)) return reply.code(403).send("wrong origin");
    return admit(request, reply, options);
  });

  server.get("/sign-in", (request, reply) => sendSignIn(request, reply, options, { next: "/", status: 200 }));
  server.post("/sign-in", (request, reply) => trySignIn(request, reply, options));
  server.get("/sign-out", (request, reply) => sendPage(request, reply, renderSignOut(source)));
  server.post("/sign-out", (request, reply) =>
    reply.header("set-cookie", signIn.sessions.end(request.headers.cookie)).redirect("/sign-in", 303),
  );
}

/** @returns undefined when the request may go on. */
function admit(request: FastifyRequest, reply: FastifyReply, options: GuardOptions): FastifyReply | undefined {
  const { source, signIn, onLook } = options;
  const caller = callerOf(request);
  const { token } = request.query as { readonly token?: unknown };
  const cookie = typeof token === "string" ? signIn.exchange(token, caller) : undefined;
  if (cookie !== undefined) return sendPage(request, reply.header("set-cookie", cookie), renderSignedIn(source));
  if (signIn.sessions.isOpen(request.headers.cookie, caller)) {
    onLook();
    return token === undefined ? undefined : reply.redirect("/", 303);
  }
  if (OPEN.has(pathOf(request))) return undefined;
  return sendSignIn(request, reply, options, { next: token === undefined ? request.url : "/" });
}

async function trySignIn(request: FastifyRequest, reply: FastifyReply, options: GuardOptions): Promise<FastifyReply> {
  const { password, next = "/" } = (request.body ?? {}) as Readonly<Record<string, string | undefined>>;
  if (password === undefined) return sendSignIn(request, reply, options, { next });
  const outcome = await options.signIn.tryPassword({
    password,
    address: addressOf(request),
    caller: callerOf(request),
    isSecure: isOverHttps(request),
  });
  if (outcome === "wrong") return sendSignIn(request, reply, options, { next, problem: "That is not the password." });
  if ("cookie" in outcome)
    return reply.header("set-cookie", outcome.cookie).redirect(OWN_PATH.test(next) ? next : "/", 303);
  const { seconds, problem } = waitOf(outcome);
  return sendSignIn(request, reply.header("retry-after", seconds), options, { next, problem, status: 429 });
}

function sendSignIn(
  request: FastifyRequest,
  reply: FastifyReply,
  { source, signIn }: GuardOptions,
  { next, problem, status = 401 }: { readonly next: string; readonly problem?: string; readonly status?: number },
): FastifyReply {
  const where = OWN_PATH.test(next) ? next : "/";
  const page = renderSignIn({
    source,
    hasPassword: signIn.hasPassword,
    next: where,
    ...(problem === undefined ? {} : { problem }),
  });
  return sendPage(request, reply, page, status);
}

function pathOf({ url }: FastifyRequest): string {
  return url.split("?", 1)[0] ?? "";
}
