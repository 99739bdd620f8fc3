import { gunzipSync, gzipSync } from "node:zlib";
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { type UnixMs, unixMs } from "../../core/ids.ts";
import type { CachedText, CachePort } from "../../ports/cache.ts";
import { itemKey } from "./ledger-table.ts";

/** A cached value larger than this, packed, is not kept: an item holds 400 kB. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html */
const MAX_BYTES = 380_000;

/** The cache port over the ledger's table: one item each, packed. Methods throw what the SDK throws. */
export class DynamoCache implements CachePort {
  readonly #client: DynamoDBDocumentClient;
  readonly #tableName: string;

  constructor({ client, tableName }: { readonly client: DynamoDBClient; readonly tableName: string }) {
    this.#client = DynamoDBDocumentClient.from(client);
    this.#tableName = tableName;
  }

  async getCache(what: string): Promise<CachedText | undefined> {
    const { Item: item } = await this.#client.send(
      new GetCommand({ TableName: this.#tableName, Key: itemKey.cache(what), ConsistentRead: true }),
    );
    if (!(item?.packed instanceof Uint8Array) || typeof item.writtenAt !== "number") return undefined;
    return { value: gunzipSync(item.packed).toString("utf8"), writtenAt: unixMs(item.writtenAt) };
  }

  async putCache(what: string, value: string, writtenAt: UnixMs): Promise<void> {
    const packed = gzipSync(value);
    if (packed.byteLength > MAX_BYTES) return;
    const Item = { ...itemKey.cache(what), packed, writtenAt };
    await this.#client.send(new PutCommand({ TableName: this.#tableName, Item }));
  }
}
