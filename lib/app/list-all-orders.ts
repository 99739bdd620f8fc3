import { defined } from "../core/defined.ts";
import type { OrderRecord } from "../core/execution/order-record.ts";
import type { Ledger, TradeFilter } from "../ports/ledger.ts";

/** Read at a time. */
const PAGE = 400;

/** The filter's orders, every page of them, oldest first: those that nobody works on are the oldest, and listings begin with the newest. */
export async function listAllOrders(
  ledger: Pick<Ledger, "listOrders">,
  filter: Omit<TradeFilter, "cursor" | "limit">,
): Promise<readonly OrderRecord[]> {
  const orders: OrderRecord[] = [];
  let cursor: string | undefined;
  do {
    const page = await ledger.listOrders({ ...filter, limit: PAGE, ...defined({ cursor }) });
    orders.push(...page.orders);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return orders.reverse();
}
