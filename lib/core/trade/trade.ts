// What became of one order, in the words a trader asks for it: the object of `whook trades --json`.
// It is a long file for one reason: the object has so many keys, each made from the order's record.
import type { AlertOrder, Side } from "../alert/alert-order.ts";
import { type Decimal, type DecimalString, decimal, formatDecimal, ZERO } from "../decimal.ts";
import { defined } from "../defined.ts";
import { averagePriceOf, totalsOf } from "../execution/fills.ts";
import type { EndCode, OrderExecution, OrderRecord, OrderStatus } from "../execution/order-record.ts";
import { placeStepsOf, plannedContracts } from "../execution/planned.ts";
import { isoTime, type UnixMs } from "../ids.ts";
import type { Instrument } from "../market/instrument.ts";
import type { OrderType } from "../order/plan.ts";
import { notionalOf } from "../order/size.ts";
import { type LockResult, lockResultOf } from "./lock-result.ts";
import { resultOf, type TradeResult } from "./trade-result.ts";

/** Decimals are strings, times ISO in UTC with milliseconds. Amounts are in the settle coin unless said otherwise. */
export interface Trade extends TradeResult, LockResult {
  readonly orderId: string;
  readonly alertId: string;
  /** 1-based physical line of the alert, and its text. */
  readonly line: number;
  readonly text: string;
  readonly account: string;
  readonly exchange: string;
  readonly symbol: string;
  readonly command: AlertOrder["command"];
  /** The strategy's name: `tag:NAME` of the alert. */
  readonly tag?: string;
  /** Absent when the order places nothing, or is not planned yet. */
  readonly side?: Side;
  readonly orderType?: OrderType;
  readonly status: OrderStatus;
  readonly code?: EndCode;
  readonly reason?: string;
  /** What the plan's orders add up to; "0" before there is a plan. */
  readonly requestedContracts: DecimalString;
  /** What the venue took of it. */
  readonly sentContracts: DecimalString;
  readonly filledContracts: DecimalString;
  /** Why these differ, and what else was decided on the way, but for what is a warning: one sentence each. */
  readonly notes: readonly string[];
  /** What was worth saying of the line when it came, and of the plan: one sentence each. */
  readonly warnings: readonly string[];
  readonly averagePrice?: DecimalString;
  /** The price when it was planned: the middle of the book, or a limit order's own. */
  readonly receiptPrice?: DecimalString;
  /** `price:VALUE` of the alert. */
  readonly alertPrice?: DecimalString;
  /** Worth of what filled, in quote. */
  readonly notional?: DecimalString;
  /** The leverage the order worked with. */
  readonly leverage?: number;
  /** Put up for what it was to open, less what was cut off. */
  readonly margin?: DecimalString;
  /** Average price against `receiptPrice`, in hundredths of a percent; above zero is worse for the trader. */
  readonly slippageBps?: DecimalString;
  /** The same against `alertPrice`. */
  readonly alertSlippageBps?: DecimalString;
  readonly attempts: number;
  readonly clientOrderIds: readonly string[];
  readonly receivedAt: string;
  readonly firstAttemptAt?: string;
  readonly submittedAt?: string;
  /** When the last fill was learned of. */
  readonly filledAt?: string;
  readonly endedAt?: string;
  /** Milliseconds in each stage, as far as it came. */
  readonly stagesMs: TradeStages;
}

/** Where an order's time went, milliseconds. Absent: it never came so far. */
export interface TradeStages {
  /** Received to first attempt. */
  readonly queued?: number;
  /** First attempt to the order on the venue. */
  readonly sending?: number;
  /** On the venue to the last fill. */
  readonly filling?: number;
  /** Received to ended. */
  readonly total?: number;
}

const BASIS_POINTS = "10000";

/** A trade as it was stored: one of a time that kept no warnings has none. */
export function storedTrade(json: unknown): Trade {
  const stored = json as Omit<Trade, "warnings"> & Partial<Trade>;
  // Copied only where something is missing: a long history would be copied whole.
  return stored.warnings === undefined ? { ...stored, warnings: [] } : (stored as Trade);
}

/** What is written, told and shown of one record is the same trade, made once. */
const known = new WeakMap<OrderRecord, Trade>();

/** The trade of an order, as far as it is. */
export function tradeOf(record: OrderRecord): Trade {
  const trade = known.get(record) ?? madeOf(record);
  known.set(record, trade);
  return trade;
}

function madeOf(record: OrderRecord): Trade {
  const { state, order } = record;
  const places = placeStepsOf(state);
  const [firstPlace] = places;
  // A position that is closed and opened again for its margin mode sells and buys: what it ends as is the trade's side.
  const side = "side" in order ? order.side : (places.find(({ purpose }) => purpose !== "close") ?? firstPlace)?.side;
  const requested = plannedContracts(state);
  const prices = pricesOf(record);
  return {
    orderId: record.orderId,
    alertId: record.alertId,
    line: record.line,
    text: record.text,
    account: record.account,
    exchange: record.exchange,
    symbol: record.symbol,
    command: order.command,
    ...defined({ tag: order.tag, side, orderType: firstPlace?.orderType }),
    status: state.status,
    ...defined({ code: state.code, reason: state.reason }),
    requestedContracts: formatDecimal(requested),
    sentContracts: state.sent,
    filledContracts: state.fills.contracts,
    notes: notesOf(record),
    warnings: warningsOf(record),
    ...prices,
    ...defined({
      notional: notional(record, prices.averagePrice),
      leverage: leverageOf(record),
      margin: marginOf(record, requested),
    }),
    ...resultOf(record),
    ...lockResultOf(record),
    attempts: state.attempts,
    clientOrderIds: state.clientOrderIds,
    ...timesOf(record),
  };
}

