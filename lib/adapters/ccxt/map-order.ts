import { type Decimal, decimal, findDecimal, formatDecimal, ZERO } from "../../core/decimal.ts";
import { defined } from "../../core/defined.ts";
import { type UnixMs, unixMs } from "../../core/ids.ts";
import type { ContractKind } from "../../core/market/contract-unit.ts";
import { entryPriceOf, entryValueOf } from "../../core/market/entry-value.ts";
import type { Fee, VenueOrder, VenueOrderStatus } from "../../core/order/venue-order.ts";
import type { PlaceOrder } from "../../ports/exchange.ts";
import type { Order, Trade } from "./ccxt.ts";

/** What was sent fills the gaps of an answer that only names the order's id (Bybit, OKX, Bitget, KuCoin). */
export type SentOrder = Pick<PlaceOrder, "symbol" | "step">;

/** The order in a venue's answer to placing it; undefined: the answer names no order, or one that cannot be, so it may or may not have landed. */
export function mapPlaced(order: Order | undefined, sent: SentOrder, clientOrderId: string): VenueOrder | undefined {
  const venueOrderId = idOf(order);
  const { step, symbol } = sent;
  const contracts = findDecimal(text(order?.amount)) ?? decimal(step.contracts);
  const filled = findDecimal(text(order?.filled)) ?? ZERO;
  if (order === undefined || venueOrderId === undefined || filled.lt(ZERO)) return undefined;
  return {
    venueOrderId,
    clientOrderId,
    symbol,
    side: step.side,
    orderType: step.orderType,
    // An answer without a status only says the order was taken.
    status: order.status === undefined ? "open" : statusOf(order.status, { contracts, filled }),
    contracts: formatDecimal(contracts),
    filledContracts: formatDecimal(filled),
    ...pricesOf(order, filled),
    ...feeOf(order),
    ...(step.price === undefined ? {} : { limitPrice: formatDecimal(step.price) }),
    ...createdAt(order),
  };
}

/** @throws Error when the venue's answer lacks what an order must say: nobody may trade on a guess. */
export function mapOrder(order: Order, symbol: string): VenueOrder {
  const venueOrderId = idOf(order);
  const contracts = findDecimal(text(order.amount));
  const filled = findDecimal(text(order.filled));
  const { side } = order;
  if (venueOrderId === undefined || contracts === undefined || filled === undefined) {
    throw new Error("the venue's order has no id, size or filled size");
  }
  // Of one that is done the rest would be sent: more than was asked for.
  if (contracts.lt(ZERO) || filled.lt(ZERO)) throw new Error("the venue's order has a size below zero");
  if (side !== "buy" && side !== "sell") throw new Error("the venue's order has no side");
  const orderType = order.type === "limit" ? "limit" : "market";
  const limitPrice = orderType === "limit" ? positive(order.price) : undefined;
  return {
    venueOrderId,
    ...defined({ clientOrderId: order.clientOrderId }),
    symbol,
    side,
    orderType,
    status: statusOf(order.status, { contracts, filled }),
    contracts: formatDecimal(contracts),
    filledContracts: formatDecimal(filled),
    ...pricesOf(order, filled),
    ...feeOf(order),
    ...(limitPrice === undefined ? {} : { limitPrice: formatDecimal(limitPrice) }),
    ...createdAt(order),
  };
}

/** The fee as the order tells it. Zero may stand for one that is not told yet. */
function feeOf({ fee }: Order): { readonly fee?: Fee } {
  const cost = findDecimal(text(fee?.cost));
  const currency = fee?.currency;
  if (cost === undefined || cost.eq(ZERO) || typeof currency !== "string") return {};
  return { fee: { cost: formatDecimal(cost), currency } };
}

/**
 * `order` with what its fills add: the fee, and the average price where the venue left it out. Ignored while fills are still
 * missing; where they are ahead of the order (Kraken's status lags them), they are believed.
 */
