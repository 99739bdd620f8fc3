// ccxt's markets, cut down to what is kept in the cache, and our instruments made from them.

import { gunzipSync, gzipSync } from "node:zlib";
import * as z from "zod";
import { type Decimal, findDecimal, formatDecimal, ZERO } from "../../core/decimal.ts";
import { defined } from "../../core/defined.ts";
import type { Instrument } from "../../core/market/instrument.ts";
import type { MarketInterface } from "./ccxt.ts";

const number = z.string().optional();
const range = z.object({ min: number, max: number }).optional();

/** As much of a ccxt market as ccxt and we use. Clients are made with `number: String`, so numbers are exact text. */
const cachedMarket = z.object({
  id: z.string(),
  symbol: z.string(),
  base: z.string(),
  quote: z.string(),
  settle: z.string(),
  baseId: z.string(),
  quoteId: z.string(),
  settleId: z.string(),
  type: z.literal("swap"),
  spot: z.literal(false),
  margin: z.literal(false),
  swap: z.literal(true),
  future: z.literal(false),
  option: z.literal(false),
  contract: z.literal(true),
  active: z.boolean(),
  linear: z.boolean(),
  inverse: z.boolean(),
  contractSize: z.string(),
  precision: z.object({ amount: z.string(), price: z.string(), base: number, quote: number }),
  limits: z.object({ leverage: range, amount: range, price: range, cost: range, market: range }),
  /** Not ccxt's: the only leverages the venue takes, ascending. */
  leverages: z.array(z.int().positive()).optional(),
  /** Not ccxt's: contracts of an inverse market are base units. */
  countedInBase: z.literal(true).optional(),
  /** Not ccxt's: the most one order may be worth, in quote. */
  maxNotional: number,
  info: z.record(z.string(), z.unknown()),
});
/** A market as the cache keeps it. */
export type CachedMarket = z.infer<typeof cachedMarket>;

/** The perpetual of a ccxt market, or undefined when it is something else, or says too little to trade by. */
export function cacheableMarket(
  market: MarketInterface,
  options: { readonly info: readonly string[]; readonly maxLeverage: number | undefined },
): CachedMarket | undefined {
  if (market.swap !== true) return undefined;
  const raw: Record<string, unknown> = typeof market.info === "object" ? market.info : {};
  const kept = options.info.filter((field) => raw[field] !== undefined).map((field) => [field, raw[field]]);
  const leverage = options.maxLeverage === undefined ? market.limits.leverage : { max: String(options.maxLeverage) };
  const parsed = cachedMarket.safeParse({
    ...market,
    // Of spot markets only; some venues leave it out.
    margin: false,
    active: market.active !== false,
    limits: { ...market.limits, leverage },
    info: Object.fromEntries(kept),
  });
  return parsed.success ? parsed.data : undefined;
}

/** @returns gzip in base64: several hundred markets stay far below the 400 KB one ledger item may hold. */
export function encodeMarkets(markets: readonly CachedMarket[]): string {
  return gzipSync(JSON.stringify(markets)).toString("base64");
}

/** The markets written by {@link encodeMarkets}; undefined when the text is not that, or of another version. */
export function decodeMarkets(text: string): readonly CachedMarket[] | undefined {
  try {
    const parsed = z
      .array(cachedMarket)
      .safeParse(JSON.parse(gunzipSync(Buffer.from(text, "base64")).toString("utf8")));
    return parsed.success && parsed.data.length > 0 ? parsed.data : undefined;
  } catch {
    return undefined; // Not ours, or cut short: the venue is asked instead.
  }
}

export function mapMarket(market: CachedMarket): Instrument {
  const { limits, precision } = market;
  const minContracts = positive(largest(limits.amount?.min, limits.market?.min));
  const maxContracts = positive(smallest(limits.amount?.max, limits.market?.max));
  const maxLimitContracts = positive(findDecimal(limits.amount?.max));
  const minNotional = positive(findDecimal(limits.cost?.min));
  const maxLeverage = positive(findDecimal(limits.leverage?.max));
  return {
    symbol: market.symbol,
    venueSymbol: market.id,
    base: market.base,
    quote: market.quote,
    settle: market.settle,
    inverse: market.inverse,
    ...defined({ countedInBase: market.countedInBase }),
    contractSize: formatDecimal(market.contractSize),
    contractStep: formatDecimal(precision.amount),
    priceTick: formatDecimal(precision.price),
    ...(minContracts === undefined ? {} : { minContracts: formatDecimal(minContracts) }),
    ...(maxContracts === undefined ? {} : { maxContracts: formatDecimal(maxContracts) }),
    ...(maxLimitContracts === undefined ? {} : { maxLimitContracts: formatDecimal(maxLimitContracts) }),
    ...(minNotional === undefined ? {} : { minNotional: formatDecimal(minNotional) }),
    ...(market.maxNotional === undefined ? {} : { maxNotional: formatDecimal(market.maxNotional) }),
    // Leverage is a whole number, here and in the alert: no amount passes through a float.
    ...(maxLeverage === undefined ? {} : { maxLeverage: Number(maxLeverage.round(0, 0).toFixed()) }),
    ...defined({ leverages: market.leverages }),
  };
}

/** A limit of zero is no limit. */
function positive(value: Decimal | undefined): Decimal | undefined {
  return value?.gt(ZERO) ? value : undefined;
}

function largest(...texts: readonly (string | undefined)[]): Decimal | undefined {
  return pick(texts, (a, b) => a.gt(b));
}

function smallest(...texts: readonly (string | undefined)[]): Decimal | undefined {
  return pick(texts, (a, b) => a.lt(b));
}

function pick(
  texts: readonly (string | undefined)[],
  isBetter: (a: Decimal, b: Decimal) => boolean,
): Decimal | undefined {
  const values = texts.map(findDecimal).filter((value) => positive(value) !== undefined);
  return values.reduce<Decimal | undefined>(
    (best, value) => (value !== undefined && (best === undefined || isBetter(value, best)) ? value : best),
    undefined,
  );
}
