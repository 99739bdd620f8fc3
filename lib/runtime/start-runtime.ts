// whook on one machine: the webhook, the queue, the worker and the data file in one process, the same use cases as on AWS.
import { createAccountsFile, FileAccountStore, readAccountsFile } from "../adapters/local/file-account-store.ts";
import { readNotificationsFile } from "../adapters/local/file-notifications.ts";
import { isSameSecret } from "../adapters/local/is-same-secret.ts";
import { readHoldings } from "../app/read-holdings.ts";
import { tellStandings } from "../app/tell-standings.ts";
import { MAX_ALERT_BYTES } from "../config/limits.ts";
import { faultOf } from "../core/reason-of.ts";
import type { Account } from "../ports/account-store.ts";
import type { Clock } from "../ports/clock.ts";
import type { PriceFeed } from "../ports/price-feed.ts";
import type { Telemetry } from "../ports/telemetry.ts";
import { Arrivals } from "./arrivals.ts";
import { addAskRoute } from "./bot/ask-route.ts";
import { createEngine } from "./engine.ts";
import { EventFeed, type LiveListener, watchedData } from "./event-feed.ts";
import { addEventRoute } from "./event-route.ts";
import { makeDataDir, openLocalData } from "./local-data.ts";
import { openNotifications } from "./open-notifications.ts";
import { findRunning, removeRuntimeFile, writeRuntimeFile } from "./runtime-file.ts";
import type { Loop } from "./start-loop.ts";
import { keepToken } from "./token.ts";
import { createWebhookServer } from "./webhook-server.ts";

const LOOPBACK = "127.0.0.1";

/** What `npm start` is told by its environment, and who it tells. */
export interface RuntimeOptions {
  readonly port: number;
  /** The address that is listened on. @default 127.0.0.1: what comes from elsewhere comes through a proxy or a tunnel */
  readonly host?: string;
  readonly dataDir: string;
  readonly accountsFile: string;
  /** Who is told what. @default nobody */
  readonly notificationsFile?: string;
  /** The token of the webhook's address. @default made once and kept in the data folder */
  readonly token?: string;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  /** Hears of what happens, once it is on record. @default nobody */
  readonly onEvent?: LiveListener;
  /** Prices of paper accounts. @default live ones when they can be had, else synthetic */
  readonly paperFeed?: PriceFeed;
}

/** A whook that runs, and what its start found. */
export interface Runtime {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly token: string;
  readonly accounts: readonly Account[];
  readonly warnings: readonly string[];
  /** Whether the accounts file was made by this start. */
  readonly madeAccountsFile: boolean;
  /** Where paper prices come from. */
  readonly priceSource: string;
  /** Orders that were waiting from before. */
  readonly resumed: number;
  /** Takes no more alerts, lets running attempts end, closes everything. */
  stop(): Promise<void>;
}

/**
 * Starts everything. Orders that were under way when the last run ended, however it ended, go on.
 * @throws Error in plain words: accounts that are wrong, a port in use, a data folder in use.
 */
export async function startRuntime(options: RuntimeOptions): Promise<Runtime> {
  const { dataDir, clock, telemetry } = options;
  const { token, madeAccountsFile, written } = await readFiles(options);
  const parts = await openParts(options, token);
  const { data, engine, notifications, paperFeed, resumed, server } = parts;
  let notifier: Loop | undefined;
  const stop = () =>
    takeEach([
      () => server.close(),
      () => engine.stop(),
      () => notifier?.stop(),
      () => removeRuntimeFile(dataDir),
      () => data.close(),
    ]);
  try {
    const url = await listen(server, options);
    // Live prices may take seconds to be found: alerts are taken meanwhile, and paper orders wait for them.
    void paperFeed();
    await writeRuntimeFile(dataDir, { pid: process.pid, url });
    const standings = await tellStandings(engine.guards, written.accounts, clock.now());
    const warnings = [...written.warnings, ...standings, ...(await notificationWarnings(options))];
    await notifications?.listChannels();
    await engine.startWork();
    notifier = await startNotifier(options, parts);
    const { source: priceSource } = await paperFeed();
    return { url, token, accounts: written.accounts, warnings, madeAccountsFile, priceSource, resumed, stop };
  } catch (error) {
    // Nothing may listen, and store alerts, where nobody works on them.
    await stop().catch((fault: unknown) => telemetry.log("error", "could not be stopped", { reason: faultOf(fault) }));
    throw error;
  }
}

type Parts = Awaited<ReturnType<typeof openParts>>;

