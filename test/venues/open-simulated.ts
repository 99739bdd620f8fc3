// An account of a simulator, opened through the real adapter.
import { createCcxtExchange } from "../../lib/adapters/ccxt/create-ccxt-exchange.ts";
import type { FetchImplementation } from "../../lib/adapters/ccxt/node-fetch.ts";
import type { RequestPacer } from "../../lib/adapters/ccxt/pacer.ts";
import { Credentials } from "../../lib/core/credentials.ts";
import { unixMs } from "../../lib/core/ids.ts";
import type { Account } from "../../lib/ports/account-store.ts";
import type { CachePort } from "../../lib/ports/cache.ts";
import type { Clock } from "../../lib/ports/clock.ts";
import type { Exchange } from "../../lib/ports/exchange.ts";
import { MemoryCache } from "../support/memory-cache.ts";

/** The real time: the simulator checks time stamps against it. */
export const REAL_CLOCK: Clock = {
  now: () => unixMs(Date.now()),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      signal?.addEventListener("abort", () => {
        clearTimeout(timer);
        resolve();
      });
    }),
};

const AT_ONCE: RequestPacer = { run: (_request, work) => work() };

export interface OpenOptions {
  readonly account?: Partial<Account>;
  readonly keys: { readonly apiKey: string; readonly secret: string; readonly password?: string };
  /** By which requests wait for their turn. @default this machine's, and none waits: a suite asks more than a venue allows in a while */
  readonly clock?: Clock;
  readonly marketCache?: CachePort;
  readonly fetch?: FetchImplementation;
}

export function simulatedAccount(endpoint: string | undefined, change: Partial<Account> = {}): Account {
  return {
    id: "sim",
    exchange: "binance",
    settle: "USDT",
    marginMode: "isolated",
    orderTimeoutMs: 40_000,
    alertTimeoutMs: 180_000,
    maxAlertAgeMs: 180_000,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...change,
  };
}

/** @param endpoint - the simulator's url; undefined: the venue's own hosts, for a `fetch` that looks at them. */
export async function openSimulated(endpoint: string | undefined, options: OpenOptions): Promise<Exchange> {
  const { account, keys, clock, marketCache = new MemoryCache(), fetch } = options;
  const opened = await createCcxtExchange({
    account: simulatedAccount(endpoint, account),
    credentials: new Credentials(keys),
    marketCache,
    ...(clock === undefined ? { clock: REAL_CLOCK, pacer: AT_ONCE } : { clock }),
    ...(fetch === undefined ? {} : { fetch }),
  });
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value;
}
