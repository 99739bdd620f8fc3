import { gunzipSync, gzipSync } from "node:zlib";
import { ConditionalCheckFailedException, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import type { DocumentStore, StoredDocument } from "../../ports/document-store.ts";
import { itemKey } from "./ledger-table.ts";

/** The document store port over the ledger's table: one item each, packed. Methods throw what the SDK throws. */
export class DynamoDocuments implements DocumentStore {
  readonly #client: DynamoDBDocumentClient;
  readonly #tableName: string;

  constructor({ client, tableName }: { readonly client: DynamoDBClient; readonly tableName: string }) {
    this.#client = DynamoDBDocumentClient.from(client);
    this.#tableName = tableName;
  }

  async readDocument(name: string): Promise<StoredDocument | undefined> {
    const { Item: item } = await this.#client.send(
      new GetCommand({ TableName: this.#tableName, Key: itemKey.document(name), ConsistentRead: true }),
    );
    if (!(item?.packed instanceof Uint8Array) || typeof item.version !== "number") return undefined;
    return { body: gunzipSync(item.packed).toString("utf8"), version: item.version };
  }

  async writeDocument(name: string, body: string, previous: number | undefined): Promise<boolean> {
    const version = (previous ?? 0) + 1;
    const condition =
      previous === undefined
        ? { ConditionExpression: "attribute_not_exists(pk)" }
        : {
            ConditionExpression: "#version = :previous",
            ExpressionAttributeNames: { "#version": "version" },
            ExpressionAttributeValues: { ":previous": previous },
          };
    try {
      const Item = { ...itemKey.document(name), packed: gzipSync(body), version };
      await this.#client.send(new PutCommand({ TableName: this.#tableName, Item, ...condition }));
      return true;
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      // A write whose answer was lost is sent again by the SDK, and finds itself.
      const stored = await this.readDocument(name);
      return stored?.version === version && stored.body === body;
    }
  }
}
