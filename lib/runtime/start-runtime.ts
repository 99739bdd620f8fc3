// whook on one machine: the webhook, the queue, the worker and the ledger in one process, the same use cases as on AWS.
import { createHash } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { monotonicFactory } from "ulid";
import { createAccountsFile, FileAccountStore, readAccountsFile } from "../adapters/local/file-account-store.ts";
import {
  KEY_WINDOW_MS,
  LAST_CALL_MS,
  MAX_IN_PLACE_WAIT_MS,
  RESEND_AFTER_MS,
  RESEND_UNTIL_MS,
} from "../config/limits.ts";
import type { Account } from "../ports/account-store.ts";
import type { Clock } from "../ports/clock.ts";
import type { PriceFeed } from "../ports/price-feed.ts";
import type { Telemetry } from "../ports/telemetry.ts";
import { ExchangeFactory } from "./exchange-factory.ts";
import { type LocalData, openLocalData } from "./local-data.ts";
import { openPaperFeed } from "./paper-feed.ts";
import { findRunning, removeRuntimeFile, writeRuntimeFile } from "./runtime-file.ts";
import { keepToken } from "./token.ts";
import { createWebhookServer } from "./webhook-server.ts";
import { startWorkerLoop } from "./worker-loop.ts";

/** How often resting paper orders look at the price. */
const PAPER_TICK_MS = 2_000;
const HOST = "127.0.0.1";

export interface RuntimeOptions {
  readonly port: number;
  readonly dataDir: string;
  readonly accountsFile: string;
  /** The token of the webhook's address. @default made once and kept in the data folder */
  readonly token?: string;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  /** Prices of paper accounts. @default live ones when they can be had, else synthetic */
  readonly paperFeed?: PriceFeed;
}

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
  const { dataDir, accountsFile, clock, telemetry } = options;
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const running = await findRunning(dataDir);
  if (running !== undefined)
    throw new Error(`whook runs on ${dataDir} already, at ${running.url} (process ${running.pid})`);
  const madeAccountsFile = await createAccountsFile(accountsFile);
  const read = await readAccountsFile(accountsFile);
  if (!read.ok) throw new Error(read.error.join("\n"));
  const token = options.token ?? (await keepToken(dataDir));
  const feed = options.paperFeed ?? (await openPaperFeed(clock));
  const data = await openLocalData(dataDir, clock);
  const accounts = new FileAccountStore(accountsFile, (problems) =>
    telemetry.log("error", "accounts file is broken: the last good version stays in force", { problems }),
  );
  const exchanges = new ExchangeFactory({ accounts, ...data, paperFeed: async () => feed, clock, telemetry });
  // The ledger's lock says that nobody else works on this data: what the last run held is free at once.
  data.queue.releaseAll();
  const resumed = await data.queue.count();
  const server = createWebhookServer(alertDeps(options, { data, accounts }), { token });
  const url = await listen(server, options.port).catch(async (error: unknown) => {
    await data.close();
    throw error;
  });
  await writeRuntimeFile(dataDir, { pid: process.pid, url, ledgerEndpoint: data.ledgerEndpoint });
  const limits = { lastCallMs: LAST_CALL_MS, inPlaceWaitMs: MAX_IN_PLACE_WAIT_MS };
  const execution = {
    ledger: data.ledger,
    clock,
    telemetry,
    accounts,
    limits,
    exchangeFor: (account: Account) => exchanges.exchangeFor(account),
  };
  const worker = startWorkerLoop({ queue: data.queue, execution });
  const ticking = tickPaper(exchanges, { clock, telemetry });
  return {
    url,
    token,
    accounts: read.value.accounts.map(({ account }) => account),
    warnings: read.value.warnings,
    madeAccountsFile,
    priceSource: feed.source,
    resumed,
    stop: async () => {
      await server.close();
      await ticking.stop();
      await worker.stop();
      await removeRuntimeFile(dataDir);
      await data.close();
    },
  };
}

function alertDeps(
  { clock, telemetry }: RuntimeOptions,
  parts: { readonly data: LocalData; readonly accounts: FileAccountStore },
) {
  const { ledger, queue } = parts.data;
  const windows = { resendAfterMs: RESEND_AFTER_MS, resendUntilMs: RESEND_UNTIL_MS, keyMs: KEY_WINDOW_MS };
  const hash = (text: string) => createHash("sha256").update(text).digest("hex");
  return { ledger, queue, accounts: parts.accounts, clock, telemetry, newUlid: monotonicFactory(), hash, windows };
}

async function listen(server: ReturnType<typeof createWebhookServer>, port: number): Promise<string> {
  try {
    return await server.listen({ host: HOST, port });
  } catch (error) {
    const isTaken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
    if (!isTaken) throw error;
    throw new Error(`port ${port} is in use: set PORT to another one, like PORT=${port + 1} npm start`, {
      cause: error,
    });
  }
}

/** Lets resting paper orders fill while nobody asks about them. */
function tickPaper(
  exchanges: ExchangeFactory,
  { clock, telemetry }: Pick<RuntimeOptions, "clock" | "telemetry">,
): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const loop = async () => {
    while (!stopping.signal.aborted) {
      await clock.sleep(PAPER_TICK_MS, stopping.signal);
      await exchanges
        .tickPaper()
        .catch((error: unknown) => telemetry.log("warn", "paper prices could not be read", { reason: String(error) }));
    }
  };
  const ticking = loop();
  return {
    stop: async () => {
      stopping.abort();
      await ticking;
    },
  };
}
