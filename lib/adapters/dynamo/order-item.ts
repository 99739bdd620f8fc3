// An order as its item and back: the record packed, and beside it what the indexes need and what a person reads in the console.
import { isEnded, isFollowed, ORDER_STATUSES, type OrderRecord } from "../../core/execution/order-record.ts";
import { type Trade, tradeOf } from "../../core/trade/trade.ts";
import { accountKey, indexKeys, itemKey, openMark } from "./ledger-table.ts";
import { packText, unpackText } from "./pack-text.ts";

export function orderItem(record: OrderRecord): Record<string, unknown> {
  const { readable, ...attributes } = changingAttributes(record);
  return { ...itemKey.order(record.orderId), ...indexKeys(record), ...openMark, ...attributes, ...readable };
}

/** What of an item follows from the order's state; what is undefined is not there. */
export function changingAttributes(record: OrderRecord): {
  readonly version: number;
  readonly packed: Uint8Array;
  readonly followedKey: string | undefined;
  readonly readable: Readonly<Record<string, string>>;
} {
  return {
    version: record.version,
    packed: packText(JSON.stringify(record)),
    followedKey: isFollowed(record.state) ? accountKey(record.account) : undefined,
    readable: isEnded(record.state) ? readableOf(tradeOf(record)) : {},
  };
}

/** The longest text of a line that is shown whole: what is longer would double what a write costs. */
const LONGEST_TEXT = 120;

/** What a person looks for in the console, beside the names in the keys (docs/history.md). Nothing reads it back. */
function readableOf(trade: Trade): Readonly<Record<string, string>> {
  const { text, status, side, code, filledContracts, averagePrice, fee, netProfit, endedAt } = trade;
  const shown = {
    text: text.slice(0, LONGEST_TEXT),
    status,
    code: code?.toLowerCase() === status ? undefined : code,
    side,
    filled: filledContracts,
    price: averagePrice,
    fee: fee === undefined ? undefined : `${fee.cost} ${fee.currency}`,
    net: netProfit,
    endedAt,
  };
  return Object.fromEntries(
    Object.entries(shown).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

/** @throws Error when the item is not an order we wrote: a state we do not know must not be guessed at. */
export function orderOf({ pk, packed, version }: Record<string, unknown>): OrderRecord {
  const record: unknown = packed instanceof Uint8Array ? JSON.parse(unpackText(packed)) : undefined;
  if (typeof record !== "object" || record === null || !isOrderRecord(record) || record.version !== version)
    throw new Error(`item ${String(pk)} of the ledger is not an order this version knows`);
  return record;
}

function isOrderRecord(record: object): record is OrderRecord {
  const { state, version, events } = record as Partial<OrderRecord>;
  return (
    typeof version === "number" && Array.isArray(events) && ORDER_STATUSES.some((status) => status === state?.status)
  );
}
