// What writes into one LevelDB: one batch at a time, of all that waits, so that a burst shares its waits for the disk.
//
// LevelDB goes on after a write that failed half way, behind the half record, and its recovery drops both: a write that it told as
// stored would be lost. So nothing is written after a failure until the database was opened afresh.
// https://github.com/google/leveldb/blob/1.23/db/log_writer.cc (`EmitPhysicalRecord`), log_reader.cc (`kBadRecord`)
import { StorageFault } from "./storage-fault.ts";

/** One change of one key of the database. */
export type LevelOperation =
  | { readonly type: "put"; readonly key: string; readonly value: unknown }
  | { readonly type: "del"; readonly key: string };

interface Waiting {
  readonly operations: readonly LevelOperation[];
  /** Whether it is on disk before it is answered. */
  readonly sync: boolean;
  resolve(): void;
  reject(fault: StorageFault): void;
}

/** Writes one batch, whole or not at all. */
export type WriteBatch = (operations: readonly LevelOperation[], sync: boolean) => Promise<void>;

/** The one writer of the database: operations that come together are one batch. */
export class LevelWriter {
  readonly #write: WriteBatch;
  readonly #onResult: (fault?: StorageFault) => void;
  #waiting: Waiting[] = [];
  #isWriting = false;
  #fault: StorageFault | undefined;

  /** @param onResult - told of every batch: with what went wrong, or without. */
  constructor(write: WriteBatch, onResult: (fault?: StorageFault) => void) {
    this.#write = write;
    this.#onResult = onResult;
  }

  /** Stores all of it, or nothing. @throws StorageFault; after the first one always, until `goOn`. */
  write(operations: readonly LevelOperation[], sync: boolean): Promise<void> {
    if (this.#fault !== undefined) return Promise.reject(this.#fault);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ operations, sync, resolve, reject });
      if (!this.#isWriting) void this.#writeAll();
    });
  }

  /** The database was opened afresh. */
  goOn(): void {
    this.#fault = undefined;
  }

  async #writeAll(): Promise<void> {
    this.#isWriting = true;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      try {
        await this.#write(
          batch.flatMap(({ operations }) => operations),
          batch.some(({ sync }) => sync),
        );
        for (const { resolve } of batch) resolve();
        this.#onResult();
      } catch (error) {
        this.#fail(new StorageFault(error), [...batch, ...this.#waiting]);
      }
    }
    this.#isWriting = false;
  }

  #fail(fault: StorageFault, batch: readonly Waiting[]): void {
    this.#fault = fault;
    this.#waiting = [];
    for (const { reject } of batch) reject(fault);
    this.#onResult(fault);
  }
}
