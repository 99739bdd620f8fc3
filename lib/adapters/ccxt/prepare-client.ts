import { VENUE_CALL_TIMEOUT_MS } from "../../config/limits.ts";
import { defined } from "../../core/defined.ts";
import type { Clock } from "../../ports/clock.ts";
import type { CcxtClient } from "./ccxt.ts";
import { gapIn } from "./expected-answer.ts";
import { createNodeFetch, type FetchImplementation, recordingFetch } from "./node-fetch.ts";
import type { VenueClient } from "./venue-module.ts";

/** What a client is given from outside: time, and the way to the venue. */
export interface ClientEnvironment {
  readonly clock: Clock;
  /** Replaces scheme, host and port of every request. */
  readonly endpoint?: string;
  /** The transport; @default node:http(s) with connections kept open. */
  readonly fetch?: FetchImplementation;
}

/** What every venue's client needs. ccxt's own retries, rate limiter and clock stay out of it. */
export function prepareClient(venue: VenueClient, { clock, fetch, endpoint }: ClientEnvironment): void {
  const { client } = venue;
  client.enableRateLimit = false;
  client.timeout = VENUE_CALL_TIMEOUT_MS;
  client.milliseconds = () => clock.now();
  // Decimals stay exact text from the venue's JSON to ours. ccxt's types only know numbers here.
  client.number = String as unknown as CcxtClient["number"];
  // With keys, ccxt would read currencies from private wallet endpoints that trading keys may not use.
  client.has.fetchCurrencies = false;
  client.options.maxRetriesOnFailure = 0;
  // The plan has put sizes and prices on the market's grid. ccxt would cut one that is not without a word: the venue must say so.
  client.amountToPrecision = (_symbol: string, amount: unknown) => String(amount);
  client.priceToPrecision = (_symbol: string, price: unknown) => String(price);
  client.fetchImplementation = recordingFetch(fetch ?? createNodeFetch(), {
    ...defined({ endpoint }),
    now: () => clock.now(),
    // ccxt types the keys it was made with as texts that may be missing.
    secrets: () => [client.apiKey, client.secret, client.password].filter((secret) => typeof secret === "string"),
    findGap: (route, reply) => gapIn(venue, route, reply),
  });
  // Skips two dynamic imports of proxy modules that are not installed.
  client.proxiesModulesLoading = Promise.resolve();
}

/**
 * For clients whose requests ignore what `loadTimeDifference` found: from then on they carry the venue's time.
 * Before it was called, this machine's.
 */
export function correctNonce(client: CcxtClient): void {
  // A time difference: whole milliseconds, no amount.
  client.nonce = () => client.milliseconds() - Number(client.options.timeDifference ?? 0);
}
