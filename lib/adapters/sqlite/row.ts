import type { Row } from "./whook-database.ts";

/** @throws Error when the column holds none: the form of the file says it does. */
export function textOf(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== "string") throw new Error(`column ${column} of the data file holds no text`);
  return value;
}

/** @throws Error when the column holds none: the form of the file says it does. */
export function numberOf(row: Row | undefined, column: string): number {
  const value = row?.[column];
  if (typeof value !== "number") throw new Error(`column ${column} of the data file holds no number`);
  return value;
}
