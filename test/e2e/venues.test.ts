// The real process with one account per EXCHANGE name, each at its venue's simulator over HTTP.
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { systemClock } from "../../lib/adapters/local/system-clock.ts";
import { decimal } from "../../lib/core/decimal.ts";
import type { Trade } from "../../lib/core/trade/trade.ts";
import { openLocalData } from "../../lib/runtime/local-data.ts";
import { SeededRandom } from "../support/seeded-random.ts";
import { WhookProcess } from "../support/whook-process.ts";
import { ACCOUNT_TYPES } from "../venues/account-types.ts";
import { entryOf } from "../venues/profile.ts";
import type { Simulator } from "../venues/simulator.ts";
import { SIMULATORS } from "../venues/simulators.ts";

const CLI = new URL("../../bin/whook.js", import.meta.url).pathname;
const BOOK = { bid: "1999", ask: "2001" };
const ALERTS = 12;
/** Of many accounts at once. */
const FEW_ALERTS = 4;
const KILLS = 3;

let folder: string;
let running: (() => Promise<unknown>)[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "whook-venues-"));
  running = [];
});
afterEach(async () => {
  await Promise.all(running.map((stop) => stop()));
  await rm(folder, { recursive: true, force: true });
});

async function startVenue(profile: (typeof SIMULATORS)[number]): Promise<Simulator> {
  const venue = await profile.start();
  running.push(() => venue.stop());
  venue.control.setBook(profile.venueSymbol, BOOK);
  return venue;
}

async function startWhook(accounts: readonly object[]): Promise<WhookProcess> {
  const whook = await WhookProcess.create({ folder, accounts });
  running.push(() => whook.kill());
  await whook.start();
  return whook;
}

/** What `whook trades` prints, oldest first, once nothing is queued any more. */
async function tradesOf(whook: WhookProcess): Promise<readonly Trade[]> {
  await drained();
  const { stdout } = await promisify(execFile)(process.execPath, [CLI, "trades", "--json"], { env: whook.env });
  return (JSON.parse(stdout) as Trade[]).toReversed();
}

async function drained(): Promise<void> {
  for (let turn = 0; turn < 300; turn++) {
    const data = await openLocalData(join(folder, ".whook"), { use: "read", clock: systemClock });
    const waiting = await data.queue.count();
    data.close();
    if (waiting === 0) return;
    await sleep(200);
  }
  throw new Error("orders still wait");
}

const PROFILES = [...SIMULATORS, ...ACCOUNT_TYPES];

test("one alert with a line for every EXCHANGE name and type of account: all are filled, and asked for afterwards", async () => {
  const lines: string[] = [];
  const accounts: object[] = [];
  for (const profile of PROFILES) {
    const venue = await startVenue(profile);
    for (const name of profile.names) {
      const id = ["my", name, ...(profile.accountType === undefined ? [] : [profile.accountType])].join("-");
      accounts.push({ ...entryOf(profile, name, venue.url), ACCOUNT_ID: id });
      lines.push(`${id} ${profile.symbol} buy 0.1 x5`);
    }
  }
  const whook = await startWhook(accounts);
  expect(await whook.post(lines.join("\n"))).toBe(200);
  const trades = await tradesOf(whook);
  expect(trades.map(({ exchange, status, averagePrice }) => ({ exchange, status, averagePrice }))).toEqual(
    PROFILES.flatMap(({ names }) => names).map((exchange) => ({
      exchange,
      status: "filled",
      averagePrice: "2001",
    })),
  );
}, 120_000);

/** An account that is killed at, and its venue. */
interface Killed {
  readonly profile: (typeof SIMULATORS)[number];
  readonly venue: Simulator;
  readonly id: string;
}

