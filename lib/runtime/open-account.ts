// The account engine for bots: the same planning, execution and record as alerts over HTTP, in the bot's own process.
import { createPinoTelemetry } from "../adapters/local/pino-telemetry.ts";
import { systemClock } from "../adapters/local/system-clock.ts";
import { openPaperFeed } from "../adapters/paper-feed.ts";
import { DataFileError } from "../adapters/sqlite/data-file-error.ts";
import { acceptAlert } from "../app/accept-alert.ts";
import { readMarket } from "../app/read-market.ts";
import { parseAccounts } from "../config/accounts.ts";
import type { AlertIssue } from "../core/alert/alert-order.ts";
import { parseAlert } from "../core/alert/parse-alert.ts";
import { symbolOf } from "../core/alert/symbol-of.ts";
import { tokenize } from "../core/alert/tokenize.ts";
import type { OrderFailure } from "../core/failure.ts";
import type { OrderId } from "../core/ids.ts";
import { type PlannedOrder, plannedOrder } from "../core/order/plan-from.ts";
import type { Result } from "../core/result.ts";
import { type Trade, tradeOf } from "../core/trade/trade.ts";
import type { Exchange, VenueBalance, VenuePosition } from "../ports/exchange.ts";
import type { RejectedLine } from "../ports/ledger.ts";
import { createEngine } from "./engine.ts";
import { openLocalData } from "./local-data.ts";

/** How often an order under way is looked at. */
const LOOK_EVERY_MS = 20;
const DEFAULT_DATA_DIR = ".whook-bot";

/** One entry of accounts.json: ACCOUNT_ID, EXCHANGE, API_KEY, SECRET_KEY and the optional keys. */
export type AccountEntry = Readonly<Record<string, unknown>>;

/** Where a bot's account keeps what it did. */
export interface OpenAccountOptions {
  /** Where orders are kept. A folder belongs to one process at a time. @default ".whook-bot" */
  readonly dataDir?: string;
}

/** What became of a text's lines. */
export interface TextResult {
  /** One for each good line, in order, each ended. */
  readonly trades: readonly Trade[];
  readonly rejected: readonly RejectedLine[];
}

/**
 * An account that a program trades with: the same planning, retries and record as an alert's. It works until `close`.
 */
export interface AccountEngine {
  /** Carries out the lines of an alert, without the account's name; resolves when every order has ended. */
  execute(text: string): Promise<TextResult>;
  /** What the lines would do now. Sends nothing. @throws Error with what is wrong with a line, or with the venue. */
  plan(text: string): Promise<readonly PlannedOrder[]>;
  positions(): Promise<readonly VenuePosition[]>;
  balance(): Promise<VenueBalance>;
  /** Lets running orders end, and closes the data. */
  close(): Promise<void>;
}

/**
 * Opens one account for a program. Orders left from before, however the last process ended, go on at once.
 * @throws Error with what is wrong with the entry, or with the data folder.
 * @example
 * const account = await openAccount({ ACCOUNT_ID: "bot", EXCHANGE: "paper" });
 * const { trades } = await account.execute("ETH/USDT buy 100$ x2");
 * console.log(trades[0]?.status, trades[0]?.averagePrice);
 * await account.close();
 */
export async function openAccount(entry: AccountEntry, options: OpenAccountOptions = {}): Promise<AccountEngine> {
  const parsed = parseAccounts(JSON.stringify([entry]));
  if (!parsed.ok) throw new Error(parsed.error.join("; "));
  const [configured] = parsed.value;
  if (configured === undefined) throw new Error("no account");
  const { account } = configured;
  const dataDir = options.dataDir ?? DEFAULT_DATA_DIR;
  const data = await openLocalData(dataDir, { use: "work", clock: systemClock }).catch(sayOtherFolder);
  await data.queue.releaseAll();
  const accounts = {
    listAccounts: async () => [account],
    findAccount: async () => account,
    findConfigured: async () => configured,
  };
  const feed = openPaperFeed(systemClock);
  const engine = createEngine({
    data,
    accounts,
    clock: systemClock,
    telemetry: createPinoTelemetry("error"),
    paperFeed: () => feed,
  });
  engine.startWork();
  const withName = (text: string) => nameLines(text, account.id);
  const exchange = async (): Promise<Exchange> => need(await engine.exchanges.exchangeFor(account));
  return {
    execute: async (text) => {
      const { body } = await acceptAlert(engine.alerts, withName(text));
      const trades = await Promise.all(body.accepted.map(({ orderId }) => ended(orderId)));
      return { trades, rejected: body.rejected };
    },
    plan: async (text) => {
      const { orders, errors } = parseAlert(withName(text), [account]);
      if (errors.length > 0) throw new Error(errors.map(({ message }: AlertIssue) => message).join("; "));
      const venue = await exchange();
      return Promise.all(
        orders.map(async (order) => plannedOrder(order, need(await readMarket(venue, account, symbolOf(order))))),
      );
    },
    positions: async () => need(await (await exchange()).listPositions()),
    balance: async () => need(await (await exchange()).readBalance()),
    close: async () => {
      await engine.stop();
      data.close();
    },
  };

  async function ended(orderId: OrderId): Promise<Trade> {
    for (;;) {
      const record = await data.ledger.getOrder(orderId);
      if (record?.state.phase.kind === "ended") return tradeOf(record);
      await systemClock.sleep(LOOK_EVERY_MS);
    }
  }
}

function sayOtherFolder(error: unknown): never {
  const isTaken = error instanceof DataFileError && error.fault === "in-use";
  throw isTaken ? new Error(`${error.message}; or give the bot a folder of its own`, { cause: error }) : error;
}

/** A bot has one account: its lines need not name it. */
function nameLines(text: string, account: string): string {
  const name = account.toLowerCase();
  return text
    .split("\n")
    .map((line) => {
      const words = tokenize(line).map((word) => word.text.toLowerCase());
      const isNamed = words.includes(name) || words.length === 0;
      return isNamed ? line : `${account} ${line}`;
    })
    .join("\n");
}

function need<T>(result: Result<T, OrderFailure>): T {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}
