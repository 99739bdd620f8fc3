// COIN-M's markets. Shape: GET /dapi/v1/exchangeInfo as in ccxt's source (binance.js, fetchMarkets) and
// https://developers.binance.com/docs/derivatives/coin-margined-futures/market-data/rest-api/Exchange-Information
import type { Instrument } from "../../../lib/core/market/instrument.ts";
import { instrumentOf } from "../market-maker.ts";
import type { SimulatedMarket } from "./markets.ts";

interface Row {
  readonly base: string;
  /** Dollars. */
  readonly size: string;
  readonly price: string;
  readonly tick: string;
  readonly maxLeverage: number;
  /** Base coins. */
  readonly firstCap: number;
}

const BTC: Row = { base: "BTC", size: "100", price: "60000.0", tick: "0.1", maxLeverage: 125, firstCap: 5 };
const ETH: Row = { base: "ETH", size: "10", price: "3000.00", tick: "0.01", maxLeverage: 100, firstCap: 100 };

export const COIN_M_MARKETS: readonly SimulatedMarket[] = [
  contract(BTC, "PERP"),
  contract(BTC, "261225"),
  contract(ETH, "PERP"),
];

function contract({ base, size, price, tick, maxLeverage, firstCap }: Row, name: string): SimulatedMarket {
  const facts = { base, tick, step: "1", max: "60000", size, maxLeverage };
  return {
    instrument: instrumentOf(facts, { symbol: `${base}USD_${name}`, quote: "USD", settle: base }),
    status: "TRADING",
    contractType: name === "PERP" ? "PERPETUAL" : "CURRENT_QUARTER",
    price,
    pricePrecision: tick.length - "0.".length,
    quantityPrecision: 0,
    firstCap,
  };
}

/** What contracts of one coin share, dated or not. */
export function pairOf({ base, quote }: Instrument): string {
  return `${base}${quote}`;
}

/** One entry of exchangeInfo's `symbols`. There is no smallest notional: the smallest order is one contract. */
export function contractInfoOf({ instrument, status, contractType, pricePrecision }: SimulatedMarket): unknown {
  const { venueSymbol, base, quote, settle, contractSize, priceTick, maxContracts } = instrument;
  return {
    symbol: venueSymbol,
    pair: pairOf(instrument),
    contractType,
    deliveryDate: contractType === "PERPETUAL" ? 4_133_404_800_000 : 1_798_185_600_000,
    onboardDate: 1_596_006_000_000,
    contractStatus: status,
    contractSize: Number(contractSize),
    marginAsset: settle,
    maintMarginPercent: "2.5000",
    requiredMarginPercent: "5.0000",
    baseAsset: base,
    quoteAsset: quote,
    pricePrecision,
    quantityPrecision: 0,
    baseAssetPrecision: 8,
    quotePrecision: 8,
    equalQtyPrecision: 4,
    triggerProtect: "0.0500",
    underlyingType: "COIN",
    underlyingSubType: ["PoW"],
    filters: [
      { filterType: "PRICE_FILTER", minPrice: priceTick, maxPrice: "1000000", tickSize: priceTick },
      { filterType: "LOT_SIZE", minQty: "1", maxQty: "1000000", stepSize: "1" },
      { filterType: "MARKET_LOT_SIZE", minQty: "1", maxQty: maxContracts, stepSize: "1" },
      { filterType: "MAX_NUM_ORDERS", limit: 200 },
      { filterType: "PERCENT_PRICE", multiplierUp: "1.0500", multiplierDown: "0.9500", multiplierDecimal: "4" },
    ],
    orderTypes: ["LIMIT", "MARKET", "STOP", "STOP_MARKET", "TAKE_PROFIT", "TAKE_PROFIT_MARKET", "TRAILING_STOP_MARKET"],
    timeInForce: ["GTC", "IOC", "FOK", "GTX"],
  };
}
