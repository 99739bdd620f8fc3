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
   * @returns false when another writer was quicker; nothing is changed then.
   */
  writeDocument(name: string, body: string, previous: number | undefined): Promise<boolean>;
}
