import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openAccount } from "../../lib/index.ts";

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "whook-bot-"));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

const BOT = { ACCOUNT_ID: "bot", EXCHANGE: "paper" };

test("a bot trades without HTTP, and finds its positions again", async () => {
  const account = await openAccount(BOT, { dataDir });
  const planned = await account.plan("ETH/USDT buy 500$ x2");
  expect(planned).toMatchObject([{ outcome: "steps", market: { symbol: "ETH/USDT:USDT" } }]);
  const { trades, rejected } = await account.execute(
    "// entry\nETH/USDT buy 500$ x2\nbot BTC/USDT buy 500$ x2\nETH/USDT byu 1",
  );
  expect(trades.map(({ symbol, status }) => `${symbol} ${status}`)).toEqual([
    "ETH/USDT:USDT filled",
    "BTC/USDT:USDT filled",
  ]);
  expect(rejected).toMatchObject([{ line: 4, code: "UNKNOWN_WORD" }]);
  await account.close();
  const again = await openAccount(BOT, { dataDir });
  expect((await again.positions()).map(({ symbol }) => symbol)).toEqual(["ETH/USDT:USDT", "BTC/USDT:USDT"]);
  expect((await again.balance()).settle).toBe("USDT");
  await again.close();
});

test("what is wrong with the entry or a line is said", async () => {
  await expect(openAccount({ ACCOUNT_ID: "bot", EXCHANGE: "papr" }, { dataDir })).rejects.toThrow(
    "did you mean paper?",
  );
  const account = await openAccount(BOT, { dataDir });
  await expect(account.plan("ETH/USDT byu 1")).rejects.toThrow("did you mean buy?");
  await expect(account.plan("NOPE/USDT buy 1")).rejects.toThrow("no perpetual market");
  await account.close();
});
