// One order: its story, the position it belongs to, and the candles that are drawn beside it.
import type { FastifyInstance } from "fastify";
import { defined } from "../../core/defined.ts";
import type { OrderRecord } from "../../core/execution/order-record.ts";
import { findOrderId, unixMs } from "../../core/ids.ts";
import { tradeOf } from "../../core/trade/trade.ts";
import { chartWindow } from "../../dashboard/chart-window.ts";
import { positionOf } from "../../dashboard/position-of.ts";
import { renderOrder } from "../../dashboard/render-order.ts";
import { rowOf } from "../../dashboard/trade-row.ts";
import { messageOf } from "../errors.ts";
import { sendMissing, sendPage } from "./answer.ts";
import { CandleCache } from "./candle-cache.ts";
import type { DashboardDeps } from "./dashboard-deps.ts";

/** More arrows than candles tell nothing. */
const MOST_MARKS = 200;

export function addOrderRoutes(server: FastifyInstance, { source, lease, book, clock }: DashboardDeps): void {
  const cache = new CandleCache(lease, clock);
  const read = async (given: string): Promise<OrderRecord | undefined> => {
    const id = findOrderId(given);
    return id && (await lease.use(async (backend) => (await backend.ledger()).getOrder(id)));
  };

  server.get<{ Params: { id: string } }>("/orders/:id", async (request, reply) => {
    const record = await read(request.params.id);
    if (record === undefined) return sendMissing(request, reply, { source, what: "order" });
    const position = positionOf(book.rows(), rowOf(tradeOf(record)));
    return sendPage(request, reply, renderOrder({ source, record, ...defined({ position }) }));
  });

  server.get<{ Params: { id: string } }>("/orders/:id/candles.json", async (request, reply) => {
    const record = await read(request.params.id);
    const position = record && positionOf(book.rows(), rowOf(tradeOf(record)));
    const [first] = position?.fills ?? [];
    if (record === undefined || position === undefined || first === undefined)
      return reply.code(404).send({ problem: "this order filled nothing" });
    const { fills, isOpen } = position;
    const times = fills.map(({ at }) => at);
    const to = isOpen ? clock.now() : unixMs(Math.max(...times));
    const { account, symbol } = record;
    try {
      const query = { symbol, ...chartWindow(unixMs(Math.min(...times)), to) };
      const candles = await cache.read(account, query);
      const marks = fills.slice(-MOST_MARKS).map((trade) => ({
        at: trade.at,
        orderId: trade.orderId,
        side: trade.side,
        contracts: trade.filledContracts,
        ...defined({ price: trade.averagePrice }),
      }));
      return reply.send({ symbol, step: query.step, candles, marks });
    } catch (error) {
      return reply.code(502).send({ problem: messageOf(error) });
    }
  });
}