/** What a step sets or carries; else what had been set; where there is nothing to set, or no plan, what was asked. */
function leverageOf({ order, state }: OrderRecord): number | undefined {
  const { steps = [], inputs } = state.work?.plan ?? {};
  const [set] = steps.flatMap((step) => ("leverage" in step && step.leverage !== undefined ? [step.leverage] : []));
  const asked = "leverage" in order ? order.leverage : undefined;
  return set ?? inputs?.leverage ?? asked;
}

/** The plan's margin is that of its opening part: what is above the position it was to close. */
function marginOf(record: OrderRecord, requested: Decimal): DecimalString | undefined {
  const plan = record.state.work?.plan;
  if (plan?.margin === undefined) return undefined;
  const closes = placeStepsOf(record.state).some(({ purpose }) => purpose !== "open");
  const opening = closes ? requested.minus(decimal(plan.inputs.position).abs()) : requested;
  // Older records kept the margin of an opening that close-only had stopped.
  if (opening.lte(ZERO)) return undefined;
  const opened = record.events.reduce(
    (left, event) => (event.kind === "shrunk" ? left.minus(event.from).plus(event.to) : left),
    opening,
  );
  return formatDecimal(decimal(plan.margin).times(opened).div(opening).round(12, 1));
}

function notesOf({ state, events }: OrderRecord): readonly string[] {
  const shrunk = events.flatMap((event) =>
    event.kind === "shrunk" ? [`made smaller, from ${event.from} to ${event.to} contracts: ${event.why}`] : [],
  );
  const { outcome, reason } = state.work?.plan ?? {};
  return [...(outcome === "steps" && reason !== undefined ? [reason] : []), ...shrunk];
}

function warningsOf({ warnings = [], state }: OrderRecord): readonly string[] {
  return [...warnings.map(({ message }) => message), ...(state.work?.plan?.warnings ?? [])];
}

type Prices = Pick<Trade, "averagePrice" | "receiptPrice" | "alertPrice" | "slippageBps" | "alertSlippageBps">;

function pricesOf({ state, order }: OrderRecord): Prices {
  const averagePrice = averagePriceOf(state.fills, state.work?.instrument);
  const receiptPrice = state.work?.plan?.inputs.price;
  const alertPrice = order.price;
  return defined({
    averagePrice,
    receiptPrice,
    alertPrice,
    slippageBps: slippage(state, receiptPrice),
    alertSlippageBps: slippage(state, alertPrice),
  });
}

/** Of each side by its own sign, as many contracts as it filled; undefined while a price is missing. */
function slippage(
  { executions, work }: OrderRecord["state"],
  expected: DecimalString | undefined,
): DecimalString | undefined {
  if (expected === undefined) return undefined;
  const sides = (["buy", "sell"] as const).map((side) => executions.filter((execution) => execution.side === side));
  const parts = sides
    .filter((filled) => filled.length > 0)
    .map((filled) => worseThan(filled, expected, work?.instrument));
  if (parts.length === 0) return undefined;
  let [worse, contracts] = [ZERO, ZERO];
  for (const part of parts) {
    if (part === undefined) return undefined;
    worse = worse.plus(part.worse.times(part.contracts));
    contracts = contracts.plus(part.contracts);
  }
  return formatDecimal(worse.times(BASIS_POINTS).div(contracts.times(expected)).round(2, 1));
}

/** How much worse than `expected` executions of one side were, a contract. */
function worseThan(
  filled: readonly OrderExecution[],
  expected: DecimalString,
  market: Instrument | undefined,
): { readonly worse: Decimal; readonly contracts: Decimal } | undefined {
  const totals = totalsOf(filled, market);
  const average = averagePriceOf(totals, market);
  if (average === undefined) return undefined;
  const change = decimal(average).minus(expected);
  return { worse: filled[0]?.side === "buy" ? change : change.neg(), contracts: decimal(totals.contracts) };
}

function notional({ state }: OrderRecord, averagePrice: DecimalString | undefined): DecimalString | undefined {
  const market = state.work?.instrument;
  if (market === undefined || averagePrice === undefined) return undefined;
  const contracts: Decimal = decimal(state.fills.contracts);
  return formatDecimal(notionalOf(contracts, { market, price: averagePrice }).round(12, 1));
}

function timesOf({ receivedAt, state }: OrderRecord) {
  const { firstAttemptAt, submittedAt, filledAt, endedAt } = state;
  return {
    receivedAt: isoTime(receivedAt),
    ...defined({
      firstAttemptAt: isoOf(firstAttemptAt),
      submittedAt: isoOf(submittedAt),
      filledAt: isoOf(filledAt),
      endedAt: isoOf(endedAt),
    }),
    stagesMs: defined({
      queued: between(receivedAt, firstAttemptAt),
      sending: between(firstAttemptAt, submittedAt),
      filling: between(submittedAt, filledAt),
      total: between(receivedAt, endedAt),
    }),
  };
}

function isoOf(at: UnixMs | undefined): string | undefined {
  return at === undefined ? undefined : isoTime(at);
}

function between(from: UnixMs | undefined, to: UnixMs | undefined): number | undefined {
  return from === undefined || to === undefined ? undefined : to - from;
}
