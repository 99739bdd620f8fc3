// The book of one account and market: the cost of its position, and which executions are in it. One small document, changed
// on its version, before the order itself is: an execution that is booked twice finds itself and changes nothing.
import { type DecimalString, decimal, formatDecimal, ZERO } from "../decimal.ts";
import type { Accounted, OrderExecution } from "../execution/order-record.ts";
import type { OrderId } from "../ids.ts";
import { entryPriceOf, entryValueOf, type ProfitMarket } from "../market/entry-value.ts";
import { applyCostFill, type CostBook, type CostFill, EMPTY_COST, matchPosition } from "./average-cost.ts";

/** An execution as far as it is in the book. */
export interface BookedExecution {
  readonly orderId: OrderId;
  readonly clientOrderId: string;
  readonly contracts: DecimalString;
  /** What they were entered for; absent when their price is not known. */
  readonly value?: DecimalString;
  readonly accounted: Accounted;
}

/** The book of one account and market: what is held at what cost, and what was booked lately. */
export interface MarketBook {
  readonly cost: CostBook;
  /** Oldest first: those that may be booked again, because their order may not show them yet or may still fill. */
  readonly booked: readonly BookedExecution[];
}

export const EMPTY_BOOK: MarketBook = { cost: EMPTY_COST, booked: [] };

/** An order's executions, to be booked. */
export interface Booking {
  readonly orderId: OrderId;
  readonly executions: readonly OrderExecution[];
  readonly market: ProfitMarket;
}

/** The book with an order's executions in it, and the executions with what they did. Any number of times, the same result. */
export function bookExecutions(
  book: MarketBook,
  { orderId, executions, market }: Booking,
): { readonly book: MarketBook; readonly executions: readonly OrderExecution[] } {
  let next = book;
  const accounted = executions.map((execution) => {
    if (execution.accounted !== undefined) return execution;
    const booked = bookOne(next, { orderId, execution, market });
    next = booked.book;
    return { ...execution, accounted: booked.accounted };
  });
  return { book: next, executions: accounted };
}

/** Whether the position before an execution that is not booked yet is another than the book's. */
export function isPositionMoved(book: MarketBook, { orderId, executions }: Omit<Booking, "market">): boolean {
  const first = executions.find(
    (execution) => execution.accounted === undefined && find(book, orderId, execution) === undefined,
  );
  if (first?.positionBefore === undefined) return false;
  return !matchPosition(book.cost, first.positionBefore).moved.eq(ZERO);
}

/** The book without the executions of orders that show them and fill no more. */
export function withoutSettled(book: MarketBook, settled: ReadonlySet<OrderId>): MarketBook {
  return { ...book, booked: book.booked.filter(({ orderId }) => !settled.has(orderId)) };
}

interface One {
  readonly orderId: OrderId;
  readonly execution: OrderExecution;
  readonly market: ProfitMarket;
}

function bookOne(book: MarketBook, one: One): { readonly book: MarketBook; readonly accounted: Accounted } {
  const { orderId, execution, market } = one;
  const earlier = find(book, orderId, execution);
  const rest = decimal(execution.contracts).minus(earlier?.contracts ?? ZERO);
  if (earlier !== undefined && rest.lte(ZERO)) return { book, accounted: earlier.accounted };
  const { positionBefore } = execution;
  const matched =
    earlier === undefined && positionBefore !== undefined
      ? matchPosition(book.cost, positionBefore)
      : { book: book.cost, moved: ZERO };
  const { contracts, clientOrderId, averagePrice, side } = execution;
  const value = averagePrice === undefined ? undefined : entryValueOf(decimal(contracts), averagePrice, market);
  const price = priceOfRest(one, earlier);
  const fill: CostFill = { contracts: side === "buy" ? rest : rest.neg(), ...(price === undefined ? {} : { price }) };
  const applied = applyCostFill(matched.book, fill, market);
  const moved = matched.moved.eq(ZERO) ? {} : { positionMoved: formatDecimal(matched.moved) };
  const accounted = addAccounted({ ...applied.accounted, ...moved }, earlier?.accounted);
  const others = book.booked.filter((other) => other !== earlier);
  const entry: BookedExecution = {
    orderId,
    clientOrderId,
    contracts,
    ...(value === undefined ? {} : { value: formatDecimal(value) }),
    accounted,
  };
  return { book: { cost: applied.book, booked: [...others, entry] }, accounted };
}

/** The price of what filled since it was booked last; undefined when it cannot be told. */
function priceOfRest({ execution, market }: One, earlier: BookedExecution | undefined): CostFill["price"] {
  const { averagePrice, contracts } = execution;
  if (earlier === undefined || averagePrice === undefined) return averagePrice;
  if (earlier.value === undefined) return undefined;
  const rest = decimal(contracts).minus(earlier.contracts);
  const value = entryValueOf(decimal(contracts), averagePrice, market).minus(earlier.value);
  if (value.lte(ZERO)) return undefined;
  return entryPriceOf(rest, value, market);
}

function find(
  { booked }: MarketBook,
  orderId: OrderId,
  { clientOrderId }: OrderExecution,
): BookedExecution | undefined {
  return booked.find((other) => other.orderId === orderId && other.clientOrderId === clientOrderId);
}

/** The results of two parts of one execution; the position before it is the first part's matter. */
function addAccounted(later: Accounted, earlier: Accounted | undefined): Accounted {
  if (earlier === undefined) return later;
  const add = (one = "0", other = "0") => formatDecimal(decimal(one).plus(other));
  const outside = add(earlier.outsideContracts, later.outsideContracts);
  return {
    ...earlier,
    realizedProfit: add(earlier.realizedProfit, later.realizedProfit),
    closedContracts: add(earlier.closedContracts, later.closedContracts),
    ...(outside === "0" ? {} : { outsideContracts: outside }),
  };
}
