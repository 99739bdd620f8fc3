// A trade as a row of cells, as files of trades have it: a ledger may keep these apart, so that a long history is written out
// without reading it whole.
import type { Trade } from "./trade.ts";

/** Where each cell is in a trade's JSON, in the order of a file's columns. */
export const CELL_PATHS = [
  "orderId",
  "alertId",
  "line",
  "text",
  "account",
  "exchange",
  "symbol",
  "command",
  "tag",
  "side",
  "orderType",
  "status",
  "code",
  "reason",
  "requestedContracts",
  "sentContracts",
  "filledContracts",
  "notes",
  "warnings",
  "averagePrice",
  "receiptPrice",
  "alertPrice",
  "slippageBps",
  "alertSlippageBps",
  "notional",
  "fee.cost",
  "fee.currency",
  "leverage",
  "margin",
  "settle",
  "realizedProfit",
  "netProfit",
  "closedContracts",
  "outsideContracts",
  "positionMoved",
  "attempts",
  "clientOrderIds",
  "receivedAt",
  "firstAttemptAt",
  "submittedAt",
  "filledAt",
  "endedAt",
  "makerContracts",
  "lockSaving",
] as const satisfies readonly (keyof Trade | `fee.${keyof NonNullable<Trade["fee"]>}`)[];

/** The name of a cell. */
export type CellPath = (typeof CELL_PATHS)[number];
/** What a cell holds; null: the trade has no such thing. */
export type Cell = string | number | readonly string[] | null;
/** A cell for each path, in their order. */
export type TradeCells = readonly Cell[];

export function cellsOf(trade: Trade): TradeCells {
  return CELL_PATHS.map((path) => {
    if (path === "fee.cost") return trade.fee?.cost ?? null;
    if (path === "fee.currency") return trade.fee?.currency ?? null;
    return trade[path] ?? null;
  });
}

const RECEIVED_AT = CELL_PATHS.indexOf("receivedAt");

/** When the alert of a row of cells came, as its trade says it. */
export function receivedAtIn(cells: TradeCells): string {
  return String(cells[RECEIVED_AT]);
}
