// An account in a coin, from the alert to the books: contracts counted in the coin that settles them (docs/adr/0009).
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { decimal, formatDecimal, ZERO } from "../../../lib/core/decimal.ts";
import { openAccount } from "../../../lib/index.ts";
import { entryOf } from "../profile.ts";
import { BITGET_COIN } from "./profile.ts";
import { SIMULATED_KEYS, startBitgetSimulator } from "./start-bitget-simulator.ts";

test("dollars, percentages, a reversal, a shrunk order and a close add up to the change of the coin balance", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "whook-coin-"));
  const venue = await startBitgetSimulator({ accounts: [{ ...SIMULATED_KEYS, deposits: { ETH: "10" } }] });
  const at = (price: string) => venue.control.setBook("ETHUSD", { bid: price, ask: price });
  const bot = await openAccount(entryOf(BITGET_COIN, "bitget", venue.url), { dataDir });
  const profits: string[] = [];
  const trade = async (text: string) => {
    const [done] = (await bot.execute(`ETHUSD ${text}`)).trades;
    profits.push(String(done?.netProfit));
    return done;
  };
  try {
    at("2000");
    // 300 · 4 / 2000
    expect(await trade("buy 300$ x4")).toMatchObject({
      status: "filled",
      filledContracts: "0.6",
      notional: "1200",
      margin: "0.15",
      realizedProfit: "0",
      fee: { cost: "0.00036", currency: "ETH" },
    });
    // Half of 9.99964 at 4x are 19.99928 ETH: one order closes 0.6 and opens 19.39 short.
    expect(await trade("sell 50% x4")).toMatchObject({ filledContracts: "19.99", closedContracts: "0.6" });
    at("1600");
    // 19.39 · (2000 - 1600) / 1600
    expect(await trade("close")).toMatchObject({ filledContracts: "19.39", realizedProfit: "4.8475" });
    // 14.823512 free · 0.985 · 4
    expect(await trade("buy 100 x4")).toMatchObject({
      status: "filled",
      filledContracts: "58.4",
      notes: [expect.stringContaining("made smaller, from 100 to 58.4 contracts")],
    });
    at("2000");
    // 29.2 · (2000 - 1600) / 2000
    expect(await trade("position 29.2 x4")).toMatchObject({ filledContracts: "29.2", realizedProfit: "5.84" });
    expect(await trade("close")).toMatchObject({ filledContracts: "29.2", realizedProfit: "5.84" });
    const earned = profits.reduce((sum, net) => sum.plus(net), ZERO);
    const { equity, free } = await bot.balance();
    expect(equity).toBe(formatDecimal(decimal("10").plus(earned)));
    expect(free).toBe(equity);
  } finally {
    await bot.close();
    await venue.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}, 30_000);
