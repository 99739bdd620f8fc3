// An account as a program trades with it, whichever engine is behind it.
import type { LiveEvent, LiveKind } from "../../app/live-event.ts";
import { tokenize } from "../../core/alert/tokenize.ts";
import type { OrderStatus } from "../../core/execution/order-record.ts";
import { type UnixMs, unixMs } from "../../core/ids.ts";
import type { Instrument } from "../../core/market/instrument.ts";
import type { PlannedOrder } from "../../core/order/plan-from.ts";
import { reasonOf } from "../../core/reason-of.ts";
import type { TradeStats } from "../../core/trade/stats.ts";
import type { Trade } from "../../core/trade/trade.ts";
import type { VenueBalance, VenuePosition } from "../../ports/exchange.ts";
import type { RejectedLine } from "../../ports/ledger.ts";
import type { BotLink } from "./bot-link.ts";
import { type BuyOptions, type CloseOptions, type OrderOptions, orderWords, type TradeOptions } from "./order-words.ts";
import type { BotAccountFacts, OrderStory, PricesNow } from "./questions.ts";
import { LineRefusedError, WhookError } from "./whook-error.ts";

/** What became of a text's lines. */
export interface TextResult {
  /** One for each good line, in order, each ended. */
  readonly trades: readonly Trade[];
  readonly rejected: readonly RejectedLine[];
}

/** Which orders are wanted; what is left out does not narrow. */
export interface HistoryFilter {
  readonly symbol?: string;
  readonly status?: OrderStatus;
  readonly tag?: string;
  readonly since?: Date | number;
  readonly until?: Date | number;
  /** The newest so many. @default 100 */
  readonly limit?: number;
}

/** Ends a wait early. */
export interface WaitOptions {
  readonly signal?: AbortSignal;
}

/**
 * An account that a program trades with: the same planning, retries and record as an alert's. What trades resolves when the
 * order has ended, however it did: look at `status`, `code` and `reason`. It throws a `LineRefusedError` where there is no order,
 * and a `WhookError` of code `OUTCOME_UNKNOWN` where an order may be on its way.
 */
export interface BotAccount extends BotAccountFacts, AsyncIterable<LiveEvent> {
  /** Buys that much: at market, or as a limit order. */
  buy(symbol: string, options: BuyOptions): Promise<Trade>;
  /** Sells that much: at market, or as a limit order. */
  sell(symbol: string, options: BuyOptions): Promise<Trade>;
  /** Goes to a position of that size: above zero long, below zero short. */
  position(symbol: string, options: TradeOptions): Promise<Trade>;
  /** Closes the position, or that much of it. */
  close(symbol: string, options?: CloseOptions): Promise<Trade>;
  /** Cancels the limit order of that name, or `all` of the symbol. */
  cancel(symbol: string, name: string, options?: OrderOptions): Promise<Trade>;
  /** Sets the leverage on the exchange, a whole number from 1; trades nothing. */
  changeLeverage(symbol: string, leverage: number, options?: OrderOptions): Promise<Trade>;
  /** Carries out the lines of an alert, without the account's name; resolves when every order has ended. */
  execute(text: string, options?: WaitOptions): Promise<TextResult>;
  /** What the lines would do now. Sends nothing. */
  plan(text: string): Promise<readonly PlannedOrder[]>;
  /** What is open now, as the exchange tells it. @throws VenueError */
  positions(): Promise<readonly VenuePosition[]>;
  /** Equity and what is free of it, in the settle coin. @throws VenueError */
  balance(): Promise<VenueBalance>;
  /** The market's steps and limits. @throws VenueError `MARKET_NOT_FOUND` */
  market(symbol: string): Promise<Instrument>;
  /** The best bid and ask now. @throws VenueError */
  price(symbol: string): Promise<PricesNow>;
  /** Orders with their stories, newest first. */
  orders(filter?: HistoryFilter): Promise<readonly OrderStory[]>;
  /** One order with its story. */
  order(id: string): Promise<OrderStory | undefined>;
  /** The same orders without their stories. */
  trades(filter?: HistoryFilter): Promise<readonly Trade[]>;
  /** Profit, rates and times over the orders of the filter. */
  stats(filter?: HistoryFilter): Promise<TradeStats>;
  /** Nothing is sent until `resume`. */
  pause(options?: WaitOptions): Promise<TextResult>;
  /** Clears every switch. */
  resume(options?: WaitOptions): Promise<TextResult>;
  /** Nothing opens until `resume`. */
  closeOnly(options?: WaitOptions): Promise<TextResult>;
  /** Cancels every order and closes every position. */
  closeAll(options?: WaitOptions): Promise<TextResult>;
  /** @returns how to stop. */
  on(kind: LiveKind, listener: (event: LiveEvent) => void): () => void;
  /** What happens on the account from this call on, until the loop is left, the signal aborts or the engine is closed. */
  events(options?: WaitOptions): AsyncGenerator<LiveEvent>;
}

