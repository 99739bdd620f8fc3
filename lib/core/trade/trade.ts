// What became of one order, in the words a trader asks for it: the object of `whook trades --json`.
import type { AlertOrder, Side } from "../alert/alert-order.ts";
import { type DecimalString, decimal, formatDecimal } from "../decimal.ts";
import { averagePriceOf } from "../execution/fills.ts";
import type { EndCode, OrderRecord, OrderStatus } from "../execution/order-record.ts";
import { isoTime, type UnixMs } from "../ids.ts";
import type { OrderType, PlaceStep } from "../order/plan.ts";

export interface Trade {
  readonly orderId: string;
  readonly alertId: string;
  /** 1-based physical line of the alert, and its text. */
  readonly line: number;
  readonly text: string;
  readonly account: string;
  readonly exchange: string;
  readonly symbol: string;
  readonly command: AlertOrder["command"];
  /** Absent when the order places nothing, or is not planned yet. */
  readonly side?: Side;
  readonly orderType?: OrderType;
  readonly status: OrderStatus;
  readonly code?: EndCode;
  readonly reason?: string;
  /** What the plan's orders add up to; "0" before there is a plan. */
  readonly requestedContracts: DecimalString;
  readonly filledContracts: DecimalString;
  readonly averagePrice?: DecimalString;
  readonly fee?: { readonly cost: DecimalString; readonly currency: string };
  /** The leverage the order worked with. */
  readonly leverage?: number;
  readonly realizedProfit?: DecimalString;
  /** Average price against the price when it was planned, in hundredths of a percent; above zero is worse for the trader. */
  readonly slippageBps?: DecimalString;
  readonly attempts: number;
  readonly clientOrderIds: readonly string[];
  readonly receivedAt: string;
  readonly firstAttemptAt?: string;
  readonly submittedAt?: string;
  readonly endedAt?: string;
}

const BASIS_POINTS = "10000";

/** The trade of an order, as far as it is. */
export function tradeOf(record: OrderRecord): Trade {
  const { state, order } = record;
  const places = placeSteps(record);
  const [firstPlace] = places;
  const side = "side" in order ? order.side : firstPlace?.side;
  const requested = places.reduce((sum, { contracts }) => sum.plus(contracts), decimal("0"));
  const averagePrice = averagePriceOf(state.fills);
  const { feeCost, feeCurrency } = state.fills;
  const leverage = leverageOf(record);
  const slippageBps = slippage(record, { side, averagePrice });
  return {
    orderId: record.orderId,
    alertId: record.alertId,
    line: record.line,
    text: record.text,
    account: record.account,
    exchange: record.exchange,
    symbol: record.symbol,
    command: order.command,
    ...(side === undefined ? {} : { side }),
    ...(firstPlace === undefined ? {} : { orderType: firstPlace.orderType }),
    status: state.status,
    ...(state.code === undefined ? {} : { code: state.code }),
    ...(state.reason === undefined ? {} : { reason: state.reason }),
    requestedContracts: formatDecimal(requested),
    filledContracts: state.fills.contracts,
    ...(averagePrice === undefined ? {} : { averagePrice }),
    ...(feeCost === undefined || feeCurrency === undefined ? {} : { fee: { cost: feeCost, currency: feeCurrency } }),
    ...(leverage === undefined ? {} : { leverage }),
    ...(slippageBps === undefined ? {} : { slippageBps }),
    attempts: state.attempts,
    clientOrderIds: state.clientOrderIds,
    receivedAt: isoTime(record.receivedAt),
    ...time("firstAttemptAt", state.firstAttemptAt),
    ...time("submittedAt", state.submittedAt),
    ...time("endedAt", state.endedAt),
  };
}

function placeSteps({ state }: OrderRecord): readonly PlaceStep[] {
  return (state.plan?.steps ?? []).filter((step) => step.kind === "place");
}

function leverageOf({ order, state }: OrderRecord): number | undefined {
  const set = state.plan?.steps.find((step) => step.kind === "set-leverage");
  const asked = "leverage" in order ? order.leverage : undefined;
  return set?.leverage ?? asked ?? state.plan?.inputs.leverage;
}

function slippage(
  { state }: OrderRecord,
  { side, averagePrice }: { readonly side: Side | undefined; readonly averagePrice: DecimalString | undefined },
): DecimalString | undefined {
  const expected = state.plan?.inputs.price;
  if (side === undefined || averagePrice === undefined || expected === undefined) return undefined;
  const worse = side === "buy" ? decimal(averagePrice).minus(expected) : decimal(expected).minus(averagePrice);
  return formatDecimal(worse.div(expected).times(BASIS_POINTS).round(2, 1));
}

function time<K extends string>(key: K, at: UnixMs | undefined): { readonly [P in K]?: string } {
  return at === undefined ? {} : ({ [key]: isoTime(at) } as { readonly [P in K]: string });
}
