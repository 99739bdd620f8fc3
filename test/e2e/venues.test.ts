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

describe("kill -9 at random moments, answers lost or a gateway's, fills that are never told: none lost, none doubled", () => {
  test.each(SIMULATORS.map((profile) => [profile.names[0] ?? "", profile] as const))(
    "%s",
    async (name, profile) => {
      const random = new SeededRandom(Date.now() % 100_000);
      const venue = await startVenue(profile);
      venue.control.setLatency(3);
      for (const path of profile.supplements) {
        venue.control.inject({ kind: "reply", status: 500, body: "", method: "GET", path, times: 10_000 });
      }
      const timedOut = profile.refusalBody(504, "Gateway Time-out");
      const entry = { ...entryOf(profile, name, venue.url), ORDER_TIMEOUT: 300, ALERT_TIMEOUT: 600 };
      const whook = await startWhook([entry]);
      const killing = (async () => {
        for (let kill = 0; kill < KILLS; kill++) {
          venue.control.inject({ kind: "drop-after", ...profile.placing });
          venue.control.inject({ kind: "reply", status: 504, body: timedOut, isTaken: true, ...profile.placing });
          await sleep(100 + random.below(500));
          await whook.kill();
          await whook.start();
        }
      })();
      for (let number = 0; number < ALERTS; number++) {
        const alert = `sim ${profile.symbol} ${number % 2 === 0 ? "buy" : "sell"} 0.1 id:alert-${number}`;
        while ((await whook.post(alert)) !== 200) await sleep(50);
      }
      await killing;
      const trades = await tradesOf(whook);
      const orders = venue.control.orders();
      expect(trades).toHaveLength(ALERTS);
      for (const { orderId, status, reason, clientOrderIds, filledContracts } of trades) {
        expect(status, `${orderId} ${reason}`).toBe("filled");
        const ours = orders.filter(({ clientOrderId }) => clientOrderIds.includes(clientOrderId));
        const filled = ours.reduce((total, order) => total.plus(order.filledContracts), decimal("0"));
        expect(filled.toFixed(), orderId).toBe(filledContracts);
      }
      expect(orders).toHaveLength(ALERTS);
      expect(venue.control.state().positions).toEqual({});
    },
    120_000,
  );
});
