import { describe, expect, test } from "vitest";
import { closestWords } from "../../../lib/core/market/close-matches.ts";
import { foldSymbol } from "../../../lib/core/market/symbol.ts";
import { findVenue } from "../../../lib/core/market/venue-table.ts";

function symbolOf(word: string, settle: string): string {
  const folded = foldSymbol(word, settle);
  return folded.ok ? folded.value.symbol : `error: ${folded.error}`;
}

describe("every spelling of one market is one symbol", () => {
  test.each([
    "BTCUSDT",
    "btcusdt",
    "BTCUSDT.P",
    "BTCUSDT.PM",
    "BINANCE:BTCUSDT.P",
    "BTC/USDT",
    "BTC/USDT:USDT",
    "KUCOIN:BTC/USDT:USDT",
    "BYBIT:BTCUSDT:USDT",
    "BTC-USDT",
    "BTC_USDT",
    "BTC-USDT-SWAP",
    "BTCUSDTPERP",
    "BTCUSDT_PERP",
    "BTC-PERP",
    "BTCPERP",
    "XBTUSDTM",
    "XBT/USDT",
    "BTC.P",
    "BTCUSD",
    "BTC/USD",
    "BTC/USD:USD",
    "PF_XBTUSD",
  ])("%s in USDT", (word) => {
    expect(symbolOf(word, "USDT")).toBe("BTC/USDT:USDT");
  });

  test.each(["BTCUSD", "BTCUSD.PM", "PF_XBTUSD", "XBT/USD", "XBTUSD.P", "BTC/USD:USD", "BTCPERP"])(
    "%s on Kraken",
    (word) => {
      expect(symbolOf(word, "USD")).toBe("BTC/USD:USD");
    },
  );

  test.each(["BTCUSD", "XBTUSDM", "PI_XBTUSD", "BTC/USD:BTC", "BTC/USD:XBT", "BTCUSD.P", "BTCPERP", "BTC_USD"])(
    "%s on an account in BTC",
    (word) => {
      expect(symbolOf(word, "BTC")).toBe("BTC/USD:BTC");
    },
  );

  test.each([
    ["1000PEPEUSDT.P", "USDT", "1000PEPE/USDT:USDT"],
    ["1INCHUSDT", "USDT", "1INCH/USDT:USDT"],
    ["ETHUSDC", "USDC", "ETH/USDC:USDC"],
    ["ETHUSD", "USDC", "ETH/USDC:USDC"],
    ["币安人生USDT", "USDT", "币安人生/USDT:USDT"],
    ["ßetaUSDT", "USDT", "SSETA/USDT:USDT"],
    ["USDCUSDT", "USDT", "USDC/USDT:USDT"],
    // A coin whose name looks like a venue's mark.
    ["PERPUSDT", "USDT", "PERP/USDT:USDT"],
    ["APF_USDT", "USDT", "APF/USDT:USDT"],
  ])("%s in %s is %s", (word, settle, symbol) => {
    expect(symbolOf(word, settle)).toBe(symbol);
  });
});

test("USD for the account's coin is said", () => {
  expect(foldSymbol("ETH/USD", "USDT")).toEqual({
    ok: true,
    value: { symbol: "ETH/USDT:USDT", warning: "USD is taken as USDT, the account's settle coin" },
  });
  expect(foldSymbol("ETH/USD:USDT", "USDT")).toMatchObject({ value: { warning: expect.any(String) } });
  expect(foldSymbol("ETH/USDT", "USDT")).toEqual({ ok: true, value: { symbol: "ETH/USDT:USDT" } });
});

describe("what is no symbol is refused with words", () => {
  test.each([
    ["ETHUSDT", "USD", "it settles in USD"],
    ["ETHUSDC", "USDT", "it settles in USDT"],
    ["ETH/BTC", "USDT", "it settles in USDT"],
    ["ETH/USDT:USDC", "USDT", "it settles in USDT"],
    ["PI_XBTUSD", "USDT", "it settles in USDT"],
    ["PI_XBTUSD", "USD", "it settles in USD"],
    ["ETHUSD", "BTC", "it trades BTC/USD:BTC only"],
    ["BTC/USDT", "BTC", "it trades BTC/USD:BTC only"],
    ["BTC/USD:ETH", "BTC", "it trades BTC/USD:BTC only"],
    ["byu", "USDT", "write it like ETH/USDT"],
    ["byu", "BTC", "write it like BTC/USD"],
    ["USDT", "USDT", "write it like ETH/USDT"],
    ["USDT/USDT", "USDT", "not a market"],
    ["a/b/c", "USDT", "more than two parts"],
    ["BTC-USDT_X", "USDT", "more than two parts"],
    ["/USDT", "USDT", "nothing is not the name"],
    ["💰/USDT", "USDT", '"💰" is not the name of a coin'],
    ["BTC.PUSDT", "USDT", '"BTC.P" is not the name of a coin'],
    ["BTC-SWAPUSDT", "USDT", "it settles in USDT"],
    ["BYBIT:BTCPERP:USDC", "USDT", '"USDC" is not this account\'s coin'],
    ["PERP", "USDT", "nothing is not the name"],
    ["ETHUSDC.PS", "USDT", '"USDC" is not this account\'s coin'],
    ["BTCUSDT.PS", "USDT", "write BTCUSDT.P"],
    ["BTCUSD.PS", "BTC", "write BTCUSD.P"],
    ["BTC", "BTC", "write it like BTC/USD"],
    ["ETH", "USDC", "write it like ETH/USDC"],
  ])("%s in %s: %s", (word, settle, message) => {
    expect(symbolOf(word, settle)).toContain(message);
  });

  test.each([
    "BTCUSDT_260327",
    "BTC-USDT-260327",
    "BTC/USDT:USDT-260327",
    "BTCUSDT260327",
    "BTC-27MAR26",
    "BTCUSDT-27MAR26",
    "BTCUSDTH2026",
    "BTCUSDTZ25",
    "FI_XBTUSD_260327",
    "BTCUSDT1!",
    "BTCUSDT260327.P",
    "BTCUSDTH2026.P",
    "BTC1!.P",
  ])("%s is a dated contract", (word) => {
    expect(symbolOf(word, "USDT")).toContain("only perpetuals");
  });
});

test("close matches are few, best first, and none for something quite different", () => {
  const words = ["ETH/USDT:USDT", "ETC/USDT:USDT", "BTC/USDT:USDT", "ETHW/USDT:USDT", "SOL/USDT:USDT"];
  expect(closestWords("ETHH/USDT:USDT", words)).toEqual(["ETH/USDT:USDT", "ETHW/USDT:USDT", "ETC/USDT:USDT"]);
  expect(closestWords("ETH", ["changeleverage"])).toEqual([]);
  expect(closestWords("byu", ["buy"])).toEqual(["buy"]);
});

test("every EXCHANGE name of the original has a row", () => {
  const names =
    "kucoinfutures bitget coinex bingx okx okxdemo bybit bybitdemo binance binancedemo krakenfutures krakendemo phemex phemexdemo";
  for (const name of names.split(" ")) expect(findVenue(name)).toBeDefined();
  expect(findVenue("toString")).toBeUndefined();
});
