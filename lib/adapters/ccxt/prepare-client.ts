import { VENUE_CALL_TIMEOUT_MS } from "../../config/limits.ts";
import { defined } from "../../core/defined.ts";
import type { Clock } from "../../ports/clock.ts";
import type { CcxtClient } from "./ccxt.ts";
import { gapIn } from "./expected-answer.ts";
import { createNodeFetch, type FetchImplementation, recordingFetch } from "./node-fetch.ts";
import { type AddressPools, Pacer, type RequestPacer } from "./pacer.ts";
import type { VenueClient } from "./venue-module.ts";

/** What a client is given from outside: time, and the way to the venue. */
export interface ClientEnvironment {
  readonly clock: Clock;
  /** Replaces scheme, host and port of every request. */
  readonly endpoint?: string;
  /** The transport; @default node:http(s) with connections kept open. */
  readonly fetch?: FetchImplementation;
  /** Of those who send from this address. @default the account's own */
  readonly addressPools?: AddressPools;
  /** EXCHANGE name. */
  readonly exchange?: string;
  /** Whose turn it is. @default the venue's own limits say so */
  readonly pacer?: RequestPacer;
}

/** What every venue's client needs. ccxt's own retries, rate limiter and clock stay out of it. */
export function prepareClient(venue: VenueClient, environment: ClientEnvironment): void {
  const { clock, fetch, endpoint } = environment;
  const { client } = venue;
  paceRequests(venue, environment);
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

/** Each request waits for its turn before ccxt signs it, with the time of that moment. */
function paceRequests({ client, limits }: VenueClient, environment: ClientEnvironment): void {
  const { clock, addressPools, exchange = "", endpoint = "" } = environment;
  const own = { limits, clock, venue: `${exchange} ${endpoint}`, ...defined({ addressPools }) };
  const pacer = environment.pacer ?? new Pacer(own);
  const send = client.fetch2.bind(client);
  client.fetch2 = (path, api, method, ...rest) =>
    pacer.run(`${method} ${path}`, () => send(path, api, method, ...rest));
}

/**
 * For clients whose requests ignore what `loadTimeDifference` found: from then on they carry the venue's time.
 * Before it was called, this machine's.
 */
export function correctNonce(client: CcxtClient): void {
  // A time difference: whole milliseconds, no amount.
  client.nonce = () => client.milliseconds() - Number(client.options.timeDifference ?? 0);
}
