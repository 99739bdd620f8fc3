// The simulator's markets. Shapes: GET /api/v5/public/instruments and /public/position-tiers of OKX's documentation.
// Filters of the named markets are close to the real ones of 2025; the others are made up to give the list its real length.
import { formatDecimal } from "../../../lib/core/decimal.ts";
import type { Instrument } from "../../../lib/core/market/instrument.ts";
import { bySymbol, fillerBases, instrumentOf, type MarketName } from "../market-maker.ts";

export interface SimulatedMarket {
  readonly instrument: Instrument;
  readonly state: "live" | "suspend";
  /** The bid its book starts with. */
  readonly price: string;
  /** Contracts a position may hold at the highest leverage; ten times as many on each lower tier. */
  readonly firstTier: number;
  /** A future to a date years away that pays funding. @default a swap */
  readonly isXPerp?: boolean;
}

interface Row {
  readonly base: string;
  readonly price: string;
  readonly contractSize: string;
  readonly tick: string;
  readonly step: string;
  readonly maxMarket: string;
  readonly maxLeverage: number;
  readonly firstTier: number;
}

const named = { step: "0.01", maxLeverage: 100, firstTier: 20_000 };
const NAMED: readonly Row[] = [
  { base: "BTC", price: "60000.0", contractSize: "0.01", tick: "0.1", maxMarket: "12000", ...named },
  { base: "ETH", price: "3000.00", contractSize: "0.1", tick: "0.01", maxMarket: "20000", ...named },
  { base: "SOL", price: "150.00", contractSize: "1", tick: "0.01", maxMarket: "25000", ...named },
  { base: "XRP", price: "0.5000", contractSize: "100", tick: "0.0001", maxMarket: "30000", ...named },
  { base: "DOGE", price: "0.10000", contractSize: "1000", tick: "0.00001", maxMarket: "15000", ...named },
  { base: "LTC", price: "80.00", contractSize: "1", tick: "0.01", maxMarket: "20000", ...named, step: "0.1" },
  { base: "PEPE", price: "0.000010000", contractSize: "10000000", tick: "0.000000001", maxMarket: "16000", ...named },
];
const FILLER_COUNT = 300;

/** Every market by OKX's instrument id. */
export function createMarkets(): ReadonlyMap<string, SimulatedMarket> {
  const fillers = fillerBases(FILLER_COUNT).map(filler);
  const usdt = [...NAMED, ...fillers].map((row) => linear(row, "USDT"));
  const usdc = NAMED.slice(0, 3).map((row) => linear(row, "USDC"));
  const inverse = NAMED.slice(0, 2).map((row) => inverseOf(row, row.base === "BTC" ? "100" : "10"));
  const suspended: SimulatedMarket = { ...linear(filler("OLD"), "USDT"), state: "suspend" };
  // Contract sizes of the public list of September 2026: SUI-USD_UM_XPERP-310404 has 1 SUI; the others are made up.
  const xperps = NAMED.slice(0, 3).map((row) => xperp({ ...row, contractSize: "0.01", step: "1" }));
  return bySymbol([...usdt, ...usdc, ...inverse, ...xperps, suspended]);
}

function filler(base: string): Row {
  const size = { contractSize: "10", tick: "0.0001", step: "1", maxMarket: "50000", maxLeverage: 50, firstTier: 1_000 };
  return { base, price: "1.0000", ...size };
}

function linear(row: Row, quote: string): SimulatedMarket {
  return market(row, { symbol: `${row.base}-${quote}-SWAP`, quote });
}

/** Told as settled in USD; it is USDC that moves: https://github.com/freqtrade/freqtrade/pull/13334 */
function xperp(row: Row): SimulatedMarket {
  const name = { symbol: `${row.base}-USD_UM_XPERP-310404`, quote: "USD", settle: "USDC" };
  return { ...market(row, name), isXPerp: true };
}

/** One contract is so many dollars, margin and profit are in the coin. */
function inverseOf(row: Row, contractSize: string): SimulatedMarket {
  const name = { symbol: `${row.base}-USD-SWAP`, quote: "USD", settle: row.base };
  return market({ ...row, contractSize, step: "0.1" }, name);
}

function market({ price, firstTier, contractSize, maxMarket, ...row }: Row, name: MarketName): SimulatedMarket {
  const instrument = instrumentOf({ ...row, size: contractSize, max: maxMarket }, name);
  return { instrument, price, firstTier, state: "live" };
}

/** One row of the list of instruments. */
export function instrumentBody({ instrument, state, isXPerp = false }: SimulatedMarket): unknown {
  const { venueSymbol, base, quote, settle, inverse } = instrument;
  const family = `${base}-${quote}`;
  return {
    alias: "",
    auctionEndTime: "",
    baseCcy: "",
    category: "1",
    contTdSwTime: "",
    ctMult: "1",
    ctType: inverse ? "inverse" : "linear",
    ctVal: instrument.contractSize,
    ctValCcy: inverse ? "USD" : base,
    expTime: isXPerp ? "1932883200000" : "",
    futureSettlement: false,
    instFamily: isXPerp ? `${family}_UM_XPERP` : family,
    instId: venueSymbol,
    instType: isXPerp ? "FUTURES" : "SWAP",
    lever: String(instrument.maxLeverage),
    listTime: "1611916828000",
    lotSz: instrument.contractStep,
    maxIcebergSz: "100000000.0000000000000000",
    maxLmtAmt: "20000000",
    maxLmtSz: "100000000",
    maxMktAmt: "",
    maxMktSz: instrument.maxContracts,
    maxStopSz: instrument.maxContracts,
    maxTriggerSz: "100000000.0000000000000000",
    maxTwapSz: "100000000.0000000000000000",
    minSz: instrument.minContracts,
    optType: "",
    quoteCcy: "",
    ruleType: isXPerp ? "xperp" : "normal",
    settleCcy: isXPerp ? "USD" : settle,
    state,
    stk: "",
    tickSz: instrument.priceTick,
    uly: family,
  };
}

/** A future that ends, beside the X-Perps: as in ccxt's test data. */
export const DATED_BODY: unknown = {
  ctVal: "100",
  ctType: "inverse",
  expTime: "1798185600000",
  instFamily: "BTC-USD",
  instId: "BTC-USD-261225",
  instType: "FUTURES",
  lever: "20",
  lotSz: "1",
  minSz: "1",
  ruleType: "normal",
  settleCcy: "BTC",
  state: "live",
  tickSz: "0.1",
  uly: "BTC-USD",
};

/** Instruments before their listing say no more than this (ccxt's okx.js, parseMarket). */
export const PREOPEN_BODY: unknown = { instId: "NEW-USDT-SWAP", instType: "SWAP", state: "preopen" };

/** The most contracts a position may hold at `leverage`. */
export function largestPosition({ instrument, firstTier }: SimulatedMarket, leverage: number): string {
  const top = instrument.maxLeverage ?? leverage;
  const tier = [top, top / 2, top / 4].filter((limit) => leverage <= limit).length - 1;
  return formatDecimal(String(firstTier * 10 ** Math.max(0, tier)));
}
