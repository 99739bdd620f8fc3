// The matching engine behind the paper venue and the tests' venue simulators: pure, one account, one venue.
// It is one file since placing, filling and ticking change the same state under the same rules.
import type { Side } from "../../core/alert/alert-order.ts";
import {
  type Decimal,
  type DecimalString,
  decimal,
  floorToStep,
  formatDecimal,
  minDecimal,
  ZERO,
} from "../../core/decimal.ts";
import { entryValueOf, settleAmount, settleValueOf } from "../../core/market/entry-value.ts";
import type { Instrument } from "../../core/market/instrument.ts";
import { largestOrder } from "../../core/order/largest-order.ts";
import { openingPart } from "../../core/order/shrink.ts";
import { notionalOf } from "../../core/order/size.ts";
import { err, ok, type Result } from "../../core/result.ts";
import { applyFill } from "./apply-fill.ts";
import { freeOf, marginFor, middleOf, positionMargin, settingsOf, unrealizedProfit } from "./margin.ts";
import type {
  EngineChange,
  EngineContext,
  EngineFill,
  EngineOrder,
  EnginePosition,
  EngineRefusal,
  MarketNow,
  VenueState,
} from "./venue-state.ts";

/** An order as it is handed to the engine. */
export interface EngineRequest {
  readonly symbol: string;
  readonly side: Side;
  readonly orderType: "market" | "limit";
  readonly contracts: DecimalString;
  readonly limitPrice?: DecimalString;
  readonly reduceOnly: boolean;
  /** It must not trade at once: it is taken, and cancelled where it would. */
  readonly postOnly?: true;
  readonly clientOrderId: string;
}

type Outcome = Result<EngineChange & { readonly order: EngineOrder }, EngineRefusal>;

/** Places an order: a market order, or a limit order that crosses, fills at the book; another limit order rests. */
export function place(state: VenueState, { postOnly, ...request }: EngineRequest, context: EngineContext): Outcome {
  const market = context.markets[request.symbol];
  if (market === undefined) return err({ kind: "unknown-market", symbol: request.symbol });
  const refusal = checkFilters(request, market);
  if (refusal !== undefined) return err(refusal);
  const contracts = allowedContracts(state, request);
  if (contracts.lte(ZERO)) return err({ kind: "nothing-to-reduce" });
  const order = newOrder(state, { ...request, contracts: formatDecimal(contracts) }, context);
  const numbered = { ...state, sequence: state.sequence + 1 };
  const lacking = checkMargin(numbered, order, context);
  if (lacking !== undefined) return err(lacking);
  if (rests(order, market)) {
    const resting = { ...numbered, openOrders: { ...numbered.openOrders, [order.venueOrderId]: order } };
    return ok({ state: resting, order, orders: [order], fills: [] });
  }
  if (postOnly) {
    const canceled: EngineOrder = { ...order, status: "canceled" };
    return ok({ state: numbered, order: canceled, orders: [canceled], fills: [] });
  }
  const available = market.book.liquidity ?? order.contracts;
  const filling = floorToStep(minDecimal(contracts, decimal(available)), decimal(market.instrument.contractStep));
  const taken = market.book.liquidity === undefined ? contracts : filling;
  const price = request.side === "buy" ? market.book.ask : market.book.bid;
  const change = execute(numbered, order, { contracts: taken, price, isMaker: false }, context);
  const [done] = change.orders;
  return ok({ ...change, order: done ?? order });
}

/** Lets the market's new price fill resting orders and liquidate what its margin no longer carries. */
export function tick(state: VenueState, symbol: string, context: EngineContext): EngineChange {
  const market = context.markets[symbol];
  if (market === undefined) return { state, orders: [], fills: [] };
  const reached = Object.values(state.openOrders).filter((order) => order.symbol === symbol && !rests(order, market));
  if (reached.length === 0) return liquidate(state, symbol, context);
  let change: EngineChange = { state, orders: [], fills: [] };
  for (const order of reached) change = join(change, fillResting(change.state, order, context));
  return join(change, liquidate(change.state, symbol, context));
}

/** Cancels one resting order. */
export function cancel(
  state: VenueState,
  venueOrderId: string,
  context: EngineContext,
): Result<EngineChange, EngineRefusal> {
  const { [venueOrderId]: order, ...openOrders } = state.openOrders;
  if (order === undefined) return err({ kind: "order-not-found" });
  const canceled: EngineOrder = { ...order, status: "canceled", updatedAt: context.now };
  return ok({ state: { ...state, openOrders }, orders: [canceled], fills: [] });
}

