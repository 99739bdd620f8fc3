// The dashboard over HTTP, on this machine only, and only to look: there is nothing here that changes anything.

import { createHash } from "node:crypto";
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { defined } from "../../core/defined.ts";
import { findOrderId, alertId as toAlertId } from "../../core/ids.ts";
import { html } from "../../dashboard/html.ts";
import { renderEmpty, renderNotice, renderPage } from "../../dashboard/page.ts";
import { type AlertsData, renderAlerts } from "../../dashboard/render-alerts.ts";
import { renderOrder } from "../../dashboard/render-order.ts";
import { type ChartRange, RANGES, renderOverview } from "../../dashboard/render-overview.ts";
import { renderPositions } from "../../dashboard/render-positions.ts";
import type { Clock } from "../../ports/clock.ts";
import { messageOf } from "../errors.ts";
import { alertEntryOf, alertsOf } from "./alerts-of.ts";
import type { Asset } from "./assets.ts";
import type { BackendLease } from "./backend-lease.ts";
import { overviewOf } from "./overview-of.ts";
import type { PositionWatch } from "./position-watch.ts";
import type { SignIn } from "./sign-in.ts";
import type { TradeBook } from "./trade-book.ts";

/** What the pages are made of. */
export interface DashboardDeps {
  readonly source: string;
  readonly lease: BackendLease;
  readonly book: TradeBook;
  readonly positions: PositionWatch;
  readonly assets: ReadonlyMap<string, Asset>;
  readonly signIn: SignIn;
  readonly clock: Clock;
}

/** Nothing from elsewhere, no inline script or style, in nobody's frame. */
const HEADERS = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "cache-control": "no-store",
} as const;

/** Milliseconds. A request is small, and comes from this machine. */
const TIMEOUTS = { requestTimeout: 10_000, connectionTimeout: 30_000, http: { headersTimeout: 10_000 } };

interface Answer {
  readonly status: number;
  readonly page: string;
}

/** A server that is not listening yet. */
export function createDashboardServer(deps: DashboardDeps): FastifyInstance {
  const { source, lease, book, positions, assets, signIn } = deps;
  const server = fastify({ logger: false, forceCloseConnections: true, ...TIMEOUTS });
  const overviews = new Map<string, string>();

  server.addHook("onRequest", async (request, reply) => {
    reply.headers(HEADERS);
    // A name that leads here from elsewhere must not: https://owasp.org/www-community/attacks/DNS_Rebinding
    if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(request.headers.host ?? ""))
      return reply.code(421).send("wrong host");
    // A page on another port of this machine is of the same site: the browser sends it with the cookie.
    const { origin } = request.headers;
    if (origin !== undefined && origin !== `http://${request.headers.host}`)
      return reply.code(403).send("wrong origin");
    const { token } = request.query as { readonly token?: string };
    const cookie = typeof token === "string" ? signIn.exchange(token) : undefined;
    if (cookie !== undefined) return reply.header("set-cookie", cookie).redirect("/", 303);
    if (!signIn.isSignedIn(request.headers.cookie)) return send(request, reply, signedOut(source));
    if (token !== undefined) return reply.redirect("/", 303);
    return undefined;
  });

  server.get("/", (request, reply) => {
    const { range: asked = "30d" } = request.query as { readonly range?: string };
    const range = Object.hasOwn(RANGES, asked) ? (asked as ChartRange) : "30d";
    // With many trades a page takes a moment to reckon: once for each change of the book.
    const key = `${book.version} ${range}`;
    const page = overviews.get(key) ?? renderOverview({ source, ...overviewOf(book, range, deps.clock.now()) });
    if (!overviews.has(key)) {
      overviews.clear();
      overviews.set(key, page);
    }
    return send(request, reply, { status: 200, page });
  });

  server.get("/positions", (request, reply) => {
    const asked = positions.look();
    const page = renderPositions({ source, ...defined({ asked }) });
    return send(request, reply, { status: 200, page });
  });

  server.get("/alerts", async (request, reply) => {
    const query = request.query as { readonly show?: string; readonly before?: string };
    const show: AlertsData["show"] = query.show === "failed" ? "failed" : "all";
    const before = query.before === undefined ? undefined : findAlertId(query.before);
    const view = { source, show, isOlder: before !== undefined };
    try {
      const found = await lease.use(async (backend) => alertsOf(await backend.ledger(), show, before));
      return send(request, reply, { status: 200, page: renderAlerts({ ...view, ...found }) });
    } catch (error) {
      const page = renderAlerts({ ...view, alerts: [], problem: messageOf(error) });
      return send(request, reply, { status: 503, page });
    }
  });

  server.get<{ Params: { id: string } }>("/alerts/:id", async (request, reply) => {
    const id = findAlertId(request.params.id);
    const entry = await lease.use(async (backend) => {
      const ledger = await backend.ledger();
      const alert = id === undefined ? undefined : await ledger.getAlert(id);
      return alert === undefined ? undefined : alertEntryOf(ledger, alert);
    });
    if (entry === undefined) return send(request, reply, missing(source, "alert"));
    const page = renderAlerts({ source, show: "all", alerts: [entry], isOlder: true });
    return send(request, reply, { status: 200, page });
  });

  server.get<{ Params: { id: string } }>("/orders/:id", async (request, reply) => {
    const id = findOrderId(request.params.id);
    const record = id && (await lease.use(async (backend) => (await backend.ledger()).getOrder(id)));
    if (record === undefined) return send(request, reply, missing(source, "order"));
    return send(request, reply, { status: 200, page: renderOrder({ source, record }) });
  });

  server.get<{ Params: { name: string } }>("/assets/:name", (request, reply) => {
    const asset = assets.get(request.params.name);
    if (asset === undefined) return send(request, reply, missing(source, "page"));
    return reply.type(asset.type).send(asset.body);
  });

  server.setNotFoundHandler((request, reply) => send(request, reply, missing(source, "page")));
  server.setErrorHandler((error, request, reply) => {
    const page = renderPage({ title: "Not now", source, refreshS: 3 }, renderNotice(messageOf(error), "bad"));
    return send(request, reply, { status: 503, page });
  });
  return server;
}

/** The page's script asks again and again: what has not changed is not sent again. */
function send(request: FastifyRequest, reply: FastifyReply, { status, page }: Answer): FastifyReply {
  const tag = `"${createHash("sha256").update(page).digest("base64url")}"`;
  if (status === 200 && request.headers["if-none-match"] === tag) return reply.code(304).send();
  return reply.code(status).header("etag", tag).type("text/html; charset=utf-8").send(page);
}

function signedOut(source: string): Answer {
  const how = html`Run <code>npx whook dashboard</code> and open the address it prints. It works once.`;
  return {
    status: 401,
    page: renderPage({ title: "Not signed in", source }, renderEmpty("This address is not enough", how)),
  };
}

function missing(source: string, what: string): Answer {
  const where = html`<a href="/alerts">All alerts</a>`;
  return {
    status: 404,
    page: renderPage({ title: "Not found", source }, renderEmpty(`There is no such ${what}`, where)),
  };
}

function findAlertId(text: string) {
  try {
    return toAlertId(text);
  } catch {
    return undefined;
  }
}
