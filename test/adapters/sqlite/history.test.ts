import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cellsSql } from "../../../lib/adapters/sqlite/cells-listing.ts";
import { listingSql, type TradeKey } from "../../../lib/adapters/sqlite/list-orders.ts";
import { statsSql } from "../../../lib/adapters/sqlite/stats-listing.ts";
import { unixMs } from "../../../lib/core/ids.ts";
import { cellsOf } from "../../../lib/core/trade/trade-cells.ts";
import { orderAt } from "../../contract/ledger-contract.ts";
import { openSqliteFolder, type SqliteFolder } from "../../support/sqlite-folder.ts";
import { seedHistory } from "../../support/sqlite-seed.ts";

/** What is asked on AWS is not asked of SQLite. */
const [PAGE = ""] = readFileSync(new URL("../../../docs/history.md", import.meta.url), "utf8").split("\n## On AWS\n");
const QUERIES = [...PAGE.matchAll(/\n([^\n]+):\n\n```sql\n([^`]+)```/g)].map(([, question = "", sql = ""]) => ({
  question,
  sql,
}));

let under: SqliteFolder;
beforeAll(async () => {
  under = await openSqliteFolder();
  await seedHistory(under.data);
});
afterAll(() => under.close());

function ask(sql: string) {
  return under.data.database.prepare(sql).all();
}

test("docs/history.md asks ten questions", () => {
  expect(QUERIES).toHaveLength(10);
});

/** By the beginning of the question. */
const ANSWERS: Readonly<Record<string, unknown>> = {
  "The last twenty": { received_at: "2023-11-14T22:19:20.000Z", account: "other", status: "queued" },
  "Profit by month": { month: "2023-11", account: "demo", settle: "USDT", net: 5 },
  "Which strategy": { strategy: "macd", closes: 1, net: 9.5, won_percent: 100 },
  "The best and": { account: "demo", tag: "macd", net_profit: "9.5" },
  "What the exchanges": { exchange: "binance", account: "demo", fee_currency: "USDT", fees: 2, fills: 4 },
  "How much worse": { exchange: "binance", symbol: "ETH/USDT:USDT", orders: 4 },
  "Where the time": { exchange: "binance", orders: 4, queued: 20, sending: 80, filling: 0 },
  "What did not": { code: "VENUE_REJECTED", orders: 1, reason: "the venue said no" },
  "What is still": { account: "other", symbol: "ETH/USDT:USDT", status: "placed" },
  "Alert lines": { line: "demo ETH/USDT byu 1", message: '"byu": did you mean buy?' },
};

test.each(QUERIES)("docs/history.md: $question", ({ question, sql }) => {
  const [, expected] = Object.entries(ANSWERS).find(([begins]) => question.startsWith(begins)) ?? [];
  expect(expected).toBeDefined();
  expect(ask(sql)[0]).toMatchObject(expected ?? {});
});

test("decimals are text, digit for digit; times are ISO; what is not known is null", () => {
  const [buy] = ask("select * from trades order by received_at limit 1");
  expect(buy).toMatchObject({
    line: 1,
    text: "demo ETH/USDT buy 0.5",
    requested_contracts: "0.5",
    average_price: "2001",
    fee: "0.5",
    realized_profit: "0",
    received_at: "2023-11-14T22:13:20.000Z",
    code: "FILLED",
    alert_price: null,
    queued_ms: 20,
    warnings: null,
  });
  const [story] = ask("select events, attempts, is_followed from orders order by received_at limit 1");
  expect(JSON.parse(String(story?.events)).map(({ kind }: { kind: string }) => kind)).toEqual([
    "received",
    "attempt",
    "planned",
    "intent",
    "accepted",
    "filled",
    "ended",
  ]);
});

describe("a page of any filter reads one index, in its order", () => {
  const indexes: readonly (readonly [readonly TradeKey[], string])[] = [
    [[], "order_by_time"],
    [["account"], "order_by_account"],
    [["account", "symbol"], "order_by_market"],
    [["status"], "order_by_status"],
    [["tag"], "order_by_tag"],
    [["symbol"], "order_by_time"],
    [["account", "status"], "order_by_time"],
    [["account", "symbol", "status", "tag"], "order_by_time"],
  ];
  test.each(indexes)("%j", (keys, index) => {
    const values = keys.map(() => "x");
    const plan = under.data.database.prepare(`EXPLAIN QUERY PLAN ${listingSql("trade", keys)}`);
    const steps = plan.all(...values, "0", "~", 100).map(({ detail }) => String(detail));
    expect(steps).toHaveLength(1);
    expect(steps[0]).toMatch(
      new RegExp(`^SEARCH ledger_order USING INDEX ${index} \\(.*order_id>\\? AND order_id<\\?\\)$`),
    );
  });

  test.each<{ what: string; index: string; sqlOf: (keys: readonly TradeKey[]) => string; keys: readonly TradeKey[] }>([
    { what: "statistics", index: "order_stats", sqlOf: statsSql, keys: [] },
    { what: "statistics", index: "order_stats", sqlOf: statsSql, keys: ["account", "tag"] },
    { what: "cells of a file", index: "order_cells", sqlOf: cellsSql, keys: [] },
    { what: "cells of a file", index: "order_cells", sqlOf: cellsSql, keys: ["account", "tag"] },
  ])("$what of what ended are read from their index alone: $keys", ({ index, sqlOf, keys }) => {
    const plan = under.data.database.prepare(`EXPLAIN QUERY PLAN ${sqlOf(keys)}`);
    const steps = plan.all(...keys.map(() => "x"), "0", "~", 100).map(({ detail }) => String(detail));
    expect(steps).toContain(`SEARCH ledger_order USING COVERING INDEX ${index} (order_id>? AND order_id<?)`);
    expect(steps.filter((step) => /USING INDEX/.test(step))).toEqual([
      "SEARCH ledger_order USING INDEX order_by_status (status=? AND order_id>? AND order_id<?)",
    ]);
  });

  test("what is still to be done is found without looking at the rest", () => {
    const plans = [
      "SELECT 1 FROM ledger_order WHERE noticed = 1 ORDER BY order_id LIMIT 9",
      "SELECT 1 FROM ledger_order WHERE followed = 1 AND account_key = 'x' AND order_id > '' ORDER BY order_id LIMIT 9",
      "SELECT 1 FROM ledger_alert WHERE noticed = 1 ORDER BY alert_id LIMIT 9",
      "SELECT 1 FROM message WHERE head = 1 AND visible_at <= 1 ORDER BY visible_at, seq LIMIT 9",
    ].flatMap((sql) => ask(`EXPLAIN QUERY PLAN ${sql}`).map(({ detail }) => String(detail)));
    expect(plans.every((step) => /INDEX (order_noticed|order_followed|alert_noticed|message_head)/.test(step))).toBe(
      true,
    );
  });
});

test("the cells of every order are its trade's, whatever it came to", async () => {
  const [{ trades }, cells] = [await under.data.ledger.listTrades({}), await under.data.ledger.listTradeCells({})];
  expect(trades.map(({ status }) => status)).toEqual(
    expect.arrayContaining(["filled", "placed", "rejected", "queued"]),
  );
  expect(cells.trades).toEqual(trades.map(cellsOf));
});

test("a listing longer than one text of the data file is whole, in order, and says where the next page begins", async () => {
  const { data, close } = await openSqliteFolder();
  const orders = Array.from({ length: 450 }, (_, minute) => orderAt(unixMs(1_700_000_000_000 + minute * 60_000)));
  await Promise.all(orders.map((order) => data.ledger.createOrder(order)));
  const newest = orders.map(({ orderId }) => orderId).reverse();
  for (const limit of [199, 200, 201, 400, 449, 450, 451]) {
    const [whole, cells] = [await data.ledger.listTrades({ limit }), await data.ledger.listTradeCells({ limit })];
    expect(whole.trades.map(({ orderId }) => orderId)).toEqual(newest.slice(0, limit));
    expect(cells.trades.map(([orderId]) => orderId)).toEqual(newest.slice(0, limit));
    expect([whole.cursor, cells.cursor]).toEqual(
      limit > 450 ? [undefined, undefined] : [newest[limit - 1], newest[limit - 1]],
    );
  }
  await close();
});
