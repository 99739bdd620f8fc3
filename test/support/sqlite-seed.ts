// A small history: two accounts, two strategies, a win, a loss, a limit that rests, a refusal, an order still queued, bad lines.
import type { SqliteData } from "../../lib/adapters/sqlite/open-sqlite-data.ts";
import type { TradeOrder } from "../../lib/core/alert/alert-order.ts";
import type { OrderRecord } from "../../lib/core/execution/order-record.ts";
import { type AlertId, alertId, orderIdOf, timeOf, timePrefix, unixMs } from "../../lib/core/ids.ts";
import type { AlertRecord } from "../../lib/ports/ledger.ts";
import { BUY, failure, orderRecord, read, T0, venueOrder, Walk } from "../core/execution/order-fixture.ts";

const MINUTE_MS = 60_000;
const GROUP = "demo#ETH/USDT:USDT";

type Ending = "filled" | "resting" | "refused" | "queued";

interface Seed {
  readonly account: string;
  readonly change: Partial<TradeOrder>;
  readonly ending: Ending;
  readonly price?: string;
  readonly position?: string;
  /** What its fill realised. */
  readonly profit?: string;
}

const SELL = { command: "sell", side: "sell" } as const;
const SEEDS: readonly Seed[] = [
  { account: "demo", change: { tag: "macd" }, ending: "filled", price: "2001", profit: "0" },
  { account: "demo", change: { ...SELL, tag: "macd" }, ending: "filled", price: "2021", position: "0.5", profit: "10" },
  { account: "demo", change: { tag: "rsi" }, ending: "filled", price: "2010", profit: "0" },
  { account: "demo", change: { ...SELL, tag: "rsi" }, ending: "filled", price: "2004", position: "0.5", profit: "-3" },
  { account: "other", change: { limit: { id: "dip1", price: "1900" } }, ending: "resting" },
  { account: "other", change: {}, ending: "refused" },
  { account: "other", change: {}, ending: "queued" },
];

/** Puts the history on record as the webhook and the worker do, one order a minute. */
export async function seedHistory(data: SqliteData): Promise<void> {
  for (const [index, seed] of SEEDS.entries()) await putOrder(data, seed, alertAt(index));
  const bad = alertAt(SEEDS.length);
  const rejected = [
    { line: 1, text: "demo ETH/USDT byu 1", code: "UNKNOWN_WORD", message: '"byu": did you mean buy?' },
  ];
  await data.ledger.putAlert({ ...describeAlert(bad, "demo ETH/USDT byu 1")([]), rejected });
  await data.documents.writeDocument("book#demo#ETH/USDT:USDT#USDT", '{"contracts":"0"}', undefined);
  await data.cache.putCache("markets#binance", "[]", T0);
}

async function putOrder(data: SqliteData, seed: Seed, id: AlertId): Promise<void> {
  const record = recordOf(seed, id);
  await data.alertStore.storeAlert({
    orders: [{ record, groupId: GROUP, key: { hash: `key of ${id}`, since: T0 } }],
    describe: describeAlert(id, record.text),
  });
  if (seed.ending === "queued") return;
  const [delivery] = await data.queue.receive({ max: 1, leaseMs: MINUTE_MS });
  const ended = carriedOut(record, seed);
  if (!(await data.alertStore.endOrder(ended, ended.events.slice(1), delivery?.receipt ?? "")))
    throw new Error("the order was changed by another");
}

function alertAt(minute: number): AlertId {
  return alertId(`${timePrefix(unixMs(T0 + minute * MINUTE_MS))}0123456789abcdef`);
}

function recordOf({ account, change }: Seed, id: AlertId): OrderRecord {
  const order = { ...BUY, account, ...change };
  return orderRecord({ alertId: id, orderId: orderIdOf(id, 0), account, order, receivedAt: timeOf(id) });
}

function describeAlert(id: AlertId, text: string) {
  return (orders: readonly OrderRecord[]): AlertRecord => ({
    alertId: id,
    receivedAt: timeOf(id),
    text,
    accepted: orders.map(({ orderId, account, symbol }) => ({ line: 1, orderId, account, symbol })),
    rejected: [],
    warnings: [],
  });
}

function carriedOut(record: OrderRecord, { ending, price = "2001", position = "0", profit }: Seed): OrderRecord {
  const walk = new Walk(record, record.receivedAt);
  walk.on({ kind: "delivered" }, 20);
  walk.on(read({ position }), 30);
  if (ending === "refused") walk.on({ kind: "refused", failure: failure({ remedy: "abort" }) }, 50);
  else if (ending === "resting") {
    walk.on({ kind: "answered", order: restingOrder() }, 50);
    walk.on({ kind: "found", order: restingOrder() }, 50);
  } else walk.on({ kind: "answered", order: venueOrder({ side: sideOf(record), averagePrice: price }) }, 50);
  return profit === undefined ? walk.record : withProfit(walk.record, profit);
}

function restingOrder() {
  const { averagePrice: _price, fee: _fee, ...order } = venueOrder({ status: "open", filledContracts: "0" });
  return { ...order, orderType: "limit" as const };
}

function sideOf({ order }: OrderRecord) {
  return "side" in order ? order.side : "buy";
}

function withProfit(record: OrderRecord, profit: string): OrderRecord {
  const accounted = { realizedProfit: profit, closedContracts: profit === "0" ? "0" : "0.5" };
  const executions = record.state.executions.map((execution) => ({ ...execution, accounted }));
  return { ...record, state: { ...record.state, executions } };
}
