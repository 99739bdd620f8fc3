// Whatever the venue answers to any call, in any order: no order is lost, doubled, ended with less filled than it filled, or left
// without an end (docs/design.md#execution). Real ccxt over real HTTP; what is answered instead is drawn, a seed a run.
import { afterAll, describe, expect, test } from "vitest";
import { decimal, formatDecimal } from "../../lib/core/decimal.ts";
import type { OrderRecord } from "../../lib/core/execution/order-record.ts";
import { SeededRandom } from "../support/seeded-random.ts";
import { answerPool } from "./answer-pool.ts";
import type { VenueProfile } from "./profile.ts";
import { SimulatedEngine } from "./simulated-engine.ts";
import type { Simulator } from "./simulator.ts";
import { SIMULATORS } from "./simulators.ts";
import { startShort } from "./start-short.ts";

const RUNS = 12;
const ORDERS = 3;
/** So many answers of a run are others than they should be: then the venue is itself again. */
const MOST_WRONG = 20;
const RATE = 0.4;
const BOOK = { bid: "1999", ask: "2001" };

describe.each(SIMULATORS)("whatever $names.0 answers", (profile) => {
  let wrong = 0;
  afterAll(() => expect(wrong).toBeGreaterThan(RUNS));

  test.each(Array.from({ length: RUNS }, (_, seed) => seed))(
    "each order ends once, with what it filled, seed %i",
    async (seed) => {
      const venue = await startShort(profile);
      try {
        venue.control.setBook(profile.venueSymbol, BOOK);
        const records = await runOrders(profile, venue, new SeededRandom(seed));
        for (const record of records) expectTrue(record, venue);
        expectNoneDoubled(records, venue);
        wrong += venue.journal.entries.filter(({ fault }) => fault !== undefined).length;
      } finally {
        await venue.stop();
      }
    },
  );
});

/** @returns what became of them once the venue is itself again and the follower has asked. */
async function runOrders(
  profile: VenueProfile,
  venue: Simulator,
  random: SeededRandom,
): Promise<readonly OrderRecord[]> {
  const engine = await SimulatedEngine.open(profile, String(profile.names[0]), venue);
  const fault = answerPool(profile, random);
  let left = MOST_WRONG;
  venue.control.misbehave(({ method }) => {
    if (left === 0 || !random.chance(RATE)) return undefined;
    left--;
    return fault(method === "GET");
  });
  const records = [];
  for (let order = 0; order < ORDERS; order++)
    records.push(await engine.execute(`${profile.symbol} ${commandOf(random, order)}`));
  left = 0;
  for (let run = 0; run < 4; run++) await engine.follow(60_000);
  return Promise.all(records.map(({ orderId }) => engine.record(orderId)));
}

function commandOf(random: SeededRandom, order: number): string {
  return random.pick([
    "buy 0.5 x5",
    "sell 0.3 x5",
    "position -0.4",
    "position 0.6 x3",
    "close",
    "close 50%",
    `buy 0.2 limit:lim${order}:2100`,
    `sell 0.2 limit:lim${order}:2500`,
    "cancel:all",
  ]);
}

function expectTrue(record: OrderRecord, venue: Simulator): void {
  const { state, orderId } = record;
  expect(state.phase.kind, `${orderId} ended`).toBe("ended");
  const filled = ordersOf(record, venue).reduce((sum, order) => sum.plus(order.filledContracts), decimal("0"));
  const told = `${record.order.command}: ${state.status} ${state.code}, ${state.reason}`;
  expect(state.fills.contracts, told).toBe(formatDecimal(filled));
}

function expectNoneDoubled(records: readonly OrderRecord[], venue: Simulator): void {
  const placed = venue.control.orders().map(({ clientOrderId }) => clientOrderId);
  const ours = new Set(records.flatMap(({ state }) => state.clientOrderIds.map(spelled)));
  expect(placed.filter((id) => !ours.has(spelled(id)))).toEqual([]);
  expect(new Set(placed).size).toBe(placed.length);
}

function ordersOf({ state }: OrderRecord, venue: Simulator) {
  const ids = new Set(state.clientOrderIds.map(spelled));
  return venue.control.orders().filter(({ clientOrderId }) => ids.has(spelled(clientOrderId)));
}

function spelled(id: string | undefined): string {
  return (id ?? "").toLowerCase();
}
