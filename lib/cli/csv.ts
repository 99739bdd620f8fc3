import type { Cell, TradeCells } from "../core/trade/trade-cells.ts";
import { cellValue, TRADE_COLUMNS } from "./trade-columns.ts";

/** Hardly any cell is: the others take one look. */
const UNSAFE = /^[=@\t\r+-]|[",\r\n]/;
const LINE_END = "\r\n";

/** The first line of the file. */
export const CSV_HEADING = TRADE_COLUMNS.map(({ name }) => quoted(name)).join(",") + LINE_END;

/** A trade as a line of comma-separated values (RFC 4180). */
export function csvLine(cells: TradeCells): string {
  return cells.map(csvCell).join(",") + LINE_END;
}

/** What cannot need a quote is not looked through for a reason to: most of a line's time. */
function csvCell(cell: Cell, at: number): string | number | undefined {
  const column = TRADE_COLUMNS[at];
  if (cell === null || column === undefined) return undefined;
  const value = cellValue(cell, column);
  return typeof value === "string" && !column.isPlain ? quoted(value) : value;
}

/** A cell that begins like a formula is kept from being one when a spreadsheet opens the file. */
function quoted(cell: string): string {
  if (!UNSAFE.test(cell)) return cell;
  const safe = /^[=@\t\r]|^[+-](?![\d.])/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
