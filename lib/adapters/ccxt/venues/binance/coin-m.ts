// COIN-M: inverse perpetuals that settle in their own coin, in contracts of 100 (BTC) or 10 dollars.
// https://developers.binance.com/docs/derivatives/coin-margined-futures
import type { BinanceClient, Position } from "../../ccxt.ts";
import { jsonOf, rowsOf } from "../../json-reply.ts";
import { type BinanceApi, type BinanceSettings, symbolSettings, tradingFinding, walletFunds } from "./api.ts";
import { COIN_M_LIMITS } from "./limits.ts";

export function openCoinM(client: BinanceClient, settle: string): BinanceApi {
  return {
    limits: COIN_M_LIMITS,
    // Version 1 tells them by pair, where a dated contract's may stand for the perpetual's.
    readBrackets: () => client.dapiPrivateV2GetLeverageBracket(),
    readTicker: (venueSymbol) => readTicker(client, venueSymbol),
    readAccount: () => client.dapiPrivateGetAccount(),
    fundsOf: walletFunds,
    readIncome: (asked) => client.dapiPrivateGetIncome(asked),
    positions: { readPositions: () => readPositions(client, settle), settingsIn },
    checkTrading: async () => [tradingFinding(jsonOf(await client.dapiPrivateGetAccount()).canTrade, "COIN-M")],
  };
}

/** A list, even of one. The documentation's words leave open of which symbols, so ours is picked. */
async function readTicker(client: BinanceClient, symbol: string): Promise<unknown> {
  const tickers = rowsOf(await client.dapiPublicGetTickerBookTicker({ symbol }));
  return tickers.find((ticker) => ticker.symbol === symbol);
}

/**
 * The rows of the coin's symbols, flat ones too: leverage and margin mode stand there, and ccxt's own leaves those out. All
 * are asked for, since only then flat ones are promised. ccxt reads the side off a `notionalValue` that is not promised at all.
 */
async function readPositions(client: BinanceClient, settle: string): Promise<Position[]> {
  const rows: unknown = await client.dapiPrivateGetPositionRisk();
  if (!Array.isArray(rows)) throw new Error("the venue's answer has no positions");
  const ours = rowsOf(rows).filter((row) => String(row.symbol).startsWith(`${settle}USD_`));
  return ours.map((row) => {
    const side = String(row.positionAmt).startsWith("-") ? "short" : "long";
    return { ...client.parsePositionRisk(row), side };
  });
}

function settingsIn(positions: readonly Position[], symbol: string): BinanceSettings {
  return symbolSettings(jsonOf(positions.find((position) => position.symbol === symbol)?.info));
}
