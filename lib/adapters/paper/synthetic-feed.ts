// Prices without a network: a smooth function of time, the same in every process. Not the market's, and it says so.
import { decimal, formatDecimal } from "../../core/decimal.ts";
import type { OrderFailure } from "../../core/failure.ts";
import { type UnixMs, unixMs } from "../../core/ids.ts";
import { CANDLE_STEPS, type Candle, type CandleQuery } from "../../core/market/candle.ts";
import type { Instrument } from "../../core/market/instrument.ts";
import { ok, type Result } from "../../core/result.ts";
import type { Clock } from "../../ports/clock.ts";
import type { PriceFeed, Quote } from "../../ports/price-feed.ts";

/** Base coin, price around which it moves, price tick, contract step. */
const COINS = [
  ["BTC", "60000", "0.1", "0.001"],
  ["ETH", "3000", "0.01", "0.001"],
  ["SOL", "150", "0.01", "0.01"],
  ["BNB", "600", "0.01", "0.01"],
  ["XRP", "0.6", "0.0001", "0.1"],
  ["DOGE", "0.15", "0.00001", "1"],
  ["ADA", "0.5", "0.0001", "1"],
  ["AVAX", "30", "0.001", "0.1"],
  ["LINK", "15", "0.001", "0.1"],
  ["DOT", "6", "0.001", "0.1"],
  ["LTC", "80", "0.01", "0.001"],
  ["BCH", "400", "0.01", "0.001"],
  ["TRX", "0.15", "0.00001", "1"],
  ["NEAR", "5", "0.001", "0.1"],
  ["UNI", "8", "0.001", "0.1"],
  ["ATOM", "7", "0.001", "0.1"],
  ["ETC", "25", "0.001", "0.01"],
  ["FIL", "5", "0.001", "0.1"],
  ["APT", "9", "0.001", "0.1"],
  ["SUI", "2", "0.0001", "0.1"],
] as const;
const LINEAR_SETTLES: readonly string[] = ["USDT", "USDC", "USD"];
const MAX_LEVERAGE = 100;

/** Each wave moves the price by this share of it, over this many seconds. */
const WAVES = [
  [0.03, 86_400],
  [0.01, 7_200],
  [0.003, 900],
  [0.0005, 60],
] as const;
/** Bid and ask are this many ticks, or this share of the price, from the middle: whichever is more. */
const HALF_SPREAD = 0.0001;

/** The ticks around which a market's price moves, and its waves. */
interface Shape {
  readonly around: number;
  readonly phases: readonly { readonly share: number; readonly period: number; readonly phase: number }[];
}

/** Of the wave for one candle, besides its beginning. */
const LOOKS = 12;

/** Twenty markets for each settle coin, at prices that are a function of seed, coin and time. */
export class SyntheticFeed implements PriceFeed {
  readonly source = "synthetic prices (no live feed could be reached): they only look like a market's";
  readonly #clock: Clock;
  readonly #seed: string;
  /** Asked again and again within one moment, when orders come side by side. */
  readonly #quotes = new Map<string, { readonly at: UnixMs; readonly middle: number; readonly quote: Quote }>();
  /** What of a market's wave no moment changes. */
  readonly #shapes = new Map<string, Shape>();

  constructor({ clock, seed = "whook" }: { readonly clock: Clock; readonly seed?: string }) {
    this.#clock = clock;
    this.#seed = seed;
  }

  async listInstruments(settle: string): Promise<Result<readonly Instrument[], OrderFailure>> {
    const isLinear = LINEAR_SETTLES.includes(settle);
    const coins = COINS.filter(([base]) => isLinear || base === settle);
    return ok(
      coins.map(([base, , priceTick, contractStep]) =>
        instrumentOf({ base, settle, priceTick, contractStep, isLinear }),
      ),
    );
  }

