// How many requests an order takes once everything is warm (docs/design.md#what-it-must-reach).
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isFollowed } from "../../lib/core/execution/order-record.ts";
import { SimulatedEngine } from "./simulated-engine.ts";
import type { Simulator } from "./simulator.ts";
import { SIMULATORS } from "./simulators.ts";

const MOST = 6;
const BOOK = { bid: "1999", ask: "2001" };

describe.each(SIMULATORS)("a filled order on $names.0", (profile) => {
  const { symbol, venueSymbol } = profile;
  let venue: Simulator;
  let engine: SimulatedEngine;

  beforeAll(async () => {
    venue = await profile.start();
    venue.control.setBook(venueSymbol, BOOK);
    engine = await SimulatedEngine.open(profile, String(profile.names[0]), venue);
    // Sets what has to be set, and is told its fee: nothing of it is left to ask.
    await engine.execute(`${symbol} buy 0.5 x5`);
    await engine.follow(15_000);
  });
  afterAll(() => venue.stop());

  test.each(["buy 0.1 x5", "sell 0.1 reduce", "position 0.7 x5", "close"])(
    `%s takes at most ${MOST} requests, its fee and price included`,
    async (text) => {
      // Another alert of the group came just before.
      await engine.exchange.readSnapshot(symbol);
      venue.journal.clear();
      const record = await engine.execute(`${symbol} ${text}`);
      expect(record).toMatchObject({ state: { status: "filled" } });
      for (let run = 0; run < 8 && isFollowed((await engine.record(record.orderId)).state); run++) {
        await engine.follow(15_000);
      }
      const asked = venue.journal.entries.map(({ method, path }) => `${method} ${path}`);
      expect(asked.slice(MOST)).toEqual([]);
    },
  );
});
