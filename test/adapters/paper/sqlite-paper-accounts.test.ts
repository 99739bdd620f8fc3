import { afterEach, beforeEach, expect, test } from "vitest";
import { SqlitePaperAccounts } from "../../../lib/adapters/paper/sqlite-paper-accounts.ts";
import type { EngineFill, EngineOrder, VenueState } from "../../../lib/adapters/paper/venue-state.ts";
import { T0 } from "../../core/execution/order-fixture.ts";
import { openSqliteFolder, type SqliteFolder } from "../../support/sqlite-folder.ts";

const STATE: VenueState = {
  settle: "USDT",
  wallet: "10000",
  positionMode: "one-way",
  defaults: { leverage: 1, marginMode: "isolated" },
  settings: {},
  positions: {},
  openOrders: {},
  sequence: 1,
};

function orderOf(venueOrderId: string, clientOrderId: string): EngineOrder {
  return {
    venueOrderId,
    clientOrderId,
    symbol: "ETH/USDT:USDT",
    side: "buy",
    orderType: "market",
    status: "filled",
    contracts: "1",
    filledContracts: "1",
    reduceOnly: false,
    feeCost: "0.1",
    createdAt: T0,
    updatedAt: T0,
  };
}

function fillOf(fillId: string): EngineFill {
  const { symbol, side, contracts } = orderOf("1", "a");
  const money = { price: "2000", fee: "0.1", realizedProfit: "0" };
  return { fillId, venueOrderId: "1", symbol, side, contracts, ...money, isMaker: false, at: T0 };
}

let under: SqliteFolder;
let store: SqlitePaperAccounts;
beforeEach(async () => {
  under = await openSqliteFolder();
  store = new SqlitePaperAccounts(under.data.database);
});
afterEach(() => under.close());

const seen = (clientOrderId = "a", account = "demo") =>
  store.transact(account, ({ findState, findOrder }) => [findState(), findOrder(clientOrderId)?.venueOrderId]);

test("what one transaction saved is there over a restart, for its own account", async () => {
  expect(await seen()).toEqual([undefined, undefined]);
  const orders = [orderOf("9", "a"), orderOf("10", "a"), orderOf("2", "b")];
  await store.transact("demo", ({ save }) => save({ state: STATE, orders, fills: [fillOf("f1")] }));
  store = new SqlitePaperAccounts((await under.reopen()).database);
  expect(await seen()).toEqual([STATE, "10"]);
  expect(await seen("b")).toEqual([STATE, "2"]);
  expect(await seen("a", "other")).toEqual([undefined, undefined]);
});

test("of what throws nothing is kept, and what one turn saves others see in the next", async () => {
  const failing = store.transact("demo", ({ save }) => {
    save({ state: STATE, orders: [orderOf("1", "a")], fills: [fillOf("f1")] });
    throw new Error("no margin");
  });
  const saving = store.transact("demo", ({ save, findState }) => {
    expect(findState()).toBeUndefined();
    save({ state: { ...STATE, sequence: 2 }, orders: [], fills: [fillOf("f1")] });
  });
  await expect(failing).rejects.toThrow("no margin");
  await saving;
  expect(await seen()).toEqual([{ ...STATE, sequence: 2 }, undefined]);
});
