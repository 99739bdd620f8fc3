// What an order of a whole account does: its switch, and the rounds of a `closeall` (docs/design.md#guards).
//
// A round reads, cancels and closes. What it sends only reduces, so that none of it can be too much, however often it is sent;
// the next round reads what is left. An order at work may still open something, and what filled just now may not show yet: none may
// be left either (docs/adr/0130-flat-once-fills-have-shown.md).
import { isAccountOrder } from "../core/alert/symbol-of.ts";
import { decimal, floorToStep, formatDecimal, minDecimal, ZERO } from "../core/decimal.ts";
import type { ExecutionEvent } from "../core/execution/decision.ts";
import type { OrderRecord } from "../core/execution/order-record.ts";
import { tellWord } from "../core/guard/guard-book.ts";
import { mayHaveFilledLately } from "../core/guard/lately-filled.ts";
import { clientOrderIdOf } from "../core/ids.ts";
import { largestOrder } from "../core/order/largest-order.ts";
import type { PlaceStep } from "../core/order/plan.ts";
import type { Trade } from "../core/trade/trade.ts";
import type { Account } from "../ports/account-store.ts";
import type { Exchange, VenuePosition } from "../ports/exchange.ts";
import { MAX_FOLLOWED } from "../ports/ledger.ts";
import type { ExecuteOrderDeps } from "./execution-deps.ts";
import { latelyFilled } from "./lately-filled.ts";

/** Orders sent in one round: as many as one step's ids tell apart. */
const MAX_PARTS = 36;

/** Puts the account's switch on record: `closeall` sets close-only first. */
export async function switchAccount(
  { guards }: ExecuteOrderDeps,
  record: OrderRecord,
  exchange: Exchange | undefined,
): Promise<ExecutionEvent> {
  const { order, orderId, account } = record;
  if (!isAccountOrder(order)) throw new Error(`order ${orderId} is not for a whole account`);
  const command = order.command === "closeall" ? "closeonly" : order.command;
  // What a day's loss is counted from begins anew with it; where that cannot be read now, with the next order.
  const balance = command === "resume" ? await exchange?.readBalance() : undefined;
  const equity = balance?.ok ? balance.value.equity : undefined;
  const book = await guards.setSwitch(account, { command, by: orderId }, equity);
  return { kind: "switched", now: tellWord(book, order.command) };
}

interface Round {
  readonly deps: ExecuteOrderDeps;
  readonly record: OrderRecord;
  readonly exchange: Exchange;
  readonly account: Account;
  readonly did: string[];
  readonly left: string[];
}

/** One round of a `closeall`. */
export async function sweepAccount(
  deps: ExecuteOrderDeps,
  record: OrderRecord,
  { exchange, account }: { readonly exchange: Exchange; readonly account: Account },
): Promise<ExecutionEvent> {
  const round: Round = { deps, record, exchange, account, did: [], left: [] };
  const positions = await exchange.listPositions();
  if (!positions.ok) return { kind: "swept", did: [], left: [`positions unknown: ${positions.error.message}`] };
  const known = new Set([...positions.value.map(({ symbol }) => symbol), ...(await symbolsAtWork(round))]);
  for (const symbol of known) await cancelAll(round, symbol);
  let sent = 0;
  for (const { symbol } of positions.value) await deps.chains.forget({ account: record.account, symbol });
  for (const position of positions.value) sent = await close(round, position, sent);
  const { seen, unseen } = await latelyFilled(deps, record, positions.value);
  round.left.push(...unseen);
  await cancelElsewhere(round, known);
  return { kind: "swept", did: round.did, left: round.left, seen };
}

/**
 * The symbols of orders that work, rest, or may have landed: what rests there is cancelled. Those that came before are waited for, and later
 * ones that had sent something before the switch; but for what only reduces: wherever it landed, it opens nothing.
 */
