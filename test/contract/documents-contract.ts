// What every document store must do. Run for each implementation.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { DocumentStore } from "../../lib/ports/document-store.ts";

export interface DocumentsUnderTest {
  readonly documents: DocumentStore;
  close(): Promise<void>;
}

export function describeDocuments(name: string, make: () => Promise<DocumentsUnderTest>): void {
  describe(`${name} as a document store`, () => {
    let under: DocumentsUnderTest;
    beforeEach(async () => {
      under = await make();
    });
    afterEach(() => under.close());

    test("knows no document that was never written", async () => {
      expect(await under.documents.readDocument("book")).toBeUndefined();
    });

    test("keeps a text as it is, its versions one after the other", async () => {
      const { documents } = under;
      expect(await documents.writeDocument("book", "first", undefined)).toBe(true);
      expect(await documents.readDocument("book")).toEqual({ body: "first", version: 1 });
      expect(await documents.writeDocument("book", "zweite £ 😀", 1)).toBe(true);
      expect(await documents.readDocument("book")).toEqual({ body: "zweite £ 😀", version: 2 });
      expect(await documents.readDocument("Book")).toBeUndefined();
    });

    test("leaves what another writer was quicker with", async () => {
      const { documents } = under;
      await documents.writeDocument("book", "first", undefined);
      expect(await documents.writeDocument("book", "late", undefined)).toBe(false);
      await documents.writeDocument("book", "second", 1);
      expect(await documents.writeDocument("book", "late", 1)).toBe(false);
      expect(await documents.writeDocument("none", "early", 1)).toBe(false);
      expect(await documents.readDocument("book")).toEqual({ body: "second", version: 2 });
      expect(await documents.readDocument("none")).toBeUndefined();
    });

    test("of several writers on one version exactly one is first", async () => {
      const writes = ["a", "b", "c"].map((body) => under.documents.writeDocument("book", body, undefined));
      expect((await Promise.all(writes)).filter(Boolean)).toHaveLength(1);
    });

    test("of two that write the same words on one version, as who claims a run in the same millisecond does, one is first", async () => {
      for (const previous of [undefined, 1]) {
        const writes = ["claimed", "claimed"].map((body) => under.documents.writeDocument("run", body, previous));
        expect((await Promise.all(writes)).filter(Boolean)).toHaveLength(1);
      }
    });
  });
}
