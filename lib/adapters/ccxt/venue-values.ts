// Single values as venues tell them, and as ccxt takes them.
import { findDecimal, formatDecimal, ZERO } from "../../core/decimal.ts";
import type { VenuePrices, VenueSettings } from "./venue-module.ts";

/** Decimals are exact text on both sides of ccxt (prepare-client.ts); its types only know numbers. */
export function exactText(text: string): number {
  return text as unknown as number;
}

/**
 * Best prices as the venue's book or ticker tells them. An empty side is told as zero, or not at all: it is left out.
 * A JSON number has fewer than 16 digits (ccxt keeps others as text), so it comes back from a double unchanged.
 */
export function bookPrices(bid: unknown, ask: unknown): VenuePrices {
  const isTold = [bid, ask].some((price) => typeof price === "string" || typeof price === "number");
  return { ...side("bid", bid), ...side("ask", ask), ...(isTold ? {} : { isUntold: true }) };
}

/** The price of the best level of one side of a book, `[price, ...]` each; of a side without levels zero. */
export function bestOf(levels: unknown): unknown {
  if (!Array.isArray(levels)) return undefined;
  const [best = ["0"]]: readonly unknown[] = levels;
  return Array.isArray(best) ? best[0] : undefined;
}

function side(name: "bid" | "ask", value: unknown): VenuePrices {
  const price = findDecimal(typeof value === "string" || typeof value === "number" ? String(value) : undefined);
  return price?.gt(ZERO) ? { [name]: formatDecimal(price) } : {};
}

/** The leverage a venue tells, in whatever form; none where it tells none, or zero. A leverage is a number in whook, no amount. */
export function leverageOf(told: unknown): Pick<VenueSettings, "leverage"> {
  // No amount.
  const leverage = Number(told);
  return Number.isFinite(leverage) && leverage > 0 ? { leverage } : {};
}
