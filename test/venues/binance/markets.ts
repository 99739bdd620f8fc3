// The simulator's markets. Shapes: GET /fapi/v1/exchangeInfo and /fapi/v1/leverageBracket of Binance's documentation
// and ccxt's test data (ccxt/ccxt ts/src/test/static/response/binance.json). Filters of the named markets are close to
// the real ones of 2025; the others are made up to give the list its real length. Those of COIN-M: coin-m-markets.ts.
import type { Instrument } from "../../../lib/core/market/instrument.ts";
import { bySymbol, decimalsOf, fillerBases, instrumentOf, renamed } from "../market-maker.ts";
import { COIN_M_MARKETS } from "./coin-m-markets.ts";

export interface SimulatedMarket {
  readonly instrument: Instrument;
  readonly status: "TRADING" | "SETTLING";
  readonly contractType: "PERPETUAL" | "CURRENT_QUARTER";
  /** What its book starts with. */
  readonly price: string;
  readonly pricePrecision: number;
  readonly quantityPrecision: number;
  /** Where the first bracket ends. @default 100,000 quote */
  readonly firstCap?: number;
}

type Row = readonly [
  base: string,
  price: string,
  tick: string,
  step: string,
  minNotional: string,
  maxMarket: string,
  maxLeverage: number,
];

const NAMED: readonly Row[] = [
  ["BTC", "60000.0", "0.10", "0.001", "100", "120", 125],
  ["ETH", "3000.00", "0.01", "0.001", "20", "2000", 125],
  ["SOL", "150.00", "0.01", "0.01", "5", "50000", 100],
  ["BNB", "600.00", "0.01", "0.01", "5", "2000", 75],
  ["XRP", "0.5000", "0.0001", "0.1", "5", "2000000", 75],
  ["ADA", "0.40000", "0.00010", "1", "5", "1000000", 75],
  ["DOGE", "0.100000", "0.000010", "1", "5", "30000000", 75],
  ["LTC", "80.00", "0.01", "0.001", "20", "10000", 75],
  ["LINK", "15.000", "0.001", "0.01", "20", "200000", 75],
  ["1000PEPE", "0.0100000", "0.0000001", "1", "5", "100000000", 75],
];
const FILLER_COUNT = 540;

/** Every market by Binance's symbol. */
export function createMarkets(): ReadonlyMap<string, SimulatedMarket> {
  const fillers = fillerBases(FILLER_COUNT).map((base): Row => [base, "1.0000", "0.0001", "1", "5", "1000000", 50]);
  const usdt = [...NAMED, ...fillers].map((row) => perpetual(row, "USDT"));
  const usdc = NAMED.slice(0, 3).map((row) => perpetual(row, "USDC"));
  const settling: SimulatedMarket = {
    ...perpetual(["OLD", "1.0000", "0.0001", "1", "5", "1000000", 25], "USDT"),
    status: "SETTLING",
  };
  const btc = perpetual(["BTC", "60000.0", "0.10", "0.001", "100", "120", 25], "USDT");
  const dated: SimulatedMarket = { ...renamed(btc, "BTCUSDT_261225"), contractType: "CURRENT_QUARTER" };
  return bySymbol([...usdt, ...usdc, settling, dated, ...COIN_M_MARKETS]);
}

function perpetual([base, price, tick, step, minNotional, max, maxLeverage]: Row, quote: string): SimulatedMarket {
  const facts = { base, tick, step, max, minNotional, maxLeverage };
  return {
    instrument: instrumentOf(facts, { symbol: `${base}${quote}`, quote }),
    status: "TRADING",
    contractType: "PERPETUAL",
    price,
    pricePrecision: decimalsOf(tick),
    quantityPrecision: decimalsOf(step),
  };
}

/** One entry of exchangeInfo's `symbols`. */
export function exchangeInfoOf(market: SimulatedMarket): unknown {
  const { instrument, status, contractType, pricePrecision, quantityPrecision } = market;
  const { contractStep, minContracts, maxContracts, minNotional, priceTick, settle, venueSymbol } = instrument;
  const isDated = contractType !== "PERPETUAL";
  return {
    symbol: venueSymbol,
    pair: `${instrument.base}${settle}`,
    contractType,
    deliveryDate: isDated ? 1_798_185_600_000 : 4_133_404_800_000,
    onboardDate: 1_569_398_400_000,
    status,
    maintMarginPercent: "2.5000",
    requiredMarginPercent: "5.0000",
    baseAsset: instrument.base,
    quoteAsset: instrument.quote,
    marginAsset: settle,
    pricePrecision,
    quantityPrecision,
    baseAssetPrecision: 8,
    quotePrecision: 8,
    underlyingType: "COIN",
    underlyingSubType: ["PoW"],
    triggerProtect: "0.0500",
    liquidationFee: "0.012500",
    marketTakeBound: "0.05",
    filters: [
      { filterType: "PRICE_FILTER", minPrice: priceTick, maxPrice: "1000000", tickSize: priceTick },
      { filterType: "LOT_SIZE", minQty: minContracts, maxQty: "100000000", stepSize: contractStep },
      { filterType: "MARKET_LOT_SIZE", minQty: minContracts, maxQty: maxContracts, stepSize: contractStep },
      { filterType: "MAX_NUM_ORDERS", limit: 200 },
      { filterType: "MAX_NUM_ALGO_ORDERS", limit: 10 },
      { filterType: "MIN_NOTIONAL", notional: minNotional },
      { filterType: "PERCENT_PRICE", multiplierUp: "1.0500", multiplierDown: "0.9500", multiplierDecimal: "4" },
    ],
    orderTypes: ["LIMIT", "MARKET", "STOP", "STOP_MARKET", "TAKE_PROFIT", "TAKE_PROFIT_MARKET", "TRAILING_STOP_MARKET"],
    timeInForce: ["GTC", "IOC", "FOK", "GTX", "GTD"],
  };
}

export interface Bracket {
  readonly initialLeverage: number;
  /** Notional in quote, or in COIN-M base coins. */
  readonly floor: number;
  readonly cap: number;
}

/** The larger the position, the less leverage: five steps, each a tenth as wide as the next. */
export function bracketsOf({ instrument, firstCap = 100_000 }: SimulatedMarket): readonly Bracket[] {
  const top = instrument.maxLeverage ?? 20;
  const leverages = [top, Math.max(1, Math.floor(top / 2)), 10, 5, 1];
  return leverages.map((initialLeverage, index) => ({
    initialLeverage,
    floor: index === 0 ? 0 : firstCap * 10 ** (index - 1),
    cap: firstCap * 10 ** index,
  }));
}