/** Sets a symbol's leverage; an open position's margin is reckoned anew. */
export function setLeverage(
  state: VenueState,
  symbol: string,
  leverage: number,
  context: EngineContext,
): Result<VenueState, EngineRefusal> {
  const market = context.markets[symbol];
  if (market === undefined) return err({ kind: "unknown-market", symbol });
  const maximum = market.instrument.maxLeverage ?? leverage;
  if (leverage < 1 || leverage > maximum) return err({ kind: "leverage-out-of-range", maximum });
  const settings = { ...state.settings, [symbol]: { ...settingsOf(state, symbol), leverage } };
  const next = { ...state, settings };
  const free = freeOf(next, context);
  if (state.positions[symbol] === undefined || free.gte(ZERO)) return ok(next);
  const required = positionMargin(next, symbol, market);
  return err({
    kind: "insufficient-margin",
    required: formatDecimal(required),
    free: formatDecimal(freeOf(state, context)),
  });
}

/** Sets a symbol's margin mode: only without a position or resting orders. */
export function changeMarginMode(
  state: VenueState,
  symbol: string,
  marginMode: "isolated" | "cross",
): Result<VenueState, EngineRefusal> {
  const current = settingsOf(state, symbol);
  if (current.marginMode === marginMode) return ok(state);
  if (state.positions[symbol] !== undefined) return err({ kind: "position-open" });
  if (Object.values(state.openOrders).some((order) => order.symbol === symbol)) return err({ kind: "orders-open" });
  return ok({ ...state, settings: { ...state.settings, [symbol]: { ...current, marginMode } } });
}

/** Sets the account's position mode: only when nothing is open. */
export function setPositionMode(
  state: VenueState,
  positionMode: "one-way" | "hedge",
): Result<VenueState, EngineRefusal> {
  if (state.positionMode === positionMode) return ok(state);
  if (Object.keys(state.positions).length > 0) return err({ kind: "position-open" });
  if (Object.keys(state.openOrders).length > 0) return err({ kind: "orders-open" });
  return ok({ ...state, positionMode });
}

function checkFilters(request: EngineRequest, { instrument, book }: MarketNow): EngineRefusal | undefined {
  const contracts = decimal(request.contracts);
  const { contractStep, priceTick, minContracts, minNotional } = instrument;
  const price = request.limitPrice ?? middleOf(book);
  const most = largestOrder(instrument, { orderType: request.orderType, price });
  if (!floorToStep(contracts, decimal(contractStep)).eq(contracts)) return { kind: "bad-step", step: contractStep };
  if (request.limitPrice !== undefined) {
    const limitPrice = decimal(request.limitPrice);
    if (!floorToStep(limitPrice, decimal(priceTick)).eq(limitPrice)) return { kind: "bad-tick", tick: priceTick };
  }
  if (most !== undefined && contracts.gt(most)) return { kind: "above-maximum", maximum: formatDecimal(most) };
  if (request.reduceOnly) return undefined;
  if (minContracts !== undefined && contracts.lt(minContracts)) {
    return { kind: "below-minimum-amount", minimum: minContracts };
  }
  const isWorthless = minNotional !== undefined && notionalOf(contracts, { market: instrument, price }).lt(minNotional);
  return isWorthless ? { kind: "below-minimum-notional", minimum: minNotional } : undefined;
}

/** A reduce-only order is cut to the position it reduces. */
function allowedContracts(
  state: VenueState,
  { symbol, side, contracts, reduceOnly }: Pick<EngineOrder, "symbol" | "side" | "contracts" | "reduceOnly">,
): Decimal {
  if (!reduceOnly) return decimal(contracts);
  const opening = openingPart({ contracts, side, position: state.positions[symbol]?.contracts ?? "0" });
  return decimal(contracts).minus(opening);
}

/** Only what opens needs margin; what the order closes first gives its own back. */
function checkMargin(state: VenueState, order: EngineOrder, context: EngineContext): EngineRefusal | undefined {
  if (order.reduceOnly) return undefined;
  const market = context.markets[order.symbol];
  if (market === undefined) return { kind: "unknown-market", symbol: order.symbol };
  const { instrument, book } = market;
  const price = order.limitPrice ?? (order.side === "buy" ? book.ask : book.bid);
  const position = state.positions[order.symbol]?.contracts ?? "0";
  const opening = openingPart({ contracts: order.contracts, side: order.side, position });
  if (opening.eq(ZERO)) return undefined;
  const value = settleValueOf(opening, entryValueOf(opening, price, instrument), instrument);
  const fee = settleAmount(value.times(context.fees.taker));
  const required = marginFor(value, settingsOf(state, order.symbol).leverage).plus(fee);
  const free = freeOf(closedFirst(state, order, { instrument, price, feeRate: context.fees.taker }), context);
  if (required.lte(free)) return undefined;
  return { kind: "insufficient-margin", required: formatDecimal(required), free: formatDecimal(free) };
}

