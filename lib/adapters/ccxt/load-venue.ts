import { denial, type OrderFailure } from "../../core/failure.ts";
import { findVenue } from "../../core/market/venue-table.ts";
import { err, ok, type Result } from "../../core/result.ts";
import type { OpenVenue } from "./venue-module.ts";

/** One row per EXCHANGE name. Imported when first used, so that a worker loads the code of its own venue only. */
const LOADERS: Readonly<Record<string, () => Promise<OpenVenue>>> = {
  binance: async () => (await import("./venues/binance/venue.ts")).openBinance,
  binancedemo: async () => (await import("./venues/binance/venue.ts")).openBinanceDemo,
  bingx: async () => (await import("./venues/bingx/venue.ts")).openBingx,
  coinex: async () => (await import("./venues/coinex/venue.ts")).openCoinex,
  krakenfutures: async () => (await import("./venues/krakenfutures/venue.ts")).openKrakenFutures,
  krakendemo: async () => (await import("./venues/krakenfutures/venue.ts")).openKrakenDemo,
  okx: async () => (await import("./venues/okx/venue.ts")).openOkx,
  okxdemo: async () => (await import("./venues/okx/venue.ts")).openOkxDemo,
  kucoinfutures: async () => (await import("./venues/kucoinfutures/venue.ts")).openKucoinFutures,
  bitget: async () => (await import("./venues/bitget/venue.ts")).openBitget,
  bitgetdemo: async () => (await import("./venues/bitget/venue.ts")).openBitgetDemo,
  bybit: async () => (await import("./venues/bybit/venue.ts")).openBybit,
  bybitdemo: async () => (await import("./venues/bybit/venue.ts")).openBybitDemo,
  phemex: async () => (await import("./venues/phemex/venue.ts")).openPhemex,
  phemexdemo: async () => (await import("./venues/phemex/venue.ts")).openPhemexDemo,
};

/** EXCHANGE names this adapter can open. */
export const SUPPORTED_VENUES: readonly string[] = Object.keys(LOADERS);

/** The venue's module. @returns VENUE_UNSUPPORTED, naming what is supported, when there is none. */
export async function loadVenue(exchange: string): Promise<Result<OpenVenue, OrderFailure>> {
  const load = Object.hasOwn(LOADERS, exchange) ? LOADERS[exchange] : undefined;
  if (load !== undefined) return ok(await load());
  const known = findVenue(exchange) === undefined ? "not an exchange whook knows" : "not supported yet";
  const message = `"${exchange}" is ${known}: EXCHANGE can be paper, ${SUPPORTED_VENUES.join(", ")}`;
  return err(denial("VENUE_UNSUPPORTED", message));
}
