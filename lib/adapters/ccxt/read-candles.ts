import { findDecimal, formatDecimal } from "../../core/decimal.ts";
import { unixMs } from "../../core/ids.ts";
import type { Candle, CandleQuery } from "../../core/market/candle.ts";
import type { VenueClient } from "./venue-module.ts";

/** The venue's own candles, oldest first; rows without a price are left out. A public question: it needs no key. */
export async function readVenueCandles(
  venue: Pick<VenueClient, "client" | "candleParams">,
  query: CandleQuery,
): Promise<readonly Candle[]> {
  const { client } = venue;
  const { symbol, step, since, count } = query;
  const params = venue.candleParams?.(query, unixMs(client.milliseconds()));
  const rows = await client.fetchOHLCV(symbol, step, since, count, params);
  return rows.flatMap(([at, ...prices]) => {
    const [open, high, low, close] = prices.map(priceText);
    if (at === undefined || open === undefined || high === undefined || low === undefined || close === undefined)
      return [];
    return [{ at: unixMs(at), open, high, low, close }];
  });
}

/** Decimals come out of ccxt as exact text (prepare-client.ts); its types only know numbers. */
function priceText(told: unknown): string | undefined {
  const price = findDecimal(typeof told === "string" || typeof told === "number" ? String(told) : undefined);
  return price === undefined ? undefined : formatDecimal(price);
}
