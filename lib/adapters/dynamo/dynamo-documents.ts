import { randomUUID } from "node:crypto";
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
    const item = await this.#readItem(name);
    if (!(item?.packed instanceof Uint8Array) || typeof item.version !== "number") return undefined;
    return { body: gunzipSync(item.packed).toString("utf8"), version: item.version };
  }

  async writeDocument(name: string, body: string, previous: number | undefined): Promise<boolean> {
    const version = (previous ?? 0) + 1;
    // Its own: two who claim something in the same moment write the same body.
    const write = randomUUID();
    const condition =
      previous === undefined
        ? { ConditionExpression: "attribute_not_exists(pk)" }
        : {
            ConditionExpression: "#version = :previous",
            ExpressionAttributeNames: { "#version": "version" },
            ExpressionAttributeValues: { ":previous": previous },
          };
    try {
      const Item = { ...itemKey.document(name), packed: gzipSync(body), version, write };
      await this.#client.send(new PutCommand({ TableName: this.#tableName, Item, ...condition }));
      return true;
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      // A write whose answer was lost is sent again by the SDK, and finds itself.
      return (await this.#readItem(name))?.write === write;
    }
  }

  async #readItem(name: string): Promise<Readonly<Record<string, unknown>> | undefined> {
    const { Item } = await this.#client.send(
      new GetCommand({ TableName: this.#tableName, Key: itemKey.document(name), ConsistentRead: true }),
    );
    return Item;
  }
}
