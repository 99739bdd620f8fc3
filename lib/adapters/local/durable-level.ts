// What the database under dynalite must do here, and dynalite has no option for: said on the class that it opens.
import { ClassicLevel, type OpenOptions, type PutOptions } from "classic-level";
import { TABLE_KEY } from "../../config/ledger-schema.ts";

/**
 * LevelDB maps each table file that it has open, of 2 MB, into memory, and keeps up to 1,000 open: the process would grow with
 * the history. These are 64 table files and 10 others, the fewest it takes (`SanitizeOptions`):
 * https://github.com/google/leveldb/blob/v1.20/db/db_impl.cc
 */
const MAX_OPEN_FILES = 74;
/** The items whose loss would lose an order, or its end. What was written before them is on disk with them. */
const DURABLE_ITEM = /^(ORDER|ALERT)#/;

/**
 * From here on every LevelDB of this process has few files open, and orders and alerts are on disk before their write is answered,
 * with all that was written before, since LevelDB's log is one sequence: else a power cut would take back what a sender was told.
 * https://github.com/google/leveldb/blob/main/doc/index.md#synchronous-writes
 * @returns what becomes of the next opening: dynalite does not tell.
 */
export function makeLevelDurable(): Promise<void> {
  const { open, put } = ClassicLevel.prototype;
  const opened = Promise.withResolvers<void>();
  ClassicLevel.prototype.open = function (options?: OpenOptions) {
    const opening = open.call(this, { maxOpenFiles: MAX_OPEN_FILES, ...options });
    opening.then(opened.resolve, opened.reject);
    return opening;
  };
  ClassicLevel.prototype.put = function (
    this: ClassicLevel,
    key: unknown,
    value: unknown,
    options?: PutOptions<unknown, unknown>,
  ) {
    return put.call(this, key, value, { ...options, sync: isDurable(key, value) });
  };
  return opened.promise;
}

/** dynalite's keys of a table's items begin with `item-`; those of its indexes, written before their item, do not. */
function isDurable(key: unknown, value: unknown): boolean {
  return String(key).startsWith("item-") && DURABLE_ITEM.test(partitionKeyOf(value));
}

function partitionKeyOf(item: unknown): string {
  const { [TABLE_KEY.partition]: key } = item as Readonly<Record<string, { readonly S?: string } | undefined>>;
  return key?.S ?? "";
}
