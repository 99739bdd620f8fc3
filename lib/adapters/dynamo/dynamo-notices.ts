// The outbox in the ledger's table: among the items of a sparse index those that carry a mark.
import { ConditionalCheckFailedException, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, GetCommand, QueryCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { INDEX, INDEX_PARTITION, INDEX_SORT, NOTICE_ATTRIBUTE, OPEN } from "../../config/ledger-schema.ts";
import { defined } from "../../core/defined.ts";
import { type OrderId, unixMs } from "../../core/ids.ts";
import type { Notice, NoticeBox } from "../../ports/notices.ts";
import { alertOf } from "./alert-item.ts";
import { getItems, type Table } from "./get-items.ts";
import { itemKey } from "./ledger-table.ts";
import { orderOf } from "./order-item.ts";

type Item = Record<string, unknown>;

/** The notice box port over the ledger's table. Methods throw what the SDK throws. */
export class DynamoNotices implements NoticeBox {
  readonly #table: Table;

  constructor({ client, tableName }: { readonly client: DynamoDBClient; readonly tableName: string }) {
    this.#table = { client: DynamoDBDocumentClient.from(client), tableName };
  }

  /** They are among what has not ended: little, and read until there are enough. */
  async listNotices(limit: number): Promise<readonly Notice[]> {
    const notices: Notice[] = [];
    let start: Item | undefined;
    do {
      const answer = await this.#table.client.send(
        new QueryCommand({
          TableName: this.#table.tableName,
          IndexName: INDEX.open,
          KeyConditionExpression: "#open = :open",
          ExpressionAttributeNames: { "#open": INDEX_PARTITION.open },
          ExpressionAttributeValues: { ":open": OPEN },
          Limit: limit,
          ...defined({ ExclusiveStartKey: start }),
        }),
      );
      // The index is a moment behind: what was cleared already has lost its mark.
      notices.push(...(await this.readNotices((answer.Items ?? []).map(({ pk, sk }) => ({ pk, sk })))));
      start = answer.LastEvaluatedKey;
    } while (start !== undefined && notices.length < limit);
    return notices.slice(0, limit);
  }

  /** Of the items of these keys those that are marked this moment. */
  async readNotices(keys: readonly Item[]): Promise<readonly Notice[]> {
    const items = await getItems(this.#table, keys, { isConsistent: true });
    return inOrder(items.filter(isMarked)).map(noticeOf);
  }

  /** Whether the order is still to be told, this moment. */
  async isMarked(orderId: OrderId): Promise<boolean> {
    const Key = itemKey.order(orderId);
    const { client, tableName } = this.#table;
    const { Item: item } = await client.send(new GetCommand({ TableName: tableName, Key, ConsistentRead: true }));
    return item !== undefined && isMarked(item);
  }

  async clearNotice(notice: Notice): Promise<void> {
    const isOrder = notice.kind === "order";
    try {
      await this.#table.client.send(
        new UpdateCommand({
          TableName: this.#table.tableName,
          Key: isOrder ? itemKey.order(notice.order.orderId) : itemKey.alert(notice.alert.alertId),
          UpdateExpression: "REMOVE #mark, #open",
          ConditionExpression: isOrder ? "#version = :version" : "attribute_exists(pk)",
          ExpressionAttributeNames: {
            "#mark": NOTICE_ATTRIBUTE,
            "#open": INDEX_PARTITION.open,
            ...(isOrder ? { "#version": "version" } : {}),
          },
          ...(isOrder ? { ExpressionAttributeValues: { ":version": notice.order.version } } : {}),
        }),
      );
    } catch (error) {
      // Changed since: its mark is about the change.
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  }
}

function isMarked(item: Item): boolean {
  return typeof item[NOTICE_ATTRIBUTE] === "string";
}

function inOrder(items: readonly Item[]): readonly Item[] {
  return items.toSorted((a, b) => (String(a[INDEX_SORT]) < String(b[INDEX_SORT]) ? -1 : 1));
}

function noticeOf(item: Item): Notice {
  const markedAt = unixMs(Date.parse(String(item[NOTICE_ATTRIBUTE])) || 0);
  return item.sk === "ORDER"
    ? { kind: "order", order: orderOf(item), markedAt }
    : { kind: "alert", alert: alertOf(item), markedAt };
}
