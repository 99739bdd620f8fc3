// Ids as venues write them: whole numbers in JSON, too large for a JavaScript number.

/** The engine's small numbers are lifted above 2^53, as real ids are. */
const ID_BASE = 9_007_199_254_740_992n * 3n;

/** A whole number of any size, to be written into JSON without quotes by {@link stringifyNumbers}. */
export function wholeNumber(text: string): string {
  return `@whole:${text}`;
}

/** JSON in which ids are numbers whatever their size. */
export function stringifyNumbers(body: unknown): string {
  return JSON.stringify(body).replace(/"@whole:(\d+)"/g, "$1");
}

/** The venue's id of an engine's order. */
export function venueId(sequence: string): string {
  return (ID_BASE + BigInt(sequence)).toString();
}

/** The engine's number of a venue's id; empty: no such. */
export function sequenceOf(orderId: string): string {
  return /^\d+$/.test(orderId) ? (BigInt(orderId) - ID_BASE).toString() : "";
}
