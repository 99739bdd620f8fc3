// M5: Phemex lets a user ask for 100 reports a minute, all kinds together.
import { expect, test } from "vitest";
import { tradeOf } from "../../../lib/core/trade/trade.ts";
import { SimulatedEngine } from "../simulated-engine.ts";
import type { Simulator } from "../simulator.ts";
import { PHEMEX } from "./profile.ts";
import { signedHeaders } from "./sign-request.ts";
import { startPhemexSimulator } from "./start-phemex-simulator.ts";

const TRADES = "/api-data/g-futures/trades";
const COINS = ["BTC", "ETH", "SOL", "XRP", "DOGE", "COIN001", "COIN002"];

async function withLimits(work: (venue: Simulator, engine: SimulatedEngine) => Promise<void>): Promise<void> {
  const venue = await startPhemexSimulator({ limitsRequests: true });
  try {
    for (const coin of COINS) venue.control.setBook(`${coin}USDT`, { bid: "100", ask: "101" });
    await work(venue, await SimulatedEngine.open(PHEMEX, "phemex", venue));
  } finally {
    await venue.stop();
  }
}

test("M5: 63 alerts over 7 symbols in a minute all end filled, with price and fee, and none is refused", async () => {
  await withLimits(async (venue, engine) => {
    for (let alert = 0; alert < 63; alert++) {
      const record = await engine.execute(`${COINS[alert % COINS.length]}/USDT buy 1 x5`);
      const { status, filledContracts, averagePrice, fee } = tradeOf(record);
      expect({ status, filledContracts, averagePrice, fee }).toEqual({
        status: "filled",
        filledContracts: "1",
        averagePrice: "101",
        fee: { cost: "0.0606", currency: "USDT" },
      });
      await engine.clock.sleep(950);
    }
    expect(venue.journal.entries.filter(({ status }) => status === 429)).toEqual([]);
    expect(venue.journal.find("GET", TRADES)).toHaveLength(63);
    expect(venue.control.orders()).toHaveLength(63);
  });
}, 60_000);

test("M5: with all reports used up the order is found once the wait is over", async () => {
  await withLimits(async (venue, engine) => {
    const query = "symbol=BTCUSDT";
    for (let used = 0; used < 101; used++) {
      await fetch(`${venue.url}${TRADES}?${query}`, { headers: signedHeaders(TRADES, query, "") });
    }
    const refused = venue.journal.entries.at(-1);
    expect(refused?.status).toBe(429);
    await engine.clock.sleep(30_000);
    const record = await engine.execute("BTC/USDT buy 1 x5");
    expect(tradeOf(record)).toMatchObject({ status: "filled", averagePrice: "101", fee: { currency: "USDT" } });
    expect(venue.control.orders()).toHaveLength(1);
  });
}, 60_000);
