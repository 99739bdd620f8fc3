// The views over all trades, and what is shown as files.
import { Readable } from "node:stream";
import type { FastifyInstance, FastifyReply } from "fastify";
import { readTrades } from "../../app/read-trades.ts";
import { defined } from "../../core/defined.ts";
import { StatsBuilder } from "../../core/trade/stats.ts";
import type { Trade } from "../../core/trade/trade.ts";
import { cellsOf } from "../../core/trade/trade-cells.ts";
import { qualityOf } from "../../dashboard/quality-of.ts";
import { overviewFrame, renderOverview } from "../../dashboard/render-overview.ts";
import { qualityFrame, renderQuality } from "../../dashboard/render-quality.ts";
import { renderTrades, tradesFrame } from "../../dashboard/render-trades.ts";
import { keysOf } from "../../dashboard/trade-keys.ts";
import { parseTradeQuery, spanOf, type TradeQuery, tradeMatcher } from "../../dashboard/trade-query.ts";
import type { TradeFilter } from "../../ports/ledger.ts";
import { CSV_HEADING, csvLine } from "../csv.ts";
import { sendSlowPage } from "./answer.ts";
import type { DashboardDeps } from "./dashboard-deps.ts";
import { earlyTradesOf, isOutlinedPage } from "./early-trades.ts";
import { overviewOf } from "./overview-of.ts";
import { readingOf } from "./reading-of.ts";
import { parseListing, tradesPageOf } from "./trades-of.ts";

/** Pages kept: one of each view somebody has open. */
const PAGES_KEPT = 8;
const CHUNK_LINES = 200;

/** The overview, the list of trades, how they were carried out, and the exports. */
export function addTradeRoutes(server: FastifyInstance, { source, book, clock, lease }: DashboardDeps): void {
  const made = new Map<string, string>();
  /** With many trades a page takes a moment to reckon: once for each change of the book. */
  const once = (key: string, make: () => string): string => {
    const versioned = `${book.version} ${key}`;
    const page = made.get(versioned) ?? make();
    made.delete(versioned);
    made.set(versioned, page);
    const [oldest] = made.keys();
    if (made.size > PAGES_KEPT && oldest !== undefined) made.delete(oldest);
    return page;
  };

  server.get("/", (request, reply) => {
    const query = parseTradeQuery(request.query);
    const { since } = spanOf(query, clock.now());
    const make = async () => {
      await book.figuresSince(since);
      return once(`/ ${JSON.stringify(query)}`, () =>
        renderOverview({ source, ...overviewOf(book, query, clock.now()) }),
      );
    };
    const isRead = book.covers(since, query.q === undefined ? "figures" : "trades");
    return sendSlowPage(request, reply, { frame: overviewFrame({ source, isRead }), make });
  });

  server.get("/trades", (request, reply) => {
    const asked = { query: parseTradeQuery(request.query), listing: parseListing(request.query), now: clock.now() };
    const { since } = spanOf(asked.query, asked.now);
    const what = isOutlinedPage(asked) ? "figures" : "trades";
    const make = async () => {
      if (what === "figures") await book.figuresSince(since);
      const early =
        what === "figures" && book.outlined() !== undefined
          ? await lease.use(async (backend) => earlyTradesOf(book, await backend.ledger(), asked))
          : undefined;
      if (early !== undefined) return renderTrades({ source, ...early });
      return once(`/trades ${JSON.stringify([asked.query, asked.listing])}`, () =>
        renderTrades({ source, ...tradesPageOf(book, asked) }),
      );
    };
    return sendSlowPage(request, reply, { frame: tradesFrame({ source, isRead: book.covers(since, what) }), make });
  });

  server.get("/quality", (request, reply) => {
    const query = parseTradeQuery(request.query);
    const { since } = spanOf(query, clock.now());
    const make = async () =>
      once(`/quality ${JSON.stringify(query)}`, () => {
        const read = { reading: readingOf(book, since), problem: book.progress.problem };
        return renderQuality({
          source,
          query,
          choices: book.choices(),
          ...qualityOf(book.rows().filter(tradeMatcher(query, clock.now()))),
          ...defined(read),
        });
      });
    const isRead = book.covers(since, "trades");
    return sendSlowPage(request, reply, { frame: qualityFrame({ source, isRead }), make });
  });

  /** From the ledger itself, not from what is kept in memory of it: an export is whole. */
  const exportOf = (query: TradeQuery): AsyncGenerator<Trade> => {
    const matches = tradeMatcher(query, clock.now());
    return leased(lease, async function* (backend) {
      const ledger = await backend.ledger();
      for await (const trade of readTrades(ledger, filterOf(query, spanOf(query, clock.now()))))
        if (matches(keysOf(trade))) yield trade;
    });
  };

  server.get("/export/trades.csv", (request, reply) =>
    download(reply, "trades.csv", "text/csv; charset=utf-8").send(
      Readable.from(csvChunks(exportOf(parseTradeQuery(request.query)))),
    ),
  );
  server.get("/export/trades.json", (request, reply) =>
    download(reply, "trades.json", "application/json").send(
      Readable.from(jsonChunks(exportOf(parseTradeQuery(request.query)))),
    ),
  );
  server.get("/export/figures.json", async (request, reply) => {
    const builder = new StatsBuilder();
    for await (const trade of exportOf(parseTradeQuery(request.query))) builder.add(trade);
    return download(reply, "figures.json", "application/json").send(JSON.stringify(builder.stats(), null, 2));
  });
}

/** What the ledger can narrow by itself. */
function filterOf({ account, symbol, strategy }: TradeQuery, span: Pick<TradeFilter, "since" | "until">): TradeFilter {
  return {
    ...span,
    ...(account === undefined ? {} : { account }),
    ...(symbol === undefined ? {} : { symbol }),
    ...(strategy === undefined || strategy === "" ? {} : { tag: strategy }),
  };
}

/** What a backend yields, which stays open until all of it was taken, or nobody wants more. */
async function* leased<T>(
  lease: DashboardDeps["lease"],
  work: (backend: Parameters<Parameters<DashboardDeps["lease"]["use"]>[0]>[0]) => AsyncGenerator<T>,
): AsyncGenerator<T> {
  const hold = Promise.withResolvers<void>();
  const opened = Promise.withResolvers<AsyncGenerator<T>>();
  const held = lease.use(async (backend) => {
    opened.resolve(work(backend));
    await hold.promise;
  });
  held.catch(opened.reject);
  try {
    yield* await opened.promise;
  } finally {
    hold.resolve();
    await held;
  }
}

function download(reply: FastifyReply, name: string, type: string): FastifyReply {
  return reply.type(type).header("content-disposition", `attachment; filename="whook-${name}"`);
}

async function* csvChunks(trades: AsyncIterable<Trade>): AsyncGenerator<string> {
  let lines = [CSV_HEADING];
  for await (const trade of trades) {
    if (lines.push(csvLine(cellsOf(trade))) < CHUNK_LINES) continue;
    yield lines.join("");
    lines = [];
  }
  yield lines.join("");
}

async function* jsonChunks(trades: AsyncIterable<Trade>): AsyncGenerator<string> {
  let before = "[";
  for await (const trade of trades) {
    yield `${before}\n${JSON.stringify(trade)}`;
    before = ",";
  }
  yield before === "[" ? "[]\n" : "\n]\n";
}
