// Binance USDⓈ-M futures: what differs from the shared adapter. Checked against ccxt 4.5.84.

import type { Balances } from "../../../../node_modules/ccxt/js/src/base/types.js";
import BinanceClient from "../../../../node_modules/ccxt/js/src/binance.js";
import { decimal, formatDecimal } from "../../../core/decimal.ts";
import { bookPrices } from "../book-prices.ts";
import { jsonOf, refusalIn } from "../json-reply.ts";
import { leverageOf } from "../leverage-of.ts";
import type { ClientConfig, Venue, VenueFunds, VenuePrices, VenueReply, VenueSettings } from "../venue-module.ts";
import { checkBinanceAccount } from "./binance-account.ts";
import { BINANCE_VERDICTS } from "./binance-verdicts.ts";

/** Opens the live venue. */
export function openBinance(config: ClientConfig): Venue {
  return binanceVenue(createClient(config));
}

/** Opens demo trading: other hosts and other keys. (ccxt refuses signed calls of the old futures testnet.) */
export function openBinanceDemo(config: ClientConfig): Venue {
  const client = createClient(config);
  client.enableDemoTrading(true);
  return binanceVenue(client);
}

function createClient(config: ClientConfig): BinanceClient {
  return new BinanceClient({
    ...config,
    options: {
      defaultType: "swap",
      defaultSubType: "linear",
      fetchMarkets: { types: ["linear"] },
      fetchMargins: false,
      // Present, so that reading positions does not fetch the brackets each time.
      leverageBrackets: {},
    },
  });
}

function binanceVenue(client: BinanceClient): Venue {
  return {
    client,
    verdicts: BINANCE_VERDICTS,
    findRefusal,
    marketInfo: ["orderTypes"],
    readMaxLeverages: () => readMaxLeverages(client),
    readPrices: (symbol) => readPrices(client, symbol),
    readSettings: (symbol) => readSettings(client, symbol),
    readAllSettings: () => readAllSettings(client),
    fundsOf,
    fetchOrder: (symbol, clientOrderId) => client.fetchOrder("", symbol, { clientOrderId }),
    fetchFills: (symbol, venueOrderId) => client.fetchMyTrades(symbol, undefined, 1_000, { orderId: venueOrderId }),
    cancelOrder: (symbol, clientOrderId) => client.cancelOrder("", symbol, { clientOrderId }),
    setLeverage: (symbol, leverage) => client.setLeverage(leverage, symbol),
    setMarginMode: (symbol, marginMode) => client.setMarginMode(marginMode, symbol),
    setOneWayMode: () => client.setPositionMode(false),
    checkAccount: (asked) => checkBinanceAccount(client, fundsOf, asked),
  };
}

/** `{code, msg}`; codes of refusals are negative, 0 and 200 are successes and gateways' own pages. */
function findRefusal(reply: VenueReply): ReturnType<Venue["findRefusal"]> {
  const refusal = refusalIn(reply, { code: "code", message: "msg" });
  return refusal?.code.startsWith("-") ? refusal : undefined;
}

/** The first bracket's leverage is the largest; markets do not carry it. */
async function readMaxLeverages(client: BinanceClient): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const row of await client.fapiPrivateGetLeverageBracket()) {
    const brackets: readonly unknown[] = Array.isArray(row.brackets) ? row.brackets : [];
    // Whole leverages, no amounts.
    const leverages = brackets.map((bracket) => Number(jsonOf(bracket).initialLeverage)).filter(Number.isSafeInteger);
    if (leverages.length > 0) found[String(row.symbol)] = Math.max(...leverages);
  }
  return found;
}

/** ccxt's ticker of this venue has no bid and ask. */
async function readPrices(client: BinanceClient, symbol: string): Promise<VenuePrices> {
  const ticker = jsonOf(await client.fapiPublicGetTickerBookTicker({ symbol: client.marketId(symbol) }));
  return bookPrices(ticker.bidPrice, ticker.askPrice);
}

/** Positions tell neither the leverage nor anything of a flat symbol, so the settings are asked for. */
async function readSettings(client: BinanceClient, symbol: string): Promise<VenueSettings> {
  const venueSymbol = client.marketId(symbol);
  const [configs, mode] = await Promise.all([
    client.fapiPrivateGetSymbolConfig({ symbol: venueSymbol }),
    client.fetchPositionMode(),
  ]);
  const config = [...configs].map(jsonOf).find((row) => row.symbol === venueSymbol);
  return {
    ...(config === undefined ? {} : symbolSettings(config)),
    ...(typeof mode.hedged === "boolean" ? { positionMode: mode.hedged ? "hedge" : "one-way" } : {}),
  };
}

async function readAllSettings(client: BinanceClient): Promise<Record<string, SymbolSettings>> {
  const configs = [...(await client.fapiPrivateGetSymbolConfig())].map(jsonOf);
  return Object.fromEntries(configs.map((config) => [String(config.symbol), symbolSettings(config)]));
}

type SymbolSettings = Pick<VenueSettings, "leverage" | "marginMode">;

function symbolSettings({ leverage, marginType }: Readonly<Record<string, unknown>>): SymbolSettings {
  return {
    ...leverageOf(leverage),
    ...(marginType === undefined ? {} : { marginMode: marginType === "ISOLATED" ? "isolated" : "cross" }),
  };
}

/** Straight from the answer: ccxt leaves out coins that were never touched, and its `total` is a different field per endpoint. */
function fundsOf(balance: Balances, settle: string): VenueFunds {
  const { assets } = jsonOf(balance.info);
  if (!Array.isArray(assets)) throw new Error("the venue's balance lists no assets");
  const asset = assets.map(jsonOf).find((row) => row.asset === settle);
  if (asset === undefined) return { equity: "0", free: "0" };
  return {
    equity: formatDecimal(decimal(String(asset.marginBalance))),
    free: formatDecimal(decimal(String(asset.availableBalance))),
  };
}
