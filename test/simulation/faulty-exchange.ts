// An exchange over a network that fails: it may take an order and not say so, refuse it, be slow, or not yet know it.
import { decimal } from "../../lib/core/decimal.ts";
import type { OrderFailure } from "../../lib/core/failure.ts";
import type { UnixMs } from "../../lib/core/ids.ts";
import type { VenueTraits } from "../../lib/core/market/venue-table.ts";
import type { VenueOrder } from "../../lib/core/order/venue-order.ts";
import { err, ok, type Result } from "../../lib/core/result.ts";
import type { Clock } from "../../lib/ports/clock.ts";
import type { Exchange, OrderQuery, PlaceOrder } from "../../lib/ports/exchange.ts";

export type Fault =
  | "none"
  /** Nothing arrives; nobody knows. */
  | "lost-before"
  /** It arrives and is done; the answer is lost. */
  | "lost-after"
  /** A definite answer that it was not done and that it will pass. */
  | "busy"
  /** Refused as too big, whatever the balance. */
  | "too-big"
  /** A gateway's 5xx with JSON in it, whatever became of it behind. */
  | "gateway-before"
  | "gateway-after"
  /** Too many requests, without a wait and with one. */
  | "rate-limited"
  | "rate-limited-for"
  /** Refused in words that may also mean an order of that id is there already. */
  | "vague";

/** Chooses what goes wrong, call by call. */
export interface FaultPlan {
  /** @param call - the port's method. */
  faultOf(call: string): Fault;
  latencyMs(call: string): number;
  /** For how long the venue denies knowing an order it just took. */
  lookUpLagMs(): number;
  /** For how long the venue's list of positions does not show what has filled. @default 0 */
  positionsLagMs?(): number;
  /** Whether an id that is there already is refused in words that may mean something else. */
  isVague?(): boolean;
  /** How long a rate limit says to wait. */
  waitMs?(): number;
  /** Whether orders tell their fee, ever. @default true */
  tellsFees?(): boolean;
  /** Whether resting reduce-only orders hold the size they may close. @default false */
  holdsReductions?(): boolean;
}

/** Ids of ours begin with that of the order. */
const ORDER_ID_LENGTH = 29;

export const FAULTLESS: FaultPlan = { faultOf: () => "none", latencyMs: () => 0, lookUpLagMs: () => 0 };

/** One effect on the venue, in the order they happened. */
export interface Effect {
  readonly at: UnixMs;
  /** The venue's account. */
  readonly account: string;
  readonly symbol: string;
  readonly clientOrderId: string;
  readonly reduceOnly: boolean;
  readonly order: VenueOrder;
  /** What rested of the same order of ours when it came. */
  readonly beside: readonly string[];
}

export interface FaultyExchangeOptions {
  /** The venue's account. */
  readonly account: string;
  readonly inner: Exchange;
  readonly clock: Clock;
  readonly faults: FaultPlan;
  readonly traits?: VenueTraits;
  /** Every effect is written here. */
  readonly journal: Effect[];
}

