// What an order takes of the weight that an address may ask for within a minute.
import { expect, test } from "vitest";
import { USD_M_LIMITS } from "../../../lib/adapters/ccxt/venues/binance/limits.ts";
import { isFollowed } from "../../../lib/core/execution/order-record.ts";
import { DOCUMENTED_LIMITS } from "../documented-limits.ts";
import { SimulatedEngine } from "../simulated-engine.ts";
import { BINANCE } from "./profile.ts";

const ORDERS = 130;

test(`a minute's weight holds ${ORDERS} filled orders, leverage and margin mode read for each`, async () => {
  const venue = await BINANCE.start();
  try {
    const engine = await SimulatedEngine.open(BINANCE, "binance", venue);
    await engine.execute(`${BINANCE.symbol} buy 0.5 x5`);
    await engine.follow(15_000);
    // Another order came just before: the position mode is known.
    await engine.exchange.readSnapshot(BINANCE.symbol);
    venue.journal.clear();
    const { orderId } = await engine.execute(`${BINANCE.symbol} buy 0.1 x5`);
    for (let run = 0; run < 8 && isFollowed((await engine.record(orderId)).state); run++) await engine.follow(15_000);
    const asked = venue.journal.entries.map(({ method, path }) => `${method} ${path}`);
    expect(asked).toContain("GET /fapi/v1/symbolConfig");
    const [minute] = DOCUMENTED_LIMITS.binance ?? [];
    const weights = asked.map((route) => minute?.weights[route] ?? 1);
    const weight = weights.reduce((sum, each) => sum + each, 0);
    expect(weight * ORDERS).toBeLessThanOrEqual(USD_M_LIMITS[0]?.most ?? 0);
  } finally {
    await venue.stop();
  }
});

test("a leverage that is changed by hand between two orders sizes the second", async () => {
  const venue = await BINANCE.start();
  try {
    venue.control.setBook(BINANCE.venueSymbol, { bid: "1999", ask: "2001" });
    const engine = await SimulatedEngine.open(BINANCE, "binance", venue);
    await engine.execute(`${BINANCE.symbol} buy 0.5 x5`);
    const hand = await SimulatedEngine.open(BINANCE, "binance", venue);
    await hand.exchange.setLeverage(BINANCE.symbol, 8, "isolated");
    const { state } = await engine.execute(`${BINANCE.symbol} buy 100$`);
    expect(state).toMatchObject({ status: "filled", work: { plan: { inputs: { leverage: 8 }, notional: "800" } } });
  } finally {
    await venue.stop();
  }
});