export function withFills(order: VenueOrder, trades: readonly Trade[], kind: ContractKind): VenueOrder {
  const fills = trades.map(fillOf).filter((fill) => fill !== undefined);
  const contracts = sum(fills.map((fill) => fill.contracts));
  if (fills.length === 0 || contracts.lt(order.filledContracts) || contracts.gt(order.contracts)) return order;
  const value = sum(fills.map((fill) => entryValueOf(fill.contracts, fill.price, kind)));
  const fee = totalFee(fills.map((fill) => fill.fee));
  const isAhead = contracts.gt(order.filledContracts);
  const known = isAhead ? undefined : order.averagePrice;
  const averagePrice = known ?? formatDecimal(entryPriceOf(contracts, value, kind).round(12, 1));
  const isWhole = order.status === "open" && contracts.eq(order.contracts);
  return {
    ...order,
    ...(isWhole ? { status: "filled" } : {}),
    filledContracts: formatDecimal(contracts),
    averagePrice,
    ...defined({ fee }),
  };
}

interface OrderFill {
  readonly contracts: Decimal;
  readonly price: Decimal;
  readonly fee: { readonly cost: Decimal; readonly currency: string } | undefined;
}

function fillOf({ amount, price, fee }: Trade): OrderFill | undefined {
  const contracts = findDecimal(text(amount));
  const at = findDecimal(text(price));
  if (contracts === undefined || at === undefined) return undefined;
  const cost = findDecimal(text(fee?.cost));
  const currency = fee?.currency;
  const isTold = cost !== undefined && typeof currency === "string";
  return { contracts, price: at, fee: isTold ? { cost, currency } : undefined };
}

/** One fee of one coin, or none: fees in two coins do not add up. */
function totalFee(fees: readonly OrderFill["fee"][]): Fee | undefined {
  const told = fees.filter((fee) => fee !== undefined);
  const currency = told[0]?.currency;
  if (currency === undefined || told.length < fees.length) return undefined;
  if (told.some((fee) => fee.currency !== currency)) return undefined;
  return { cost: formatDecimal(sum(told.map((fee) => fee.cost))), currency };
}

/** ccxt's status in our words; what it calls closed is filled only if all of it is. */
function statusOf(
  status: string | undefined,
  { contracts, filled }: { readonly contracts: Decimal; readonly filled: Decimal },
): VenueOrderStatus {
  switch (status) {
    case "open":
    case "canceling":
      return "open";
    case "closed":
      // Taken for cancelled, it would be sent again.
      if (filled.eq(ZERO)) throw new Error("the venue's order is done, but it tells nothing that filled");
      return filled.gte(contracts) ? "filled" : "canceled";
    case "canceled":
    case "expired":
      return filled.gte(contracts) && filled.gt(ZERO) ? "filled" : "canceled";
    case "rejected":
      return "rejected";
    default:
      throw new Error(`the venue's order has the unknown status "${status}"`);
  }
}

function pricesOf(order: Order, filled: Decimal): { readonly averagePrice?: string } {
  const average = filled.gt(ZERO) ? positive(order.average) : undefined;
  return average === undefined ? {} : { averagePrice: formatDecimal(average) };
}

function createdAt({ timestamp }: Order): { readonly createdAt?: UnixMs } {
  // A time, no amount.
  return timestamp === undefined ? {} : { createdAt: unixMs(Number(timestamp)) };
}

function idOf(order: Order | undefined): string | undefined {
  const id = order?.id;
  return id === undefined || id === null || id === "" ? undefined : String(id);
}

function positive(value: unknown): Decimal | undefined {
  const parsed = findDecimal(text(value));
  return parsed?.gt(ZERO) ? parsed : undefined;
}

/** ccxt types say number; clients made with `number: String` give text, and must. */
function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function sum(values: readonly Decimal[]): Decimal {
  return values.reduce((total, value) => total.plus(value), ZERO);
}
