// What a bot can ask of an account, the same in its own process and of a whook that runs elsewhere.

import type { GuardKeeper } from "../../app/guard-keeper.ts";
import { type PlanNowDeps, planNow } from "../../app/plan-now.ts";
import { readMarket } from "../../app/read-market.ts";
import { readTrades } from "../../app/read-trades.ts";
import type { AlertOrder, SymbolOrder } from "../../core/alert/alert-order.ts";
import { parseAlert } from "../../core/alert/parse-alert.ts";
import { isAccountOrder } from "../../core/alert/symbol-of.ts";
import { defined } from "../../core/defined.ts";
import type { OrderRecord } from "../../core/execution/order-record.ts";
import type { OrderFailure } from "../../core/failure.ts";
import { findOrderId } from "../../core/ids.ts";
import type { Instrument } from "../../core/market/instrument.ts";
import { foldSymbol } from "../../core/market/symbol.ts";
import type { PlannedOrder } from "../../core/order/plan-from.ts";
import type { Result } from "../../core/result.ts";
import { StatsBuilder, type TradeStats } from "../../core/trade/stats.ts";
import { type StoryLine, tellStory } from "../../core/trade/tell-story.ts";
import { type Trade, tradeOf } from "../../core/trade/trade.ts";
import type { Account, AccountStore } from "../../ports/account-store.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Exchange, VenueBalance, VenuePosition } from "../../ports/exchange.ts";
import type { Ledger, TradeFilter } from "../../ports/ledger.ts";
import { VenueError, WhookError } from "./whook-error.ts";

/** An account as bots see it. */
export interface BotAccountFacts {
  readonly id: string;
  readonly exchange: string;
  /** The coin its margin and profit are in. */
  readonly settle: string;
}

/** An order, and how it got there. */
export type OrderStory = Trade & { readonly story: readonly StoryLine[] };

/** The best prices now. A side of the book that is empty is absent. */
export interface PricesNow {
  readonly bid?: string;
  readonly ask?: string;
}

/** Which orders, as it goes over a wire. */
export interface HistoryQuestion extends Pick<TradeFilter, "symbol" | "status" | "tag" | "since" | "until" | "limit"> {
  readonly ask: "trades" | "orders" | "stats";
  readonly account: string;
}

/** One question. */
export type Question =
  | { readonly ask: "accounts" }
  | { readonly ask: "positions" | "balance"; readonly account: string }
  | { readonly ask: "market" | "price"; readonly account: string; readonly symbol: string }
  | { readonly ask: "plan"; readonly account: string; readonly text: string }
  | { readonly ask: "order"; readonly account: string; readonly id: string }
  | HistoryQuestion;

/** What each question is answered with. */
export interface Answers {
  readonly accounts: readonly BotAccountFacts[];
  readonly positions: readonly VenuePosition[];
  readonly balance: VenueBalance;
  readonly market: Instrument;
  readonly price: PricesNow;
  readonly plan: readonly PlannedOrder[];
  readonly trades: readonly Trade[];
  readonly orders: readonly OrderStory[];
  readonly order: OrderStory | undefined;
  readonly stats: TradeStats;
}

/** What answering needs. */
export interface AnswerDeps {
  readonly accounts: AccountStore;
  readonly guards: GuardKeeper;
  readonly clock: Clock;
  readonly ledger: Ledger;
  exchangeFor(account: Account): Promise<Result<Exchange, OrderFailure>>;
}

const DEFAULT_LIMIT = 100;

/** @throws WhookError with the code of what is wrong. */
export async function answerQuestion(deps: AnswerDeps, question: Question): Promise<Answers[Question["ask"]]> {
  if (question.ask === "accounts")
    return (await deps.accounts.listAccounts()).map(({ id, exchange, settle }) => ({ id, exchange, settle }));
  const account = await deps.accounts.findAccount(question.account);
  if (account === undefined) throw new WhookError("ACCOUNT_UNKNOWN", `there is no account ${question.account}`);
  switch (question.ask) {
    case "order":
      return orderOf(deps, account, question.id);
    case "trades":
    case "orders":
    case "stats":
      return historyOf(deps, account, question);
    default:
      return venueAnswer({ ...deps, exchange: need(await deps.exchangeFor(account)) }, account, question);
  }
}

async function orderOf({ ledger }: AnswerDeps, account: Account, id: string): Promise<OrderStory | undefined> {
  const orderId = findOrderId(id);
  const record = orderId === undefined ? undefined : await ledger.getOrder(orderId);
  return record?.account.toLowerCase() === account.id.toLowerCase() ? storyOf(record) : undefined;
}

async function historyOf(
  { ledger }: AnswerDeps,
  account: Account,
  question: HistoryQuestion,
): Promise<Answers["trades" | "orders" | "stats"]> {
  const { ask, account: _id, symbol, limit, ...rest } = question;
  const wanted: TradeFilter = {
    account: account.id,
    ...defined({ ...rest, symbol: symbol === undefined ? undefined : unified(symbol, account) }),
  };
  if (ask === "orders")
    return (await ledger.listOrders({ ...wanted, limit: limit ?? DEFAULT_LIMIT })).orders.map(storyOf);
  if (ask === "trades") {
    const trades: Trade[] = [];
    for await (const trade of readTrades(ledger, wanted, limit ?? DEFAULT_LIMIT)) trades.push(trade);
    return trades;
  }
  const builder = new StatsBuilder();
  for await (const trade of readTrades(ledger, wanted, limit)) builder.add(trade);
  return builder.stats();
}

async function venueAnswer(
  deps: PlanNowDeps,
  account: Account,
  question: Extract<Question, { ask: "positions" | "balance" | "market" | "price" | "plan" }>,
): Promise<Answers["positions" | "balance" | "market" | "price" | "plan"]> {
  const { exchange } = deps;
  switch (question.ask) {
    case "positions":
      return need(await exchange.listPositions());
    case "balance":
      return need(await exchange.readBalance());
    case "plan":
      return plansOf(deps, account, question.text);
    case "market":
      return need(await readMarket(exchange, account, unified(question.symbol, account))).instrument;
    case "price": {
      const { bid, ask } = need(await readMarket(exchange, account, unified(question.symbol, account))).snapshot;
      return defined({ bid, ask });
    }
  }
}

async function plansOf(deps: PlanNowDeps, account: Account, text: string): Promise<readonly PlannedOrder[]> {
  const { orders, errors } = parseAlert(text, [account]);
  const [first] = errors;
  if (first !== undefined) throw new WhookError(first.code, errors.map(({ message }) => message).join("; "));
  return Promise.all(orders.map(async (order) => need(await planNow(deps, account, ofOneMarket(order)))));
}

function ofOneMarket(order: AlertOrder): SymbolOrder {
  if (!isAccountOrder(order)) return order;
  throw new WhookError(
    "SYMBOL_MISSING",
    `${order.command} is for the whole account: there is nothing to plan in one market`,
  );
}

function storyOf(record: OrderRecord): OrderStory {
  return { ...tradeOf(record), story: tellStory(record) };
}

function unified(symbol: string, { settle }: Account): string {
  const folded = foldSymbol(symbol, settle);
  if (!folded.ok) throw new WhookError("SYMBOL_INVALID", `"${symbol}": ${folded.error}`);
  return folded.value.symbol;
}

function need<T>(result: Result<T, OrderFailure>): T {
  if (!result.ok) throw new VenueError(result.error.code, result.error.message);
  return result.value;
}
