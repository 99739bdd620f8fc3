// The simulator's markets. Shape: GET /public/products, nodes perpProductsV2 and products, of ccxt's test data (ccxt/ccxt
// ts/src/test/static/markets/phemex.json), of what ccxt's `fetchMarkets` quotes, and
// https://phemex-docs.github.io/#query-product-information. The named markets are close to the real ones of 2025; the others
// are made up to give the list its real length. Of the USD settled ones, delisted in 2024, one is kept.
import { type Decimal, decimal } from "../../../lib/core/decimal.ts";
import type { Instrument } from "../../../lib/core/market/instrument.ts";
import { bySymbol, decimalsOf, fillerBases, instrumentOf } from "../market-maker.ts";

export interface SimulatedMarket {
  readonly instrument: Instrument;
  /** Of the contract API: its coin and size as Phemex writes them. Absent: of the USDⓈ-M API. */
  readonly underlying?: string;
  readonly status: "Listed" | "Delisted";
  readonly price: string;
  /** The largest value of a position at the leverage of its first level, in the settle coin. */
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

/** Prices of the contract API are whole numbers of 1/10,000: https://phemex-docs.github.io/#price-ratio-value-scales */
export const PRICE_SCALE = 4;
export const RATIO_SCALE = 8;
/** Of the settle coins of the contract API. */
export const VALUE_SCALES: Readonly<Record<string, number>> = { BTC: 8, ETH: 8, USD: 4 };

/** A price as the contract API writes it. */
export function scaledPrice(price: string): number {
  return Number(decimal(price).times(`1e${PRICE_SCALE}`).toFixed());
}

/** The price in a text of the contract API; undefined when it is no whole number. */
export function unscaledPrice(text: string): Decimal | undefined {
  return /^\d+$/.test(text) ? decimal(text).div(`1e${PRICE_SCALE}`) : undefined;
}

/** Every market by Phemex's symbol. */
export function createMarkets(): ReadonlyMap<string, SimulatedMarket> {
  const fillers = fillerBases(FILLER_COUNT).map((base): Row => [base, "1", "0.0001", "1", "1000000", 25, "20000"]);
  const usdt = [...NAMED, ...fillers].map((row) => perpetual(row, "USDT"));
  const usdc = NAMED.slice(0, 2).map((row) => perpetual(row, "USDC"));
  const old = {
    ...perpetual(["OLD", "1", "0.0001", "1", "1000000", 20, "20000"], "USDT"),
    status: "Delisted" as const,
  };
  const contracts = [
    contract("BTCUSD", { base: "BTC", settle: "BTC", size: "1", price: "60000", tick: "0.5", riskLimit: "100" }),
    contract("cETHUSD", { base: "ETH", settle: "ETH", size: "1", price: "3000", tick: "0.05", riskLimit: "3000" }),
    contract("ETHUSD", { base: "ETH", settle: "USD", size: "0.005", price: "3000", tick: "0.05", riskLimit: "500000" }),
  ];
  return bySymbol([...usdt, ...usdc, old, ...contracts]);
}

function perpetual([base, price, tick, step, max, maxLeverage, riskLimit]: Row, quote: string): SimulatedMarket {
  const facts = { base, tick, step, max, minNotional: "1", maxLeverage };
  return {
    instrument: instrumentOf(facts, { symbol: `${base}${quote}`, quote }),
    status: "Listed",
    price,
    riskLimit,
  };
}

interface ContractRow {
  readonly base: string;
  readonly settle: string;
  readonly size: string;
  readonly price: string;
  readonly tick: string;
  readonly riskLimit: string;
}

function contract(symbol: string, { settle, price, riskLimit, ...row }: ContractRow): SimulatedMarket {
  const facts = { ...row, step: "1", max: "1000000", maxLeverage: 100 };
  return {
    instrument: instrumentOf(facts, { symbol, quote: "USD", settle }),
    underlying: settle === row.base ? "USD" : row.base,
    status: "Listed",
    price,
    riskLimit,
  };
}

/** One entry of products: it names no base coin. */
export function contractBody({ instrument, underlying, status, price }: SimulatedMarket, index: number): unknown {
  const { venueSymbol, base, settle, contractSize, priceTick, maxContracts, maxLeverage } = instrument;
  return {
    symbol: venueSymbol,
    code: 1 + index * 10,
    type: "Perpetual",
    displaySymbol: `${base} / USD`,
    indexSymbol: `.${base}`,
    markSymbol: `.M${base}`,
    fundingRateSymbol: `.${base}FR`,
    fundingRate8hSymbol: `.${base}FR8H`,
    contractUnderlyingAssets: underlying,
    settleCurrency: settle,
    quoteCurrency: "USD",
    contractSize: Number(contractSize),
    lotSize: 1,
    tickSize: Number(priceTick),
    priceScale: PRICE_SCALE,
    ratioScale: RATIO_SCALE,
    pricePrecision: decimalsOf(priceTick),
    minPriceEp: 5_000,
    maxPriceEp: 10_000_000_000,
    maxOrderQty: Number(maxContracts),
    description: `${base}/USD perpetual contracts are priced on the .${base} Index. Each contract is worth ${contractSize} ${underlying}.`,
    status,
    tipOrderQty: Number(maxContracts),
    listTime: 1_574_650_800_000,
    majorSymbol: Number(price) > 1_000,
    defaultLeverage: "-10",
    fundingInterval: 28_800,
    maxLeverage,
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
