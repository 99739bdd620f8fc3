// Which adapter an account's EXCHANGE means. Each is loaded with the first account that needs it.

import type { OrderFailure } from "../core/failure.ts";
import { ok, type Result } from "../core/result.ts";
import type { KeyedAccount } from "../ports/account-store.ts";
import type { CachePort } from "../ports/cache.ts";
import type { Clock } from "../ports/clock.ts";
import type { Exchange } from "../ports/exchange.ts";
import type { PriceFeed } from "../ports/price-feed.ts";
import type { Telemetry } from "../ports/telemetry.ts";
import type { PaperStore } from "./paper/paper-store.ts";

/** What an exchange is opened with, whichever it is. */
export interface OpenExchangeDeps {
  readonly paperStore: PaperStore;
  readonly paperFeed: () => Promise<PriceFeed>;
  readonly marketCache: CachePort;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  /** Receives work that goes on in the background, after a call was answered. */
  readonly onBackgroundWork?: (work: Promise<void>) => void;
}

/** Makes the function that opens accounts. */
export function openExchange(deps: OpenExchangeDeps): (entry: KeyedAccount) => Promise<Result<Exchange, OrderFailure>> {
  const addressPools = new Map();
  return async ({ account, credentials }) => {
    const { paperStore, paperFeed, ...rest } = deps;
    if (account.exchange === "paper") {
      const { PaperExchange } = await import("./paper/paper-exchange.ts");
      return ok(new PaperExchange({ account, store: paperStore, feed: await paperFeed(), clock: rest.clock }));
    }
    const { createCcxtExchange } = await import("./ccxt/create-ccxt-exchange.ts");
    return createCcxtExchange({ account, credentials, addressPools, ...rest });
  };
}
