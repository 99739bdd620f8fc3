// The simulator's markets. Shape: GET /public/products, node perpProductsV2, of ccxt's test data (ccxt/ccxt
// ts/src/test/static/markets/phemex.json) and https://phemex-docs.github.io/#query-product-information-3. The named markets
// are close to the real ones of 2025; the others are made up to give the list its real length.
import type { Instrument } from "../../../lib/core/market/instrument.ts";

export interface SimulatedMarket {
  readonly instrument: Instrument;
  readonly status: "Listed" | "Delisted";
  readonly price: string;
  /** The largest notional of a position at the leverage of its first level. */
  readonly riskLimit: string;
}

type Row = readonly [
  base: string,
  price: string,
  tick: string,
  step: string,
  maxQty: string,
  maxLeverage: number,
  riskLimit: string,
];

const NAMED: readonly Row[] = [
  ["BTC", "60000", "0.1", "0.001", "1000", 100, "20000000"],
  ["ETH", "3000", "0.01", "0.01", "10000", 100, "10000000"],
  ["SOL", "150", "0.001", "0.01", "50000", 50, "200000"],
  ["XRP", "0.5", "0.0001", "0.1", "2000000", 50, "200000"],
  ["DOGE", "0.1", "0.00001", "1", "10000000", 50, "200000"],
];
const FILLER_COUNT = 430;

/** Every market by Phemex's symbol. */
export function createMarkets(): ReadonlyMap<string, SimulatedMarket> {
  const fillers = Array.from(
    { length: FILLER_COUNT },
    (_, index): Row => [`COIN${String(index + 1).padStart(3, "0")}`, "1", "0.0001", "1", "1000000", 25, "20000"],
  );
  const usdt = [...NAMED, ...fillers].map((row) => perpetual(row, "USDT"));
  const usdc = NAMED.slice(0, 2).map((row) => perpetual(row, "USDC"));
  const old = {
    ...perpetual(["OLD", "1", "0.0001", "1", "1000000", 20, "20000"], "USDT"),
    status: "Delisted" as const,
  };
  return new Map([...usdt, ...usdc, old].map((market) => [market.instrument.venueSymbol, market]));
}

function perpetual([base, price, tick, step, maxQty, maxLeverage, riskLimit]: Row, settle: string): SimulatedMarket {
  const venueSymbol = `${base}${settle}`;
  return {
    instrument: {
      // The engine knows markets by Phemex's name.
      symbol: venueSymbol,
      venueSymbol,
      base,
      quote: settle,
      settle,
      inverse: false,
      contractSize: "1",
      contractStep: step,
      priceTick: tick,
      minContracts: step,
      maxContracts: maxQty,
      minNotional: "1",
      maxLeverage,
    },
    status: "Listed",
    price,
    riskLimit,
  };
}

/** One entry of perpProductsV2. */
export function productBody({ instrument, status }: SimulatedMarket, index: number): unknown {
  const { venueSymbol, base, quote, settle, priceTick, contractStep, maxContracts, minNotional, maxLeverage } =
    instrument;
  return {
    symbol: venueSymbol,
    code: 41_541 + index,
    type: "PerpetualV2",
    displaySymbol: `${base} / ${quote}`,
    indexSymbol: `.${venueSymbol}`,
    markSymbol: `.M${venueSymbol}`,
    contractUnderlyingAssets: base,
    settleCurrency: settle,
    quoteCurrency: quote,
    tickSize: priceTick,
    priceScale: 0,
    ratioScale: 0,
    pricePrecision: decimalsOf(priceTick),
    baseCurrency: base,
    description: `${base}/${quote} perpetual contracts. Each contract is worth 1 ${base}.`,
    status,
    tipOrderQty: 0,
    listTime: 1_668_225_600_000,
    majorSymbol: true,
    defaultLeverage: "-10",
    fundingInterval: 28_800,
    maxLeverage,
    leverageMargin: 1_001,
    maxOrderQtyRq: maxContracts,
    maxPriceRp: "2000000000",
    minOrderValueRv: minNotional,
    minPriceRp: priceTick,
    qtyPrecision: decimalsOf(contractStep),
    qtyStepSize: contractStep,
    tipOrderQtyRq: maxContracts,
  };
}

function decimalsOf(text: string): number {
  return text.split(".")[1]?.length ?? 0;
}
