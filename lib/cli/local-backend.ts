// The backend of this machine: accounts.json, the data folder, and the whook that runs on it.
import { FileAccountStore, readAccountsFile } from "../adapters/local/file-account-store.ts";
import { systemClock } from "../adapters/local/system-clock.ts";
import type { ExchangePool } from "../app/exchange-pool.ts";
import type { LiveEvent } from "../app/live-event.ts";
import type { LocalEnv } from "../config/env.ts";
import type { OrderId } from "../core/ids.ts";
import type { Account } from "../ports/account-store.ts";
import type { Exchange } from "../ports/exchange.ts";
import type { PriceFeed } from "../ports/price-feed.ts";
import { type LocalData, openLocalData } from "../runtime/local-data.ts";
import { findRunning } from "../runtime/runtime-file.ts";
import { findToken } from "../runtime/token.ts";
import type { Backend } from "./backend.ts";
import { checkDataFolder } from "./data-folder.ts";
import { CommandError, messageOf } from "./errors.ts";

/** Where this machine's data is, and the token that its webhook asks for. */
export type LocalPlaces = Pick<LocalEnv, "dataDir" | "accountsFile" | "token">;

/** The facts of this machine: its accounts file, its data folder, and the whook that runs on it. */
export class LocalBackend implements Backend {
  readonly askEveryMs = 100;
  readonly #env: LocalPlaces;
  #reading: Promise<LocalData> | undefined;
  #working: Promise<LocalData> | undefined;
  #pool: Promise<ExchangePool> | undefined;
  #feed: Promise<PriceFeed> | undefined;

  constructor(env: LocalPlaces) {
    this.#env = env;
  }

  async listAccounts(): Promise<readonly Account[]> {
    const read = await readAccountsFile(this.#env.accountsFile);
    if (!read.ok) throw new CommandError(read.error.join("; "));
    return read.value.accounts.map(({ account }) => account);
  }

  /** @throws CommandError in a folder that holds no data: an empty history would look like a true one. */
  async ledger() {
    if (this.#reading === undefined) checkDataFolder(this.#env.dataDir);
    return (await this.#read()).ledger;
  }

  async queue() {
    return (await this.#work()).queue;
  }

  async guards(use: "read" | "change") {
    const { documents, ledger } = await (use === "read" ? this.#read() : this.#work());
    const { GuardKeeper } = await import("../app/guard-keeper.ts");
    return new GuardKeeper({ documents, ledger, clock: systemClock });
  }

  async equity() {
    return (await this.#read()).equity;
  }

  async runs(): Promise<boolean> {
    return (await findRunning(this.#env.dataDir)) !== undefined;
  }

  async submit(text: string) {
    const { postToWebhook } = await import("./post-alert.ts");
    return postToWebhook(await this.webhookUrl(), text);
  }

  async openExchange(account: Account): Promise<Exchange> {
    this.#pool ??= this.#openPool();
    const exchange = await (await this.#pool).exchangeFor(account);
    if (!exchange.ok) throw new CommandError(`account ${account.id}: ${exchange.error.message}`);
    return exchange.value;
  }

  openAsOrdersDo(account: Account): Promise<Exchange> {
    return this.openExchange(account);
  }

  async webhookUrl(): Promise<string> {
    const { url, token } = await this.#running();
    return `${url}/whook/${token}`;
  }

  async *events(signal: AbortSignal, onOpen: () => void): AsyncGenerator<LiveEvent> {
    const { readEvents } = await import("../runtime/read-events.ts");
    yield* readEvents(await this.#running(), { signal, onOpen });
    if (!signal.aborted) throw new CommandError("whook has stopped");
  }

  async egressAddress(): Promise<undefined> {
    return undefined;
  }

  async reportFacts(orderId: OrderId) {
    const { accountsFile, dataDir, token } = this.#env;
    const read = await readAccountsFile(accountsFile);
    const keys = (read.ok ? read.value.accounts : []).flatMap(({ credentials }) => Object.values(credentials.reveal()));
    const secrets = [...keys, token, await findToken(dataDir)].filter((secret) => typeof secret === "string");
    return { answers: await (await this.#read()).answers.listAnswers(orderId), secrets };
  }

  explain(error: unknown): string {
    return messageOf(error);
  }

  async close(): Promise<void> {
    for (const opened of [this.#reading, this.#working]) (await opened?.catch(() => undefined))?.close();
  }

  async #running() {
    const { dataDir, token } = this.#env;
    const running = await findRunning(dataDir);
    if (running === undefined) throw new CommandError(`no whook runs on ${dataDir}: start it with npx whook start`);
    return { url: running.url, token: token ?? (await findToken(dataDir)) ?? "" };
  }

  /** To be changed: it is whook's alone while one runs. @throws CommandError in a folder that holds no data: a switch that is set there would hold nobody back. */
  async #work(): Promise<LocalData> {
    if (this.#working === undefined) checkDataFolder(this.#env.dataDir);
    this.#working ??= openLocalData(this.#env.dataDir, { use: "work", clock: systemClock });
    return this.#working;
  }

  /** Beside a running whook or without: what is only looked at is never changed. */
  #read(): Promise<LocalData> {
    this.#reading ??= openLocalData(this.#env.dataDir, { use: "read", clock: systemClock });
    return this.#reading;
  }

  async #openPool(): Promise<ExchangePool> {
    const { cache, paperStore } = await this.#read();
    // Who only asks what happened waits for no exchange's code.
    const { createPinoTelemetry } = await import("../adapters/local/pino-telemetry.ts");
    const { openExchange } = await import("../adapters/open-exchange.ts");
    const { openPaperFeed } = await import("../adapters/paper-feed.ts");
    const { ExchangePool } = await import("../app/exchange-pool.ts");
    return new ExchangePool({
      accounts: new FileAccountStore(this.#env.accountsFile),
      open: openExchange({
        paperStore,
        paperFeed: () => (this.#feed ??= openPaperFeed(systemClock)),
        marketCache: cache,
        clock: systemClock,
        telemetry: createPinoTelemetry("error"),
      }),
    });
  }
}
