// 100,000 seeded trades on disk: each query, the statistics and the exports timed, and the read units each costs on DynamoDB.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DynamoLedger } from "../lib/adapters/aws/dynamo-ledger.ts";
import { createLedgerTable, createLocalClient, LOCAL_TABLE } from "../lib/adapters/aws/ledger-client.ts";
import { startEmbeddedDynalite } from "../lib/adapters/local/embedded-dynalite.ts";
import { systemClock } from "../lib/adapters/local/system-clock.ts";
import { readTrades } from "../lib/app/read-trades.ts";
import { csvLine } from "../lib/cli/csv.ts";
import { writeParquet } from "../lib/cli/parquet.ts";
import type { OrderRecord } from "../lib/core/execution/order-record.ts";
import { unixMs } from "../lib/core/ids.ts";
import { StatsBuilder } from "../lib/core/trade/stats.ts";
import type { TradeFilter } from "../lib/ports/ledger.ts";
import { orderAt } from "../test/contract/ledger-contract.ts";
import { BUY, read, venueOrder, Walk } from "../test/core/execution/order-fixture.ts";
import { SeededRandom } from "../test/support/seeded-random.ts";
import { describeMachine, report } from "./machine.ts";

const TRADES = Number.parseInt(process.argv[2] ?? "100000", 10);
const ACCOUNTS = ["anna", "bert", "cleo", "dora", "emil"];
const COINS = "BTC ETH SOL BNB XRP DOGE ADA AVAX LINK DOT".split(" ");
const TAGS = ["macd", "rsi", "breakout"];
const SPACING_MS = 300_000;
const WRITERS = 32;

const folder = await mkdtemp(join(tmpdir(), "whook-history-"));
const dynalite = await startEmbeddedDynalite({ path: folder });
const client = createLocalClient(dynalite.endpoint);
let units = 0;
client.middlewareStack.add(
  (next) => async (args) => {
    Object.assign(args.input, { ReturnConsumedCapacity: "TOTAL" });
    const result = await next(args);
    units += consumed(result.output);
    return result;
  },
  { step: "initialize" },
);
try {
  await createLedgerTable(client, LOCAL_TABLE);
  const ledger = new DynamoLedger({ client, tableName: LOCAL_TABLE, clock: systemClock });
  const last = systemClock.now();
  const first = unixMs(last - TRADES * SPACING_MS);
  const example = filledOrder();
  const seeding = performance.now();
  await seed(ledger, first, example);
  const seeded = `${((performance.now() - seeding) / 1000).toFixed(0)} s`;

  const page = (filter: TradeFilter) => () => ledger.listTrades({ ...filter, limit: 50 });
  const all = () => readTrades(ledger, {});
  const account = "cleo";
  const symbol = "ETH/USDT:USDT";
  const day = { since: unixMs(last - 10 * 86_400_000), until: unixMs(last - 9 * 86_400_000) };
  process.stdout.write(`history, ${TRADES} trades\n  ${describeMachine()}\n`);
  report({
    "seeded in": seeded,
    "newest 50": await measured(page({})),
    "50 of an account": await measured(page({ account })),
    "50 of a symbol": await measured(page({ symbol })),
    "50 of an account and symbol": await measured(page({ account, symbol })),
    "50 of a status (1 % of all)": await measured(page({ status: "rejected" })),
    "50 of a strategy": await measured(page({ tag: "rsi" })),
    "a whole day": await measured(() => count(readTrades(ledger, day))),
    "one order": await measured(() => ledger.getOrder(orderAt(first).orderId)),
    "stats of all": await measured(async () => {
      const builder = new StatsBuilder();
      for await (const trade of all()) builder.add(trade);
      if (builder.stats().total.orders !== TRADES) throw new Error("trades are missing");
    }),
    "CSV of all": await measured(async () => {
      let bytes = 0;
      for await (const trade of all()) bytes += csvLine(trade).length;
      return bytes;
    }),
    "Parquet of all": await measured(() => writeParquet(all(), async () => undefined)),
    "memory at the end": `${Math.round(process.memoryUsage().rss / 2 ** 20)} MB`,
  });
} finally {
  client.destroy();
  await dynalite.stop();
  await rm(folder, { recursive: true, force: true });
}

/** How long it took, and the read units DynamoDB would charge. */
async function measured(work: () => Promise<unknown>): Promise<string> {
  units = 0;
  const began = performance.now();
  await work();
  return `${(performance.now() - began).toFixed(0)} ms, ${units} read units`;
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

/** One order with its whole story, as the worker leaves it. */
function filledOrder(): OrderRecord {
  const walk = new Walk();
  walk.on({ kind: "delivered" });
  walk.on(read());
  walk.on({ kind: "answered", order: venueOrder() });
  return walk.record;
}

async function seed(ledger: DynamoLedger, first: number, example: OrderRecord): Promise<void> {
  const random = new SeededRandom(1);
  let next = 0;
  const write = async () => {
    for (let number = next++; number < TRADES; number = next++)
      await ledger.createOrder(seededOrder(unixMs(first + number * SPACING_MS), random, example));
  };
  // The first order tells where the history begins.
  await ledger.createOrder(seededOrder(unixMs(first + next++ * SPACING_MS), random, example));
  await Promise.all(Array.from({ length: WRITERS }, write));
}

function seededOrder(at: ReturnType<typeof unixMs>, random: SeededRandom, example: OrderRecord): OrderRecord {
  const symbol = `${random.pick(COINS)}/USDT:USDT`;
  const order = { ...BUY, symbol, tag: random.pick(TAGS) };
  const accounted = { realizedProfit: String(random.below(200) - 95), closedContracts: "0.5" };
  const executions = example.state.executions.map((execution) => ({ ...execution, accounted }));
  const isRejected = random.chance(0.01);
  const state = {
    ...example.state,
    executions,
    status: isRejected ? "rejected" : "filled",
    endedAt: at,
    filledAt: at,
  } as const;
  return { ...orderAt(at), account: random.pick(ACCOUNTS), symbol, order, state, events: example.events };
}
