// The simulator's markets. Shape: GET /derivatives/api/v3/instruments of Kraken's documentation and ccxt's
// krakenfutures.js (fetchMarkets). Filters of the named markets are close to the real ones of 2025; the others are made
// up to give the list its real length.
import { formatDecimal } from "../../../lib/core/decimal.ts";
import type { Instrument } from "../../../lib/core/market/instrument.ts";
import { bySymbol, fillerBases, instrumentOf } from "../market-maker.ts";

export interface SimulatedMarket {
  readonly instrument: Instrument;
  readonly isTradeable: boolean;
  /** The bid its book starts with. */
  readonly price: string;
  /** Decimals of a size; below zero: zeros before the point. */
  readonly sizePrecision: number;
  readonly initialMargin: number;
  readonly maxPosition: number;
}

interface Row {
  readonly base: string;
  readonly price: string;
  readonly tick: string;
  readonly sizePrecision: number;
  readonly maxPosition: number;
  readonly initialMargin?: number;
}

const NAMED: readonly Row[] = [
  { base: "XBT", price: "60000", tick: "1", sizePrecision: 4, maxPosition: 1_000 },
  { base: "ETH", price: "3000.0", tick: "0.1", sizePrecision: 3, maxPosition: 16_000 },
  { base: "SOL", price: "150.00", tick: "0.01", sizePrecision: 2, maxPosition: 100_000 },
  { base: "XRP", price: "0.50000", tick: "0.00001", sizePrecision: 0, maxPosition: 20_000_000 },
  { base: "LTC", price: "80.00", tick: "0.01", sizePrecision: 2, maxPosition: 1_000, initialMargin: 0.04 },
  { base: "PEPE", price: "0.0000100000", tick: "0.0000000001", sizePrecision: -3, maxPosition: 1e12 },
];
const FILLER_COUNT = 310;

/** Every market by Kraken's symbol. */
export function createMarkets(): ReadonlyMap<string, SimulatedMarket> {
  const fillers = fillerBases(FILLER_COUNT).map(filler);
  const flexible = [...NAMED, ...fillers].map((row) => market(row, "PF"));
  const inverse = NAMED.slice(0, 2).map((row) => market({ ...row, sizePrecision: 0, maxPosition: 75_000_000 }, "PI"));
  const closed = { ...market(filler("OLD"), "PF"), isTradeable: false };
  return bySymbol([...flexible, ...inverse, closed]);
}

function filler(base: string): Row {
  return { base, price: "1.0000", tick: "0.0001", sizePrecision: 0, maxPosition: 1_000_000, initialMargin: 0.1 };
}

function market(
  { base, price, tick, sizePrecision, maxPosition, initialMargin = 0.02 }: Row,
  kind: string,
): SimulatedMarket {
  const coin = base === "XBT" ? "BTC" : base;
  const step = formatDecimal(`1e${-sizePrecision}`);
  const facts = { base: coin, tick, step, maxLeverage: Math.round(1 / initialMargin) };
  const name = { symbol: `${kind}_${base}USD`, quote: "USD", settle: kind === "PI" ? coin : "USD" };
  return { instrument: instrumentOf(facts, name), price, sizePrecision, initialMargin, maxPosition, isTradeable: true };
}

export function instrumentBody({
  instrument,
  isTradeable,
  sizePrecision,
  initialMargin,
  maxPosition,
}: SimulatedMarket) {
  const { inverse, base } = instrument;
  const start = inverse ? "contracts" : "numNonContractUnits";
  return {
    symbol: instrument.venueSymbol,
    type: inverse ? "futures_inverse" : "flexible_futures",
    tickSize: Number(instrument.priceTick),
    contractSize: 1,
    tradeable: isTradeable,
    impactMidSize: 1,
    maxPositionSize: maxPosition,
    openingDate: "2022-03-22T13:18:45Z",
    marginLevels: [
      { [start]: 0, initialMargin, maintenanceMargin: initialMargin / 2 },
      { [start]: 2_000_000, initialMargin: initialMargin * 2, maintenanceMargin: initialMargin },
    ],
    fundingRateCoefficient: 24,
    maxRelativeFundingRate: 0.0025,
    isin: "GB00BQ84K502",
    contractValueTradePrecision: sizePrecision,
    postOnly: false,
    feeScheduleUid: "723888f7-0a8e-4183-8648-f920a22339e3",
    mtf: true,
    base,
    quote: "USD",
    pair: `${base}:USD`,
    tags: [],
  };
}

/** Indices and dated futures stand in the same list. */
export const OTHER_INSTRUMENTS: readonly unknown[] = [
  { symbol: "in_xbtusd", type: "spot index", tradeable: false },
  {
    ...{ symbol: "FI_XBTUSD_261225", type: "futures_inverse", underlying: "rr_xbtusd", tickSize: 0.5, contractSize: 1 },
    ...{
      lastTradingTime: "2026-12-25T08:00:00.000Z",
      tradeable: true,
      contractValueTradePrecision: 0,
      marginLevels: [],
    },
  },
];
