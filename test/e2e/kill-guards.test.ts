// The real process is killed while orders rest under price locks, and while the panic button works. The venue is Bybit's
// simulator over real HTTP, where a reversal takes two orders.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { decimal, formatDecimal, ZERO } from "../../lib/core/decimal.ts";
import type { OrderRecord } from "../../lib/core/execution/order-record.ts";
import { drained, recordedOrders } from "../support/recorded-orders.ts";
import { SeededRandom } from "../support/seeded-random.ts";
import { WhookProcess } from "../support/whook-process.ts";
import { BYBIT } from "../venues/bybit/profile.ts";
import { entryOf } from "../venues/profile.ts";
import type { Simulator } from "../venues/simulator.ts";

const BASES = ["ETH", "SOL", "XRP", "DOGE"] as const;
const KILLS = 6;
const STIR_EVERY_MS = 250;

let random: SeededRandom;
let seed: string;
let folder: string;
let venue: Simulator;
let whook: WhookProcess;
beforeEach(async () => {
  const number = Date.now() % 100_000;
  random = new SeededRandom(number);
  seed = `seed ${number}`;
  folder = await mkdtemp(join(tmpdir(), "whook-kill-guards-"));
  venue = await BYBIT.start();
  venue.control.setLatency(3);
  for (const base of BASES) setBook(base, 0);
  // Long enough for a machine that is busy with other tests.
  const account = { ...entryOf(BYBIT, "bybit", venue.url), ORDER_TIMEOUT: 120, ALERT_TIMEOUT: 600 };
  whook = await WhookProcess.create({ folder, accounts: [account] });
  await whook.start();
}, 60_000);
afterEach(async () => {
  await whook.kill();
  await venue.stop();
  await rm(folder, { recursive: true, force: true });
});

test("kill -9 while orders rest under price locks: none lost, none doubled, none past its deadline", async () => {
  const stirring = setInterval(() => setBook(random.pick(BASES), random.below(5) - 2), STIR_EVERY_MS);
  for (const base of BASES)
    await send(
      // At a leverage that no stirred price comes near to liquidating.
      `sim ${base}/USDT buy 100 x2 pricelock:5 id:open-${base}\nsim ${base}/USDT position -50 x2 pricelock:5 id:reverse-${base}`,
    );
  let found = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    await until(() => resting().length > 0);
    await sleep(random.below(250));
    found += resting().length;
    await whook.kill();
    await whook.start();
  }
  await drained(whook);
  clearInterval(stirring);
  const orders = await stopped();
  expect(found, seed).toBeGreaterThan(0);
  expect(orders, seed).toHaveLength(2 * BASES.length);
  for (const order of orders) expectWholeInTime(order);
  expectOursOnly(orders);
  expect(resting(), seed).toEqual([]);
  expect(positions(), seed).toEqual(BASES.map((base) => [`${base}USDT`, "-50"]).sort());
}, 240_000);

test("kill -9 while closeall works: it ends flat, and what came after it opens nothing", async () => {
  for (const base of BASES) await send(`sim ${base}/USDT buy 100 id:open-${base}`);
  await drained(whook);
  expect(positions()).toHaveLength(BASES.length);
  // A limit order that rests, and one under a price lock at work, when the button is pressed.
  for (const base of BASES) await send(`sim ${base}/USDT buy 100 limit:dip${base}:0.9 id:dip-${base}`);
  await send(`sim ETH/USDT buy 100 pricelock:60 id:locked`);
  await until(() => resting().length === BASES.length + 1);
  await send("sim closeall id:panic");
  await send(BASES.map((base) => `sim ${base}/USDT buy 100 id:late-${base}`).join("\n"));
  for (let kill = 0; kill < KILLS; kill++) {
    await sleep(random.below(400));
    await whook.kill();
    await whook.start();
  }
  await drained(whook);
  const orders = await stopped();
  const byKey = new Map(orders.map((record) => [record.order.key, record]));
  expect(byKey.get("panic")?.state, seed).toMatchObject({ status: "done", code: "FLAT" });
  expect(byKey.get("panic")?.state.attempts, seed).toBeGreaterThan(2);
  expect(byKey.get("locked")?.state.code, seed).toBe("CLOSE_ONLY");
  for (const base of BASES) expect(byKey.get(`late-${base}`)?.state.code, seed).toBe("CLOSE_ONLY");
  expect(positions(), seed).toEqual([]);
  expect(resting(), seed).toEqual([]);
}, 240_000);

/** A careful sender's: until it is answered. Its keys make the resends one order. */
async function send(alert: string): Promise<void> {
  while ((await whook.post(alert)) !== 200) await sleep(50);
}

async function until(holds: () => boolean): Promise<void> {
  for (let look = 0; !holds(); look++) {
    if (look > 6_000) throw new Error(`it does not come about: ${seed} ${whook.printed}`);
    await sleep(10);
  }
}

/** Prices around 1, by `ticks` away from there; what rests and is reached fills. */
function setBook(base: (typeof BASES)[number], ticks: number): void {
  const [bid, ask] = [-1, 1].map((side) => formatDecimal(decimal(String(100 + ticks + side)).div("100")));
  if (bid !== undefined && ask !== undefined) venue.control.setBook(`${base}USDT`, { bid, ask });
}

function resting() {
  return Object.values(venue.control.state().openOrders);
}

function positions() {
  return Object.entries(venue.control.state().positions)
    .map(([symbol, { contracts }]) => [symbol, contracts])
    .sort();
}

async function stopped(): Promise<readonly OrderRecord[]> {
  await whook.stop();
  return recordedOrders(whook, 1_000);
}

/** All of it filled, what the venue says it did is what is on record, and all that rested was gone by the deadline. */
function expectWholeInTime({ order, orderId, state }: OrderRecord): void {
  const where = `${seed} ${orderId} ${state.reason}`;
  expect(state.status, where).toBe("filled");
  const sent = venue.control.orders().filter(({ clientOrderId }) => state.clientOrderIds.includes(clientOrderId));
  const filled = sent.reduce((sum, { filledContracts }) => sum.plus(filledContracts), ZERO);
  expect(filled.toFixed(), where).toBe(order.command === "position" ? "150" : "100");
  expect(state.fills.contracts, where).toBe(filled.toFixed());
  const last = Math.max(...sent.map(({ updatedAt }) => updatedAt));
  expect(last, where).toBeLessThanOrEqual(state.work?.deadline ?? 0);
}

function expectOursOnly(orders: readonly OrderRecord[]): void {
  const ours = new Set(orders.flatMap(({ state }) => state.clientOrderIds));
  expect(
    venue.control.orders().filter(({ clientOrderId }) => !ours.has(clientOrderId)),
    seed,
  ).toEqual([]);
}
