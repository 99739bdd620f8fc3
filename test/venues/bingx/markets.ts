// The simulator's markets. Shape: GET /openApi/swap/v2/quote/contracts of BingX's documentation and the sample in ccxt's
// source (bingx.js, fetchSwapMarkets). The named markets are close to the real ones of 2025; the others are made up to
// give the list its real length.
import { decimal, formatDecimal } from "../../../lib/core/decimal.ts";
import type { Instrument } from "../../../lib/core/market/instrument.ts";
import { bySymbol, fillerBases, instrumentOf } from "../market-maker.ts";

export interface SimulatedMarket {
  readonly instrument: Instrument;
  /** False: positions may only be closed. */
  readonly isOpenable: boolean;
  /** What its book starts with. */
  readonly price: string;
  readonly pricePrecision: number;
  readonly quantityPrecision: number;
}

type Row = readonly [
  base: string,
  price: string,
  pricePrecision: number,
  quantityPrecision: number,
  minContracts: string,
  maxLeverage: number,
];

const NAMED: readonly Row[] = [
  ["BTC", "60000.0", 1, 4, "0.0001", 125],
  ["ETH", "3000.00", 2, 2, "0.01", 100],
  ["SOL", "150.000", 3, 2, "0.01", 100],
  ["BNB", "600.00", 2, 2, "0.01", 75],
  ["XRP", "0.5000", 4, 1, "4", 75],
  ["ADA", "0.4000", 4, 0, "5", 75],
  ["DOGE", "0.10000", 5, 0, "20", 75],
  ["LTC", "80.00", 2, 2, "0.03", 75],
];
const FILLER_COUNT = 560;

/** Every market by BingX's symbol. */
export function createMarkets(): ReadonlyMap<string, SimulatedMarket> {
  const fillers = fillerBases(FILLER_COUNT).map((base): Row => [base, "1.0000", 4, 0, "2", 50]);
  const usdt = [...NAMED, ...fillers].map((row) => perpetual(row, "USDT"));
  const usdc = NAMED.slice(0, 2).map((row) => perpetual(row, "USDC"));
  const closing = { ...perpetual(["OLD", "1.0000", 4, 0, "2", 20], "USDT"), isOpenable: false };
  return bySymbol([...usdt, ...usdc, closing]);
}

function perpetual(
  [base, price, pricePrecision, quantityPrecision, min, maxLeverage]: Row,
  quote: string,
): SimulatedMarket {
  const [tick, step] = [stepOf(pricePrecision), stepOf(quantityPrecision)];
  const facts = { base, tick, step, min, minNotional: "2", maxLeverage };
  return {
    instrument: instrumentOf(facts, { symbol: `${base}-${quote}`, quote }),
    isOpenable: true,
    price,
    pricePrecision,
    quantityPrecision,
  };
}

function stepOf(precision: number): string {
  return formatDecimal(decimal(`1e-${precision}`));
}

/** One entry of `contracts`. */
export function contractOf({ instrument, isOpenable, pricePrecision, quantityPrecision }: SimulatedMarket): unknown {
  const { venueSymbol, contractStep, minContracts, minNotional, maxLeverage, settle, base } = instrument;
  return {
    contractId: "100",
    symbol: venueSymbol,
    size: contractStep,
    quantityPrecision,
    pricePrecision,
    feeRate: 0.0005,
    makerFeeRate: 0.0002,
    takerFeeRate: 0.0005,
    tradeMinLimit: 0,
    tradeMinQuantity: Number(minContracts),
    tradeMinUSDT: Number(minNotional),
    maxLongLeverage: maxLeverage,
    maxShortLeverage: maxLeverage,
    currency: settle,
    asset: base,
    status: isOpenable ? 1 : 25,
    apiStateOpen: String(isOpenable),
    apiStateClose: "true",
    ensureTrigger: false,
    triggerFeeRate: "0.00050000",
    brokerState: false,
    launchTime: 1_586_275_200_000,
    maintainTime: 0,
    offTime: 0,
    displayName: venueSymbol,
  };
}

/** The larger the position, the less leverage: its most value at a leverage. */
export function maxPositionValue({ instrument }: SimulatedMarket, leverage: number): number {
  const top = instrument.maxLeverage ?? 20;
  const tiers = [top, Math.max(1, Math.floor(top / 2)), 10, 5, 1];
  return Math.max(...tiers.map((most, index) => (most >= leverage ? 100_000 * 10 ** index : 0)));
}
