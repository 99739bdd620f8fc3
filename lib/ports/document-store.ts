/** durable: on disk when the write returns. lazy: on disk with the next durable write; a power cut before it loses this one. */
export type Keeping = "durable" | "lazy";

/** A document and the version it was read at. */
export interface StoredDocument {
  readonly body: string;
  readonly version: number;
}

/** Small documents by name, each changed on the version that was read. */
export interface DocumentStore {
  readDocument(name: string): Promise<StoredDocument | undefined>;
  /**
   * @param previous - the version that was read; undefined: there was none.
   * @param keeping - lazy: for what is worth nothing without a write that follows it, as a book is without its order. A store that
   * keeps every write need not tell them apart. @default durable
   * @returns false when another writer was quicker; nothing is changed then.
   */
  writeDocument(name: string, body: string, previous: number | undefined, keeping?: Keeping): Promise<boolean>;
}