/** Kills and starts the process again, and each time the next two orders of each account lose their answer, or get a gateway's. */
async function killAgain(whook: WhookProcess, killed: readonly Killed[]): Promise<void> {
  const random = new SeededRandom(Date.now() % 100_000);
  for (let kill = 0; kill < KILLS; kill++) {
    for (const { venue, profile } of killed) {
      const timedOut = profile.refusalBody(504, "Gateway Time-out");
      venue.control.inject({ kind: "drop-after", ...profile.placing });
      venue.control.inject({ kind: "reply", status: 504, body: timedOut, isTaken: true, ...profile.placing });
    }
    await sleep(100 + random.below(500));
    await whook.kill();
    await whook.start();
  }
}

async function postAll(whook: WhookProcess, killed: readonly Killed[], alerts: number): Promise<void> {
  for (let number = 0; number < alerts; number++) {
    const trade = `${number % 2 === 0 ? "buy" : "sell"} 0.1 id:alert-${number}`;
    const lines = killed.map(({ id, profile }) => `${id} ${profile.symbol} ${trade}`);
    while ((await whook.post(lines.join("\n"))) !== 200) await sleep(50);
  }
}

function expectOnceEach(trades: readonly Trade[], { venue, id }: Killed, alerts: number): void {
  const orders = venue.control.orders();
  const own = trades.filter(({ account }) => account === id);
  expect(own, id).toHaveLength(alerts);
  for (const { orderId, status, reason, clientOrderIds, filledContracts } of own) {
    expect(status, `${id} ${orderId} ${reason}`).toBe("filled");
    const ours = orders.filter(({ clientOrderId }) => clientOrderIds.includes(clientOrderId));
    const filled = ours.reduce((total, order) => total.plus(order.filledContracts), decimal("0"));
    expect(filled.toFixed(), `${id} ${orderId}`).toBe(filledContracts);
  }
  expect(orders, id).toHaveLength(alerts);
  expect(venue.control.state().positions, id).toEqual({});
}

/** Long enough for an order that is looked for after each kill. */
const PATIENCE = { ORDER_TIMEOUT: 300, ALERT_TIMEOUT: 600 };

describe("kill -9 at random moments, answers lost or a gateway's, fills that are never told: none lost, none doubled", () => {
  test.each(SIMULATORS.map((profile) => [profile.names[0] ?? "", profile] as const))(
    "%s",
    async (name, profile) => {
      const venue = await startVenue(profile);
      venue.control.setLatency(3);
      for (const path of profile.supplements) {
        venue.control.inject({ kind: "reply", status: 500, body: "", method: "GET", path, times: 10_000 });
      }
      const killed = [{ profile, venue, id: "sim" }];
      const whook = await startWhook([{ ...entryOf(profile, name, venue.url), ...PATIENCE }]);
      const killing = killAgain(whook, killed);
      await postAll(whook, killed, ALERTS);
      await killing;
      const trades = await tradesOf(whook);
      for (const one of killed) expectOnceEach(trades, one, ALERTS);
    },
    120_000,
  );
});

/** Demo and test environments, and the accounts whose type or region leads another way: all at once, for the process is the same. */
test("kill -9 over every other name and type: none lost, none doubled", async () => {
  const others = [
    ...SIMULATORS.flatMap((profile) => profile.names.slice(1).map((name) => ({ profile, name }))),
    ...ACCOUNT_TYPES.flatMap((profile) => profile.names.map((name) => ({ profile, name }))),
  ];
  const killed: Killed[] = [];
  const accounts: object[] = [];
  for (const [index, { profile, name }] of others.entries()) {
    const start = profile.accountType === undefined ? (profile.startDemo ?? profile.start) : profile.start;
    const venue = await startVenue({ ...profile, start });
    venue.control.delistFillers();
    venue.control.setLatency(3);
    killed.push({ profile, venue, id: `sim${index}-${name}` });
    accounts.push({ ...entryOf(profile, name, venue.url), ...PATIENCE, ACCOUNT_ID: `sim${index}-${name}` });
  }
  const whook = await startWhook(accounts);
  const killing = killAgain(whook, killed);
  await postAll(whook, killed, FEW_ALERTS);
  await killing;
  const trades = await tradesOf(whook);
  for (const one of killed) expectOnceEach(trades, one, FEW_ALERTS);
}, 120_000);
