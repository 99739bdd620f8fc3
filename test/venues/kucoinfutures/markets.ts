// The simulator's markets. Shape: GET /api/v1/contracts/active, https://www.kucoin.com/docs-new/api-3470220 and ccxt's
// comment in kucoin.js. The named markets are close to the real ones of 2025; the others are made up to give the list its
// real length.
import type { Instrument } from "../../../lib/core/market/instrument.ts";
import { bySymbol, fillerBases, instrumentOf, renamed } from "../market-maker.ts";

export interface SimulatedMarket {
  readonly instrument: Instrument;
  readonly status: "Open" | "BeingSettled" | "CancelOnly";
  readonly isDated: boolean;
  readonly price: string;
  /** The largest notional of a position of its first level, in the settle coin; of an inverse one in contracts. */
  readonly riskLimit: string;
}

type Row = readonly [
  base: string,
  price: string,
  tick: string,
  multiplier: string,
  maxLeverage: number,
  riskLimit: string,
];

const NAMED: readonly Row[] = [
  ["XBT", "60000", "0.1", "0.001", 125, "5000000"],
  ["ETH", "3000", "0.01", "0.01", 100, "2000000"],
  ["SOL", "150", "0.001", "0.1", 75, "500000"],
  ["XRP", "0.5", "0.0001", "10", 75, "500000"],
  ["DOGE", "0.1", "0.00001", "100", 75, "200000"],
  ["1000PEPE", "0.01", "0.0000001", "1000", 75, "100000"],
];
const FILLER_COUNT = 480;

/** Every market by KuCoin's symbol. */
export function createMarkets(): ReadonlyMap<string, SimulatedMarket> {
  const fillers = fillerBases(FILLER_COUNT).map((base): Row => [base, "1", "0.0001", "10", 50, "20000"]);
  const usdt = [...NAMED, ...fillers].map((row) => linear(row, "USDT"));
  const usdc = NAMED.slice(0, 2).map((row) => linear(row, "USDC"));
  const inverse = [inverseMarket("XBT", "60000", "0.1"), inverseMarket("ETH", "3000", "0.05")];
  const settling = { ...linear(["OLD", "1", "0.0001", "10", 20, "20000"], "USDT"), status: "BeingSettled" as const };
  const dated = { ...renamed(inverseMarket("XBT", "60000", "0.1"), "XBTMZ26"), isDated: true };
  return bySymbol([...usdt, ...usdc, ...inverse, settling, dated]);
}

function linear(
  [base, price, tick, size, maxLeverage, riskLimit]: Row,
  quote: string,
  settle = quote,
): SimulatedMarket {
  const facts = { base, tick, step: "1", max: "1000000", size, maxLeverage };
  return {
    instrument: instrumentOf(facts, { symbol: `${base}${quote}M`, quote, settle }),
    status: "Open",
    isDated: false,
    price,
    riskLimit,
  };
}

/** One contract is 1 USD. */
function inverseMarket(base: string, price: string, tick: string): SimulatedMarket {
  return linear([base, price, tick, "1", 50, "10000000"], "USD", base);
}

/** The most one market order may hold: less than a limit order. */
export function marketMostOf({ maxContracts }: Instrument): number {
  return Number(maxContracts) / 10;
}

/** One entry of the list of contracts. */
export function contractBody({ instrument, status, isDated, price, riskLimit }: SimulatedMarket): unknown {
  const { venueSymbol, base, quote, settle, inverse, contractSize, priceTick, maxContracts, maxLeverage } = instrument;
  return {
    symbol: venueSymbol,
    rootSymbol: inverse ? base : settle,
    type: isDated ? "FFICSX" : "FFWCSX",
    firstOpenDate: 1_585_555_200_000,
    expireDate: isDated ? 1_798_185_600_000 : null,
    settleDate: isDated ? 1_798_185_600_000 : null,
    baseCurrency: base,
    quoteCurrency: quote,
    settleCurrency: settle,
    maxOrderQty: Number(maxContracts),
    marketMaxOrderQty: marketMostOf(instrument),
    maxPrice: 1_000_000,
    lotSize: 1,
    tickSize: Number(priceTick),
    indexPriceTickSize: Number(priceTick),
    multiplier: inverse ? -Number(contractSize) : Number(contractSize),
    initialMargin: 1 / Number(maxLeverage),
    maintainMargin: 0.004,
    maxRiskLimit: Number(riskLimit),
    minRiskLimit: Number(riskLimit),
    riskStep: Number(riskLimit) / 2,
    makerFeeRate: 0.0002,
    takerFeeRate: 0.0006,
    takerFixFee: 0,
    makerFixFee: 0,
    settlementFee: null,
    isDeleverage: true,
    isQuanto: false,
    isInverse: inverse,
    markMethod: "FairPrice",
    fairMethod: isDated ? null : "FundingRate",
    status,
    markPrice: Number(price),
    indexPrice: Number(price),
    lastTradePrice: Number(price),
    nextFundingRateTime: isDated ? null : 21_031_525,
    maxLeverage,
    supportCross: true,
  };
}
