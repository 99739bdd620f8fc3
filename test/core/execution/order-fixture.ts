// An order on a small ETH market, ready to be walked through the retry machine one event at a time.
import type { TradeOrder } from "../../../lib/core/alert/alert-order.ts";
import { symbolOf } from "../../../lib/core/alert/symbol-of.ts";
import { decideNext } from "../../../lib/core/execution/decide-next.ts";
import type { Decision, EventOf, ExecutionEvent } from "../../../lib/core/execution/decision.ts";
import { followOrder, type Memory } from "../../../lib/core/execution/follow-order.ts";
import type { Followed } from "../../../lib/core/execution/followed.ts";
import {
  type EndedState,
  NEW_ORDER_STATE,
  type OrderRecord,
  type OrderState,
  type PlanningState,
} from "../../../lib/core/execution/order-record.ts";
import type { PlaceInPlan } from "../../../lib/core/execution/phase.ts";
import type { OrderFailure } from "../../../lib/core/failure.ts";
import { alertId, orderIdOf, timePrefix, type UnixMs, unixMs } from "../../../lib/core/ids.ts";
import type { Instrument } from "../../../lib/core/market/instrument.ts";
import type { Snapshot } from "../../../lib/core/market/snapshot.ts";
import type { VenueTraits } from "../../../lib/core/market/venue-table.ts";
import type { Reading } from "../../../lib/core/order/plan-from.ts";
import type { VenueOrder } from "../../../lib/core/order/venue-order.ts";

export const T0 = unixMs(1_700_000_000_000);
export const ALERT = alertId(`${timePrefix(T0)}0123456789abcdef`);
export const ORDER_ID = orderIdOf(ALERT, 0);

export const ETH: Instrument = {
  symbol: "ETH/USDT:USDT",
  venueSymbol: "ETHUSDT",
  base: "ETH",
  quote: "USDT",
  settle: "USDT",
  inverse: false,
  contractSize: "1",
  contractStep: "0.001",
  priceTick: "0.01",
  minContracts: "0.001",
  minNotional: "20",
  maxLeverage: 100,
};

export const FLAT: Snapshot = {
  position: "0",
  equity: "1000",
  free: "1000",
  bid: "1999",
  ask: "2001",
  leverage: 3,
  marginMode: "isolated",
  positionMode: "one-way",
  othersOpen: false,
};

export const BUY: TradeOrder = {
  line: 1,
  account: "demo",
  symbol: "ETH/USDT:USDT",
  command: "buy",
  side: "buy",
  quantity: { value: "0.5", unit: "base", basis: "nominal" },
  reduceOnly: false,
};

export function orderRecord(change: Partial<OrderRecord> = {}): OrderRecord {
  const order = change.order ?? BUY;
  return {
    orderId: ORDER_ID,
    alertId: ALERT,
    line: 1,
    text: "demo ETH/USDT buy 0.5",
    account: "demo",
    exchange: "binance",
    symbol: symbolOf(order),
    order,
    receivedAt: T0,
    orderTimeoutMs: 40_000,
    alertTimeoutMs: 180_000,
    version: 1,
    state: NEW_ORDER_STATE,
    events: [{ at: T0, kind: "received" }],
    ...change,
  };
}

/** The state of an order that ended, or is at work without a plan yet. */
export function stateOf(change: Partial<EndedState> | Partial<PlanningState>): OrderState {
  // Whoever builds a state says its phase and work together.
  return { ...NEW_ORDER_STATE, ...change } as OrderState;
}

/** Where in its plan an order stands. */
export function placeOf({ state }: OrderRecord): PlaceInPlan | undefined {
  return state.work !== undefined && "at" in state.work ? state.work.at : undefined;
}

/** The order after the venue was asked about the one of it that is open; undefined: no news. */
export function followOpen(
  record: OrderRecord,
  seen: VenueOrder | undefined,
  now: UnixMs,
  memory: Memory = {},
): Followed | undefined {
  const [open] = record.state.open;
  if (open === undefined) throw new Error("nothing of the order is open");
  return followOrder(record, { open, seen, now, memory });
}

export function reading(
  change: Partial<Snapshot> = {},
  traits: VenueTraits = {},
  instrument: Instrument = ETH,
): Reading {
  return { instrument, snapshot: { ...FLAT, ...change }, traits, wanted: { marginMode: "isolated" } };
}

export function read(change: Partial<Snapshot> = {}, traits: VenueTraits = {}): EventOf<"read"> {
  return { kind: "read", reading: reading(change, traits) };
}

export function failure(change: Partial<OrderFailure> & Pick<OrderFailure, "remedy">): OrderFailure {
  const outcome = change.remedy === "look-up" ? "unknown" : "rejected";
  return { code: "VENUE_REJECTED", outcome, message: "the venue said no", ...change };
}

export function venueOrder(change: Partial<VenueOrder> = {}): VenueOrder {
  return {
    venueOrderId: "9001",
    symbol: "ETH/USDT:USDT",
    side: "buy",
    orderType: "market",
    status: "filled",
    contracts: "0.5",
    filledContracts: "0.5",
    averagePrice: "2001",
    fee: { cost: "0.5", currency: "USDT" },
    ...change,
  };
}

/** Walks an order through events; each may come `afterMs` after the one before. */
export class Walk {
  record: OrderRecord;
  now: UnixMs;
  last: Decision | undefined;

  constructor(record: OrderRecord = orderRecord(), now: UnixMs = T0) {
    this.record = record;
    this.now = now;
  }

  on(event: ExecutionEvent, afterMs = 0): Decision {
    this.now = unixMs(this.now + afterMs);
    const decision = decideNext(this.record, event, this.now);
    this.record = { ...this.record, state: decision.state, events: [...this.record.events, ...decision.events] };
    this.last = decision;
    return decision;
  }

  /** Delivered, read and sent: the state in which the venue's answer is awaited. */
  sent(change: Partial<Snapshot> = {}, traits: VenueTraits = {}): this {
    this.on({ kind: "delivered" });
    this.on(read(change, traits));
    return this;
  }

  /** Waits until the time the last decision named, and is delivered again. */
  wake(): Decision {
    const action = this.last?.action;
    if (action?.kind !== "wait") throw new Error(`not waiting: ${action?.kind}`);
    return this.on({ kind: "delivered" }, action.until - this.now);
  }
}
