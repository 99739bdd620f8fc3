// USDⓈ-M: perpetuals that settle in USDT or USDC. https://developers.binance.com/docs/derivatives/usds-margined-futures

import type { AccountFinding } from "../../../../ports/exchange.ts";
import type { BinanceClient } from "../../ccxt.ts";
import { assetModeFinding } from "../../common-checks.ts";
import { jsonOf, rowsOf } from "../../json-reply.ts";
import type { AccountQuestion } from "../../venue-module.ts";
import { type BinanceApi, type BinanceSettings, symbolSettings, tradingFinding } from "./api.ts";

export function openUsdM(client: BinanceClient): BinanceApi {
  return {
    readBrackets: () => client.fapiPrivateGetLeverageBracket(),
    readTicker: (symbol) => client.fapiPublicGetTickerBookTicker({ symbol }),
    readAccount: () => client.fapiPrivateV3GetAccount(),
    readSymbolSettings: (venueSymbol) => readSymbolSettings(client, venueSymbol),
    positions: { readAllSettings: () => readAllSettings(client) },
    checkTrading: (asked) => checkTrading(client, asked),
  };
}

/** Positions tell neither the leverage nor anything of a flat symbol, so the settings are asked for. */
async function readSymbolSettings(client: BinanceClient, symbol: string): Promise<BinanceSettings> {
  const configs = rowsOf(await client.fapiPrivateGetSymbolConfig({ symbol }));
  return symbolSettings(configs.find((row) => row.symbol === symbol) ?? {});
}

async function readAllSettings(client: BinanceClient): Promise<Record<string, BinanceSettings>> {
  const configs = rowsOf(await client.fapiPrivateGetSymbolConfig());
  return Object.fromEntries(configs.map((config) => [String(config.symbol), symbolSettings(config)]));
}

async function checkTrading(client: BinanceClient, asked: AccountQuestion): Promise<AccountFinding[]> {
  const config = jsonOf(await client.fapiPrivateGetAccountConfig());
  const isMultiAssets = config.multiAssetsMargin === true;
  return [tradingFinding(config.canTrade, "USDⓈ-M"), assetModeFinding(isMultiAssets, asked, "Binance")];
}
