import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, PutCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { TABLE_KEY, TTL_ATTRIBUTE } from "../../config/ledger-schema.ts";
import { EQUITY_KEPT_MS } from "../../config/limits.ts";
import { defined } from "../../core/defined.ts";
import { unixMs } from "../../core/ids.ts";
import type { EquitySnapshot } from "../../core/trade/equity-snapshot.ts";
import type { EquityLog, EquityQuery } from "../../ports/equity-log.ts";
import { itemKey } from "./ledger-table.ts";

/** After every time there is, as it is written. */
const LAST_TIME = "~";
const MS_PER_S = 1_000;

/** The equity log over the ledger's table: one write unit a snapshot, in no index. Methods throw what the SDK throws. */
export class DynamoEquity implements EquityLog {
  readonly #client: DynamoDBDocumentClient;
  readonly #tableName: string;

  constructor({ client, tableName }: { readonly client: DynamoDBClient; readonly tableName: string }) {
    this.#client = DynamoDBDocumentClient.from(client);
    this.#tableName = tableName;
  }

  async keepEquity({ account, at, settle, equity, free, moved }: EquitySnapshot): Promise<void> {
    const expiresAt = { [TTL_ATTRIBUTE]: Math.ceil((at + EQUITY_KEPT_MS) / MS_PER_S) };
    const Item = { ...itemKey.equity(account, at), account, settle, equity, free, ...defined({ moved }), ...expiresAt };
    await this.#client.send(new PutCommand({ TableName: this.#tableName, Item }));
  }

  async listEquity({ account, since }: EquityQuery): Promise<readonly EquitySnapshot[]> {
    const { pk, sk: from } = itemKey.equity(account, since);
    const found: EquitySnapshot[] = [];
    let after: Record<string, unknown> | undefined;
    do {
      const answer = await this.#client.send(
        new QueryCommand({
          TableName: this.#tableName,
          KeyConditionExpression: "#partition = :pk AND #sort BETWEEN :from AND :to",
          ExpressionAttributeNames: { "#partition": TABLE_KEY.partition, "#sort": TABLE_KEY.sort },
          ExpressionAttributeValues: { ":pk": pk, ":from": from, ":to": LAST_TIME },
          ...(after === undefined ? {} : { ExclusiveStartKey: after }),
        }),
      );
      found.push(...(answer.Items ?? []).map(snapshotOf));
      after = answer.LastEvaluatedKey;
    } while (after !== undefined);
    return found;
  }
}

function snapshotOf({ account, sk, settle, equity, free, moved }: Readonly<Record<string, unknown>>): EquitySnapshot {
  const at = unixMs(Date.parse(String(sk)));
  const told = { account: String(account), at, settle: String(settle), equity: String(equity), free: String(free) };
  return { ...told, ...movedOf(moved) };
}

/** Items from before it was kept have none. */
function movedOf(moved: unknown): Pick<EquitySnapshot, "moved"> {
  if (typeof moved !== "object" || moved === null) return {};
  const { since, funding, transfers } = moved as Readonly<Record<string, unknown>>;
  return { moved: { since: unixMs(Number(since)), funding: String(funding), transfers: String(transfers) } };
}
