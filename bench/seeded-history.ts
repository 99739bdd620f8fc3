// A data file with any number of trades and their alerts: a data folder as `npm start` leaves it. WHOOK_BENCH_HISTORY names a
// folder to keep it in between runs; otherwise it is a temporary one.
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "../lib/adapters/local/system-clock.ts";
import type { OrderRecord } from "../lib/core/execution/order-record.ts";
import { type UnixMs, unixMs } from "../lib/core/ids.ts";
import type { AlertRecord } from "../lib/ports/ledger.ts";
import { openLocalData } from "../lib/runtime/local-data.ts";
import { orderAt } from "../test/contract/ledger-contract.ts";
import { BUY, read, venueOrder, Walk } from "../test/core/execution/order-fixture.ts";
import { SeededRandom } from "../test/support/seeded-random.ts";

export const ACCOUNTS = ["anna", "bert", "cleo", "dora", "emil"];
const COINS = "BTC ETH SOL BNB XRP DOGE ADA AVAX LINK DOT".split(" ");
const TAGS = ["macd", "rsi", "breakout"];
const SPACING_MS = 300_000;
/** Orders written in one commit, each with its alert. */
const BATCH = 500;

export interface SeededHistory {
  readonly dataDir: string;
  /** Of the first and the last order. */
  readonly first: UnixMs;
  readonly last: UnixMs;
  /** How long the seeding took, as text. */
  readonly seededIn: string;
  remove(): Promise<void>;
}

/** A history of so many trades, one every five minutes until now: the one that was kept, or a new one. */
export async function openHistory(trades: number): Promise<SeededHistory> {
  const kept = process.env.WHOOK_BENCH_HISTORY;
  const dataDir = kept === undefined ? await mkdtemp(join(tmpdir(), "whook-history-")) : join(kept, String(trades));
  const remove = async () => {
    if (kept === undefined) await rm(dataDir, { recursive: true, force: true });
  };
  const made = await readFile(join(dataDir, "seeded.json"), "utf8").catch(() => undefined);
  if (made !== undefined) return { dataDir, remove, ...JSON.parse(made) };
  await rm(dataDir, { recursive: true, force: true });
  const last = systemClock.now();
  const first = unixMs(last - (trades - 1) * SPACING_MS);
  const began = performance.now();
  await seed(dataDir, trades, first);
  const facts = { first, last, seededIn: `${((performance.now() - began) / 1000).toFixed(0)} s` };
  await writeFile(join(dataDir, "seeded.json"), JSON.stringify(facts));
  return { dataDir, remove, ...facts };
}

async function seed(dataDir: string, trades: number, first: UnixMs): Promise<void> {
  await mkdir(dataDir, { recursive: true });
  const accounts = ACCOUNTS.map((id) => ({ ACCOUNT_ID: id, EXCHANGE: "paper" }));
  await writeFile(join(dataDir, "accounts.json"), JSON.stringify(accounts));
  const { ledger, close } = await openLocalData(dataDir, { use: "work", clock: systemClock });
  const random = new SeededRandom(1);
  const example = filledOrder();
  for (let next = 0; next < trades; next += BATCH) {
    const orders = Array.from({ length: Math.min(BATCH, trades - next) }, (_, index) =>
      seededOrder(unixMs(first + (next + index) * SPACING_MS), random, example),
    );
    await Promise.all(orders.flatMap((order) => [ledger.createOrder(order), ledger.putAlert(alertOf(order, random))]));
  }
  close();
}

/** One order with its whole story, as the worker leaves it. */
function filledOrder(): OrderRecord {
  const walk = new Walk();
  walk.on({ kind: "delivered" });
  walk.on(read());
  walk.on({ kind: "answered", order: venueOrder() });
  return walk.record;
}

function seededOrder(at: UnixMs, random: SeededRandom, example: OrderRecord): OrderRecord {
  const symbol = `${random.pick(COINS)}/USDT:USDT`;
  const order = { ...BUY, symbol, tag: random.pick(TAGS) };
  const accounted = { realizedProfit: String(random.below(200) - 95), closedContracts: "0.5" };
  const executions = example.state.executions.map((execution) => ({ ...execution, accounted }));
  const isRejected = random.chance(0.01);
  const filledAt = unixMs(at + 80 + random.below(400));
  const state = {
    ...example.state,
    executions,
    status: isRejected ? "rejected" : "filled",
    firstAttemptAt: unixMs(at + 10),
    submittedAt: unixMs(at + 60),
    filledAt,
    endedAt: filledAt,
  } as const;
  const events = example.events.map((event) => ({ ...event, at }));
  return { ...orderAt(at), account: random.pick(ACCOUNTS), symbol, order, state, events };
}

/** The alert of an order; one of a hundred has a line besides that was refused. */
function alertOf(
  { alertId, receivedAt, text, orderId, account, symbol }: OrderRecord,
  random: SeededRandom,
): AlertRecord {
  const bad = { line: 2, text: "demo ETH/USDT byu 1", code: "UNKNOWN_WORD", message: '"byu" is not known' };
  const rejected = random.chance(0.01) ? [bad] : [];
  return { alertId, receivedAt, text, accepted: [{ line: 1, orderId, account, symbol }], rejected, warnings: [] };
}
