// The markets of every simulator are made here: a venue's table says what is its own.
import { defined } from "../../lib/core/defined.ts";
import type { Instrument } from "../../lib/core/market/instrument.ts";
import type { SimulatedMarket } from "./simulated-venue.ts";

/** What a venue's table says of a market's sizes and prices; sizes in contracts. */
export interface MarketFacts {
  readonly base: string;
  readonly tick: string;
  readonly step: string;
  /** @default one step */
  readonly min?: string;
  readonly max?: string;
  readonly minNotional?: string;
  /** Of one contract. @default "1" */
  readonly size?: string;
  readonly maxLeverage: number;
}

/** How a market is named, and in which coins it counts. */
export interface MarketName {
  readonly symbol: string;
  readonly quote: string;
  /** @default the quote; the base of an inverse market */
  readonly settle?: string;
}

/** The engine knows a market by the venue's own name. */
export function instrumentOf(
  { base, tick, step, min = step, max, minNotional, size = "1", maxLeverage }: MarketFacts,
  { symbol, quote, settle = quote }: MarketName,
): Instrument {
  return {
    symbol,
    venueSymbol: symbol,
    base,
    quote,
    settle,
    inverse: settle === base,
    contractSize: size,
    contractStep: step,
    priceTick: tick,
    minContracts: min,
    ...defined({ maxContracts: max, minNotional }),
    maxLeverage,
  };
}

const FILLER = "COIN";

/** Base coins that no venue has, as many as give a list its real length. */
export function fillerBases(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${FILLER}${String(index + 1).padStart(3, "0")}`);
}

/** Whether it is there for the length of the list only. */
export function isFiller({ instrument }: SimulatedMarket): boolean {
  return instrument.base.startsWith(FILLER);
}

/** The same market under another name: a dated one beside its perpetual. */
export function renamed<M extends SimulatedMarket>(market: M, symbol: string): M {
  return { ...market, instrument: { ...market.instrument, symbol, venueSymbol: symbol } };
}

/** Every market by the venue's symbol, in the order of its list. */
export function bySymbol<M extends SimulatedMarket>(markets: readonly M[]): ReadonlyMap<string, M> {
  return new Map(markets.map((market) => [market.instrument.venueSymbol, market]));
}

/** The decimals of a step, as venues that tell a precision count them. */
export function decimalsOf(step: string): number {
  return step.split(".")[1]?.length ?? 0;
}
