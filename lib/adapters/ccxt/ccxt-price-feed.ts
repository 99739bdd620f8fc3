// Live public prices of one venue for the paper venue: no keys, no private request.

import { Credentials } from "../../core/credentials.ts";
import { defined } from "../../core/defined.ts";
import { denial, type OrderFailure } from "../../core/failure.ts";
import type { Candle, CandleQuery } from "../../core/market/candle.ts";
import type { Instrument } from "../../core/market/instrument.ts";
import { err, ok, type Result } from "../../core/result.ts";
import type { Clock } from "../../ports/clock.ts";
import type { PriceFeed, Quote } from "../../ports/price-feed.ts";
import { loadVenue } from "./load-venue.ts";
import { type CachedMarket, cacheableMarket, mapMarket } from "./map-market.ts";
import type { FetchImplementation } from "./node-fetch.ts";
import { prepareClient } from "./prepare-client.ts";
import { readVenueCandles } from "./read-candles.ts";
import { VenueCaller } from "./venue-caller.ts";
import type { VenueClient } from "./venue-module.ts";

/** Whose prices, and how they are reached. */
export interface CcxtPriceFeedOptions {
  /** EXCHANGE name of the venue whose prices are read. */
  readonly exchange: string;
  readonly clock: Clock;
  /** Replaces scheme, host and port of every request. */
  readonly endpoint?: string;
  readonly fetch?: FetchImplementation;
}

class CcxtPriceFeed implements PriceFeed {
  readonly source: string;
  readonly #venue: VenueClient;
  readonly #caller: VenueCaller;
  #markets: readonly CachedMarket[] | undefined;

  constructor(exchange: string, venue: VenueClient, caller: VenueCaller) {
    this.source = `live prices of ${exchange}`;
    this.#venue = venue;
    this.#caller = caller;
  }

  async listInstruments(settle: string): Promise<Result<readonly Instrument[], OrderFailure>> {
    const markets = await this.load();
    return markets.ok ? ok(markets.value.filter((market) => market.settle === settle).map(mapMarket)) : markets;
  }

  async readQuote({ symbol }: Instrument): Promise<Result<Quote, OrderFailure>> {
    const prices = await this.#caller.read(() => this.#venue.readPrices(symbol));
    if (!prices.ok) return prices;
    const { bid, ask } = prices.value;
    if (bid !== undefined && ask !== undefined) return ok({ bid, ask });
    const message = `${this.source}: the book of ${symbol} has an empty side now`;
    return err(denial("PRICE_UNAVAILABLE", message));
  }

  readCandles(_instrument: Instrument, query: CandleQuery): Promise<Result<readonly Candle[], OrderFailure>> {
    return this.#caller.read(() => readVenueCandles(this.#venue, query));
  }

  /** The venue's markets, asked for once. */
  async load(): Promise<Result<readonly CachedMarket[], OrderFailure>> {
    if (this.#markets !== undefined) return ok(this.#markets);
    const listed = await this.#caller.read(() => this.#venue.client.fetchMarkets());
    if (!listed.ok) return listed;
    const markets = listed.value
      .filter((market) => market !== undefined)
      .map((market) => this.#venue.refineMarket?.(market) ?? market)
      .map((market) => cacheableMarket(market, { info: [], maxLeverage: undefined }))
      .filter((market) => market !== undefined);
    this.#venue.client.setMarkets(markets);
    this.#markets = markets;
    return ok(markets);
  }
}

/** The venue's public feed, once its markets could be read. @returns why not, when it cannot be reached. */
export async function openCcxtPriceFeed(options: CcxtPriceFeedOptions): Promise<Result<PriceFeed, OrderFailure>> {
  const { exchange, endpoint, ...rest } = options;
  const open = await loadVenue(exchange);
  if (!open.ok) return open;
  const venue = open.value({ apiKey: "", secret: "" });
  prepareClient(venue, { ...rest, ...defined({ endpoint }) });
  const credentials = new Credentials({ apiKey: "", secret: "" });
  const feed = new CcxtPriceFeed(
    exchange,
    venue,
    new VenueCaller({ exchange, venue, credentials, onStaleMarkets: () => undefined }),
  );
  const loaded = await feed.load();
  return loaded.ok ? ok(feed) : loaded;
}