async function symbolsAtWork({ deps, record, left }: Round): Promise<readonly string[]> {
  const { ledger, clock } = deps;
  const { account, orderId } = record;
  const { trades } = await ledger.listTrades({ account, status: "working" });
  const working = trades.filter(({ symbol }) => symbol !== record.symbol);
  const mayOpen = working.filter((trade) => trade.orderId < orderId || mayHaveOpened(trade));
  left.push(...mayOpen.map((trade) => `order ${trade.orderId} at work`));
  const followed = await ledger.listFollowed(account, { max: MAX_FOLLOWED });
  const open = followed.filter(({ state }) => state.open.length > 0);
  const unknown = open.filter(({ state }) =>
    state.open.some(({ submission: { step } }) => step.customId === undefined && !step.reduceOnly),
  );
  left.push(...unknown.map((order) => `order ${order.orderId}, whose outcome is unknown`));
  const { firstAttemptAt = clock.now() } = record.state;
  const rested = open.filter(
    (order) => !unknown.includes(order) && mayHaveFilledLately(order, firstAttemptAt, clock.now()),
  );
  left.push(
    ...rested.map((order) => `order ${order.orderId}, which rested: it may have filled just before its cancel`),
  );
  return [...working, ...open].map(({ symbol }) => symbol);
}

function mayHaveOpened({ clientOrderIds, command }: Trade): boolean {
  return clientOrderIds.length > 0 && command !== "close";
}

/**
 * Cancels open orders of other symbols, which whook did not place or which came later. Some venues count that reading dear: it is done
 * in the first round, and before a round is said to have found nothing.
 */
async function cancelElsewhere(round: Round, known: ReadonlySet<string>): Promise<void> {
  const { exchange, record, did, left } = round;
  const isFirst = record.state.attempts <= 1;
  if (!isFirst && left.length > 0) return;
  const open = await exchange.listOpenSymbols();
  if (!open.ok) left.push(`orders in other symbols unknown: ${open.error.message}`);
  else if (open.value === undefined && isFirst)
    did.push("orders in other symbols are not known: the exchange lists them by symbol only");
  const symbols = open.ok ? (open.value ?? []) : [];
  for (const symbol of symbols) if (!known.has(symbol)) await cancelAll(round, symbol);
}

async function cancelAll({ exchange, did, left }: Round, symbol: string): Promise<void> {
  const cancelled = await exchange.cancelAllOrders(symbol);
  if (!cancelled.ok) left.push(`orders of ${symbol}: ${cancelled.error.message}`);
  else if (cancelled.value !== undefined && cancelled.value > 0) {
    did.push(`cancelled ${cancelled.value} orders of ${symbol}`);
    left.push(`orders of ${symbol}`);
  }
}

/** @param sent - orders this round has sent. @returns the same with this position's. */
async function close(round: Round, position: VenuePosition, sent: number): Promise<number> {
  const { exchange, record, did, left } = round;
  const { symbol, contracts, positionSide } = position;
  left.push(`${positionSide} ${contracts} contracts of ${symbol}`);
  let next = sent;
  for (const part of await partsOf(exchange, position)) {
    if (next === MAX_PARTS) break;
    const clientOrderId = clientOrderIdOf(record.orderId, next, record.state.attempts);
    next++;
    const step = closeStep(round, position, part);
    const placed = await exchange.placeOrder({ symbol, step, clientOrderId });
    const what = `${step.side} ${part} contracts of ${symbol}, reduce-only, as ${clientOrderId}`;
    did.push(placed.ok ? `sent ${what}` : `could not send ${what}: ${placed.error.message}`);
  }
  return next;
}

/** The position's size, in parts of at most the market's largest order. */
async function partsOf(
  exchange: Exchange,
  { symbol, contracts, markPrice, entryPrice }: VenuePosition,
): Promise<readonly string[]> {
  const market = await exchange.findInstrument(symbol);
  const price = markPrice ?? entryPrice;
  if (!market.ok || market.value === undefined) return [contracts];
  const bound = largestOrder(market.value, { orderType: "market", price });
  const largest = bound === undefined ? ZERO : floorToStep(bound, decimal(market.value.contractStep));
  if (largest.lte(ZERO)) return [contracts];
  const parts: string[] = [];
  for (let left = decimal(contracts); left.gt(ZERO) && parts.length < MAX_PARTS; left = left.minus(largest))
    parts.push(formatDecimal(minDecimal(left, largest)));
  return parts;
}

function closeStep(
  { exchange, account }: Round,
  { positionSide, marginMode }: VenuePosition,
  contracts: string,
): PlaceStep {
  const side = positionSide === "long" ? "sell" : "buy";
  const { marginMode: how } = exchange.traits;
  const isNamed = how === "on-order" || how === "setting-and-order";
  const mode = isNamed ? { marginMode: marginMode ?? account.marginMode } : {};
  return { kind: "place", purpose: "close", side, orderType: "market", contracts, reduceOnly: true, ...mode };
}
