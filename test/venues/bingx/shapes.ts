// BingX's envelopes. Shapes: the samples in ccxt's source (bingx.js: createOrder, fetchOrder, fetchMyTrades,
// fetchPositions, fetchBalance) and the documentation's pages of the same endpoints.
import {
  equityOf,
  freeOf,
  middleOf,
  positionMargin,
  settingsOf,
  unrealizedProfit,
} from "../../../lib/adapters/paper/margin.ts";
import type { EngineContext, EngineFill, EngineOrder, VenueState } from "../../../lib/adapters/paper/venue-state.ts";
import { decimal, formatDecimal, ZERO } from "../../../lib/core/decimal.ts";
import type { Instrument } from "../../../lib/core/market/instrument.ts";
import { venueId, wholeNumber } from "../whole-number.ts";
import type { BingxAccount } from "./bingx-account.ts";

/** The answer to placing: nothing of what became of the order. */
export function placedBody(order: EngineOrder): unknown {
  return {
    orderId: wholeNumber(venueId(order.venueOrderId)),
    symbol: order.symbol,
    positionSide: "BOTH",
    side: order.side.toUpperCase(),
    type: order.orderType.toUpperCase(),
    price: Number(order.limitPrice ?? 0),
    quantity: Number(order.contracts),
    stopPrice: 0,
    workingType: "MARK_PRICE",
    clientOrderID: order.clientOrderId,
    timeInForce: "GTC",
    priceRate: 0,
    stopLoss: "",
    takeProfit: "",
    reduceOnly: order.reduceOnly,
  };
}

export function orderBody(order: EngineOrder): unknown {
  const average = order.averagePrice ?? "0.0000";
  return {
    symbol: order.symbol,
    orderId: wholeNumber(venueId(order.venueOrderId)),
    side: order.side.toUpperCase(),
    positionSide: "BOTH",
    type: order.orderType.toUpperCase(),
    origQty: order.contracts,
    price: order.limitPrice ?? "0.0000",
    executedQty: order.filledContracts,
    avgPrice: average,
    cumQuote: formatDecimal(decimal(order.filledContracts).times(average)),
    stopPrice: "",
    profit: "0.0000",
    commission: formatDecimal(decimal(order.feeCost).neg()),
    status: statusOf(order),
    time: order.createdAt,
    updateTime: order.updatedAt,
    clientOrderId: order.clientOrderId,
    leverage: "",
    takeProfit: "",
    stopLoss: "",
    advanceAttr: 0,
    positionID: 0,
    takeProfitEntrustPrice: 0,
    stopLossEntrustPrice: 0,
    orderType: "",
    workingType: "MARK_PRICE",
    onlyOnePosition: true,
    reduceOnly: order.reduceOnly,
  };
}

function statusOf({ status, filledContracts }: EngineOrder): string {
  switch (status) {
    case "open":
      return filledContracts === "0" ? "NEW" : "PARTIALLY_FILLED";
    case "filled":
      return "FILLED";
    case "canceled":
      return "CANCELLED";
    case "rejected":
      return "FAILED";
    default:
      status satisfies never;
      throw new Error(`unknown status ${String(status)}`);
  }
}

/** CONT counts sheets of the market's smallest size. */
export function fillBody(fill: EngineFill, { contractStep, settle }: Instrument, unit: "COIN" | "CONT"): unknown {
  const volume = unit === "COIN" ? decimal(fill.contracts) : decimal(fill.contracts).div(contractStep);
  return {
    volume: formatDecimal(volume),
    price: fill.price,
    amount: formatDecimal(decimal(fill.contracts).times(fill.price)),
    commission: formatDecimal(decimal(fill.fee).neg()),
    currency: settle,
    orderId: venueId(fill.venueOrderId),
    liquidatedPrice: "0.00",
    liquidatedMarginRatio: "0.00",
    filledTime: new Date(fill.at).toISOString(),
    filledTm: new Date(fill.at).toISOString(),
    symbol: fill.symbol,
    side: fill.side.toUpperCase(),
    positionSide: "BOTH",
    onlyOnePosition: true,
  };
}

export function positionBodies(state: VenueState, context: EngineContext): readonly unknown[] {
  return Object.entries(state.positions).map(([symbol, position]) => {
    const market = context.markets[symbol];
    if (market === undefined) throw new Error(`no market for ${symbol}`);
    const contracts = decimal(position.contracts);
    const mark = middleOf(market.book);
    const { leverage, marginMode } = settingsOf(state, symbol);
    const margin = positionMargin(state, symbol, market);
    const profit = unrealizedProfit(position, market);
    return {
      positionId: "1792480725958881280",
      symbol,
      currency: state.settle,
      positionAmt: formatDecimal(contracts.abs()),
      availableAmt: formatDecimal(contracts.abs()),
      positionSide: contracts.gt(ZERO) ? "LONG" : "SHORT",
      isolated: marginMode === "isolated",
      avgPrice: formatDecimal(decimal(position.entryValue).div(contracts.abs()).round(8, 1)),
      initialMargin: formatDecimal(margin),
      margin: formatDecimal(margin.plus(profit)),
      leverage,
      unrealizedProfit: formatDecimal(profit),
      realisedProfit: "0.0000",
      liquidationPrice: 0,
      pnlRatio: "0.0000",
      maxMarginReduction: "0.0000",
      riskRate: "0.0008",
      markPrice: formatDecimal(mark),
      positionValue: formatDecimal(contracts.abs().times(mark)),
      onlyOnePosition: state.positionMode === "one-way",
      updateTime: context.now,
    };
  });
}

/** What the account calls a coin: a demo's dollars are VST, in a balance of https://github.com/ccxt/ccxt/pull/18776 */
export function nameOf({ setup }: BingxAccount, settle: string): string {
  return setup.isDemo === true && settle === "USDT" ? "VST" : settle;
}

export function assetBody(state: VenueState, context: EngineContext): Readonly<Record<string, unknown>> {
  const equity = equityOf(state, context);
  const free = freeOf(state, context);
  const available = free.lt(ZERO) ? ZERO : free;
  return {
    userId: "116***295",
    asset: state.settle,
    balance: state.wallet,
    equity: formatDecimal(equity),
    unrealizedProfit: formatDecimal(equity.minus(state.wallet)),
    realisedProfit: "0",
    availableMargin: formatDecimal(available),
    usedMargin: formatDecimal(equity.minus(available)),
    freezedMargin: "0.0000",
    shortUid: "12851936",
  };
}
