// The simulator's markets. Shapes: https://bybit-exchange.github.io/docs/v5/market/instrument and .../risk-limit.
// Filters of BTCUSDT are the documentation's; the other named ones are close to those of 2025, the rest give the list
// its real length.
import type { Instrument } from "../../../lib/core/market/instrument.ts";
import { bySymbol, fillerBases, instrumentOf, type MarketName } from "../market-maker.ts";

export interface SimulatedMarket {
  readonly instrument: Instrument;
  readonly category: "linear" | "inverse";
  readonly contractType: "LinearPerpetual" | "InversePerpetual" | "LinearFutures";
  readonly status: "Trading" | "PreLaunch" | "Delivering";
  /** What its book starts with. */
  readonly price: string;
  /** The most one market order may hold; limit orders may hold `instrument.maxContracts`. */
  readonly maxMarketQty: string;
}

type Row = readonly [
  base: string,
  price: string,
  tick: string,
  step: string,
  maxQty: string,
  maxMarketQty: string,
  maxLeverage: number,
];

const NAMED: readonly Row[] = [
  ["BTC", "60000.00", "0.10", "0.001", "1190.000", "500.000", 100],
  ["ETH", "3000.00", "0.01", "0.01", "7240.00", "1500.00", 100],
  ["SOL", "150.000", "0.010", "0.1", "79770.0", "11960.0", 100],
  ["XRP", "0.5000", "0.0001", "0.1", "6000000.0", "1200000.0", 75],
  ["DOGE", "0.10000", "0.00001", "1", "32000000", "5000000", 75],
  ["LTC", "80.00", "0.01", "0.1", "50000.0", "6000.0", 50],
  ["1000PEPE", "0.0100000", "0.0000001", "100", "300000000", "100000000", 50],
];
const FILLER_COUNT = 540;

/** Every market by Bybit's symbol. */
export function createMarkets(): ReadonlyMap<string, SimulatedMarket> {
  const fillers = fillerBases(FILLER_COUNT).map(
    (base): Row => [base, "1.0000", "0.0001", "1", "1000000", "200000", 50],
  );
  return bySymbol<SimulatedMarket>([
    ...[...NAMED, ...fillers].map((row) => perpetual(row, { symbol: `${row[0]}USDT`, quote: "USDT" })),
    ...NAMED.slice(0, 3).map((row) => perpetual(row, { symbol: `${row[0]}PERP`, quote: "USDC" })),
    // Contracts of one dollar.
    perpetual(["BTC", "60000.00", "0.10", "1", "25000000", "5000000", 100], coinMargined("BTC")),
    perpetual(["ETH", "3000.00", "0.05", "1", "10000000", "2000000", 100], coinMargined("ETH")),
    { ...perpetual(rowOf("NEW"), { symbol: "NEWUSDT", quote: "USDT" }), status: "PreLaunch" },
    { ...perpetual(rowOf("OLD"), { symbol: "OLDUSDT", quote: "USDT" }), status: "Delivering" },
    { ...perpetual(rowOf("BTC"), { symbol: "BTCUSDT-25DEC26", quote: "USDT" }), contractType: "LinearFutures" },
  ]);
}

function coinMargined(base: string): MarketName {
  return { symbol: `${base}USD`, quote: "USD", settle: base };
}

function rowOf(base: string): Row {
  return [base, "1.0000", "0.0001", "1", "1000000", "200000", 25];
}

function perpetual([base, price, tick, step, max, maxMarketQty, maxLeverage]: Row, name: MarketName): SimulatedMarket {
  const isInverse = name.settle === base;
  const facts = { base, tick, step, max, maxLeverage, ...(isInverse ? {} : { minNotional: "5" }) };
  return {
    instrument: instrumentOf(facts, name),
    category: isInverse ? "inverse" : "linear",
    contractType: isInverse ? "InversePerpetual" : "LinearPerpetual",
    status: "Trading",
    price,
    maxMarketQty,
  };
}

/** One entry of `instruments-info`. */
export function instrumentBody({ instrument, contractType, status, maxMarketQty }: SimulatedMarket): unknown {
  const { contractStep, minContracts, maxContracts, minNotional, priceTick, maxLeverage } = instrument;
  return {
    symbol: instrument.venueSymbol,
    contractType,
    status,
    baseCoin: instrument.base,
    quoteCoin: instrument.quote,
    launchTime: "1585526400000",
    deliveryTime: contractType === "LinearFutures" ? "1798156800000" : "0",
    deliveryFeeRate: "",
    priceScale: "2",
    leverageFilter: { minLeverage: "1", maxLeverage: `${maxLeverage}.00`, leverageStep: "0.01" },
    priceFilter: { minPrice: priceTick, maxPrice: "1999999.80", tickSize: priceTick },
    lotSizeFilter: {
      maxOrderQty: maxContracts,
      minOrderQty: minContracts,
      qtyStep: contractStep,
      postOnlyMaxOrderQty: maxContracts,
      maxMktOrderQty: maxMarketQty,
      ...(minNotional === undefined ? {} : { minNotionalValue: minNotional }),
    },
    unifiedMarginTrade: true,
    fundingInterval: 480,
    settleCoin: instrument.settle,
    copyTrading: "both",
    upperFundingRate: "0.00375",
    lowerFundingRate: "-0.00375",
    isPreListing: status === "PreLaunch",
    preListingInfo: null,
    riskParameters: { priceLimitRatioX: "0.05", priceLimitRatioY: "0.05" },
    symbolType: "",
  };
}

export interface RiskTier {
  readonly maxLeverage: number;
  /** The largest position value at it, in quote, of an inverse contract in the base coin. */
  readonly limit: number;
}

/** The larger the position, the less leverage. */
export function riskTiersOf({ instrument, category }: SimulatedMarket): readonly RiskTier[] {
  const top = instrument.maxLeverage ?? 25;
  const first = category === "inverse" ? 150 : 2_000_000;
  return [top, Math.floor(top / 2), 10, 5].map((maxLeverage, index) => ({ maxLeverage, limit: first * 5 ** index }));
}
