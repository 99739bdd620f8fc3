// The simulator's markets. Shape: GET /futures/market of https://docs.coinex.com/api/v2 and the sample in ccxt's source
// (coinex.js, fetchContractMarkets). The named markets are close to the real ones of 2025; the others are made up to
// give the list its real length.
import { decimal, formatDecimal } from "../../../lib/core/decimal.ts";
import type { Instrument } from "../../../lib/core/market/instrument.ts";
import { bySymbol, fillerBases, instrumentOf } from "../market-maker.ts";

export interface SimulatedMarket {
  readonly instrument: Instrument;
  readonly isAvailable: boolean;
  /** What its book starts with. */
  readonly price: string;
  readonly amountPrecision: number;
  readonly pricePrecision: number;
  /** The most that may be held, in contracts. */
  readonly maxPosition: string;
}

type Row = readonly [
  base: string,
  price: string,
  pricePrecision: number,
  amountPrecision: number,
  minContracts: string,
  maxPosition: string,
  maxLeverage: number,
];

const NAMED: readonly Row[] = [
  ["BTC", "60000.00", 2, 8, "0.0001", "100", 100],
  ["ETH", "3000.00", 2, 8, "0.005", "1000", 100],
  ["SOL", "150.0000", 4, 8, "0.1", "20000", 50],
  ["XRP", "0.500000", 6, 6, "10", "5000000", 50],
  ["ADA", "0.400000", 6, 6, "10", "5000000", 50],
  ["LTC", "80.0000", 4, 8, "0.05", "20000", 50],
];
const FILLER_COUNT = 230;
const LEVERAGES = [1, 2, 3, 5, 8, 10, 15, 20, 30, 50, 100];

/** Every market by CoinEx's symbol. */
export function createMarkets(): ReadonlyMap<string, SimulatedMarket> {
  const fillers = fillerBases(FILLER_COUNT).map((base): Row => [base, "1.0000", 4, 4, "1", "1000000", 20]);
  const linear = [...NAMED, ...fillers].map((row) => perpetual(row, "USDT"));
  const usdc = perpetual(["BTC", "60000.00", 2, 8, "0.0001", "100", 50], "USDC");
  const inverse = [
    perpetual(["BTC", "60000.00", 2, 8, "10", "5000000", 100], "USD"),
    perpetual(["ETH", "3000.00", 2, 8, "10", "2000000", 100], "USD"),
  ];
  const closed = { ...perpetual(["OLD", "1.0000", 4, 4, "1", "1000", 20], "USDT"), isAvailable: false };
  return bySymbol([...linear, usdc, ...inverse, closed]);
}

function perpetual(
  [base, price, pricePrecision, amountPrecision, minContracts, maxPosition, maxLeverage]: Row,
  quote: string,
): SimulatedMarket {
  const isInverse = quote === "USD";
  const facts = {
    base,
    tick: stepOf(pricePrecision),
    step: isInverse ? "1" : stepOf(amountPrecision),
    min: minContracts,
    maxLeverage,
  };
  return {
    instrument: instrumentOf(facts, { symbol: `${base}${quote}`, quote, settle: isInverse ? base : quote }),
    isAvailable: true,
    price,
    amountPrecision,
    pricePrecision,
    maxPosition,
  };
}

function stepOf(precision: number): string {
  return formatDecimal(decimal(`1e-${precision}`));
}

export function leveragesOf({ instrument }: SimulatedMarket): readonly number[] {
  return LEVERAGES.filter((leverage) => leverage <= (instrument.maxLeverage ?? 1));
}

/** One entry of /futures/market. */
export function marketBody(market: SimulatedMarket): unknown {
  const { instrument, isAvailable, amountPrecision, pricePrecision } = market;
  return {
    market: instrument.venueSymbol,
    contract_type: instrument.inverse ? "inverse" : "linear",
    taker_fee_rate: "0.0005",
    maker_fee_rate: "0.0003",
    min_amount: instrument.minContracts,
    base_ccy: instrument.base,
    quote_ccy: instrument.quote,
    base_ccy_precision: amountPrecision,
    quote_ccy_precision: pricePrecision,
    tick_size: instrument.priceTick,
    is_market_available: isAvailable,
    is_copy_trading_available: false,
    is_api_trading_available: isAvailable,
    leverage: leveragesOf(market).map(String),
    open_interest_volume: "2566879",
  };
}
