import { accountDay } from "../../core/guard/account-day.ts";
import { findOrderId, type UnixMs } from "../../core/ids.ts";
import { tradeOf } from "../../core/trade/trade.ts";
import type { AskedEntry, GuardEntry } from "../../dashboard/render-guards.ts";
import type { Backend } from "../backend.ts";

/** How every account stands: its switch, its guards and its own day. */
export async function standingsOf(backend: Backend, now: UnixMs): Promise<readonly GuardEntry[]> {
  const guards = await backend.guards("read");
  const accounts = await backend.listAccounts();
  return Promise.all(
    accounts.map(async ({ id, exchange, guards: set }) => {
      const { limits, timezone } = set ?? { limits: {}, timezone: "UTC" };
      const { openings: _openings, switchedBy: _by, day, ...book } = await guards.bookOf(id);
      const today = day?.date === accountDay(now, timezone) ? { day } : {};
      return { account: id, exchange, limits, timezone, ...book, ...today };
    }),
  );
}

/** The orders that the address names, as they stand now. */
export async function askedOf(backend: Backend, ids: readonly string[]): Promise<readonly AskedEntry[]> {
  const known = ids.flatMap((id) => findOrderId(id) ?? []);
  if (known.length === 0) return [];
  const records = await (await backend.ledger()).getOrders(known);
  return records.map((record) => {
    const { orderId, status, reason } = tradeOf(record);
    return { orderId, text: record.text.trim(), status, ...(reason === undefined ? {} : { reason }) };
  });
}
