// What an engine does beside taking alerts: it works on orders, follows them, and looks at what accounts have.
import { collectAnswers } from "../adapters/ccxt/answer-scope.ts";
import { PaperExchange } from "../adapters/paper/paper-exchange.ts";
import { Bookkeeper } from "../app/bookkeeper.ts";
import { ChainKeeper } from "../app/chain-keeper.ts";
import { EquityKeeper, type EquityKeeperDeps } from "../app/equity-keeper.ts";
import type { ExchangePool, KeyedAccounts } from "../app/exchange-pool.ts";
import type { GuardKeeper } from "../app/guard-keeper.ts";
import { ATTEMPT_LIMITS, EQUITY_EVERY_MS, EQUITY_LOOK_MS, FOLLOW_LIMITS } from "../config/limits.ts";
import type { OrderId } from "../core/ids.ts";
import { faultOf } from "../core/reason-of.ts";
import type { Account, AccountStore } from "../ports/account-store.ts";
import type { AnswerLog, VenueAnswer } from "../ports/answer-log.ts";
import type { Clock } from "../ports/clock.ts";
import type { Telemetry } from "../ports/telemetry.ts";
import { startFollowLoop } from "./follow-loop.ts";
import type { LocalData } from "./local-data.ts";
import { type Loop, startLoop } from "./start-loop.ts";
import { WorkerLoop } from "./worker-loop.ts";

/** How often resting paper orders look at the price. */
const PAPER_TICK_MS = 2_000;

/** What the work of an engine is done with. */
export interface EngineWorkDeps {
  readonly data: LocalData;
  readonly accounts: AccountStore & KeyedAccounts;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  readonly exchanges: ExchangePool;
  readonly guards: GuardKeeper;
}

/** @returns its loops, to be stopped in this order. */
export function startEngineWork({ data, exchanges, ...deps }: EngineWorkDeps): readonly Loop[] {
  const { accounts, clock, telemetry, guards } = deps;
  const { ledger, alertStore, documents, queue, cache, answers, equity } = data;
  const exchangeFor = (account: Account) => exchanges.exchangeFor(account);
  const execution = {
    ledger,
    alertStore,
    clock,
    telemetry,
    accounts,
    limits: ATTEMPT_LIMITS,
    books: new Bookkeeper({ documents, ledger }),
    guards,
    keepAnswers: <T>(orderId: OrderId, work: () => Promise<T>) => withAnswersKept(answers, orderId, work),
    chains: new ChainKeeper({ documents }),
    exchangeFor,
  };
  return [
    tickPaper(exchanges, { clock, telemetry }),
    new WorkerLoop({ queue, execution }),
    startFollowLoop({ ...execution, cache, followLimits: FOLLOW_LIMITS }),
    keepEquity({ accounts, exchangeFor, equity, cache, clock, everyMs: EQUITY_EVERY_MS }),
  ];
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
function tickPaper(exchanges: ExchangePool, { clock, telemetry }: Pick<EngineWorkDeps, "clock" | "telemetry">): Loop {
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
