import type { OrderRecord } from "../core/execution/order-record.ts";
import { isoTime, type UnixMs } from "../core/ids.ts";
import type { Trade } from "../core/trade/trade.ts";
import type { Account } from "../ports/account-store.ts";
import { type Ledger, MAX_FOLLOWED } from "../ports/ledger.ts";

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

function hasWorked({ status, sentContracts, endedAt }: Trade, since: UnixMs): boolean {
  if (status === "working") return true;
  return sentContracts !== "0" && endedAt !== undefined && endedAt > isoTime(since);
}
