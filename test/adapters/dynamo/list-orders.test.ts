// What a listing asks of the table: no more than it needs, and not one after the other where days hold few orders.
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { DynamoLedger } from "../../../lib/adapters/dynamo/dynamo-ledger.ts";
import { unixMs } from "../../../lib/core/ids.ts";
import { orderAt } from "../../contract/ledger-contract.ts";
import { BUY } from "../../core/execution/order-fixture.ts";
import { type Dynalite, startDynalite } from "../../support/aws/start-dynalite.ts";
import { VirtualClock } from "../../support/virtual-clock.ts";

const DAY_MS = 24 * 60 * 60 * 1_000;
const SPARSE_DAYS = 24;
const DENSE = 30;

let dynalite: Dynalite;
const clock = new VirtualClock();
/** Requests since the test began: their kind, and how many items came. */
let asked: { readonly kind: string; readonly items: number }[];
let [inFlight, mostInFlight] = [0, 0];
/** One that has read nothing yet. */
let ledger: DynamoLedger;

beforeAll(async () => {
  dynalite = await startDynalite();
  const writing = new DynamoLedger({ ...dynalite, clock });
  const noon = clock.now() - (clock.now() % DAY_MS) + DAY_MS / 2;
  // One order a day, of which every eighth has a tag, then two days of many.
  const times = [
    ...Array.from({ length: SPARSE_DAYS }, (_, day) => noon + day * DAY_MS),
    ...[0, 1].flatMap((day) =>
      Array.from({ length: DENSE }, (_, second) => noon + (SPARSE_DAYS + day) * DAY_MS + second),
    ),
  ];
  for (const [index, time] of times.entries()) {
    const tag = index % 8 === 0 ? { tag: "rare" } : {};
    await writing.createOrder(orderAt(unixMs(time), 0, { order: { ...BUY, ...tag } }));
  }
  clock.advance((SPARSE_DAYS + 1) * DAY_MS + DAY_MS / 2);
  dynalite.client.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        mostInFlight = Math.max(mostInFlight, ++inFlight);
        const result = await next(args);
        inFlight -= 1;
        const { Items: items = [] } = result.output as { readonly Items?: readonly unknown[] };
        asked.push({ kind: String(commandName), items: items.length });
        return result;
      },
    { step: "initialize" },
  );
});
afterAll(async () => {
  await dynalite.stop();
});
beforeEach(() => {
  asked = [];
  mostInFlight = 0;
  ledger = new DynamoLedger({ ...dynalite, clock });
});

const entriesRead = () => asked.reduce((sum, { kind, items }) => sum + (kind === "QueryCommand" ? items : 0), 0);
const timesOf = (trades: readonly { readonly receivedAt: string }[]) => trades.map(({ receivedAt }) => receivedAt);

test("a page of days with many orders reads hardly more entries than it shows", async () => {
  const { trades } = await ledger.listTrades({ limit: DENSE + 10 });
  expect(trades).toHaveLength(DENSE + 10);
  // Each query asks for one more than is wanted, since its upper end may have been shown.
  expect(entriesRead()).toBeLessThanOrEqual(DENSE + 12);
});

test("a page over many days with few orders asks for several days at the same time, and keeps their order", async () => {
  const { trades } = await ledger.listTrades({ limit: 2 * DENSE + 20 });
  expect(trades).toHaveLength(2 * DENSE + 20);
  expect(timesOf(trades)).toEqual(timesOf(trades).toSorted().toReversed());
  expect(mostInFlight).toBe(8);
  expect(asked.filter(({ kind }) => kind === "QueryCommand").length).toBeLessThanOrEqual(SPARSE_DAYS + 2);
});

test("where few of the orders are wanted, more are read each time", async () => {
  const { trades } = await ledger.listTrades({ account: "demo", tag: "rare", limit: 5 });
  expect(trades.map(({ tag }) => tag)).toEqual(Array(5).fill("rare"));
  expect(asked.filter(({ kind }) => kind === "QueryCommand").length).toBeLessThanOrEqual(4);
});

test("the ledger's first day is read only to walk days, and once", async () => {
  await ledger.listTrades({ account: "demo" });
  await ledger.listTrades({ status: "working" });
  expect(asked.map(({ kind }) => kind)).not.toContain("GetCommand");
  await ledger.listTrades({ limit: 1 });
  await ledger.listAlerts({ limit: 1 });
  expect(asked.filter(({ kind }) => kind === "GetCommand" || kind === "GetItemCommand")).toHaveLength(1);
});
