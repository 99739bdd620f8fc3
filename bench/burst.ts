// 500 alerts in one second at the real `npm start`, sent when they are due however long the ones before take: how long each answer
// takes, and that each order is filled once (docs/design.md#what-it-must-reach).
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { systemClock } from "../lib/adapters/local/system-clock.ts";
import { openLocalData } from "../lib/runtime/local-data.ts";
import { WhookProcess } from "../test/support/whook-process.ts";
import { readNothing } from "./bench-words.ts";
import { describeMachine, percentile, report } from "./machine.ts";

readNothing("a burst of 500 alerts at npm start");
const ALERTS = 500;
const SECOND_MS = 1_000;
const ACCOUNTS = ["anna", "bert", "cleo", "dora", "emil"];
const COINS = ["BTC", "ETH", "SOL", "BNB", "XRP", "DOGE", "ADA", "AVAX", "LINK", "DOT"];

const folder = await mkdtemp(join(tmpdir(), "whook-burst-"));
const accounts = ACCOUNTS.map((id) => ({ ACCOUNT_ID: id, EXCHANGE: "paper" }));
const whook = await WhookProcess.create({ folder, accounts });
try {
  await whook.start();
  // What only the first alert of a process waits for is not a burst's.
  for (const account of ACCOUNTS) await post(`${account} LTC/USDT buy 200$`);
  const began = performance.now();
  const answers = await Promise.all(Array.from({ length: ALERTS }, (_, number) => sendWhenDue(number, began)));
  await drained();
  const seconds = (performance.now() - began) / 1000;
  await whook.stop();
  await check();
  process.stdout.write(`${ALERTS} alerts in one second, at home\n  ${describeMachine()}\n`);
  report({
    "answered, p50 / p99 / slowest": [0.5, 0.99, 1].map((share) => percentile(answers, share).toFixed(0)).join(" / "),
    "all ended after": `${seconds.toFixed(1)} s`,
  });
} finally {
  await whook.kill();
  await rm(folder, { recursive: true, force: true });
}

/** @returns how long the answer took, milliseconds. */
async function sendWhenDue(number: number, began: number): Promise<number> {
  await sleep(Math.max(0, began + (number * SECOND_MS) / ALERTS - performance.now()));
  const account = ACCOUNTS[number % ACCOUNTS.length];
  const coin = COINS[Math.floor(number / ACCOUNTS.length) % COINS.length];
  const side = Math.floor(number / (ACCOUNTS.length * COINS.length)) % 2 === 0 ? "buy" : "sell";
  const sent = performance.now();
  await post(`${account} ${coin}/USDT ${side} 200$ nominal`);
  return performance.now() - sent;
}

async function post(alert: string): Promise<void> {
  const status = await whook.post(alert);
  if (status !== 200) throw new Error(`${alert} was answered ${status ?? "not at all within 3 s"}`);
}

async function drained(): Promise<void> {
  const data = await openLocalData(join(folder, ".whook"), { use: "read", clock: systemClock });
  while ((await data.queue.count()) > 0) await sleep(50);
  data.close();
}

async function check(): Promise<void> {
  const data = await openLocalData(join(folder, ".whook"), { use: "read", clock: systemClock });
  const { orders } = await data.ledger.listOrders({ limit: 2 * ALERTS });
  data.close();
  const filled = orders.filter(({ state }) => state.status === "filled" && state.clientOrderIds.length === 1);
  const due = ALERTS + ACCOUNTS.length;
  if (filled.length !== due) throw new Error(`${filled.length} of ${due} orders were filled once`);
}