/** Methods of `inner` with faults around them. */
export function faultyExchange({ account, inner, clock, faults, traits, journal }: FaultyExchangeOptions): Exchange {
  const hiddenUntil = new Map<string, number>();
  /** What the list of positions was before each order, and until when it may be shown. */
  const pastLists: { readonly until: number; readonly list: Awaited<ReturnType<Exchange["listPositions"]>> }[] = [];

  async function call<T>(name: string, work: () => Promise<Result<T, OrderFailure>>): Promise<Result<T, OrderFailure>> {
    const fault = faults.faultOf(name);
    const before = Math.floor(faults.latencyMs(name) / 2);
    await clock.sleep(before);
    if (fault === "lost-before") return err(lost());
    if (fault === "busy") return err(busy());
    if (fault === "gateway-before") return err(gateway(name));
    if (fault === "rate-limited") return err(rateLimited());
    if (fault === "rate-limited-for") return err({ ...rateLimited(), retryAfterMs: faults.waitMs?.() ?? 0 });
    if (fault === "too-big") return err(tooBig());
    if (fault === "vague") return err(vague());
    const result = await work();
    await clock.sleep(before);
    if (fault === "gateway-after") return err(gateway(name));
    return fault === "lost-after" ? err(lost()) : result;
  }

  /** Whether what rests to reduce the position leaves less of it than the order is to close. */
  async function isHeld({ symbol, step }: PlaceOrder): Promise<boolean> {
    if (faults.holdsReductions?.() !== true || !step.reduceOnly || step.orderType !== "market") return false;
    const [resting, snapshot] = await Promise.all([inner.listRestingOrders(symbol), inner.readSnapshot(symbol)]);
    if (!resting.ok || !snapshot.ok) return false;
    const held = resting.value.filter(({ reduceOnly, side }) => reduceOnly && side === step.side);
    const free = held.reduce((left, { contracts }) => left.minus(contracts), decimal(snapshot.value.position).abs());
    return held.length > 0 && free.lt(step.contracts);
  }

  async function place(request: PlaceOrder): Promise<Result<VenueOrder, OrderFailure>> {
    if (await isHeld(request)) return err(blocked());
    const beside = await restingBeside(request);
    const lagMs = faults.positionsLagMs?.() ?? 0;
    if (lagMs > 0) pastLists.push({ until: clock.now() + lagMs, list: await inner.listPositions() });
    const placed = await inner.placeOrder(request);
    if (!placed.ok) return placed.error.remedy === "adopt" && faults.isVague?.() === true ? err(vague()) : placed;
    const { symbol, clientOrderId, step } = request;
    const { reduceOnly } = step;
    journal.push({ at: clock.now(), account, symbol, clientOrderId, reduceOnly, order: placed.value, beside });
    hiddenUntil.set(clientOrderId, clock.now() + faults.lookUpLagMs());
    // Like most venues: the answer to a market order does not tell its fill.
    return ok({ ...placed.value, status: step.orderType === "market" ? "open" : placed.value.status });
  }

  async function restingBeside({ symbol, clientOrderId }: PlaceOrder): Promise<readonly string[]> {
    const listed = await inner.listRestingOrders(symbol);
    const ids = listed.ok ? listed.value.flatMap((order) => order.clientOrderId ?? []) : [];
    const owner = clientOrderId.slice(0, ORDER_ID_LENGTH);
    return clientOrderId.length > ORDER_ID_LENGTH
      ? ids.filter((id) => id.startsWith(owner) && id !== clientOrderId)
      : [];
  }

  async function find(query: OrderQuery): Promise<Result<VenueOrder | undefined, OrderFailure>> {
    const isHidden = clock.now() < (hiddenUntil.get(query.clientOrderId) ?? 0);
    if (isHidden) return ok(undefined);
    const found = await inner.findOrder(query);
    if (!found.ok || found.value === undefined || faults.tellsFees?.() !== false) return found;
    const { fee: _untold, ...order } = found.value;
    return ok(order);
  }

  return {
    traits: traits ?? inner.traits,
    findInstrument: (symbol, options) => call("findInstrument", () => inner.findInstrument(symbol, options)),
    listInstruments: () => inner.listInstruments(),
    readSnapshot: (symbol) => call("readSnapshot", () => inner.readSnapshot(symbol)),
    placeOrder: (request) => call("placeOrder", () => place(request)),
    findOrder: (query) => call("findOrder", () => find(query)),
    listRestingOrders: (symbol) => call("listRestingOrders", () => inner.listRestingOrders(symbol)),
    cancelOrder: (symbol, customId, id) => call("cancelOrder", () => inner.cancelOrder(symbol, customId, id)),
    listOpenSymbols: () => call("listOpenSymbols", () => inner.listOpenSymbols()),
    cancelAllOrders: (symbol) => call("cancelAllOrders", () => inner.cancelAllOrders(symbol)),
    setLeverage: (symbol, leverage, mode) => call("setLeverage", () => inner.setLeverage(symbol, leverage, mode)),
    setMarginMode: (symbol, mode, leverage) => call("setMarginMode", () => inner.setMarginMode(symbol, mode, leverage)),
    setPositionMode: (symbol, mode) => call("setPositionMode", () => inner.setPositionMode(symbol, mode)),
    listPositions: async () => pastLists.find(({ until }) => clock.now() < until)?.list ?? inner.listPositions(),
    readBalance: () => inner.readBalance(),
    readMovements: (span) => inner.readMovements(span),
    readCandles: (query) => inner.readCandles(query),
    checkAccount: () => inner.checkAccount(),
  };
}

function lost(): OrderFailure {
  return { code: "VENUE_UNREACHABLE", outcome: "unknown", remedy: "look-up", message: "the connection was cut" };
}

function busy(): OrderFailure {
  return { code: "VENUE_BUSY", outcome: "rejected", remedy: "retry", message: "the venue is busy" };
}

function gateway(call: string): OrderFailure {
  const message = "no usable answer: HTTP 504";
  return call === "placeOrder"
    ? { code: "OUTCOME_UNKNOWN", outcome: "unknown", remedy: "look-up", message }
    : { code: "VENUE_UNREACHABLE", outcome: "unknown", remedy: "retry", message };
}

function rateLimited(): OrderFailure {
  return { code: "RATE_LIMITED", outcome: "rejected", remedy: "retry", message: "too many requests" };
}

function blocked(): OrderFailure {
  const message = "resting reduce-only orders hold the position";
  return { code: "REDUCTION_BLOCKED", outcome: "rejected", remedy: "make-way", message };
}

function tooBig(): OrderFailure {
  return { code: "FUNDS_INSUFFICIENT", outcome: "rejected", remedy: "shrink", message: "margin is insufficient" };
}

function vague(): OrderFailure {
  const message = "the order is too small, or its id was used before";
  return { code: "ORDER_INVALID", outcome: "unknown", remedy: "abort-if-absent", message };
}
