import type { DocumentStore, StoredDocument } from "../../lib/ports/document-store.ts";

/** Documents in memory. */
export class MemoryDocuments implements DocumentStore {
  readonly #documents = new Map<string, StoredDocument>();

  async readDocument(name: string): Promise<StoredDocument | undefined> {
    return this.#documents.get(name);
  }

  async writeDocument(name: string, body: string, previous: number | undefined): Promise<boolean> {
    if (this.#documents.get(name)?.version !== previous) return false;
    this.#documents.set(name, { body, version: (previous ?? 0) + 1 });
    return true;
  }
}
