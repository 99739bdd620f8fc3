// What the database under dynalite must do here, and dynalite has no option for: said on the class that it opens.
import { AsyncLocalStorage } from "node:async_hooks";
import { ClassicLevel, type GetOptions, type OpenOptions } from "classic-level";
import { TABLE_KEY } from "../../config/ledger-schema.ts";
import { type LevelOperation, LevelWriter } from "./level-writer.ts";
import { StorageFault } from "./storage-fault.ts";

/**
 * LevelDB maps each table file that it has open, of 2 MB, into memory, and keeps up to 1,000 open: the process would grow with
 * the history. These are 64 table files and 10 others, the fewest it takes (`SanitizeOptions`):
 * https://github.com/google/leveldb/blob/v1.20/db/db_impl.cc
 */
const MAX_OPEN_FILES = 74;
/** The items whose loss would lose an order, or its end. What was written before them is on disk with them. */
const DURABLE_ITEM = /^(ORDER|ALERT)#/;

type WriteList = (
  this: ClassicLevel,
  operations: readonly LevelOperation[],
  options: { readonly sync: boolean },
) => Promise<void>;

/** The database that dynalite opens next. */
export interface DurableLevel {
  /** What becomes of its first opening: dynalite does not tell. */
  readonly opened: Promise<void>;
  /** Does one request's work: what it writes into indexes is written with its item, both or neither. */
  asRequest<T>(work: () => T): T;
  /** Opens it afresh after a fault; nothing may use it meanwhile. @throws what LevelDB throws. */
  reopen(): Promise<void>;
  close(): Promise<void>;
}

/**
 * From here on every LevelDB of this thread has few files open, and orders and alerts are on disk before their write is answered,
 * with all that was written before, since LevelDB's log is one sequence: else a power cut would take back what a sender was told.
 * https://github.com/google/leveldb/blob/main/doc/index.md#synchronous-writes
 * @param onResult - told of every write: with the fault, or without.
 */
export function makeLevelDurable(onResult: (fault?: StorageFault) => void = () => undefined): DurableLevel {
  const { open, close, get } = ClassicLevel.prototype;
  // Of its overloads, the one that takes a list, of anything that the database can encode.
  const batch = ClassicLevel.prototype.batch as unknown as WriteList;
  const opened = Promise.withResolvers<void>();
  const indexWrites = new AsyncLocalStorage<LevelOperation[]>();
  let database: ClassicLevel | undefined;
  const writer = new LevelWriter(async (operations, sync) => {
    if (database !== undefined) await batch.call(database, operations, { sync });
  }, onResult);

  function write(operation: LevelOperation): Promise<void> {
    const waiting = indexWrites.getStore();
    if (waiting === undefined || !operation.key.startsWith("index-"))
      return writer.write([...(waiting?.splice(0) ?? []), operation], isDurable(operation));
    waiting.push(operation);
    return Promise.resolve();
  }
  const openWith = (level: ClassicLevel, options?: OpenOptions) =>
    open.call(level, { maxOpenFiles: MAX_OPEN_FILES, ...options });

  ClassicLevel.prototype.open = function (options?: OpenOptions) {
    database = this;
    const opening = openWith(this, options);
    opening.then(opened.resolve, opened.reject);
    return opening;
  };
  ClassicLevel.prototype.put = (key: unknown, value: unknown) => write({ type: "put", key: String(key), value });
  ClassicLevel.prototype.del = (key: unknown) => write({ type: "del", key: String(key) });
  ClassicLevel.prototype.get = function (this: ClassicLevel, key: unknown, options?: GetOptions<unknown, unknown>) {
    return get.call(this, key, options ?? {}).catch((error: unknown) => {
      throw new StorageFault(error);
    });
  };
  return {
    opened: opened.promise,
    asRequest: (work) => indexWrites.run([], work),
    reopen: async () => {
      if (database === undefined) return;
      await close.call(database);
      await openWith(database);
      writer.goOn();
    },
    close: async () => {
      if (database !== undefined) await close.call(database);
    },
  };
}

/** dynalite's keys of a table's items begin with `item-`. */
function isDurable(operation: LevelOperation): boolean {
  if (operation.type === "del" || !operation.key.startsWith("item-")) return false;
  const { [TABLE_KEY.partition]: key } = operation.value as Readonly<
    Record<string, { readonly S?: string } | undefined>
  >;
  return DURABLE_ITEM.test(key?.S ?? "");
}
