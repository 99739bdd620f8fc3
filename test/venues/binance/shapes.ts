// Binance's envelopes. Shapes: the documentation's pages "New Order", "Query Order", "Account Trade List" of both APIs,
// "Position Information V3", "Account Information V3"; and ccxt's test data (ccxt/ccxt
// ts/src/test/static/response/binance.json). Positions of COIN-M: coin-m-shapes.ts.
import {
  equityOf,
  freeOf,
  middleOf,
  positionMargin,
  settingsOf,
  unrealizedProfit,
} from "../../../lib/adapters/paper/margin.ts";
import type { EngineContext, EngineFill, EngineOrder, VenueState } from "../../../lib/adapters/paper/venue-state.ts";
import { type Decimal, decimal, formatDecimal, ZERO } from "../../../lib/core/decimal.ts";
import { venueId, wholeNumber } from "../whole-number.ts";
import { pairOf } from "./coin-m-markets.ts";
import type { SimulatedMarket } from "./markets.ts";

/** An order as look-ups and lists tell it. */
export function orderBody(order: EngineOrder, market: SimulatedMarket): Record<string, unknown> {
  const { filledContracts: filled } = order;
  const average = filled === "0" ? "0.00" : (order.averagePrice ?? "0.00");
  return {
    ...takenBody(order, market),
    avgPrice: average,
    [market.instrument.inverse ? "cumBase" : "cumQuote"]: filled === "0" ? "0" : worthOf(filled, average, market),
    time: order.createdAt,
  };
}

/**
 * An order as placing and cancelling it answer: without what it was filled at, since June 2026.
 * https://developers.binance.com/docs/derivatives/coin-margined-futures/Important-CM-UM-Integration-Notice, C.1
 */
export function takenBody(order: EngineOrder, { instrument }: SimulatedMarket): Record<string, unknown> {
  const type = order.orderType === "limit" ? "LIMIT" : "MARKET";
  return {
    orderId: wholeNumber(venueId(order.venueOrderId)),
    symbol: order.symbol,
    ...(instrument.inverse ? { pair: pairOf(instrument) } : {}),
    status: statusOf(order),
    clientOrderId: order.clientOrderId,
    price: order.limitPrice ?? "0.00",
    origQty: order.contracts,
    executedQty: order.filledContracts,
    cumQty: order.filledContracts,
    timeInForce: "GTC",
    type,
    reduceOnly: order.reduceOnly,
    closePosition: false,
    side: order.side.toUpperCase(),
    positionSide: "BOTH",
    stopPrice: "0.00",
    workingType: "CONTRACT_PRICE",
    priceProtect: false,
    origType: type,
    priceMatch: "NONE",
    selfTradePreventionMode: "NONE",
    ...(instrument.inverse ? {} : { goodTillDate: 0 }),
    updateTime: order.updatedAt,
  };
}

/** What contracts come to at a price, in the coin that is not theirs: quote of linear ones, base of inverse ones. */
function worthOf(contracts: string, price: string, { instrument }: SimulatedMarket): string {
  const { inverse, contractSize } = instrument;
  const size = decimal(contracts).times(contractSize);
  return formatDecimal(inverse ? size.div(price).round(8, 1) : size.times(price));
}

/** A market order whose rest was cancelled is EXPIRED. */
function statusOf({ status, orderType, filledContracts }: EngineOrder): string {
  switch (status) {
    case "open":
      return filledContracts === "0" ? "NEW" : "PARTIALLY_FILLED";
    case "filled":
      return "FILLED";
    case "canceled":
      return orderType === "market" ? "EXPIRED" : "CANCELED";
    case "rejected":
      return "REJECTED";
    default:
      status satisfies never;
      throw new Error(`unknown status ${String(status)}`);
  }
}

export function tradeBody(fill: EngineFill, market: SimulatedMarket): unknown {
  const { inverse, settle } = market.instrument;
  const value = worthOf(fill.contracts, fill.price, market);
  return {
    symbol: fill.symbol,
    id: Number(fill.fillId),
    orderId: wholeNumber(venueId(fill.venueOrderId)),
    side: fill.side.toUpperCase(),
    price: fill.price,
    qty: fill.contracts,
    realizedPnl: fill.realizedProfit,
    ...(inverse ? { pair: pairOf(market.instrument), marginAsset: settle, baseQty: value } : { quoteQty: value }),
    commission: fill.fee,
    commissionAsset: settle,
    time: fill.at,
    positionSide: "BOTH",
    buyer: fill.side === "buy",
    maker: fill.isMaker,
  };
}

/** Version 3 leaves out leverage and margin type; version 2 has them. */
export function positionBodies(state: VenueState, context: EngineContext, version: 2 | 3): readonly unknown[] {
  return Object.entries(state.positions).map(([symbol, position]) => {
    const market = context.markets[symbol];
    if (market === undefined) throw new Error(`no market for ${symbol}`);
    const contracts = decimal(position.contracts);
    const mark = middleOf(market.book);
    const { leverage, marginMode } = settingsOf(state, symbol);
    const margin = formatDecimal(positionMargin(state, symbol, market));
    const isIsolated = marginMode === "isolated";
    return {
      symbol,
      positionSide: "BOTH",
      positionAmt: position.contracts,
      entryPrice: formatDecimal(decimal(position.entryValue).div(contracts.abs()).round(8, 1)),
      breakEvenPrice: "0.0",
      markPrice: formatDecimal(mark),
      unRealizedProfit: formatDecimal(unrealizedProfit(position, market)),
      liquidationPrice: "0",
      isolatedMargin: isIsolated ? margin : "0",
      notional: formatDecimal(contracts.times(mark)),
      marginAsset: state.settle,
      isolatedWallet: isIsolated ? margin : "0",
      initialMargin: margin,
      maintMargin: "0",
      positionInitialMargin: margin,
      openOrderInitialMargin: "0",
      adl: 2,
      bidNotional: "0",
      askNotional: "0",
      updateTime: context.now,
      ...(version === 2 ? { leverage: String(leverage), marginType: isIsolated ? "isolated" : "cross" } : {}),
    };
  });
}

export function assetBody(state: VenueState, context: EngineContext): Record<string, unknown> {
  const equity = equityOf(state, context);
  const free = freeOf(state, context);
  const available = formatDecimal(free.lt(ZERO) ? ZERO : free);
  const used = sum(Object.keys(state.positions).map((symbol) => marginOfSymbol(state, symbol, context)));
  return {
    asset: state.settle,
    walletBalance: state.wallet,
    unrealizedProfit: formatDecimal(equity.minus(state.wallet)),
    marginBalance: formatDecimal(equity),
    maintMargin: "0.00000000",
    initialMargin: formatDecimal(used),
    positionInitialMargin: formatDecimal(used),
    openOrderInitialMargin: "0.00000000",
    crossWalletBalance: state.wallet,
    crossUnPnl: formatDecimal(equity.minus(state.wallet)),
    availableBalance: available,
    maxWithdrawAmount: available,
    // Coins never touched carry 0: ccxt leaves those out.
    updateTime: state.wallet === "0" ? 0 : context.now,
  };
}

function marginOfSymbol(state: VenueState, symbol: string, { markets }: EngineContext): Decimal {
  const market = markets[symbol];
  return market === undefined ? ZERO : positionMargin(state, symbol, market);
}

function sum(values: readonly Decimal[]): Decimal {
  return values.reduce((total, value) => total.plus(value), ZERO);
}
