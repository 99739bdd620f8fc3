import type { Clock } from "../ports/clock.ts";
import type { PriceFeed } from "../ports/price-feed.ts";
import { SyntheticFeed } from "./paper/synthetic-feed.ts";

/** A live feed that has not answered by then is not waited for: the start must be quick. */
const PROBE_MS = 1_500;
const LIVE_FEED = "binance";
/** https://developers.binance.com/docs/derivatives/usds-margined-futures/market-data/rest-api */
const PING = "https://fapi.binance.com/fapi/v1/ping";

/** Live public prices when the network gives them, else synthetic ones, which say so. */
export async function openPaperFeed(clock: Clock): Promise<PriceFeed> {
  const given = new AbortController();
  const live = openLive(clock).catch(() => undefined);
  const feed = await Promise.race([live, clock.sleep(PROBE_MS, given.signal).then(() => undefined)]);
  given.abort();
  return feed ?? new SyntheticFeed({ clock });
}

async function openLive(clock: Clock): Promise<PriceFeed | undefined> {
  // Loading ccxt takes time and memory: not without a network.
  await fetch(PING, { signal: AbortSignal.timeout(PROBE_MS) });
  const { openCcxtPriceFeed } = await import("./ccxt/ccxt-price-feed.ts");
  const feed = await openCcxtPriceFeed({ exchange: LIVE_FEED, clock });
  return feed.ok ? feed.value : undefined;
}
