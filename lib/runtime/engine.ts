// whook without its HTTP: alerts in, orders worked on, everything on record. The local runtime and the library are made of it.
import { hash as digest } from "node:crypto";
import { monotonicFactory } from "ulid";
import { openExchange } from "../adapters/open-exchange.ts";
import type { AcceptAlertDeps } from "../app/accept-alert.ts";
import { ExchangePool } from "../app/exchange-pool.ts";
import { GuardKeeper } from "../app/guard-keeper.ts";
import { ALERT_WINDOWS } from "../config/limits.ts";
import type { PriceFeed } from "../ports/price-feed.ts";
import type { EngineWorkDeps } from "./engine-work.ts";
import { pooledRandom } from "./pooled-random.ts";
import type { Loop } from "./start-loop.ts";

/** What an engine works on. */
export interface EngineOptions extends Omit<EngineWorkDeps, "exchanges" | "guards"> {
  readonly paperFeed: () => Promise<PriceFeed>;
}

/** Alerts in, orders worked on, until it is stopped. */
export interface Engine {
  /** What the webhook's use case needs. */
  readonly alerts: AcceptAlertDeps;
  readonly exchanges: ExchangePool;
  readonly guards: GuardKeeper;
  /** Begins to work on orders, those left from before included. Alerts are taken without it: its code is loaded now. */
  startWork(): Promise<void>;
  /** Lets running attempts end. The data stays open. */
  stop(): Promise<void>;
}

/** @param options.data - opened by the caller, and closed by it after `stop`. */
export function createEngine({ data, accounts, clock, telemetry, paperFeed }: EngineOptions): Engine {
  const { ledger, alertStore, documents, cache, paperStore } = data;
  const guards = new GuardKeeper({ documents, ledger, clock });
  const exchanges = new ExchangePool({
    accounts,
    open: openExchange({ paperStore, paperFeed, marketCache: cache, clock, telemetry }),
  });
  const hash = (text: string) => digest("sha256", text);
  const working: Loop[] = [];
  return {
    alerts: {
      ledger,
      alertStore,
      accounts,
      clock,
      telemetry,
      newUlid: monotonicFactory(pooledRandom()),
      hash,
      windows: ALERT_WINDOWS,
    },
    exchanges,
    guards,
    startWork: async () => {
      const { startEngineWork } = await import("./engine-work.ts");
      working.push(...startEngineWork({ data, accounts, clock, telemetry, exchanges, guards }));
    },
    stop: async () => {
      for (const part of working) await part.stop();
    },
  };
}
