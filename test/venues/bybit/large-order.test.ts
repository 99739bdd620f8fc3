// An order above Bybit's largest, from the alert to the fill: its answer is 10001, which is any bad parameter.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openAccount } from "../../../lib/index.ts";
import { entryOf } from "../profile.ts";
import { BYBIT } from "./profile.ts";
import { SIMULATED_KEYS, startBybitSimulator } from "./start-bybit-simulator.ts";

test("M7: what is larger than the largest order goes out in parts, what closes too", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "whook-large-"));
  const venue = await startBybitSimulator({ accounts: [{ ...SIMULATED_KEYS, deposits: { USDT: "50000000" } }] });
  const bot = await openAccount(entryOf(BYBIT, "bybit", venue.url), { dataDir });
  const trade = async (text: string) => (await bot.execute(`BTCUSDT ${text}`)).trades[0];
  try {
    // 500 BTC at the most in one market order.
    expect(await trade("buy 600 x5")).toMatchObject({
      status: "filled",
      requestedContracts: "600",
      filledContracts: "600",
    });
    expect(venue.journal.find("POST", "/v5/order/create").map(({ params }) => params.qty)).toEqual(["500", "100"]);
    expect(await trade("close")).toMatchObject({ status: "filled", filledContracts: "600" });
  } finally {
    await bot.close();
    await venue.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}, 30_000);
