import { EVERY_SYMBOL } from "../core/alert/symbol-of.ts";
import type { OrderRecord } from "../core/execution/order-record.ts";
import { isoTime, type UnixMs, unixMs } from "../core/ids.ts";
import type { Trade } from "../core/trade/trade.ts";
import type { Account } from "../ports/account-store.ts";
import { type Ledger, MAX_FOLLOWED } from "../ports/ledger.ts";

/** A closeall that is at work, or has just ended, was received within this time. */
const SWEEP_WITHIN_MS = 20 * 60_000;

/**
 * Whether another order of the exchange account and symbol worked or rested since then, or may have: the position's change
 * is then no evidence of this one's fill. Accounts that share a key cannot see each other's orders' part in it.
 */
export async function haveOthersWorked(
  ledger: Pick<Ledger, "listFollowed" | "listTrades">,
  { account, record, since }: { readonly account: Account; readonly record: OrderRecord; readonly since: UnixMs },
): Promise<boolean> {
  if (account.sharesKeyWith !== undefined) return true;
  const { symbol, orderId } = record;
  const followed = await ledger.listFollowed(account.id, { max: MAX_FOLLOWED });
  const others = followed.filter((order) => order.symbol === symbol && order.orderId !== orderId);
  if (followed.length === MAX_FOLLOWED || others.some(({ state }) => state.open.length > 0)) return true;
  const { trades } = await ledger.listTrades({ account: account.id, symbol });
  return trades.some((trade) => trade.orderId !== orderId && hasWorked(trade, since));
}

/**
 * Whether a `closeall` of the account has been at work since then: what it sends in a symbol is on no order of that symbol. It is
 * not among the others above, since it waits for an order of unknown outcome, which must not wait for it.
 */
export async function hasSwept(ledger: Pick<Ledger, "listTrades">, account: string, since: UnixMs): Promise<boolean> {
  const received = unixMs(since - SWEEP_WITHIN_MS);
  const { trades } = await ledger.listTrades({ account, symbol: EVERY_SYMBOL, since: received });
  return trades.some(
    ({ command, status, endedAt }) =>
      command === "closeall" && (status === "working" || (endedAt !== undefined && endedAt > isoTime(since))),
  );
}

function hasWorked({ status, sentContracts, endedAt }: Trade, since: UnixMs): boolean {
  if (status === "working") return true;
  return sentContracts !== "0" && endedAt !== undefined && endedAt > isoTime(since);
}
