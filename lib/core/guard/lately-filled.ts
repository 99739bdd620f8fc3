// A venue's list of positions may lag some seconds behind the fills it has told: what an opening left just now counts meanwhile.
import { type DecimalString, decimal, formatDecimal, ZERO } from "../decimal.ts";
import { averagePriceOf, positionAfter } from "../execution/fills.ts";
import { isEnded, type OrderRecord } from "../execution/order-record.ts";
import { positionLeft } from "../execution/position-left.ts";
import type { UnixMs } from "../ids.ts";

/** So long a venue may not show what it has filled. */
const POSITIONS_LAG_MS = 10_000;

/** A position, and what it may be worth. */
export interface HeldPosition {
  readonly symbol: string;
  /** Without a sign. */
  readonly contracts: DecimalString;
  readonly markPrice?: DecimalString;
  readonly entryPrice?: DecimalString;
}

/** Whether an order of the worker's past filled so lately that the venue's positions may not show it. */
export function hasFilledLately({ state }: OrderRecord, now: UnixMs): boolean {
  return isEnded(state) && state.filledAt !== undefined && isLately(state.filledAt, now);
}

/** Whether the venue's positions may not show what filled then. */
export function isLately(filledAt: number, now: UnixMs): boolean {
  // Either way: another machine's clock may go ahead.
  return Math.abs(now - filledAt) < POSITIONS_LAG_MS;
}

/** Whether what rested and may open may have filled so lately, unknown to us: it was taken off the book after `since`. */
export function mayHaveFilledLately({ state }: OrderRecord, since: UnixMs, now: UnixMs): boolean {
  return state.open.some(
    ({ submission: { step, intentAt } }) => !step.reduceOnly && now - Math.max(since, intentAt) < POSITIONS_LAG_MS,
  );
}

/**
 * The positions with that of a symbol as large as its orders left it, where the venue shows less of it.
 * @param orders - of the symbol, and of the whole account.
 */
export function heldOrLeft(
  positions: readonly HeldPosition[],
  symbol: string,
  orders: readonly OrderRecord[],
): readonly HeldPosition[] {
  const shown = positions.find((position) => position.symbol === symbol);
  const inTurn = inTurnOf(orders);
  const contracts = decimal(inTurn.reduce<DecimalString>(leftAfter, "0")).abs();
  if (contracts.lte(shown?.contracts ?? ZERO)) return positions;
  const entryPrice = inTurn.map(priceOf).findLast((price) => price !== undefined);
  const left = { symbol, contracts: formatDecimal(contracts), ...(entryPrice === undefined ? {} : { entryPrice }) };
  return [...positions.filter((position) => position !== shown), { ...shown, ...left }];
}

/** Those that moved the position, in the order in which they last did. */
function inTurnOf(orders: readonly OrderRecord[]): readonly OrderRecord[] {
  const timed = orders.flatMap((record) => {
    const at = timeOfEffect(record);
    return at === undefined ? [] : [{ at, record }];
  });
  const isBefore = (a: OrderRecord, b: OrderRecord) => (a.orderId < b.orderId ? -1 : 1);
  return timed.toSorted((a, b) => a.at - b.at || isBefore(a.record, b.record)).map(({ record }) => record);
}

/** When it last moved the position; undefined: it did not. A `closeall` that ended flat left none. */
function timeOfEffect({ state, order }: OrderRecord): UnixMs | undefined {
  if (order.command !== "closeall") return state.filledAt;
  return state.code === "FLAT" ? state.endedAt : undefined;
}

function leftAfter(before: DecimalString, record: OrderRecord): DecimalString {
  if (record.order.command === "closeall") return "0";
  return positionLeft(record) ?? record.state.executions.reduce(positionAfter, before);
}

function priceOf({ state: { fills, work } }: OrderRecord): DecimalString | undefined {
  return averagePriceOf(fills, work?.instrument) ?? work?.plan?.inputs.price;
}
