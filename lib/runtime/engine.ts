// whook without its HTTP: alerts in, orders worked on, everything on record. The local runtime and the library are made of it.
import { hash as digest } from "node:crypto";
import { monotonicFactory } from "ulid";
import { collectAnswers } from "../adapters/ccxt/answer-scope.ts";
import { openExchange } from "../adapters/open-exchange.ts";
import { PaperExchange } from "../adapters/paper/paper-exchange.ts";
import type { AcceptAlertDeps } from "../app/accept-alert.ts";
import { Bookkeeper } from "../app/bookkeeper.ts";
import { ChainKeeper } from "../app/chain-keeper.ts";
import { EquityKeeper, type EquityKeeperDeps } from "../app/equity-keeper.ts";
import { ExchangePool, type KeyedAccounts } from "../app/exchange-pool.ts";
import { GuardKeeper } from "../app/guard-keeper.ts";
import { ALERT_WINDOWS, ATTEMPT_LIMITS, EQUITY_EVERY_MS, EQUITY_LOOK_MS, FOLLOW_LIMITS } from "../config/limits.ts";
import type { OrderId } from "../core/ids.ts";
import { faultOf } from "../core/reason-of.ts";
import type { Account, AccountStore } from "../ports/account-store.ts";
import type { AnswerLog, VenueAnswer } from "../ports/answer-log.ts";
import type { Clock } from "../ports/clock.ts";
import type { PriceFeed } from "../ports/price-feed.ts";
import type { Telemetry } from "../ports/telemetry.ts";
import { startFollowLoop } from "./follow-loop.ts";
import type { LocalData } from "./local-data.ts";
import { pooledRandom } from "./pooled-random.ts";
import { type Loop, startLoop } from "./start-loop.ts";
import { WorkerLoop } from "./worker-loop.ts";

/** How often resting paper orders look at the price. */
const PAPER_TICK_MS = 2_000;

/** What an engine works on. */
export interface EngineOptions {
  readonly data: LocalData;
  readonly accounts: AccountStore & KeyedAccounts;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  readonly paperFeed: () => Promise<PriceFeed>;
}

/** Alerts in, orders worked on, until it is stopped. */
export interface Engine {
  /** What the webhook's use case needs. */
  readonly alerts: AcceptAlertDeps;
  readonly exchanges: ExchangePool;
  readonly guards: GuardKeeper;
  /** Begins to work on orders, those left from before included. */
  startWork(): void;
  /** Lets running attempts end. The data stays open. */
  stop(): Promise<void>;
}

/** @param options.data - opened by the caller, and closed by it after `stop`. */
export function createEngine({ data, accounts, clock, telemetry, paperFeed }: EngineOptions): Engine {
  const { ledger, alertStore, documents, queue, cache, paperStore, answers, equity } = data;
  const books = new Bookkeeper({ documents, ledger });
  const chains = new ChainKeeper({ documents });
  const guards = new GuardKeeper({ documents, ledger, clock });
  const exchanges = new ExchangePool({
    accounts,
    open: openExchange({ paperStore, paperFeed, marketCache: cache, clock, telemetry }),
  });
  const hash = (text: string) => digest("sha256", text);
  const exchangeFor = (account: Account) => exchanges.exchangeFor(account);
  const keepAnswers = <T>(orderId: OrderId, work: () => Promise<T>) => withAnswersKept(answers, orderId, work);
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
    startWork: () => {
      const execution = {
        ledger,
        alertStore,
        clock,
        telemetry,
        accounts,
        limits: ATTEMPT_LIMITS,
        books,
        guards,
        keepAnswers,
        chains,
        exchangeFor,
      };
      working.push(
        tickPaper(exchanges, { clock, telemetry }),
        new WorkerLoop({ queue, execution }),
        startFollowLoop({ ...execution, cache, followLimits: FOLLOW_LIMITS }),
        keepEquity({ accounts, exchangeFor, equity, cache, clock, everyMs: EQUITY_EVERY_MS }),
      );
    },
    stop: async () => {
      for (const part of working) await part.stop();
    },
  };
}

/** Beside the order, whose own next write is what matters: that answers cannot be kept stops nothing. */
async function withAnswersKept<T>(log: AnswerLog, orderId: OrderId, work: () => Promise<T>): Promise<T> {
  const answers: VenueAnswer[] = [];
  try {
    return await collectAnswers(answers, work);
  } finally {
    if (answers.length > 0) void log.keepAnswers(orderId, answers).catch(() => undefined);
  }
}

/** Beside the follower, in a loop of its own: an exchange that is slow to tell holds nothing up. */
function keepEquity(deps: EquityKeeperDeps): Loop {
  const keeper = new EquityKeeper(deps);
  return startLoop({
    clock: deps.clock,
    everyMs: 0,
    work: async (signal) => {
      // First the pause: orders left from before go first.
      await deps.clock.sleep(EQUITY_LOOK_MS, signal);
      await keeper.keep(signal);
    },
    onError: () => undefined,
  });
}

/** Lets resting paper orders fill while nobody asks about them. */
function tickPaper(exchanges: ExchangePool, { clock, telemetry }: Pick<EngineOptions, "clock" | "telemetry">): Loop {
  return startLoop({
    clock,
    everyMs: PAPER_TICK_MS,
    work: () => tickAll(exchanges),
    onError: (error) => telemetry.log("warn", "paper prices could not be read", { reason: faultOf(error) }),
  });
}

async function tickAll(exchanges: ExchangePool): Promise<void> {
  for (const exchange of await exchanges.opened()) {
    if (exchange instanceof PaperExchange) await exchange.tick();
  }
}