  async readQuote(market: Instrument): Promise<Result<Quote, OrderFailure>> {
    const at = this.#clock.now();
    const known = this.#quotes.get(market.symbol);
    if (known?.at === at) return ok(known.quote);
    const middle = this.#ticksAt(market, at);
    const quote = known?.middle === middle ? known.quote : this.#quoteOf(market, middle);
    this.#quotes.set(market.symbol, { at, middle, quote });
    return ok(quote);
  }

  #quoteOf(market: Instrument, middle: number): Quote {
    const half = Math.max(1, Math.round(middle * HALF_SPREAD));
    const at = (count: number) => formatDecimal(decimal(String(count)).times(market.priceTick));
    return { bid: at(middle - half), ask: at(middle + half) };
  }

  /** Until now, each from a few looks at the wave. */
  async readCandles(
    market: Instrument,
    { step, since, count }: CandleQuery,
  ): Promise<Result<readonly Candle[], OrderFailure>> {
    const stepMs = CANDLE_STEPS[step];
    const first = Math.floor(since / stepMs) * stepMs;
    const starts = Array.from({ length: count }, (_, index) => unixMs(first + index * stepMs));
    const now = this.#clock.now();
    return ok(starts.filter((at) => at <= now).map((at) => this.#candle(market, at, Math.min(at + stepMs, now))));
  }

  #candle(market: Instrument, at: UnixMs, until: number): Candle {
    const looks = Array.from({ length: LOOKS + 1 }, (_, index) => at + ((until - at) * index) / LOOKS);
    const ticks = looks.map((time) => this.#ticksAt(market, time));
    const price = (count: number | undefined) => formatDecimal(decimal(String(count ?? 0)).times(market.priceTick));
    const [low, high] = [Math.min(...ticks), Math.max(...ticks)];
    return { at, open: price(ticks[0]), high: price(high), low: price(low), close: price(ticks.at(-1)) };
  }

  /** The wave is a plain number; the price is whole ticks of exact size. */
  #ticksAt({ symbol, base, priceTick }: Instrument, time: number): number {
    const shape = this.#shapes.get(symbol) ?? this.#shapeOf(base, priceTick);
    this.#shapes.set(symbol, shape);
    const seconds = time / 1000;
    const wave = shape.phases.reduce(
      (sum, { share, period, phase }) => sum + share * Math.sin((2 * Math.PI * seconds) / period + phase),
      0,
    );
    return Math.round(shape.around * (1 + wave));
  }

  #shapeOf(base: string, priceTick: string): Shape {
    const [, around = "100"] = COINS.find(([coin]) => coin === base) ?? [];
    const ticks = decimal(around).div(priceTick).round(0, 1);
    const phases = WAVES.map(([share, period], index) => ({
      share,
      period,
      phase: phaseOf(`${this.#seed}${base}${index}`),
    }));
    return { around: Number.parseInt(ticks.toFixed(), 10), phases };
  }
}

function instrumentOf(coin: {
  readonly base: string;
  readonly settle: string;
  readonly priceTick: string;
  readonly contractStep: string;
  readonly isLinear: boolean;
}): Instrument {
  const { base, settle, priceTick, contractStep, isLinear } = coin;
  const quote = isLinear ? settle : "USD";
  const common = {
    symbol: `${base}/${quote}:${settle}`,
    venueSymbol: `${base}${quote}`,
    base,
    quote,
    settle,
    priceTick,
  };
  return isLinear
    ? {
        ...common,
        inverse: false,
        contractSize: "1",
        contractStep,
        minContracts: contractStep,
        minNotional: "5",
        maxLeverage: MAX_LEVERAGE,
      }
    : { ...common, inverse: true, contractSize: "1", contractStep: "1", minContracts: "1", maxLeverage: MAX_LEVERAGE };
}

/** An angle that depends on `text` only. */
function phaseOf(text: string): number {
  let hash = 7;
  for (const char of text) hash = (hash * 31 + (char.codePointAt(0) ?? 0)) % 6_283;
  return hash / 1_000;
}
