// What an account holds for its guards: the venue's positions, and beside them what has filled so lately that they may not show it.
import { EVERY_SYMBOL } from "../core/alert/symbol-of.ts";
import type { OrderRecord } from "../core/execution/order-record.ts";
import { type HeldPosition, hasFilledLately, heldOrLeft } from "../core/guard/lately-filled.ts";
import { type UnixMs, unixMs } from "../core/ids.ts";
import type { Ledger } from "../ports/ledger.ts";

/** What ended just now was received within this time: longer than an order may wait and work. */
export const RECEIVED_WITHIN_MS = 20 * 60_000;
/** Orders of a symbol that are looked through: beside the one that ended last, some wait. */
const MAX_LATEST = 10;

interface Asked {
  readonly account: string;
  readonly now: UnixMs;
  readonly positions: readonly HeldPosition[];
  /** Orders that opened, as they are on record. */
  readonly opened: readonly OrderRecord[];
}

/** The positions with what openings of just now left. Only where the venue shows less of one is its symbol's newest end looked for. */
export async function heldNow(
  ledger: Pick<Ledger, "listOrders">,
  { account, now, positions, opened }: Asked,
): Promise<readonly HeldPosition[]> {
  const lately = opened.filter((record) => hasFilledLately(record, now));
  const doubted = [...new Set(lately.map(({ symbol }) => symbol))].filter((symbol) =>
    lately.some((record) => record.symbol === symbol && heldOrLeft(positions, symbol, [record]) !== positions),
  );
  if (doubted.length === 0) return positions;
  const page = { account, since: unixMs(now - RECEIVED_WITHIN_MS), limit: MAX_LATEST };
  const [words, ...bySymbol] = await Promise.all(
    [EVERY_SYMBOL, ...doubted].map((symbol) => ledger.listOrders({ ...page, symbol })),
  );
  return doubted.reduce((held, symbol, index) => {
    // A listing may lag on DynamoDB: what the opening's own item says is never older than it.
    const own = lately.filter((record) => record.symbol === symbol);
    const ids = new Set(own.map(({ orderId }) => orderId));
    const listed = (bySymbol[index]?.orders ?? []).filter(({ orderId }) => !ids.has(orderId));
    return heldOrLeft(held, symbol, [...own, ...listed, ...(words?.orders ?? [])]);
  }, positions);
}
