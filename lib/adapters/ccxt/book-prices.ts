import { findDecimal, formatDecimal, ZERO } from "../../core/decimal.ts";
import type { VenuePrices } from "./venue-module.ts";

/**
 * Best prices as the venue's book or ticker tells them. An empty side is told as zero, or not at all: it is left out.
 * A JSON number has fewer than 16 digits (ccxt keeps others as text), so it comes back from a double unchanged.
 */
export function bookPrices(bid: unknown, ask: unknown): VenuePrices {
  return { ...side("bid", bid), ...side("ask", ask) };
}

function side(name: "bid" | "ask", value: unknown): VenuePrices {
  const price = findDecimal(typeof value === "string" || typeof value === "number" ? String(value) : undefined);
  return price?.gt(ZERO) ? { [name]: formatDecimal(price) } : {};
}
