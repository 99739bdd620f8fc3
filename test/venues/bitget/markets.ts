// The simulator's markets. Shape: https://www.bitget.com/api-doc/contract/market/Get-All-Symbols-Contracts. Filters of the
// named ones are close to those of 2025, the rest give the list its real length. Sizes are in the base coin.
import type { Instrument } from "../../../lib/core/market/instrument.ts";
import { bySymbol, decimalsOf, fillerBases, instrumentOf, type MarketName } from "../market-maker.ts";

export interface SimulatedMarket {
  readonly instrument: Instrument;
  readonly productType: ProductType;
  readonly status: "normal" | "maintain" | "limit_open" | "off";
  readonly isDated: boolean;
  /** What its book starts with. */
  readonly price: string;
  /** The most one market order may hold; limit orders may hold `instrument.maxContracts`. */
  readonly maxMarketQty: string;
}

export type ProductType = "USDT-FUTURES" | "USDC-FUTURES" | "COIN-FUTURES";
/** Coins there are wallets in, by the contracts they settle. The simulated product types have none. */
const SETTLES_BY_TYPE: Readonly<Record<ProductType, readonly string[]>> = {
  "USDT-FUTURES": ["USDT"],
  "USDC-FUTURES": ["USDC"],
  "COIN-FUTURES": ["BTC", "ETH"],
};
export const SETTLES: readonly string[] = Object.values(SETTLES_BY_TYPE).flat();

export function settlesOf(productType: string): readonly string[] {
  return Object.entries(SETTLES_BY_TYPE).find(([each]) => each === productType)?.[1] ?? [];
}

export const PRODUCT_TYPES: readonly string[] = [
  "USDT-FUTURES",
  "USDC-FUTURES",
  "COIN-FUTURES",
  "SUSDT-FUTURES",
  "SUSDC-FUTURES",
  "SCOIN-FUTURES",
];

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
  ["BTC", "60000.0", "0.1", "0.0001", "1200", "220", 125],
  ["ETH", "3000.00", "0.01", "0.01", "11000", "2200", 100],
  ["SOL", "150.000", "0.001", "0.1", "80000", "16000", 75],
  ["XRP", "0.5000", "0.0001", "1", "6000000", "1200000", 75],
  ["DOGE", "0.10000", "0.00001", "1", "30000000", "6000000", 75],
  ["LTC", "80.00", "0.01", "0.1", "50000", "10000", 75],
];
const FILLER_COUNT = 500;

/** Every market by Bitget's symbol. */
export function createMarkets(): ReadonlyMap<string, SimulatedMarket> {
  const fillers = fillerBases(FILLER_COUNT).map(
    (base): Row => [base, "1.0000", "0.0001", "1", "1000000", "200000", 50],
  );
  return bySymbol<SimulatedMarket>([
    ...[...NAMED, ...fillers].map((row) => perpetual(row, { symbol: `${row[0]}USDT`, quote: "USDT" })),
    ...NAMED.slice(0, 3).map((row) => perpetual(row, { symbol: `${row[0]}PERP`, quote: "USDC" })),
    ...NAMED.slice(0, 2).map((row) => perpetual(row, { symbol: `${row[0]}USD`, quote: "USD", settle: row[0] })),
    { ...perpetual(rowOf("OLD"), { symbol: "OLDUSDT", quote: "USDT" }), status: "off" },
    { ...perpetual(rowOf("BTC"), { symbol: "BTCUSDT261225", quote: "USDT" }), isDated: true },
  ]);
}

function rowOf(base: string): Row {
  return [base, "1.0000", "0.0001", "1", "1000000", "200000", 25];
}

function perpetual([base, price, tick, step, max, maxMarketQty, maxLeverage]: Row, name: MarketName): SimulatedMarket {
  const instrument = instrumentOf({ base, tick, step, max, minNotional: "5", maxLeverage }, name);
  return {
    instrument: instrument.inverse ? { ...instrument, countedInBase: true } : instrument,
    productType: instrument.inverse ? "COIN-FUTURES" : name.quote === "USDC" ? "USDC-FUTURES" : "USDT-FUTURES",
    status: "normal",
    isDated: false,
    price,
    maxMarketQty,
  };
}

/** One entry of `contracts`. */
export function contractBody({ instrument, productType, status, isDated, maxMarketQty }: SimulatedMarket): unknown {
  const { contractStep, minContracts, maxContracts, minNotional, priceTick, maxLeverage } = instrument;
  return {
    symbol: instrument.venueSymbol,
    baseCoin: instrument.base,
    quoteCoin: instrument.quote,
    buyLimitPriceRatio: "0.05",
    sellLimitPriceRatio: "0.05",
    feeRateUpRatio: "0.005",
    makerFeeRate: "0.0002",
    takerFeeRate: "0.0006",
    openCostUpRatio: "0.01",
    // Coin-margined contracts take any of the coins: https://www.bitget.com/support/articles/4403608374285
    supportMarginCoins: settlesOf(productType),
    minTradeNum: minContracts,
    // The last digit's step, at `pricePlace` decimals.
    priceEndStep: "1",
    volumePlace: String(decimalsOf(contractStep)),
    pricePlace: String(decimalsOf(priceTick)),
    sizeMultiplier: contractStep,
    symbolType: isDated ? "delivery" : "perpetual",
    minTradeUSDT: minNotional,
    maxSymbolOrderNum: "200",
    maxProductOrderNum: "1000",
    maxPositionNum: "150",
    symbolStatus: status,
    offTime: "-1",
    limitOpenTime: "-1",
    deliveryTime: isDated ? "1798156800000" : "",
    deliveryStartTime: "",
    launchTime: "",
    fundInterval: "8",
    minLever: "1",
    maxLever: String(maxLeverage),
    posLimit: "0.05",
    maintainTime: "",
    maxMarketOrderQty: maxMarketQty,
    maxOrderQty: maxContracts,
  };
}

export interface PositionTier {
  readonly maxLeverage: number;
  /** The largest notional at it. */
  readonly limit: number;
}

/** The larger the position, the less leverage: https://www.bitget.com/api-doc/contract/position/Get-Query-Position-Lever */
export function tiersOf({ instrument }: SimulatedMarket): readonly PositionTier[] {
  const top = instrument.maxLeverage ?? 25;
  return [top, Math.floor(top / 2), 10, 5].map((maxLeverage, index) => ({
    maxLeverage,
    limit: 1_000_000 * 5 ** index,
  }));
}
