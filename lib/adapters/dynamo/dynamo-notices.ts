// The outbox in the ledger's table: a sparse index of the items that carry a mark.
import { ConditionalCheckFailedException, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
  BatchGetCommand,
  DynamoDBDocumentClient,
  GetCommand,
  QueryCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import { INDEX, INDEX_PARTITION, INDEX_SORT, NOTICE_MARK } from "../../config/ledger-schema.ts";
import type { OrderId } from "../../core/ids.ts";
import type { Notice, NoticeBox } from "../../ports/notices.ts";
import { alertOf } from "./alert-item.ts";
import { itemKey } from "./ledger-table.ts";
import { orderOf } from "./order-item.ts";

/** What one BatchGet takes. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html */
const MAX_BATCH = 100;

type Item = Record<string, unknown>;

/** The notice box port over the ledger's table. Methods throw what the SDK throws. */
export class DynamoNotices implements NoticeBox {
  readonly #client: DynamoDBDocumentClient;
  readonly #tableName: string;

  constructor({ client, tableName }: { readonly client: DynamoDBClient; readonly tableName: string }) {
    this.#client = DynamoDBDocumentClient.from(client);
    this.#tableName = tableName;
  }

  async listNotices(limit: number): Promise<readonly Notice[]> {
    const answer = await this.#client.send(
      new QueryCommand({
        TableName: this.#tableName,
        IndexName: INDEX.notice,
        KeyConditionExpression: "#mark = :mark",
        ExpressionAttributeNames: { "#mark": INDEX_PARTITION.notice },
        ExpressionAttributeValues: { ":mark": NOTICE_MARK },
        Limit: limit,
      }),
    );
    const keys = (answer.Items ?? []).map(({ pk, sk }) => ({ pk, sk }));
    const notices: Notice[] = [];
    for (let start = 0; start < keys.length; start += MAX_BATCH) {
      const items = await this.#getAll(keys.slice(start, start + MAX_BATCH));
      // The index is a moment behind: what was cleared already has lost its mark.
      notices.push(...items.filter((item) => item[INDEX_PARTITION.notice] === NOTICE_MARK).map(noticeOf));
    }
    return notices;
  }

  /** Whether the order is still to be told, this moment. */
  async isMarked(orderId: OrderId): Promise<boolean> {
    const Key = itemKey.order(orderId);
    const { Item: item } = await this.#client.send(
      new GetCommand({ TableName: this.#tableName, Key, ConsistentRead: true }),
    );
    return item?.[INDEX_PARTITION.notice] === NOTICE_MARK;
  }

  async clearNotice(notice: Notice): Promise<void> {
    const isOrder = notice.kind === "order";
    try {
      await this.#client.send(
        new UpdateCommand({
          TableName: this.#tableName,
          Key: isOrder ? itemKey.order(notice.order.orderId) : itemKey.alert(notice.alert.alertId),
          UpdateExpression: "REMOVE #mark",
          ConditionExpression: isOrder ? "#version = :version" : "attribute_exists(pk)",
          ExpressionAttributeNames: { "#mark": INDEX_PARTITION.notice, ...(isOrder ? { "#version": "version" } : {}) },
          ...(isOrder ? { ExpressionAttributeValues: { ":version": notice.order.version } } : {}),
        }),
      );
    } catch (error) {
      // Changed since: its mark is about the change.
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  }

  async #getAll(first: readonly Item[]): Promise<readonly Item[]> {
    const items: Item[] = [];
    let keys: Item[] = [...first];
    while (keys.length > 0) {
      const request = { RequestItems: { [this.#tableName]: { Keys: keys, ConsistentRead: true } } };
      const answer = await this.#client.send(new BatchGetCommand(request));
      items.push(...(answer.Responses?.[this.#tableName] ?? []));
      keys = answer.UnprocessedKeys?.[this.#tableName]?.Keys ?? [];
    }
    return items.sort((a, b) => (String(a[INDEX_SORT]) < String(b[INDEX_SORT]) ? -1 : 1));
  }
}

function noticeOf(item: Item): Notice {
  return item.sk === "ORDER" ? { kind: "order", order: orderOf(item) } : { kind: "alert", alert: alertOf(item) };
}
