// Equity over time, and its readings as a file.
import type { FastifyInstance } from "fastify";
import { defined } from "../../core/defined.ts";
import { isoTime, type UnixMs } from "../../core/ids.ts";
import type { EquitySnapshot } from "../../core/trade/equity-snapshot.ts";
import { type EquitySeries, equitySeries } from "../../dashboard/equity-series.ts";
import { renderEquity } from "../../dashboard/render-equity.ts";
import { parseTradeQuery, spanOf, type TradeQuery } from "../../dashboard/trade-query.ts";
import { messageOf } from "../errors.ts";
import { sendPage } from "./answer.ts";
import type { DashboardDeps } from "./dashboard-deps.ts";
import { EquityBook } from "./equity-book.ts";
import { readingOf } from "./reading-of.ts";

/** Points of a curve: about as many as a screen has columns. */
const CURVE_POINTS = 1_200;

export function addEquityRoutes(server: FastifyInstance, { source, book, clock, lease }: DashboardDeps): void {
  const equity = new EquityBook(lease, clock);
  const read = async (): Promise<{ readonly known: Known; readonly problem?: string }> => {
    try {
      return { known: await equity.read() };
    } catch (error) {
      return { known: new Map(), problem: messageOf(error) };
    }
  };

  server.get("/equity", async (request, reply) => {
    const query = parseTradeQuery(request.query);
    const now = clock.now();
    const { known, problem } = await read();
    const series = groupsOf(known, query, now).flatMap((some): EquitySeries | readonly [] => {
      return equitySeries(some, book.rows(), CURVE_POINTS) ?? [];
    });
    const choices = { accounts: [...known.keys()].sort(), strategies: [], symbols: [] };
    const reading = series.length === 0 ? undefined : readingOf(book, spanOf(query, now).since);
    const page = renderEquity({ source, query, choices, series, ...defined({ reading, problem }) });
    return sendPage(request, reply, page);
  });

  server.get("/export/equity.json", async (request, reply) => {
    const groups = groupsOf(await equity.read(), parseTradeQuery(request.query), clock.now());
    const rows = groups.flat().map((one) => ({ ...one, at: isoTime(one.at) }));
    return reply
      .type("application/json")
      .header("content-disposition", 'attachment; filename="whook-equity.json"')
      .send(JSON.stringify(rows, null, 2));
  });
}

type Known = ReadonlyMap<string, readonly EquitySnapshot[]>;

/** What is asked for, by account and coin: an account whose coin was changed has one curve of each. */
function groupsOf(known: Known, query: TradeQuery, now: UnixMs): readonly (readonly EquitySnapshot[])[] {
  const { since, until } = spanOf(query, now);
  return [...known].flatMap(([account, all]) => {
    if (query.account !== undefined && query.account !== account) return [];
    const asked = all.filter(({ at }) => at >= since && (until === undefined || at < until));
    return [...Map.groupBy(asked, ({ settle }) => settle).values()];
  });
}
