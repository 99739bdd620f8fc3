import type { OrderFailure } from "../core/failure.ts";
import type { OrderId } from "../core/ids.ts";
import type { Result } from "../core/result.ts";
import type { Account, AccountStore } from "../ports/account-store.ts";
import type { AlertStore } from "../ports/alert-store.ts";
import type { Clock } from "../ports/clock.ts";
import type { Exchange } from "../ports/exchange.ts";
import type { Ledger } from "../ports/ledger.ts";
import type { Telemetry } from "../ports/telemetry.ts";
import type { Bookkeeper } from "./bookkeeper.ts";
import type { ChainKeeper } from "./chain-keeper.ts";
import type { GuardKeeper } from "./guard-keeper.ts";

/** Milliseconds an attempt may take. */
export interface AttemptLimits {
  /** No call begins later than this after the attempt's start. */
  readonly lastCallMs: number;
  /** Waits up to this long happen in place. */
  readonly inPlaceWaitMs: number;
  /** An attempt whose first reading of the account takes longer gives its place back. */
  readonly firstReadMs: number;
  /** Submissions of one order are at least so far apart. */
  readonly betweenSendsMs: number;
}

/** What working on an order needs of the world. One that is worked on, looked up or followed needs the same. */
export interface ExecuteOrderDeps {
  readonly ledger: Ledger;
  readonly alertStore: Pick<AlertStore, "endOrder">;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  readonly accounts: Pick<AccountStore, "findAccount">;
  readonly limits: AttemptLimits;
  readonly books: Bookkeeper;
  readonly guards: GuardKeeper;
  readonly chains: ChainKeeper;
  /** The account's venue; a failure when it cannot be spoken to at all. */
  exchangeFor(account: Account): Promise<Result<Exchange, OrderFailure>>;
  /** Runs `work`; what venues answer meanwhile is kept with the order. Absent: nobody keeps it. */
  keepAnswers?<T>(orderId: OrderId, work: () => Promise<T>): Promise<T>;
  /** Reads the account's keys anew, because the venue refused them. Absent: they are never out of date. @returns whether they are others now. */
  refreshKeys?(account: Account): Promise<boolean>;
}
