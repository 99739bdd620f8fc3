// The real process is killed 20 times while 300 alerts come in; the venue is Bybit's simulator over real HTTP, whose limits on
// requests let so many orders through in half a minute.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { decimal } from "../../lib/core/decimal.ts";
import type { OrderRecord } from "../../lib/core/execution/order-record.ts";
import { drained, recordedOrders } from "../support/recorded-orders.ts";
import { SeededRandom } from "../support/seeded-random.ts";
import { WhookProcess } from "../support/whook-process.ts";
import { BYBIT } from "../venues/bybit/profile.ts";
import { entryOf } from "../venues/profile.ts";
import type { Simulator } from "../venues/simulator.ts";

const ALERTS = 300;
const KILLS = 20;
const SYMBOLS = ["ETH/USDT", "BTC/USDT", "SOL/USDT", "XRP/USDT", "DOGE/USDT"];
/** Requests on their way at the same time. */
const SENDERS = 4;

test("kill -9 at random moments: none lost, none doubled", async () => {
  const seed = Date.now() % 100_000;
  const random = new SeededRandom(seed);
  const folder = await mkdtemp(join(tmpdir(), "whook-kill-"));
  const simulator = await BYBIT.start();
  simulator.control.setLatency(3);
  const account = { ...entryOf(BYBIT, "bybit", simulator.url), ORDER_TIMEOUT: 300, ALERT_TIMEOUT: 600 };
  const whook = await WhookProcess.create({ folder, accounts: [account] });
  try {
    await whook.start();
    const killing = (async () => {
      for (let kill = 0; kill < KILLS; kill++) {
        await sleep(50 + random.below(400));
        await whook.kill();
        await whook.start();
      }
    })();
    await sendAll(whook, killing);
    await killing;
    await drained(whook);
    await whook.stop();
    const orders = await recordedOrders(whook, 10 * ALERTS);
    expectNoneLostNoneDoubled(orders, simulator.control.orders(), `seed ${seed}`);
  } finally {
    await whook.kill();
    await simulator.stop();
    await rm(folder, { recursive: true, force: true });
  }
}, 240_000);

/** Every alert is sent until it is answered, as a careful sender does; its key makes the resends one order. */
async function sendAll(whook: WhookProcess, killing: Promise<void>): Promise<void> {
  let next = 0;
  let isKilling = true;
  void killing.then(() => {
    isKilling = false;
  });
  const send = async () => {
    for (let number = next++; number < ALERTS; number = next++) {
      const symbol = SYMBOLS[number % SYMBOLS.length];
      const side = Math.floor(number / SYMBOLS.length) % 2 === 0 ? "buy" : "sell";
      const alert = `sim ${symbol} ${side} 250$ nominal id:alert-${number}`;
      while ((await whook.post(alert)) !== 200) await sleep(50);
      // Spread over the kills, so that each of them finds work under way.
      if (isKilling) await sleep(150);
    }
  };
  await Promise.all(Array.from({ length: SENDERS }, send));
}

function expectNoneLostNoneDoubled(
  orders: readonly OrderRecord[],
  venue: ReturnType<Simulator["control"]["orders"]>,
  seed: string,
): void {
  expect(new Set(orders.map(({ order }) => order.key)).size, seed).toBe(ALERTS);
  expect(orders, seed).toHaveLength(ALERTS);
  for (const { state, orderId } of orders) {
    expect(state.status, `${seed} ${orderId} ${state.reason}`).toBe("filled");
    const filled = venue.filter(({ clientOrderId }) => state.clientOrderIds.includes(clientOrderId));
    const sum = filled.reduce((total, order) => total.plus(order.filledContracts), decimal("0"));
    expect(sum.toFixed(), `${seed} ${orderId}`).toBe(state.fills.contracts);
  }
  const ours = new Set(orders.flatMap(({ state }) => state.clientOrderIds));
  expect(
    venue.filter(({ clientOrderId }) => !ours.has(clientOrderId)),
    seed,
  ).toEqual([]);
  expect(venue, seed).toHaveLength(ALERTS);
}
