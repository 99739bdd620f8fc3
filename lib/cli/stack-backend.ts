// The backend of a stack on AWS: its table, its queues, its parameters.

import { createHash } from "node:crypto";
import { monotonicFactory } from "ulid";
import { explainAwsError } from "../adapters/aws/explain-aws-error.ts";
import { SqsOrderQueue } from "../adapters/aws/sqs-order-queue.ts";
import { StepwiseAlertStore } from "../adapters/aws/stepwise-alert-store.ts";
import { DynamoCache } from "../adapters/dynamo/dynamo-cache.ts";
import { DynamoDocuments } from "../adapters/dynamo/dynamo-documents.ts";
import { DynamoEquity } from "../adapters/dynamo/dynamo-equity.ts";
import { DynamoLedger } from "../adapters/dynamo/dynamo-ledger.ts";
import { createPinoTelemetry } from "../adapters/local/pino-telemetry.ts";
import { systemClock as clock } from "../adapters/local/system-clock.ts";
import { openExchange } from "../adapters/open-exchange.ts";
import { DocumentPaperStore } from "../adapters/paper/document-paper-store.ts";
import { openPaperFeed } from "../adapters/paper-feed.ts";
import { parametersBelow } from "../adapters/parameters/parameter-reader.ts";
import { WebhookSettings } from "../adapters/parameters/webhook-settings.ts";
import { WorkerAccounts } from "../adapters/parameters/worker-accounts.ts";
import { acceptAlert } from "../app/accept-alert.ts";
import type { AskedExchange } from "../app/ask-exchange.ts";
import { ExchangePool } from "../app/exchange-pool.ts";
import { GuardKeeper } from "../app/guard-keeper.ts";
import type { LiveEvent } from "../app/live-event.ts";
import { watchLedger } from "../app/watch-ledger.ts";
import { ALERT_WINDOWS } from "../config/limits.ts";
import type { Account } from "../ports/account-store.ts";
import type { Exchange } from "../ports/exchange.ts";
import type { PriceFeed } from "../ports/price-feed.ts";
import type { Backend } from "./backend.ts";
import { CommandError, messageOf } from "./errors.ts";
import type { AlertReply } from "./post-alert.ts";
import type { Stack } from "./stack.ts";

/** Between two looks at the table by whoever watches: each is paid for. */
const WATCH_EVERY_MS = 5_000;

/** The facts of a stack on AWS. */
export class StackBackend implements Backend {
  readonly askEveryMs = 1_000;
  readonly #open: () => Promise<Stack>;
  #pool: ExchangePool | undefined;
  #feed: Promise<PriceFeed> | undefined;

  /** @param open - the stack; asked for with each call. */
  constructor(open: () => Promise<Stack>) {
    this.#open = open;
  }

  async listAccounts(): Promise<readonly Account[]> {
    const { clients, prefix } = await this.#open();
    return new WebhookSettings({
      read: (path) => parametersBelow(clients.ssm, path),
      prefix,
      clock,
      telemetry,
    }).listAccounts();
  }

  async ledger(): Promise<DynamoLedger> {
    const { clients, facts } = await this.#open();
    return new DynamoLedger({ client: clients.dynamo, tableName: facts.table, clock });
  }

  async guards(): Promise<GuardKeeper> {
    const { clients, facts } = await this.#open();
    const documents = new DynamoDocuments({ client: clients.dynamo, tableName: facts.table });
    return new GuardKeeper({ documents, ledger: await this.ledger(), clock });
  }

  async equity(): Promise<DynamoEquity> {
    const { clients, facts } = await this.#open();
    return new DynamoEquity({ client: clients.dynamo, tableName: facts.table });
  }

  async runs(): Promise<boolean> {
    return true;
  }

  /** Written where the webhook writes: that one takes alerts from TradingView's addresses only. */
  async submit(text: string): Promise<AlertReply> {
    const [ledger, queue, accounts] = [await this.ledger(), await this.queue(), await this.listAccounts()];
    const { body } = await acceptAlert(
      {
        ledger,
        alertStore: new StepwiseAlertStore({ ledger, queue, removeMessage: async () => undefined }),
        accounts: {
          listAccounts: async () => accounts,
          findAccount: async (id) => accounts.find((account) => account.id === id),
        },
        clock,
        telemetry,
        newUlid: monotonicFactory(),
        hash: (data) => createHash("sha256").update(data).digest("hex"),
        windows: ALERT_WINDOWS,
      },
      text,
    );
    const warnings = body.warnings.map((warning) => ({ ...warning }));
    return { ...body, accepted: [...body.accepted], rejected: [...body.rejected], warnings };
  }

  async queue(): Promise<SqsOrderQueue> {
    const { clients, facts } = await this.#open();
    const { queueUrl, deadLetterQueueUrl } = facts;
    return new SqsOrderQueue({ client: clients.sqs, queueUrl, deadLetterQueueUrl });
  }

  async openExchange(account: Account): Promise<Exchange> {
    const stack = await this.#open();
    this.#pool ??= this.#openPool(stack);
    const exchange = await this.#pool.exchangeFor(account);
    if (!exchange.ok) throw new CommandError(`account ${account.id}: ${exchange.error.message}`);
    return exchange.value;
  }

  /** A paper account's exchange is the stack's table: it is the same from everywhere. */
  async openAsOrdersDo(account: Account): Promise<AskedExchange> {
    if (account.exchange === "paper") return this.openExchange(account);
    const { region, workerFunction: functionName } = (await this.#open()).facts;
    const { openWorkerExchange } = await import("../adapters/aws/worker-exchange.ts");
    const exchange = await openWorkerExchange({ region, functionName }, account.id);
    if (!exchange.ok) throw new CommandError(`account ${account.id}: ${exchange.error.message}`);
    return exchange.value;
  }

  async webhookUrl(): Promise<string> {
    const { facts, token } = await this.#open();
    return `${facts.url}/whook/${await token.keep()}`;
  }

  async *events(signal: AbortSignal, onOpen: () => void): AsyncGenerator<LiveEvent> {
    yield* watchLedger({ ledger: await this.ledger(), clock, everyMs: WATCH_EVERY_MS, signal, onOpen });
  }

  async egressAddress(): Promise<string | undefined> {
    return (await this.#open()).facts.egressAddress;
  }

  /** Its answers are not kept (docs/adr/0052-what-venues-answered.md), and its table holds no secret. */
  async reportFacts() {
    return { secrets: [] };
  }

  explain(error: unknown): string {
    return explainAwsError(error) ?? messageOf(error);
  }

  async close(): Promise<void> {
    // Whoever opened the stack closes it.
  }

  #openPool({ clients, facts, prefix }: Stack): ExchangePool {
    const table = { client: clients.dynamo, tableName: facts.table };
    return new ExchangePool({
      accounts: new WorkerAccounts({ client: clients.ssm, prefix, clock, telemetry }),
      open: openExchange({
        paperStore: new DocumentPaperStore(new DynamoDocuments(table)),
        paperFeed: () => (this.#feed ??= openPaperFeed(clock)),
        marketCache: new DynamoCache(table),
        clock,
        telemetry,
      }),
    });
  }
}

const telemetry = createPinoTelemetry("error");
