// What cells are made of: times of a zone, and the short forms where a terminal is narrow.
import type { TimeZone } from "../core/time-zone.ts";
import type { Column } from "./fit-table.ts";

/** The letters of an id that tell its alert from another's of the same second. */
const ID_PREFIX = 14;

/** A column of times. The zone is always said. */
export function timeColumn(title: string, zone: TimeZone): Column {
  const place = zone.name.slice(zone.name.lastIndexOf("/") + 1);
  return { title: `${title} (${zone.name})`, short: { title: place, cell: (time) => time.slice(5, 16) } };
}

/** A column of ids: every command takes their beginning too. */
export function idColumn(title: string): Column {
  return { title, short: { cell: (id) => id.slice(0, ID_PREFIX) } };
}

/** A column of unified symbols, `ETH/USDT:USDT`: the coin they settle in goes where it is the quote. */
export const SYMBOL_COLUMN: Column = {
  title: "symbol",
  short: { cell: (symbol) => symbol.replace(/^([^/]+\/([^:]+)):\2$/, "$1") },
};
