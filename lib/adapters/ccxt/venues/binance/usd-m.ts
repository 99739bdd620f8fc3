// USDⓈ-M: perpetuals that settle in USDT or USDC. https://developers.binance.com/docs/derivatives/usds-margined-futures

import type { AccountFinding } from "../../../../ports/exchange.ts";
import type { Balances, BinanceClient } from "../../ccxt.ts";
import { assetModeFinding } from "../../common-checks.ts";
import { jsonOf, rowsOf } from "../../json-reply.ts";
import type { AccountQuestion, VenueFunds } from "../../venue-module.ts";
import { type BinanceApi, type BinanceSettings, fundsIn, symbolSettings, tradingFinding, walletFunds } from "./api.ts";
import { USD_M_LIMITS } from "./limits.ts";

/** What the account's totals are told in, and what they are of in single-asset mode. */
const TOTALS_COIN = "USDT";

export function openUsdM(client: BinanceClient, settle: string): BinanceApi {
  return {
    limits: USD_M_LIMITS,
    readBrackets: () => client.fapiPrivateGetLeverageBracket(),
    readTicker: (symbol) => client.fapiPublicGetTickerBookTicker({ symbol }),
    readAccount: () => readAccount(client, settle),
    readBalance: async () => ({ info: await readAccount(client, settle) }) as Balances,
    fundsOf,
    readSymbolSettings: (venueSymbol) => readSymbolSettings(client, venueSymbol),
    readIncome: (asked) => client.fapiPrivateGetIncome(asked),
    positions: { readAllSettings: () => readAllSettings(client) },
    checkTrading: (asked) => checkTrading(client, asked),
  };
}

/**
 * The wallets, and the account's totals. In multi-assets mode those are of all coins and what counts; in single-asset mode
 * they are USDT's alone, so that for another coin the mode must be known.
 * https://developers.binance.com/docs/derivatives/usds-margined-futures/account/rest-api/Account-Information-V3
 */
async function readAccount(client: BinanceClient, settle: string): Promise<Readonly<Record<string, unknown>>> {
  const [account, config] = await Promise.all([
    client.fapiPrivateV3GetAccount(),
    settle === TOTALS_COIN ? undefined : client.fapiPrivateGetAccountConfig(),
  ]);
  return { ...jsonOf(account), multiAssetsMargin: jsonOf(config).multiAssetsMargin };
}

function fundsOf(balance: Balances, settle: string): VenueFunds {
  const { assets, multiAssetsMargin, totalMarginBalance, availableBalance } = jsonOf(balance.info);
  if (!Array.isArray(assets)) throw new Error("the venue's balance lists no assets");
  const isOfTotals = settle === TOTALS_COIN || multiAssetsMargin === true;
  if (!isOfTotals || totalMarginBalance === undefined) return walletFunds(balance, settle);
  return fundsIn(totalMarginBalance, availableBalance);
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
