// Counts the units and bytes of what the functions do to the table, request by request.
import { type AttributeValue, DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import { TABLE_KEY, TTL_ATTRIBUTE } from "../lib/config/ledger-schema.ts";
import type { Who } from "../test/support/aws/local-stack.ts";
import type { TappedRequest } from "../test/support/aws/tap.ts";
import { type Item, readUnits, storedBytes, writeUnits } from "./table-units.ts";

interface TableRequest {
  readonly TableName: string;
  readonly Item?: Record<string, AttributeValue>;
  readonly Key?: Record<string, AttributeValue>;
  readonly ConsistentRead?: boolean;
  readonly RequestItems?: Readonly<Record<string, { readonly ConsistentRead?: boolean }>>;
}

interface TableAnswer {
  readonly Item?: Item;
  readonly Items?: readonly Item[];
  readonly Responses?: Readonly<Record<string, readonly Item[]>>;
}

const NOTHING = { webhook: 0, worker: 0, notify: 0 } satisfies Record<Who, number>;

export class TableMeter {
  readonly #client: DynamoDBClient;
  readonly #items = new Map<string, Item>();
  writes: Record<Who, number> = { ...NOTHING };
  reads: Record<Who, number> = { ...NOTHING };
  /** By how much the items that never expire have grown. */
  keptBytes = 0;

  constructor(endpoint: string) {
    const credentials = { accessKeyId: "local", secretAccessKey: "local" };
    this.#client = new DynamoDBClient({ endpoint, region: "us-east-1", credentials });
  }

  reset(): void {
    this.writes = { ...NOTHING };
    this.reads = { ...NOTHING };
    this.keptBytes = 0;
  }

  /** To be awaited before the answer is passed on: the item is read back as the request left it. */
  async count(who: Who, { operation, body }: TappedRequest, answer: string): Promise<void> {
    const request: TableRequest = JSON.parse(body);
    if (operation === "PutItem" || operation === "UpdateItem") return this.#countWrite(who, request);
    this.reads[who] += unitsOf(operation, request, JSON.parse(answer));
  }

  stop(): void {
    this.#client.destroy();
  }

  async #countWrite(who: Who, { TableName, Item: item, Key = item ?? {} }: TableRequest): Promise<void> {
    const key = Object.fromEntries(
      Object.values(TABLE_KEY).flatMap((name) => {
        const value = Key[name];
        return value === undefined ? [] : [[name, value]];
      }),
    );
    const { Item: after } = await this.#client.send(new GetItemCommand({ TableName, Key: key, ConsistentRead: true }));
    const name = JSON.stringify(key);
    const before = this.#items.get(name);
    this.writes[who] += writeUnits(before, after);
    if (after === undefined) return;
    this.#items.set(name, after);
    if (after[TTL_ATTRIBUTE] === undefined)
      this.keptBytes += storedBytes(after) - (before === undefined ? 0 : storedBytes(before));
  }
}

function unitsOf(operation: string, request: TableRequest, answer: TableAnswer): number {
  const isQuery = operation === "Query";
  const items = answer.Items ?? Object.values(answer.Responses ?? {}).flat();
  const [batch] = Object.values(request.RequestItems ?? {});
  const isConsistent = (batch ?? request).ConsistentRead === true;
  return readUnits(answer.Item === undefined ? items : [answer.Item], { isConsistent, isQuery });
}