function closedFirst(
  state: VenueState,
  { symbol, side }: EngineOrder,
  at: { readonly instrument: Instrument; readonly price: DecimalString; readonly feeRate: DecimalString },
): VenueState {
  const held = decimal(state.positions[symbol]?.contracts ?? "0");
  const isOpposite = side === "buy" ? held.lt(ZERO) : held.gt(ZERO);
  return isOpposite ? applyFill(state, { symbol, contracts: held.neg(), ...at }).state : state;
}

/** Whether a limit order waits for its price. */
function rests({ orderType, side, limitPrice }: EngineOrder, { book }: MarketNow): boolean {
  if (orderType === "market" || limitPrice === undefined) return false;
  return side === "buy" ? decimal(limitPrice).lt(book.ask) : decimal(limitPrice).gt(book.bid);
}

interface Take {
  readonly contracts: Decimal;
  readonly price: DecimalString;
  readonly isMaker: boolean;
}

/** Fills an order at once, as far as it goes; the rest of a market order is cancelled. */
function execute(state: VenueState, order: EngineOrder, take: Take, context: EngineContext): EngineChange {
  const market = context.markets[order.symbol];
  if (market === undefined || take.contracts.lte(ZERO)) {
    return { state, orders: [{ ...order, status: "canceled", updatedAt: context.now }], fills: [] };
  }
  const { contracts, price, isMaker } = take;
  const { symbol, side, venueOrderId } = order;
  const executed = applyFill(state, {
    symbol,
    instrument: market.instrument,
    contracts: side === "buy" ? contracts : contracts.neg(),
    price,
    feeRate: isMaker ? context.fees.maker : context.fees.taker,
  });
  const sequence = executed.state.sequence + 1;
  const filled = formatDecimal(contracts);
  const fill: EngineFill = {
    fillId: String(sequence),
    venueOrderId,
    symbol,
    side,
    contracts: filled,
    price,
    fee: executed.fee,
    realizedProfit: executed.realizedProfit,
    isMaker,
    at: context.now,
  };
  const done: EngineOrder = {
    ...order,
    status: contracts.gte(order.contracts) ? "filled" : "canceled",
    filledContracts: filled,
    averagePrice: price,
    feeCost: executed.fee,
    updatedAt: context.now,
  };
  return { state: { ...executed.state, sequence }, orders: [done], fills: [fill] };
}

/** A resting order whose price is reached fills at its own price; a reduce-only one only what there is to reduce. */
function fillResting(state: VenueState, order: EngineOrder, context: EngineContext): EngineChange {
  const { [order.venueOrderId]: _resting, ...openOrders } = state.openOrders;
  const without = { ...state, openOrders };
  const contracts = allowedContracts(without, order);
  return execute(without, order, { contracts, price: order.limitPrice ?? "0", isMaker: true }, context);
}

/** Closes a position whose loss has used up what carries it: its own margin, or the whole account when cross. */
function liquidate(state: VenueState, symbol: string, context: EngineContext): EngineChange {
  const position = state.positions[symbol];
  const market = context.markets[symbol];
  if (position === undefined || market === undefined) return { state, orders: [], fills: [] };
  if (isCarried(state, { symbol, position, market }, context)) return { state, orders: [], fills: [] };
  const side: Side = decimal(position.contracts).gt(ZERO) ? "sell" : "buy";
  const contracts = formatDecimal(decimal(position.contracts).abs());
  const request: EngineRequest = { symbol, side, orderType: "market", contracts, reduceOnly: true, clientOrderId: "" };
  const order = newOrder(state, request, context);
  const price = side === "buy" ? market.book.ask : market.book.bid;
  const numbered = { ...state, sequence: state.sequence + 1 };
  return execute(numbered, order, { contracts: decimal(contracts), price, isMaker: false }, context);
}

function isCarried(
  state: VenueState,
  {
    symbol,
    position,
    market,
  }: { readonly symbol: string; readonly position: EnginePosition; readonly market: MarketNow },
  context: EngineContext,
): boolean {
  const isCross = settingsOf(state, symbol).marginMode === "cross";
  const own = isCross ? freeOf(state, context) : unrealizedProfit(position, market);
  // Asked of every position at every look: most need no more than this.
  return own.gt(ZERO) || own.plus(positionMargin(state, symbol, market)).gt(ZERO);
}

function newOrder(state: VenueState, request: EngineRequest, { now }: EngineContext): EngineOrder {
  return {
    venueOrderId: String(state.sequence + 1),
    status: "open",
    filledContracts: "0",
    feeCost: "0",
    createdAt: now,
    updatedAt: now,
    ...request,
  };
}

function join(first: EngineChange, then: EngineChange): EngineChange {
  return { state: then.state, orders: [...first.orders, ...then.orders], fills: [...first.fills, ...then.fills] };
}