/** The data, what works on it, and the server before it listens. */
async function openParts(options: RuntimeOptions, token: string) {
  const { dataDir, accountsFile, clock, telemetry } = options;
  let prices: Promise<PriceFeed> | undefined;
  const paperFeed = () => (prices ??= feedOf(options));
  const notifications = openNotifications(options.notificationsFile, telemetry);
  const marksNotices = () => notifications?.isUsed ?? false;
  const feed = new EventFeed();
  if (options.onEvent !== undefined) feed.listen(options.onEvent);
  const arrivals = new Arrivals();
  const isArriving = () => arrivals.goOn();
  const opened = await openLocalData(dataDir, { use: "work", clock, marksNotices, telemetry, isArriving });
  const data = watchedData(opened, feed);
  const accounts = new FileAccountStore(accountsFile, (problems) =>
    telemetry.log("error", "accounts file is broken: the last good version stays in force", { problems }),
  );
  const engine = createEngine({ data, accounts, clock, telemetry, paperFeed });
  // The writer's lock says that nobody else works on this data: what the last run held is free at once.
  await data.queue.releaseAll();
  const resumed = await data.queue.count();
  const isToken = (given: string) => isSameSecret(given, token);
  const server = createWebhookServer({ ...engine.alerts, isToken, maxAlertBytes: MAX_ALERT_BYTES });
  arrivals.watch(server.server);
  addEventRoute(server, { feed, isToken });
  const exchangeFor = (account: Account) => engine.exchanges.exchangeFor(account);
  const { guards } = engine;
  addAskRoute(server, { accounts, guards, clock, ledger: data.ledger, exchangeFor, telemetry, isToken });
  return { accounts, data, engine, exchangeFor, notifications, paperFeed, resumed, server };
}

/** Who tells of what happens, where anybody is to be told. */
async function startNotifier(
  { clock, telemetry }: RuntimeOptions,
  { accounts, data, exchangeFor, notifications }: Parts,
): Promise<Loop | undefined> {
  if (notifications === undefined) return undefined;
  const readsHoldings = (some: readonly Account[]) => readHoldings({ telemetry, exchangeFor }, some);
  const { startNotifierLoop } = await import("./notifier-loop.ts");
  return startNotifierLoop({ ...data, accounts, clock, telemetry, readHoldings: readsHoldings, notifications });
}

async function feedOf({ paperFeed, clock }: RuntimeOptions): Promise<PriceFeed> {
  if (paperFeed !== undefined) return paperFeed;
  const { openPaperFeed } = await import("../adapters/paper-feed.ts");
  return openPaperFeed(clock);
}

/** What the folder and its files say before anything is opened. */
async function readFiles({ dataDir, accountsFile, token }: RuntimeOptions) {
  await makeDataDir(dataDir);
  const running = await findRunning(dataDir);
  if (running !== undefined)
    throw new Error(`whook runs on ${dataDir} already, at ${running.url} (process ${running.pid})`);
  const madeAccountsFile = await createAccountsFile(accountsFile);
  const read = await readAccountsFile(accountsFile);
  if (!read.ok) throw new Error(read.error.join("\n"));
  const { warnings, accounts } = read.value;
  return {
    token: token ?? (await keepToken(dataDir)),
    madeAccountsFile,
    written: { warnings, accounts: accounts.map(({ account }) => account) },
  };
}

/** Each step, whatever became of those before. @throws what the first met that failed */
async function takeEach(steps: readonly (() => unknown)[]): Promise<void> {
  const faults: unknown[] = [];
  for (const step of steps) {
    try {
      await step();
    } catch (error) {
      faults.push(error);
    }
  }
  if (faults.length > 0) throw faults[0];
}

/** What is wrong with it stops no order. */
async function notificationWarnings({ notificationsFile }: RuntimeOptions): Promise<readonly string[]> {
  if (notificationsFile === undefined) return [];
  const read = await readNotificationsFile(notificationsFile);
  return read.ok ? read.value.warnings : read.error;
}

/** @returns the address that this machine itself reaches it by. */
async function listen(
  server: ReturnType<typeof createWebhookServer>,
  { port, host = LOOPBACK }: Pick<RuntimeOptions, "port" | "host">,
): Promise<string> {
  try {
    const url = new URL(await server.listen({ host, port }));
    return ["0.0.0.0", "::"].includes(host) ? `http://${LOOPBACK}:${url.port}` : url.origin;
  } catch (error) {
    const isTaken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
    if (!isTaken) throw error;
    throw new Error(`port ${port} is in use: set PORT to another one, like ${port + 1}`, {
      cause: error,
    });
  }
}
