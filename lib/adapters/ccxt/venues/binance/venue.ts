// Binance futures: what differs from the shared adapter. The settle coin decides which of two APIs is spoken, USDⓈ-M
// (usd-m.ts) or COIN-M (coin-m.ts), and for the first the account's type, classic or portfolio margin (portfolio.ts). Checked against ccxt 4.5.84.

import BinanceClient from "../../../../../node_modules/ccxt/js/src/binance.js";
import { POSITION_MODE_MS } from "../../../../config/limits.ts";
import { defined } from "../../../../core/defined.ts";
import type { PositionMode } from "../../../../core/market/modes.ts";
import { byId } from "../../by-id.ts";
import { jsonOf, refusalIn, rowsOf } from "../../json-reply.ts";
import { positionModeOf } from "../../position-mode-of.ts";
import { Remembered } from "../../remembered.ts";
import type { ClientConfig, VenueClient, VenuePrices, VenueReply, VenueSettings } from "../../venue-module.ts";
import { bookPrices } from "../../venue-values.ts";
import { BINANCE_ANSWERS } from "./answers.ts";
import type { BinanceApi } from "./api.ts";
import { checkBinanceAccount } from "./checks.ts";
import { openCoinM } from "./coin-m.ts";
import { movementsInIncome } from "./income.ts";
import { binanceTypeQuestion, openPortfolio } from "./portfolio.ts";
import { openUsdM } from "./usd-m.ts";
import { BINANCE_VERDICTS } from "./verdicts.ts";

/** Settle coins of USDⓈ-M; every other one is of COIN-M. */
const USD_M_SETTLES: readonly string[] = ["USDT", "USDC"];

/** Opens the live venue. */
export function openBinance(config: ClientConfig): VenueClient {
  return binanceVenue(createClient(config), config);
}

/** Opens demo trading: other hosts and other keys. (ccxt refuses signed calls of the old futures testnet.) */
export function openBinanceDemo(config: ClientConfig): VenueClient {
  const client = createClient(config);
  client.enableDemoTrading(true);
  return binanceVenue(client, config);
}

function createClient({ settle = "USDT", accountType, apiKey, secret }: ClientConfig): BinanceClient {
  const subType = USD_M_SETTLES.includes(settle) ? "linear" : "inverse";
  return new BinanceClient({
    apiKey,
    secret,
    options: {
      defaultType: "swap",
      portfolioMargin: accountType === "portfolio",
      // Which API is asked where no market is named: balance, position mode, time.
      defaultSubType: subType,
      fetchMarkets: { types: [subType] },
      fetchMargins: false,
      // Of all symbols at once they weigh 40 instead of 1: https://developers.binance.com/docs/derivatives/usds-margined-futures/trade/rest-api/Current-All-Open-Orders
      fetchOpenOrders: { warnWithoutSymbol: false },
      // Present, so that reading positions does not fetch the brackets each time.
      leverageBrackets: {},
    },
  });
}

function binanceVenue(client: BinanceClient, config: ClientConfig): VenueClient {
  const { settle = "USDT" } = config;
  const api = openApi(client, config);
  const { fetchFills, fundsOf, readBalance, readIncome } = api;
  // One for the account, and the dearest of all reads: 30 of the 50 that an order weighs.
  const mode = new Remembered<PositionMode>(POSITION_MODE_MS, () => client.milliseconds());
  return {
    client,
    ...defined({ traits: api.traits, readBalance }),
    ...(readIncome === undefined ? {} : { readMovements: (span) => movementsInIncome(readIncome, settle, span) }),
    // Portfolio margin is traded in USDⓈ-M only, so that a COIN-M account's type makes no difference.
    ...(USD_M_SETTLES.includes(settle) ? { typeQuestion: binanceTypeQuestion(client) } : {}),
    limits: api.limits,
    verdicts: BINANCE_VERDICTS,
    findRefusal,
    answers: BINANCE_ANSWERS,
    marketInfo: ["orderTypes"],
    readMaxLeverages: () => readMaxLeverages(api),
    readPrices: (symbol) => readPrices(client, api, symbol),
    ...api.positions,
    readSettings: (symbol) => readSettings(client, { api, mode }, symbol),
    forgetSettings: () => mode.forget(),
    fundsOf,
    // ccxt leaves `postOnly` out of portfolio margin:
    // https://developers.binance.com/docs/derivatives/portfolio-margin/trade/New-UM-Order has it as the others do.
    postOnly: { timeInForce: "GTX" },
    fetchOrder: (symbol, clientOrderId, _since, venueOrderId) => {
      const [id, params] = byId(clientOrderId, venueOrderId);
      return client.fetchOrder(id, symbol, params);
    },
    fetchFills:
      fetchFills ??
      ((symbol, venueOrderId) => client.fetchMyTrades(symbol, undefined, 1_000, { orderId: venueOrderId })),
    cancelOrder: (symbol, clientOrderId) => client.cancelOrder("", symbol, { clientOrderId }),
    setLeverage: (symbol, leverage) => client.setLeverage(leverage, symbol),
    setMarginMode: async (symbol, marginMode) =>
      api.traits?.marginMode === "fixed" ? undefined : client.setMarginMode(marginMode, symbol),
    setOneWayMode: () => client.setPositionMode(false),
    checkAccount: (asked) => checkBinanceAccount(client, api, asked),
  };
}

function openApi(client: BinanceClient, { settle = "USDT", accountType }: ClientConfig): BinanceApi {
  if (!USD_M_SETTLES.includes(settle)) return openCoinM(client, settle);
  return accountType === "portfolio" ? openPortfolio(client) : openUsdM(client, settle);
}

/** `{code, msg}`; codes of refusals are negative, 0 and 200 are successes and gateways' own pages. */
function findRefusal(reply: VenueReply): ReturnType<VenueClient["findRefusal"]> {
  const refusal = refusalIn(reply, { code: "code", message: "msg" });
  return refusal?.code.startsWith("-") ? refusal : undefined;
}

/** The first bracket's leverage is the largest; markets do not carry it. */
async function readMaxLeverages({ readBrackets }: BinanceApi): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const row of rowsOf(await readBrackets())) {
    // Whole leverages, no amounts.
    const leverages = rowsOf(row.brackets).map(({ initialLeverage }) => Number(initialLeverage));
    const most = Math.max(0, ...leverages.filter(Number.isSafeInteger));
    if (most > 0) found[String(row.symbol)] = most;
  }
  return found;
}

/** ccxt's ticker of this venue has no bid and ask. */
async function readPrices(client: BinanceClient, { readTicker }: BinanceApi, symbol: string): Promise<VenuePrices> {
  const ticker = jsonOf(await readTicker(client.marketId(symbol) ?? symbol));
  return bookPrices(ticker.bidPrice, ticker.askPrice);
}

async function readSettings(
  client: BinanceClient,
  { api, mode }: { readonly api: BinanceApi; readonly mode: Remembered<PositionMode> },
  symbol: string,
): Promise<VenueSettings> {
  const { readPositionMode = async () => jsonOf((await client.fetchPositionMode()).info).dualSidePosition } = api;
  const [settings, positionMode] = await Promise.all([
    api.readSymbolSettings?.(client.marketId(symbol) ?? symbol),
    mode.read("", async () => positionModeOf(await readPositionMode(), { oneWay: ["false"], hedge: ["true"] })),
  ]);
  return { ...settings, positionMode };
}