/** The account of these facts, over an engine. */
export function createBotAccount(link: BotLink, facts: BotAccountFacts): BotAccount {
  const account = facts.id;
  const execute = async (text: string, { signal }: WaitOptions = {}): Promise<TextResult> => {
    signal?.throwIfAborted();
    link.closing.throwIfAborted();
    const { accepted, rejected } = await link.accept(nameLines(text, account));
    return { trades: await Promise.all(accepted.map((line) => endOf(link, line, signal))), rejected };
  };
  const one = async (symbol: string, words: string, { signal }: WaitOptions = {}): Promise<Trade> => {
    if (symbol.trim() === "" || /\s/.test(symbol.trim()))
      throw new WhookError("ORDER_INVALID", `"${symbol}" is not a symbol`);
    const { trades, rejected } = await execute(
      `${account} ${symbol.trim()} ${words}`,
      signal === undefined ? {} : { signal },
    );
    const [trade] = trades;
    if (trade === undefined) throw new LineRefusedError(rejected);
    return trade;
  };
  const events = (options: WaitOptions = {}) => eventsOf(link, account, options);
  return {
    ...facts,
    buy: async (symbol, options) => one(symbol, orderWords("buy", options), options),
    sell: async (symbol, options) => one(symbol, orderWords("sell", options), options),
    position: async (symbol, options) => one(symbol, orderWords("position", options), options),
    close: async (symbol, options) => one(symbol, orderWords("close", options), options),
    cancel: async (symbol, name, options) => one(symbol, orderWords(`cancel:${name}`, options), options),
    changeLeverage: async (symbol, leverage, options) =>
      one(symbol, orderWords("changeleverage", { ...options, leverage }), options),
    execute,
    plan: (text) => link.ask({ ask: "plan", account, text: nameLines(text, account) }),
    positions: () => link.ask({ ask: "positions", account }),
    balance: () => link.ask({ ask: "balance", account }),
    market: (symbol) => link.ask({ ask: "market", account, symbol }),
    price: (symbol) => link.ask({ ask: "price", account, symbol }),
    orders: (filter) => link.ask({ ask: "orders", account, ...timed(filter) }),
    order: (id) => link.ask({ ask: "order", account, id }),
    trades: (filter) => link.ask({ ask: "trades", account, ...timed(filter) }),
    stats: (filter) => link.ask({ ask: "stats", account, ...timed(filter) }),
    pause: (options) => execute("pause", options),
    resume: (options) => execute("resume", options),
    closeOnly: (options) => execute("closeonly", options),
    closeAll: (options) => execute("closeall", options),
    on: (kind, listener) => link.listen((event) => event?.kind === kind && isOf(event, account) && listener(event)),
    events,
    [Symbol.asyncIterator]: () => events(),
  };
}

/** Waits by events: it is asked for once at first, and again when something of it happened. */
async function endOf(
  link: BotLink,
  { orderId, account }: { orderId: string; account: string },
  given?: AbortSignal,
): Promise<Trade> {
  const signal = given === undefined ? link.closing : AbortSignal.any([given, link.closing]);
  for (;;) {
    const changed = Promise.withResolvers<void>();
    const stop = link.listen((event) => {
      if (event === undefined || (event.orderId === orderId && event.trade !== undefined)) changed.resolve();
    });
    try {
      const order = await link.ask({ ask: "order", account, id: orderId });
      if (order?.endedAt !== undefined) return withoutStory(order);
      await orAborted(changed.promise, signal);
    } catch (error) {
      throw endsWaiting(error, given) ? error : isOnItsWay(orderId, error);
    } finally {
      stop();
    }
  }
}

/** Whoever waits wanted it himself. */
function endsWaiting(error: unknown, given: AbortSignal | undefined): boolean {
  return given?.aborted === true || (error instanceof WhookError && error.code === "CLOSED");
}

/** The order was taken whatever the question met: an error that reads as "it was not" would be answered by sending it again. */
function isOnItsWay(orderId: string, cause: unknown): WhookError {
  const what = `order ${orderId} was taken, and what became of it could not be asked: ${reasonOf(cause)}`;
  return new WhookError("OUTCOME_UNKNOWN", `${what}; look at whook trades before you send it again`, { cause });
}

function withoutStory({ story: _story, ...trade }: OrderStory): Trade {
  return trade;
}

/** Listens at once: what happens before the first step of the loop waits for it. */
function eventsOf(link: BotLink, account: string, { signal: given }: WaitOptions): AsyncGenerator<LiveEvent> {
  const signal = given === undefined ? link.closing : AbortSignal.any([given, link.closing]);
  const waiting: LiveEvent[] = [];
  let arrived = Promise.withResolvers<void>();
  const stop = link.listen((event) => {
    if (event === undefined || !isOf(event, account)) return;
    waiting.push(event);
    arrived.resolve();
  });
  // A loop that never begins never ends either.
  signal.addEventListener("abort", stop, { once: true });
  return (async function* () {
    try {
      while (!signal.aborted) {
        await orAborted(arrived.promise, signal).catch(() => undefined);
        arrived = Promise.withResolvers();
        yield* waiting.splice(0);
      }
    } finally {
      stop();
    }
  })();
}

function isOf(event: LiveEvent, account: string): boolean {
  return event.account === undefined || event.account.toLowerCase() === account.toLowerCase();
}

function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) return abort();
    signal.addEventListener("abort", abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}

function timed({ since, until, ...rest }: HistoryFilter = {}): Omit<HistoryFilter, "since" | "until"> & {
  readonly since?: UnixMs;
  readonly until?: UnixMs;
} {
  return {
    ...rest,
    ...(since === undefined ? {} : { since: unixMs(Number(since)) }),
    ...(until === undefined ? {} : { until: unixMs(Number(until)) }),
  };
}

/** A bot's lines need not name its account. */
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
