// What orders filled just before a `closeall` looks: a venue tells a fill seconds before its list of positions shows it.
import { seenIn } from "../core/execution/account-order.ts";
import type { OrderRecord } from "../core/execution/order-record.ts";
import { hasFilledLately, isLately } from "../core/guard/lately-filled.ts";
import { findOrderId, type OrderId, unixMs } from "../core/ids.ts";
import type { VenuePosition } from "../ports/exchange.ts";
import type { ExecuteOrderDeps } from "./execution-deps.ts";
import { heldNow, RECEIVED_WITHIN_MS } from "./held-now.ts";

/** Orders of an account that are looked through: in a burst many end at once. */
const MAX_LATEST = 300;

/** Orders that filled just now. */
export interface LatelyFilled {
  /** The positions show at least what they left. Those that an earlier round saw are not among them. */
  readonly seen: readonly OrderId[];
  /** The others, in words. */
  readonly unseen: readonly string[];
}

/** Which orders of the account filled just now, and whether the positions, read before, show it. */
export async function latelyFilled(
  { ledger, clock }: Pick<ExecuteOrderDeps, "ledger" | "clock">,
  { account, state }: OrderRecord,
  positions: readonly VenuePosition[],
): Promise<LatelyFilled> {
  const now = clock.now();
  const since = unixMs(now - RECEIVED_WITHIN_MS);
  const { trades } = await ledger.listTrades({ account, since, limit: MAX_LATEST });
  const lately = trades.filter(({ filledAt }) => filledAt !== undefined && isLately(Date.parse(filledAt), now));
  const known = new Set<string>(seenIn(state));
  const ids = lately.flatMap(({ orderId }) => (known.has(orderId) ? [] : (findOrderId(orderId) ?? [])));
  const filled = await ledger.getOrders(ids);
  const opened = filled.filter((record) => hasFilledLately(record, now));
  const held = await heldNow(ledger, { account, now, positions, opened });
  const hidden = new Set(
    held.filter((position) => !positions.some((shown) => shown === position)).map(({ symbol }) => symbol),
  );
  const unseen = opened.filter(({ symbol }) => hidden.has(symbol));
  return {
    seen: opened.filter((record) => !unseen.includes(record)).map(({ orderId }) => orderId),
    unseen: unseen.map(
      ({ orderId, symbol }) => `order ${orderId}, which filled just now: the position of ${symbol} may not show it yet`,
    ),
  };
}
