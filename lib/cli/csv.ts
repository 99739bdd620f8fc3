import type { Trade } from "../core/trade/trade.ts";

const COLUMNS = [
  "orderId",
  "alertId",
  "line",
  "text",
  "account",
  "exchange",
  "symbol",
  "command",
  "side",
  "orderType",
  "status",
  "code",
  "reason",
  "requestedContracts",
  "filledContracts",
  "averagePrice",
  "fee",
  "leverage",
  "realizedProfit",
  "slippageBps",
  "attempts",
  "clientOrderIds",
  "receivedAt",
  "firstAttemptAt",
  "submittedAt",
  "endedAt",
] as const satisfies readonly (keyof Trade)[];

/** Trades as comma-separated values (RFC 4180), a heading first; the fee in two columns. */
export function toCsv(trades: readonly Trade[]): string {
  const heading = COLUMNS.flatMap((column) => (column === "fee" ? ["feeCost", "feeCurrency"] : [column]));
  return [heading, ...trades.map(cells)].map((row) => `${row.map(quoted).join(",")}\r\n`).join("");
}

function cells(trade: Trade): readonly string[] {
  return COLUMNS.flatMap((column) => {
    if (column === "fee") return [trade.fee?.cost ?? "", trade.fee?.currency ?? ""];
    if (column === "clientOrderIds") return [trade.clientOrderIds.join(" ")];
    return [String(trade[column] ?? "")];
  });
}

/** A cell that begins like a formula is kept from being one when a spreadsheet opens the file. */
function quoted(cell: string): string {
  const safe = /^[=@\t\r]|^[+-](?![\d.])/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
