// The backend of this machine: accounts.json, the data folder, and the whook that runs on it.
import { systemClock } from "../adapters/local/system-clock.ts";
import type { ExchangePool } from "../app/exchange-pool.ts";
import type { LiveEvent } from "../app/live-event.ts";
import type { LocalEnv } from "../config/env.ts";
import type { OrderId } from "../core/ids.ts";
import type { Account } from "../ports/account-store.ts";
import type { Exchange } from "../ports/exchange.ts";
import type { PriceFeed } from "../ports/price-feed.ts";
import type { LocalData } from "../runtime/local-data.ts";
import { findRunning } from "../runtime/runtime-file.ts";
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
    const read = await this.#readAccounts();
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
    const read = await this.#readAccounts();
    const keys = (read.ok ? read.value.accounts : []).flatMap(({ credentials }) => Object.values(credentials.reveal()));
    const secrets = [...keys, this.#env.token, await this.#keptToken()].filter((secret) => typeof secret === "string");
    return { answers: await (await this.#read()).answers.listAnswers(orderId), secrets };
  }

  explain(error: unknown): string {
    return messageOf(error);
  }

  async close(): Promise<void> {
    for (const opened of [this.#reading, this.#working]) (await opened?.catch(() => undefined))?.close();
  }

  /** Who only asks what happened waits for nothing that checks accounts. */
  async #readAccounts() {
    const { readAccountsFile } = await import("../adapters/local/file-account-store.ts");
    return readAccountsFile(this.#env.accountsFile);
  }

  async #running() {
    const { dataDir } = this.#env;
    const running = await findRunning(dataDir);
    if (running === undefined) throw new CommandError(`no whook runs on ${dataDir}: start it with npx whook start`);
    return { url: running.url, token: this.#env.token ?? (await this.#keptToken()) ?? "" };
  }

  async #keptToken(): Promise<string | undefined> {
    const { findToken } = await import("../runtime/token.ts");
    return findToken(this.#env.dataDir);
  }

  /** To be changed: it is whook's alone while one runs. @throws CommandError in a folder that holds no data: a switch that is set there would hold nobody back. */
  async #work(): Promise<LocalData> {
    if (this.#working === undefined) checkDataFolder(this.#env.dataDir);
    this.#working ??= this.#open("work");
    return this.#working;
  }

  /** Beside a running whook or without: what is only looked at is never changed. */
  #read(): Promise<LocalData> {
    this.#reading ??= this.#open("read");
    return this.#reading;
  }

  async #open(use: "work" | "read"): Promise<LocalData> {
    const { openLocalData } = await import("../runtime/local-data.ts");
    return openLocalData(this.#env.dataDir, { use, clock: systemClock });
  }

  async #openPool(): Promise<ExchangePool> {
    const { cache, paperStore } = await this.#read();
    // Nor for an exchange's code.
    const { FileAccountStore } = await import("../adapters/local/file-account-store.ts");
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
