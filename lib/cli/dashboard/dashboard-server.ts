// The dashboard over HTTP. It is for looking: guard-routes.ts alone changes anything.

import fastify, { type FastifyInstance } from "fastify";
import { defined } from "../../core/defined.ts";
import { alertId as toAlertId } from "../../core/ids.ts";
import { renderNotice, renderPage } from "../../dashboard/page.ts";
import { type AlertsData, renderAlerts } from "../../dashboard/render-alerts.ts";
import { renderNow } from "../../dashboard/render-now.ts";
import { messageOf } from "../errors.ts";
import { alertEntryOf, alertsOf } from "./alerts-of.ts";
import { sendAsset, sendMissing, sendPage } from "./answer.ts";
import { addBuilderRoutes } from "./builder-routes.ts";
import type { DashboardDeps } from "./dashboard-deps.ts";
import { addEquityRoutes } from "./equity-routes.ts";
import { guardRequests } from "./guard-requests.ts";
import { addGuardRoutes } from "./guard-routes.ts";
import { ordersNotEndedOf } from "./now-of.ts";
import { addOrderRoutes } from "./order-routes.ts";
import { standingsOf } from "./standings-of.ts";
import { addTradeRoutes } from "./trade-routes.ts";

/** Milliseconds. A request is small. */
const TIMEOUTS = { requestTimeout: 10_000, connectionTimeout: 30_000, http: { headersTimeout: 10_000 } };

/** A server that is not listening yet. */
export function createDashboardServer(deps: DashboardDeps): FastifyInstance {
  const { source, lease, book, positions, assets, signIn, clock } = deps;
  const server = fastify({ logger: false, forceCloseConnections: true, ...TIMEOUTS });
  guardRequests(server, deps);

  addTradeRoutes(server, deps);
  addBuilderRoutes(server, deps);
  addEquityRoutes(server, deps);
  addGuardRoutes(server, deps);
  addOrderRoutes(server, deps);

  server.get("/now", async (request, reply) => {
    const asked = positions.look();
    const read = await lease
      .use(async (backend) => ({
        orders: await ordersNotEndedOf(book, await backend.ledger(), clock.now()),
        accounts: await standingsOf(backend, clock.now()),
      }))
      .catch((error: unknown) => ({ problem: messageOf(error) }));
    return sendPage(
      request,
      reply,
      renderNow({ source, hasPassword: signIn.hasPassword, ...read, ...defined({ asked }) }),
    );
  });
  server.get("/positions", (_request, reply) => reply.redirect("/now", 301));

  server.get("/alerts", async (request, reply) => {
    const query = request.query as { readonly show?: string; readonly before?: string };
    const show: AlertsData["show"] = query.show === "failed" ? "failed" : "all";
    const before = query.before === undefined ? undefined : findAlertId(query.before);
    const view = { source, show, isOlder: before !== undefined };
    try {
      const found = await lease.use(async (backend) => alertsOf(await backend.ledger(), show, before));
      return sendPage(request, reply, renderAlerts({ ...view, ...found }));
    } catch (error) {
      const page = renderAlerts({ ...view, alerts: [], problem: messageOf(error) });
      return sendPage(request, reply, page, 503);
    }
  });

  server.get<{ Params: { id: string } }>("/alerts/:id", async (request, reply) => {
    const id = findAlertId(request.params.id);
    const entry = await lease.use(async (backend) => {
      const ledger = await backend.ledger();
      const alert = id === undefined ? undefined : await ledger.getAlert(id);
      return alert === undefined ? undefined : alertEntryOf(ledger, alert);
    });
    if (entry === undefined) return sendMissing(request, reply, { source, what: "alert" });
    const page = renderAlerts({ source, show: "all", alerts: [entry], isOlder: true });
    return sendPage(request, reply, page);
  });

  server.get<{ Params: { name: string } }>("/assets/:name", (request, reply) => {
    const asset = assets.get(request.params.name);
    if (asset === undefined) return sendMissing(request, reply, { source, what: "page" });
    return sendAsset(request, reply, asset);
  });

  server.setNotFoundHandler((request, reply) => sendMissing(request, reply, { source, what: "page" }));
  server.setErrorHandler((error, request, reply) => {
    const { statusCode = 503 } = error as { readonly statusCode?: number };
    const page = renderPage({ title: "Not now", source, refreshS: 3 }, renderNotice(messageOf(error), "bad"));
    return sendPage(request, reply, page, statusCode);
  });
  return server;
}

function findAlertId(text: string) {
  try {
    return toAlertId(text);
  } catch {
    return undefined;
  }
}
