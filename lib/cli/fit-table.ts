// A table in the width of a terminal: long cells take their short form, then columns go, the least needed first.
import { textWidth } from "./text-width.ts";

/** A column of a table. */
export interface Column {
  readonly title: string;
  /** @default "left" */
  readonly align?: "left" | "right";
  /** Taken where the whole is too wide. */
  readonly short?: { readonly title?: string; cell(text: string): string };
  /** In which turn the column goes where there is no room; absent: it stays. */
  readonly drop?: number;
  /** What tells it where it went. */
  readonly toldBy?: string;
  /** It takes what room is left, and is cut there. */
  readonly isCut?: true;
}

/** Rows of cells below their columns. */
export interface TableOf<Shown extends Column = Column> {
  readonly columns: readonly Shown[];
  readonly rows: readonly (readonly string[])[];
}

/** A table that fits, and the titles of what went. */
export interface FittedTable extends TableOf {
  readonly hidden: readonly string[];
}

/** Between two columns. */
export const GAP = 2;
/** A column that is cut keeps this much, or goes. */
const LEAST_CUT = 16;

/** @param width - of the terminal; undefined: there is no end to it. */
export function fitTable(whole: TableOf, width: number | undefined): FittedTable {
  if (width === undefined || widthOf(whole) <= width) return { ...whole, hidden: [] };
  let table = shortened(whole);
  const hidden: string[] = [];
  while (leastWidthOf(table) > width) {
    const goes = nextToGo(table);
    if (goes === undefined) break;
    hidden.push(goes.title);
    table = without(table, goes);
  }
  return { ...cut(table, width), hidden };
}

function shortened({ columns, rows }: TableOf): TableOf {
  return {
    columns: columns.map((column) => ({ ...column, title: column.short?.title ?? column.title })),
    rows: rows.map((row) => row.map((cell, index) => columns[index]?.short?.cell(cell) ?? cell)),
  };
}

function nextToGo({ columns }: TableOf): Column | undefined {
  return columns.filter(({ drop }) => drop !== undefined).sort((a, b) => (a.drop ?? 0) - (b.drop ?? 0))[0];
}

function without({ columns, rows }: TableOf, goes: Column): TableOf {
  const at = columns.indexOf(goes);
  return { columns: columns.toSpliced(at, 1), rows: rows.map((row) => row.toSpliced(at, 1)) };
}

/** The column that is to be cut, else the widest, is cut to what fits. */
function cut(table: TableOf, width: number): TableOf {
  const over = widthOf(table) - width;
  if (over <= 0) return table;
  const widths = widthsOf(table);
  const chosen = table.columns.findIndex(({ isCut }) => isCut === true);
  const at = chosen >= 0 ? chosen : widths.indexOf(Math.max(...widths));
  const room = Math.max(1, (widths[at] ?? 0) - over);
  return {
    columns: table.columns.map((column, index) =>
      index === at ? { ...column, title: cutTo(column.title, room) } : column,
    ),
    rows: table.rows.map((row) => row.map((cell, index) => (index === at ? cutTo(cell, room) : cell))),
  };
}

function widthOf(table: TableOf): number {
  return sum(widthsOf(table)) + GAP * (table.columns.length - 1);
}

/** With the column that is cut as narrow as it may be. */
function leastWidthOf(table: TableOf): number {
  const widths = widthsOf(table).map((width, index) =>
    table.columns[index]?.isCut === true ? Math.min(width, LEAST_CUT) : width,
  );
  return sum(widths) + GAP * (table.columns.length - 1);
}

/** How wide each column is. */
export function widthsOf({ columns, rows }: TableOf): readonly number[] {
  return columns.map(({ title }, index) =>
    rows.reduce((most, row) => Math.max(most, textWidth(row[index] ?? "")), textWidth(title)),
  );
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** A cell with a colour is short: none is cut. */
function cutTo(cell: string, room: number): string {
  if (textWidth(cell) <= room) return cell;
  const letters = [...cell];
  while (textWidth(letters.join("")) >= room && letters.length > 0) letters.pop();
  return `${letters.join("")}…`;
}
