// 10,000 alerts in a row over 100 groups through the real `npm start`: HTTP, ledger and queue on disk, planner, paper venue.
// Checks that none is lost or doubled and that each group kept its order, then prints the figures of
// docs/design.md#what-it-must-reach.
import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { systemClock } from "../lib/adapters/local/system-clock.ts";
import type { OrderRecord } from "../lib/core/execution/order-record.ts";
import { openLocalData } from "../lib/runtime/local-data.ts";
import { WhookProcess } from "../test/support/whook-process.ts";
import { readCount } from "./bench-words.ts";
import { describeMachine, percentile, report } from "./machine.ts";

const ALERTS = readCount("alerts through the local pipeline", { of: "ALERTS", usual: 10_000 });
const ACCOUNTS = ["anna", "bert", "cleo", "dora", "emil"];
const COINS = "BTC ETH SOL BNB XRP DOGE ADA AVAX LINK DOT LTC BCH TRX NEAR UNI ATOM ETC FIL APT SUI".split(" ");
const SENDERS = 16;

const agent = new Agent({ keepAlive: true, maxSockets: SENDERS });
const folder = await mkdtemp(join(tmpdir(), "whook-bench-"));
const accounts = ACCOUNTS.map((id) => ({ ACCOUNT_ID: id, EXCHANGE: "paper", ALERT_TIMEOUT: 3600 }));
const whook = await WhookProcess.create({ folder, accounts });
try {
  await whook.start();
  const began = performance.now();
  const answers = await sendAll();
  const sent = performance.now();
  await drained();
  const seconds = (performance.now() - began) / 1000;
  const memory = await peakMemory(whook.pid);
  const cpuMs = processorMs(whook.pid);
  await whook.stop();
  const orders = await ordersOnRecord();
  check(orders);
  process.stdout.write(
    `local pipeline, ${ALERTS} alerts over ${ACCOUNTS.length * COINS.length} groups\n  ${describeMachine()}\n`,
  );
  report({
    "orders per second": Math.round(ALERTS / seconds),
    "answered, p50 / p99": `${percentile(answers, 0.5).toFixed(1)} / ${percentile(answers, 0.99).toFixed(1)} ms`,
    "received to ended, p50 / p99": endToEnd(orders),
    "all answered after": `${((sent - began) / 1000).toFixed(1)} s`,
    "all ended after": `${seconds.toFixed(1)} s`,
    "processor time per order": `${(cpuMs / ALERTS).toFixed(1)} ms`,
    "peak memory": memory,
    "lost / doubled / out of order": "0 / 0 / 0",
  });
} finally {
  await whook.kill();
  await rm(folder, { recursive: true, force: true });
}

/** @returns how long each answer took, milliseconds. */
async function sendAll(): Promise<readonly number[]> {
  const took: number[] = [];
  let next = 0;
  const send = async () => {
    for (let number = next++; number < ALERTS; number = next++) {
      const account = ACCOUNTS[number % ACCOUNTS.length];
      const coin = COINS[Math.floor(number / ACCOUNTS.length) % COINS.length];
      const round = Math.floor(number / (ACCOUNTS.length * COINS.length));
      const began = performance.now();
      const status = await post(`${account} ${coin}/USDT ${round % 2 === 0 ? "buy" : "sell"} 200$ nominal`);
      if (status !== 200) throw new Error(`alert ${number} was answered ${status}`);
      took.push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: SENDERS }, send));
  return took;
}

/** Over plain `node:http`: what `fetch` takes of the other core grows with each request. @returns the status. */
function post(text: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const asked = request(whook.url, { method: "POST", agent }, (response) => {
      response.resume().once("end", () => resolve(response.statusCode));
    });
    asked.once("error", reject).end(text);
  });
}

async function drained(): Promise<void> {
  const data = await openLocalData(join(folder, ".whook"), { use: "read", clock: systemClock });
  while ((await data.queue.count()) > 0) await sleep(50);
  data.close();
}

async function ordersOnRecord(): Promise<readonly OrderRecord[]> {
  const data = await openLocalData(join(folder, ".whook"), { use: "read", clock: systemClock });
  const { orders } = await data.ledger.listOrders({ limit: 2 * ALERTS });
  data.close();
  return [...orders].reverse();
}

function check(orders: readonly OrderRecord[]): void {
  if (orders.length !== ALERTS) throw new Error(`${orders.length} orders of ${ALERTS} alerts`);
  const lastEnd = new Map<string, number>();
  for (const { state, orderId, account, symbol } of orders) {
    if (state.status !== "filled" || state.clientOrderIds.length !== 1)
      throw new Error(`${orderId} is ${state.status}: ${state.reason}`);
    const group = `${account} ${symbol}`;
    const began = state.firstAttemptAt ?? 0;
    if (began < (lastEnd.get(group) ?? 0)) throw new Error(`${orderId} began before the one before it ended`);
    lastEnd.set(group, state.endedAt ?? Number.POSITIVE_INFINITY);
  }
}

function endToEnd(orders: readonly OrderRecord[]): string {
  const took = orders.map(({ state, receivedAt }) => (state.endedAt ?? receivedAt) - receivedAt);
  return `${percentile(took, 0.5)} / ${percentile(took, 0.99)} ms`;
}

/** The most memory the process ever held. */
async function peakMemory(pid: number): Promise<string> {
  if (process.platform === "linux") {
    const status = await readFile(`/proc/${pid}/status`, "utf8");
    const [, kilobytes = "0"] = /VmHWM:\s+(\d+)/.exec(status) ?? [];
    return `${Math.round(Number.parseInt(kilobytes, 10) / 1024)} MB`;
  }
  const now = execFileSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" });
  return `${Math.round(Number.parseInt(now, 10) / 1024)} MB at the end`;
}

/** What the process used of the cores so far: a figure that other work on the machine changes little. */
function processorMs(pid: number): number {
  const [minutes = 0, seconds = 0] = execFileSync("ps", ["-o", "cputime=", "-p", String(pid)], { encoding: "utf8" })
    .split(":")
    .slice(-2)
    .map((part) => Number.parseInt(part, 10));
  return (minutes * 60 + seconds) * 1000;
}
