import { accountDay, accountDayEnds } from "../../core/guard/account-day.ts";
import { MINUTE_MS } from "../../core/guard/guard-book.ts";
import { findOrderId, type UnixMs } from "../../core/ids.ts";
import { tradeOf } from "../../core/trade/trade.ts";
import type { AskedEntry } from "../../dashboard/render-guards.ts";
import type { GuardEntry } from "../../dashboard/tell-standing.ts";
import type { Backend } from "../backend.ts";

/** How every account stands: its switch, its guards and its own day. */
export async function standingsOf(backend: Backend, now: UnixMs): Promise<readonly GuardEntry[]> {
  const guards = await backend.guards("read");
  const accounts = await backend.listAccounts();
  return Promise.all(
    accounts.map(async ({ id, exchange, guards: set }) => {
      const { limits, timezone } = set ?? { limits: {}, timezone: "UTC" };
      const { openings, day, ...book } = await guards.bookOf(id);
      const isToday = day?.date === accountDay(now, timezone);
      const today = isToday ? { day: { ...day, ends: accountDayEnds(now, timezone) } } : {};
      const lately = openings.filter(({ at }) => now - at < MINUTE_MS).length;
      return { account: id, exchange, limits, timezone, ...book, ...today, openings: lately };
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
