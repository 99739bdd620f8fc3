import type { Trade } from "../core/trade/trade.ts";
import { TRADE_COLUMNS, type TradeColumn } from "./trade-columns.ts";

/** Hardly any cell is: the others take one look. */
const UNSAFE = /^[=@\t\r+-]|[",\r\n]/;

/** The first line of the file. */
export const CSV_HEADING = line(TRADE_COLUMNS.map(({ name }) => quoted(name)));

/** A trade as a line of comma-separated values (RFC 4180). */
export function csvLine(trade: Trade): string {
  return line(TRADE_COLUMNS.map((column) => cellOf(column, trade)));
}

/** What cannot need a quote is not looked through for a reason to: most of a line's time. */
function cellOf({ read, isPlain }: TradeColumn, trade: Trade): string {
  const value = read(trade);
  if (value === undefined) return "";
  return typeof value === "string" && !isPlain ? quoted(value) : String(value);
}

function line(cells: readonly string[]): string {
  return `${cells.join(",")}\r\n`;
}

/** A cell that begins like a formula is kept from being one when a spreadsheet opens the file. */
function quoted(cell: string): string {
  if (!UNSAFE.test(cell)) return cell;
  const safe = /^[=@\t\r]|^[+-](?![\d.])/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
