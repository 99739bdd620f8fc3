import { afterEach, beforeEach, expect, test } from "vitest";
import { openCcxtPriceFeed } from "../../../lib/adapters/ccxt/ccxt-price-feed.ts";
import { systemClock } from "../../../lib/adapters/local/system-clock.ts";
import { unixMs } from "../../../lib/core/ids.ts";
import { startBinanceSimulator } from "../../venues/binance/start-binance-simulator.ts";
import type { Simulator } from "../../venues/simulator.ts";

let simulator: Simulator;
beforeEach(async () => {
  simulator = await startBinanceSimulator();
});
afterEach(() => simulator.stop());

async function open() {
  const feed = await openCcxtPriceFeed({ exchange: "binance", clock: systemClock, endpoint: simulator.url });
  if (!feed.ok) throw new Error(feed.error.message);
  return feed.value;
}

test("gives a venue's markets and prices without any key or private request", async () => {
  simulator.control.setBook("ETHUSDT", { bid: "1999", ask: "2001" });
  const feed = await open();
  expect(feed.source).toBe("live prices of binance");
  const listed = await feed.listInstruments("USDT");
  const eth = listed.ok ? listed.value.find(({ symbol }) => symbol === "ETH/USDT:USDT") : undefined;
  if (eth === undefined) throw new Error("no ETH");
  expect(await feed.readQuote(eth)).toEqual({ ok: true, value: { bid: "1999", ask: "2001" } });
  expect(
    simulator.journal.entries.every(({ path }) =>
      ["/fapi/v1/exchangeInfo", "/fapi/v1/ticker/bookTicker"].includes(path),
    ),
  ).toBe(true);
});

test("gives a venue's candles, exact, from the time on that is asked for", async () => {
  simulator.control.setBook("ETHUSDT", { bid: "1999.10", ask: "2001" });
  const feed = await open();
  const listed = await feed.listInstruments("USDT");
  const eth = listed.ok ? listed.value.find(({ symbol }) => symbol === "ETH/USDT:USDT") : undefined;
  if (eth === undefined) throw new Error("no ETH");
  const since = unixMs(Math.floor(Date.now() / 60_000) * 60_000 - 10 * 60_000);
  const read = await feed.readCandles?.(eth, { symbol: eth.symbol, step: "1m", since, count: 5 });
  const prices = { open: "1999.1", high: "2001", low: "1999.1", close: "2001" };
  const expected = Array.from({ length: 5 }, (_, index) => ({ at: since + index * 60_000, ...prices }));
  expect(read).toEqual({ ok: true, value: expected });
  expect(simulator.journal.entries.at(-1)?.path).toBe("/fapi/v1/klines");
});

test("fails when the venue cannot be reached, rather than making prices up", async () => {
  const feed = await open();
  const listed = await feed.listInstruments("USDT");
  const [instrument] = listed.ok ? listed.value : [];
  if (instrument === undefined) throw new Error("no market");
  await simulator.stop();
  expect(await feed.readQuote(instrument)).toMatchObject({ ok: false });
  expect((await openCcxtPriceFeed({ exchange: "binance", clock: systemClock, endpoint: simulator.url })).ok).toBe(
    false,
  );
});

test("of a venue there is no module for is refused", async () => {
  const feed = await openCcxtPriceFeed({ exchange: "nope", clock: systemClock });
  expect(feed).toMatchObject({ ok: false, error: { code: "VENUE_UNSUPPORTED" } });
});
