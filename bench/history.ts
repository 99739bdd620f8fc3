// 100,000 seeded trades on disk: each query timed, and the read units it costs on DynamoDB; then statistics and exports by the real
// CLI, their time and the most memory their process held, for a tenth of the rows and for all.
import { request } from "node:http";
import { buffer } from "node:stream/consumers";
import { DynamoLedger } from "../lib/adapters/dynamo/dynamo-ledger.ts";
import { createLocalClient, LOCAL_TABLE, type LocalLedger } from "../lib/adapters/dynamo/ledger-client.ts";
import { dayOf } from "../lib/adapters/dynamo/ledger-table.ts";
import { systemClock } from "../lib/adapters/local/system-clock.ts";
import { readTrades } from "../lib/app/read-trades.ts";
import { INDEX, INDEX_PARTITION } from "../lib/config/ledger-schema.ts";
import { unixMs } from "../lib/core/ids.ts";
import type { TradeFilter } from "../lib/ports/ledger.ts";
import { openLocalData } from "../lib/runtime/local-data.ts";
import { orderAt } from "../test/contract/ledger-contract.ts";
import { describeMachine, report } from "./machine.ts";
import { openHistory } from "./seeded-history.ts";
import { runWhook } from "./whook-run.ts";

const TRADES = Number.parseInt(process.argv[2] ?? "100000", 10);
const DAY_MS = 86_400_000;
/** For 100,000 rows that were collected it is too small by far. */
const SMALL_HEAP = ["--max-old-space-size=64", "--max-semi-space-size=4"];

const { dataDir, first, last, seededIn, remove } = await openHistory(TRADES);
process.stdout.write(`history, ${TRADES} trades\n  ${describeMachine()}\n`);
report({ "seeded in": seededIn });
report(await measureQueries());
report({
  "whook stats": summaryOf(await runWhook(dataDir, ["stats", "--json"])),
  "whook trades --format csv": await measureExport("csv"),
  "whook trades --format json": await measureExport("json"),
  "whook trades --format parquet": await measureExport("parquet"),
});
await remove();

async function measureQueries(): Promise<Readonly<Record<string, string>>> {
  const data = await openLocalData(dataDir, systemClock);
  const timed = createLocalClient(data.ledgerAddress);
  const counted = createLocalClient(data.ledgerAddress);
  let units = 0;
  // Apart from the times: counting costs the store more than reading.
  counted.middlewareStack.add(
    (next) => async (args) => {
      Object.assign(args.input, { ReturnConsumedCapacity: "TOTAL" });
      const result = await next(args);
      units += consumed(result.output);
      return result;
    },
    { step: "initialize" },
  );
  const measured = async (work: (ledger: DynamoLedger) => Promise<unknown>): Promise<string> => {
    const took = [];
    for (const client of [timed, timed, counted]) {
      units = 0;
      const began = performance.now();
      await work(new DynamoLedger({ client, tableName: LOCAL_TABLE, clock: systemClock }));
      took.push(performance.now() - began);
    }
    return `${took[1]?.toFixed(0)} ms, ${units} read units`;
  };
  const page = (filter: TradeFilter) => measured((ledger) => ledger.listTrades({ ...filter, limit: 50 }));
  const account = "cleo";
  const symbol = "ETH/USDT:USDT";
  const day = { since: unixMs(last - 10 * DAY_MS), until: unixMs(last - 9 * DAY_MS) };
  try {
    return {
      "newest 50": await page({}),
      "50 of an account": await page({ account }),
      "50 of a symbol": await page({ symbol }),
      "50 of an account and symbol": await page({ account, symbol }),
      "50 of a status (1 % of all)": await page({ status: "rejected" }),
      "50 of a strategy (a third of all)": await page({ tag: "rsi" }),
      "none of a strategy nobody uses": await page({ tag: "none" }),
      "a whole day": await measured((ledger) => count(readTrades(ledger, day))),
      "one order": await measured((ledger) => ledger.getOrder(orderAt(first).orderId)),
      "50 alerts": await measured((ledger) => ledger.listAlerts({ limit: 50 })),
      "100 alerts with a refused line": await measured((ledger) => ledger.listAlerts({ refused: true, limit: 100 })),
      "every trade": await measured((ledger) => count(readTrades(ledger, {}))),
      "every trade, the store alone": await measureStore(data.ledgerAddress),
    };
  } finally {
    timed.destroy();
    counted.destroy();
    await data.close();
  }
}

/** The answers that hold every trade, taken from the local store as bytes. */
async function measureStore(ledger: LocalLedger): Promise<string> {
  const began = performance.now();
  let bytes = 0;
  for (let day: number = last; day > first - DAY_MS; day -= DAY_MS) bytes += await queryDay(ledger, dayOf(unixMs(day)));
  return `${(performance.now() - began).toFixed(0)} ms, ${(bytes / 1e6).toFixed(0)} MB`;
}

function queryDay({ endpoint, secret }: LocalLedger, day: string): Promise<number> {
  const body = JSON.stringify({
    TableName: LOCAL_TABLE,
    IndexName: INDEX.day,
    KeyConditionExpression: "#day = :day",
    ExpressionAttributeNames: { "#day": INDEX_PARTITION.day },
    ExpressionAttributeValues: { ":day": { S: day } },
  });
  const headers = {
    "content-type": "application/x-amz-json-1.0",
    "x-amz-target": "DynamoDB_20120810.Query",
    "x-amz-date": "20260101T000000Z",
    authorization: `AWS4-HMAC-SHA256 Credential=${secret}/b/c/d/aws4_request, SignedHeaders=host, Signature=0`,
  };
  return new Promise((resolve, reject) => {
    const sent = request(endpoint, { method: "POST", headers }, (answer) =>
      buffer(answer).then(({ length }) => resolve(length), reject),
    );
    sent.on("error", reject).end(body);
  });
}

/** Time and memory as it is; then the memory in a small heap, which V8 fills with garbage no further than that. */
async function measureExport(format: string): Promise<string> {
  const command = ["trades", "--format", format];
  const free = await runWhook(dataDir, command);
  const all = await runWhook(dataDir, command, SMALL_HEAP);
  const some = await runWhook(dataDir, [...command, "--limit", String(TRADES / 10)], SMALL_HEAP);
  const ratio = (all.peakMb / some.peakMb).toFixed(2);
  const inSmallHeap = `${all.peakMb.toFixed(0)} MB, for a tenth of the rows ${some.peakMb.toFixed(0)} MB`;
  return `${summaryOf(free)}; in a heap of 64 MB ${inSmallHeap}: ${ratio} times`;
}

function summaryOf({ seconds, peakMb }: { readonly seconds: number; readonly peakMb: number }): string {
  return `${seconds.toFixed(1)} s, ${peakMb.toFixed(0)} MB`;
}

async function count(items: AsyncIterable<unknown>): Promise<number> {
  let counted = 0;
  for await (const _item of items) counted++;
  return counted;
}

function consumed(output: unknown): number {
  const { ConsumedCapacity = [] } = output as { ConsumedCapacity?: Capacity | readonly Capacity[] };
  return [ConsumedCapacity].flat().reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
}

interface Capacity {
  readonly CapacityUnits?: number;
}
