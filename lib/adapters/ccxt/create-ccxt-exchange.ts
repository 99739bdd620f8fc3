import type { Credentials } from "../../core/credentials.ts";
import { defined } from "../../core/defined.ts";
import type { OrderFailure } from "../../core/failure.ts";
import { findVenue } from "../../core/market/venue-table.ts";
import { ok, type Result } from "../../core/result.ts";
import type { Account } from "../../ports/account-store.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Exchange } from "../../ports/exchange.ts";
import type { Telemetry } from "../../ports/telemetry.ts";
import { CcxtExchange } from "./ccxt-exchange.ts";
import { loadVenue } from "./load-venue.ts";
import { type CachedMarket, cacheableMarket } from "./map-market.ts";
import { type MarketCache, MarketStore } from "./market-store.ts";
import type { FetchImplementation } from "./node-fetch.ts";
import { prepareClient } from "./prepare-client.ts";
import { VenueCaller } from "./venue-caller.ts";
import type { VenueClient } from "./venue-module.ts";

/** The account to open, and what it is opened with. */
export interface CcxtExchangeOptions {
  readonly account: Account;
  readonly credentials: Credentials;
  readonly clock: Clock;
  readonly marketCache: MarketCache;
  readonly telemetry?: Telemetry;
  /** The transport; @default node:http(s) with connections kept open. */
  readonly fetch?: FetchImplementation;
  /** Receives work that goes on in the background, after a call was answered. Where the process is frozen between calls, wait for it. */
  readonly onBackgroundWork?: (work: Promise<void>) => void;
}

/**
 * The account on its venue. No request is made yet. Keep it: markets and connections are reused.
 * @returns VENUE_UNSUPPORTED when there is no module for the account's EXCHANGE.
 */
export async function createCcxtExchange(options: CcxtExchangeOptions): Promise<Result<Exchange, OrderFailure>> {
  const { account, credentials, clock, telemetry } = options;
  const open = await loadVenue(account.exchange);
  if (!open.ok) return open;
  const venue = open.value({ ...credentials.reveal(), settle: account.settle, marginMode: account.marginMode });
  prepareClient(venue, {
    clock,
    ...defined({ fetch: options.fetch, endpoint: account.endpoint }),
  });
  const caller = new VenueCaller({
    exchange: account.exchange,
    venue,
    credentials,
    onStaleMarkets: () => markets.doubt(),
  });
  const markets = new MarketStore({
    cache: options.marketCache,
    cacheKey: cacheKeyOf(account),
    clock,
    telemetry,
    download: () => downloadMarkets({ venue, caller, settle: account.settle }),
    install: (list) => {
      venue.client.setMarkets(list);
    },
    ...defined({ onBackgroundWork: options.onBackgroundWork }),
  });
  const traits = { ...findVenue(account.exchange)?.traits, ...venue.traits };
  return ok(new CcxtExchange({ account, traits, venue, markets, caller, clock }));
}

/** Markets, and the largest leverages where they are told elsewhere, side by side. */
async function downloadMarkets({
  venue,
  caller,
  settle,
}: {
  readonly venue: VenueClient;
  readonly caller: VenueCaller;
  readonly settle: string;
}): Promise<Result<readonly CachedMarket[], OrderFailure>> {
  const [listed, leverages] = await Promise.all([
    // Not loadMarkets: it remembers a failure for good.
    caller.read(() => venue.client.fetchMarkets()),
    caller.read(async () => (await venue.readMaxLeverages?.()) ?? {}),
  ]);
  if (!listed.ok) return listed;
  // A definite refusal (a key without the right) leaves the maximum to the venue; anything that will pass is waited for.
  if (!leverages.ok && leverages.error.remedy !== "abort") return leverages;
  const maxLeverages: Readonly<Record<string, number>> = leverages.ok ? leverages.value : {};
  const markets = listed.value
    .filter((market) => market?.settle === settle)
    .map((market) => {
      if (market === undefined) return undefined;
      const maxLeverage = maxLeverages[market.id ?? ""];
      return cacheableMarket(venue.refineMarket?.(market) ?? market, { info: venue.marketInfo, maxLeverage });
    })
    .filter((market) => market !== undefined);
  return ok(markets);
}

/** Largest leverages differ between accounts, so markets are cached for each. */
function cacheKeyOf({ id, exchange, settle, endpoint }: Account): string {
  return ["markets", exchange, settle, id, ...(endpoint === undefined ? [] : [endpoint])].join("#");
}
