import { createClients } from "../../lib/adapters/aws/clients.ts";
import { SqsOrderQueue } from "../../lib/adapters/aws/sqs-order-queue.ts";
import { StepwiseAlertStore } from "../../lib/adapters/aws/stepwise-alert-store.ts";
import { DynamoCache } from "../../lib/adapters/dynamo/dynamo-cache.ts";
import { DynamoDocuments } from "../../lib/adapters/dynamo/dynamo-documents.ts";
import { DynamoEquity } from "../../lib/adapters/dynamo/dynamo-equity.ts";
import { DynamoLedger } from "../../lib/adapters/dynamo/dynamo-ledger.ts";
import { systemClock as clock } from "../../lib/adapters/local/system-clock.ts";
import { openExchange } from "../../lib/adapters/open-exchange.ts";
import { DocumentPaperStore } from "../../lib/adapters/paper/document-paper-store.ts";
import { openPaperFeed } from "../../lib/adapters/paper-feed.ts";
import { WorkerAccounts } from "../../lib/adapters/parameters/worker-accounts.ts";
import type { AskExchangeDeps } from "../../lib/app/ask-exchange.ts";
import type { AttemptBatchDeps } from "../../lib/app/attempt-batch.ts";
import { Bookkeeper } from "../../lib/app/bookkeeper.ts";
import { ChainKeeper } from "../../lib/app/chain-keeper.ts";
import { ExchangePool } from "../../lib/app/exchange-pool.ts";
import { GuardKeeper } from "../../lib/app/guard-keeper.ts";
import type { FunctionEnv } from "../../lib/config/function-env.ts";
import { ASK_CUT_MS, ATTEMPT_LEASE_MS, ATTEMPT_LIMITS, LAST_START_MS, SETTLE_MS } from "../../lib/config/limits.ts";
import type { Account } from "../../lib/ports/account-store.ts";
import type { PriceFeed } from "../../lib/ports/price-feed.ts";
import type { Telemetry } from "../../lib/ports/telemetry.ts";

/** What the worker's handler works with, made once for a process. */
export interface WorkerParts {
  readonly deps: AttemptBatchDeps & {
    readonly cache: DynamoCache;
    readonly equity: DynamoEquity;
    readonly queue: SqsOrderQueue;
  };
  /** For the owner's checks and trials of accounts. */
  readonly asked: AskExchangeDeps;
  /** Waits for what goes on behind the orders: between two invocations Lambda freezes it. */
  settle(): Promise<void>;
}

/** What the worker's use case needs, from the stack's own parts. */
export function createWorkerDeps({ table, queueUrl, prefix }: FunctionEnv, telemetry: Telemetry): WorkerParts {
  const { dynamo, sqs, ssm } = createClients("worker");
  const inTable = { client: dynamo, tableName: table };
  const ledger = new DynamoLedger({ ...inTable, clock, marksNotices: () => true });
  const documents = new DynamoDocuments(inTable);
  const cache = new DynamoCache(inTable);
  const queue = new SqsOrderQueue({ client: sqs, queueUrl });
  const accounts = new WorkerAccounts({ client: ssm, prefix, clock, telemetry });
  const behind = new Set<Promise<void>>();
  let paperFeed: Promise<PriceFeed> | undefined;
  const exchanges = new ExchangePool({
    accounts,
    open: openExchange({
      paperStore: new DocumentPaperStore(documents),
      paperFeed: () => (paperFeed ??= openPaperFeed(clock)),
      marketCache: cache,
      clock,
      telemetry,
      onBackgroundWork: (work) => void behind.add(work),
    }),
  });
  const exchangeFor = (account: Pick<Account, "id">) => exchanges.exchangeFor(account);
  return {
    asked: { accounts, exchangeFor, clock, cutMs: ASK_CUT_MS },
    deps: {
      ledger,
      // The event source takes an ended order's message off the queue.
      alertStore: new StepwiseAlertStore({ ledger, queue, removeMessage: async () => undefined }),
      cache,
      equity: new DynamoEquity(inTable),
      queue,
      accounts,
      clock,
      telemetry,
      limits: ATTEMPT_LIMITS,
      books: new Bookkeeper({ documents, ledger }),
      chains: new ChainKeeper({ documents }),
      guards: new GuardKeeper({ documents, ledger, clock }),
      leaseMs: ATTEMPT_LEASE_MS,
      lastStartMs: LAST_START_MS,
      exchangeFor,
      refreshKeys: ({ id }) => accounts.refresh(id),
    },
    settle: async () => {
      if (behind.size > 0) await Promise.race([Promise.all(behind), clock.sleep(SETTLE_MS)]);
      behind.clear();
    },
  };
}
