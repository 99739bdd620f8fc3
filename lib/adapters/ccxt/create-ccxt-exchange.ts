import type { Credentials } from "../../core/credentials.ts";
import { defined } from "../../core/defined.ts";
import { denial, type OrderFailure } from "../../core/failure.ts";
import type { AccountType } from "../../core/market/account-type.ts";
import { findVenue } from "../../core/market/venue-table.ts";
import { err, ok, type Result } from "../../core/result.ts";
import type { Account } from "../../ports/account-store.ts";
import type { CachePort } from "../../ports/cache.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Exchange } from "../../ports/exchange.ts";
import type { Telemetry } from "../../ports/telemetry.ts";
import { AccountTypeFinder, type OpenedAccount } from "./account-type-finder.ts";
import { CcxtExchange } from "./ccxt-exchange.ts";
import { loadVenue } from "./load-venue.ts";
import { type CachedMarket, cacheableMarket } from "./map-market.ts";
import { MarketStore } from "./market-store.ts";
import type { FetchImplementation } from "./node-fetch.ts";
import type { AddressPools, RequestPacer } from "./pacer.ts";
import { prepareClient } from "./prepare-client.ts";
import { TypedExchange } from "./typed-exchange.ts";
import { VenueCaller } from "./venue-caller.ts";
import type { OpenVenue, VenueClient } from "./venue-module.ts";

/** The account to open, and what it is opened with. */
export interface CcxtExchangeOptions {
  readonly account: Account;
  readonly credentials: Credentials;
  readonly clock: Clock;
  readonly marketCache: CachePort;
  readonly telemetry?: Telemetry;
  /** The transport; @default node:http(s) with connections kept open. */
  readonly fetch?: FetchImplementation;
  /** What accounts that send from one address share of its limits. @default the account's own */
  readonly addressPools?: AddressPools;
  /** Whose turn it is to ask. @default the venue's own limits say so */
  readonly pacer?: RequestPacer;
  /** Receives work that goes on in the background, after a call was answered. Where the process is frozen between calls, wait for it. */
  readonly onBackgroundWork?: (work: Promise<void>) => void;
}

/**
 * The account on its venue. No request is made yet. Keep it: markets and connections are reused.
 * @returns VENUE_UNSUPPORTED when there is no module for the account's EXCHANGE, AUTHENTICATION_FAILED when its keys cannot be any.
 */
export async function createCcxtExchange(options: CcxtExchangeOptions): Promise<Result<Exchange, OrderFailure>> {
  const { account, marketCache: cache, clock, telemetry } = options;
  const load = await loadVenue(account.exchange);
  if (!load.ok) return load;
  const [useless] = account.uselessKeys ?? [];
  if (useless !== undefined) return err(denial("AUTHENTICATION_FAILED", useless));
  const types = findVenue(account.exchange)?.accountTypes;
  if (types === undefined || account.accountType !== undefined) {
    return ok(openAccountAs(account.accountType, { ...options, open: load.value }).exchange);
  }
  const finder = new AccountTypeFinder({
    types,
    open: (type) => openAccountAs(type, { ...options, open: load.value }),
    cache,
    cacheKey: cacheKeyOf("account-type", account),
    clock,
    telemetry,
    ...defined({ onBackgroundWork: options.onBackgroundWork }),
  });
  return ok(new TypedExchange(finder));
}

function openAccountAs(
  accountType: AccountType | undefined,
  { account, credentials, clock, telemetry, open, ...options }: CcxtExchangeOptions & { readonly open: OpenVenue },
): OpenedAccount {
  const venue = open({
    ...credentials.reveal(),
    settle: account.settle,
    marginMode: account.marginMode,
    ...defined({ accountType, region: account.region }),
  });
  prepareClient(venue, {
    clock,
    exchange: account.exchange,
    ...defined({
      fetch: options.fetch,
      endpoint: account.endpoint,
      addressPools: options.addressPools,
      pacer: options.pacer,
    }),
  });
  const caller = new VenueCaller({
    exchange: account.exchange,
    venue,
    credentials,
    onStaleMarkets: () => markets.doubt(),
  });
  const markets = new MarketStore({
    cache: options.marketCache,
    cacheKey: cacheKeyOf("markets", account, accountType),
    clock,
    telemetry,
    download: () => downloadMarkets({ venue, caller, settle: account.settle }),
    install: (list) => {
      venue.client.setMarkets(list);
    },
    ...defined({ onBackgroundWork: options.onBackgroundWork }),
  });
  const traits = { ...findVenue(account.exchange)?.traits, ...venue.traits };
  return { venue, caller, exchange: new CcxtExchange({ account, traits, venue, markets, caller, clock }) };
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
    caller.read(() => listMarkets(venue)),
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

/** @throws Error when there is none: no venue closed all of its markets, but an order of any would be refused for good. */
async function listMarkets({ client }: VenueClient): ReturnType<VenueClient["client"]["fetchMarkets"]> {
  const markets = await client.fetchMarkets();
  if (markets.length === 0) throw new Error("the venue lists no market at all");
  return markets;
}

/** Largest leverages differ between accounts, so markets are cached for each; so are markets between types and places. */
function cacheKeyOf(
  what: string,
  { id, exchange, settle, endpoint, region }: Account,
  accountType?: AccountType,
): string {
  const places = [endpoint, region, accountType === "classic" ? undefined : accountType];
  return [what, exchange, settle, id, ...places.filter((place) => place !== undefined)].join("#");
}
