import type { OrderRecord } from "../../core/execution/order-record.ts";
import { findOrderId, type UnixMs } from "../../core/ids.ts";
import { tradeOf } from "../../core/trade/trade.ts";
import type { OpenOrderEntry } from "../../dashboard/render-now.ts";
import { tellNow } from "../../dashboard/tell-now.ts";
import type { Ledger } from "../../ports/ledger.ts";
import type { TradeBook } from "./trade-book.ts";

/** More than anybody reads; the newest are what is under way. */
const MOST = 100;
const OPEN: ReadonlySet<string> = new Set(["queued", "working", "placed"]);

/** The orders that have not ended, newest first, as the ledger has them now. */
export async function ordersNotEndedOf(
  book: TradeBook,
  ledger: Pick<Ledger, "getOrders">,
  now: UnixMs,
): Promise<readonly OpenOrderEntry[]> {
  const open = book.rows().filter(({ status }) => OPEN.has(status));
  const newest = open.toSorted((a, b) => (a.orderId < b.orderId ? 1 : -1)).slice(0, MOST);
  const records = await ledger.getOrders(newest.flatMap(({ orderId }) => findOrderId(orderId) ?? []));
  return records.filter(isOpen).map((record) => ({
    orderId: record.orderId,
    account: record.account,
    symbol: record.symbol,
    status: tradeOf(record).status,
    text: record.text,
    receivedAt: record.receivedAt,
    ...tellNow(record, now, records.filter((other) => isAhead(other, record)).length),
  }));
}

/** It may have ended since the book was read. */
function isOpen({ state }: OrderRecord): boolean {
  return state.phase.kind !== "ended" || state.open.length > 0;
}

function isAhead(other: OrderRecord, { orderId, account, symbol }: OrderRecord): boolean {
  const isSameGroup = other.account === account && other.symbol === symbol;
  return isSameGroup && other.orderId < orderId && other.state.phase.kind !== "ended";
}
