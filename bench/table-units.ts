// What DynamoDB would charge: request units by the sizes of items and of their entries in the indexes.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html#GSI.ThroughputConsiderations.Writes
import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { INDEX_SORT, INDEXES, TABLE_KEY } from "../lib/config/ledger-schema.ts";

/** As on the wire. */
export type Item = Readonly<Record<string, AttributeValue>>;

const WRITE_BYTES = 1_024;
const READ_BYTES = 4_096;
/** Kept beside each item and index entry. */
const STORED_OVERHEAD_BYTES = 100;

/** Units of a write that turned `before` into `after`; of a refused one when both are the same. */
export function writeUnits(before: Item | undefined, after: Item | undefined): number {
  const table = writesOf(Math.max(bytesOf(before), bytesOf(after)));
  return INDEXES.reduce((units, index) => units + indexUnits(entryOf(before, index), entryOf(after, index)), table);
}

/** Units of reading items one by one, or together as a query does. */
export function readUnits(items: readonly Item[], { isConsistent = false, isQuery = false }): number {
  const sizes = isQuery ? [items.reduce((sum, item) => sum + bytesOf(item), 0)] : items.map(bytesOf);
  const units = sizes.reduce((sum, size) => sum + Math.max(1, Math.ceil(size / READ_BYTES)), 0);
  return Math.max(1, units) * (isConsistent ? 1 : 0.5);
}

/** Bytes an item takes up with its entries in the indexes. */
export function storedBytes(item: Item): number {
  const kept = [item, ...INDEXES.map((index) => entryOf(item, index))].filter((one) => one !== undefined);
  return kept.reduce((sum, one) => sum + bytesOf(one) + STORED_OVERHEAD_BYTES, 0);
}

type Index = (typeof INDEXES)[number];

function entryOf(item: Item | undefined, { partition }: Index): Item | undefined {
  if (item?.[partition] === undefined || item[INDEX_SORT] === undefined) return undefined;
  const names = [TABLE_KEY.partition, TABLE_KEY.sort, partition, INDEX_SORT];
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = item[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** An entry under another key is one deleted and one written. */
function indexUnits(before: Item | undefined, after: Item | undefined): number {
  if (JSON.stringify(before) === JSON.stringify(after)) return 0;
  if (before === undefined || after === undefined) return writesOf(bytesOf(before ?? after));
  const keys = (entry: Item) => INDEXES.map(({ partition }) => entry[partition]?.S).join();
  if (keys(before) === keys(after)) return writesOf(Math.max(bytesOf(before), bytesOf(after)));
  return writesOf(bytesOf(before)) + writesOf(bytesOf(after));
}

function writesOf(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / WRITE_BYTES));
}

/** Of names and values, as DynamoDB counts an item or an entry. */
export function bytesOf(item: Item | undefined): number {
  return Object.entries(item ?? {}).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + valueSize(value), 0);
}

/** Strings by their UTF-8; a number by two digits a byte; a list or map with 3 bytes, and 1 for each thing in it. */
function valueSize({ S, N, L, M, B }: AttributeValue): number {
  if (S !== undefined) return Buffer.byteLength(S);
  // Read by the SDK it is bytes, on the wire base64.
  if (B !== undefined) return B instanceof Uint8Array ? B.byteLength : Buffer.from(String(B), "base64").byteLength;
  if (N !== undefined) return Math.ceil(N.length / 2) + 1;
  if (L !== undefined) return L.reduce((sum, value) => sum + 1 + valueSize(value), 3);
  if (M !== undefined) return Object.values(M).reduce((sum) => sum + 1, 3 + bytesOf(M));
  return 1;
}
