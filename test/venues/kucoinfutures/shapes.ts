// KuCoin's envelopes. Shapes: the documentation's pages "Get Order By ClientOid" (api-3470352), "Get Recent Trade History"
// (api-3470249), "Get Position List" (api-3470253), "Get Account - Futures" (api-3470129), as its own SDK states them
// (Kucoin/kucoin-universal-sdk, spec/rest/api), and ccxt's comments in kucoin.js. Sums of money are JSON numbers.
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
import { entryValueOf } from "../../../lib/core/market/entry-value.ts";
import type { Instrument } from "../../../lib/core/market/instrument.ts";
import { venueId } from "../whole-number.ts";

export function orderBody(order: EngineOrder, instrument: Instrument, marginMode: string): Record<string, unknown> {
  const isActive = order.status === "open";
  const average = order.averagePrice ?? "0";
  const worth = order.limitPrice ?? average;
  const value = (contracts: string, price: string) =>
    price === "0"
      ? "0"
      : formatDecimal(entryValueOf(decimal(contracts), price, instrument).times(instrument.contractSize));
  return {
    id: venueId(order.venueOrderId),
    symbol: order.symbol,
    type: order.orderType,
    side: order.side,
    price: order.limitPrice ?? null,
    size: Number(order.contracts),
    value: value(order.contracts, worth),
    dealValue: value(order.filledContracts, average),
    dealSize: Number(order.filledContracts),
    stp: "",
    stop: "",
    stopPriceType: "",
    stopTriggered: false,
    stopPrice: null,
    timeInForce: "GTC",
    postOnly: false,
    hidden: false,
    iceberg: false,
    leverage: "1",
    forceHold: false,
    closeOrder: false,
    visibleSize: 0,
    clientOid: order.clientOrderId,
    remark: null,
    tags: "",
    isActive,
    cancelExist: order.status === "canceled",
    createdAt: order.createdAt,
    updatedAt: order.updatedAt,
    endAt: isActive ? null : order.updatedAt,
    orderTime: order.createdAt * 1_000_000,
    settleCurrency: instrument.settle,
    marginMode: marginMode.toUpperCase(),
    avgDealPrice: average,
    filledSize: Number(order.filledContracts),
    filledValue: value(order.filledContracts, average),
    status: isActive ? "open" : "done",
    reduceOnly: order.reduceOnly,
  };
}

export function fillBody(fill: EngineFill, instrument: Instrument): unknown {
  return {
    symbol: fill.symbol,
    tradeId: fill.fillId,
    orderId: venueId(fill.venueOrderId),
    side: fill.side,
    liquidity: fill.isMaker ? "maker" : "taker",
    forceTaker: false,
    price: fill.price,
    size: Number(fill.contracts),
    value: formatDecimal(
      entryValueOf(decimal(fill.contracts), fill.price, instrument).times(instrument.contractSize).round(12, 1),
    ),
    feeRate: fill.isMaker ? "0.00020" : "0.00060",
    fixFee: "0",
    feeCurrency: instrument.settle,
    stop: "",
    fee: fill.fee,
    orderType: fill.isMaker ? "limit" : "market",
    tradeType: "trade",
    createdAt: fill.at,
    settleCurrency: instrument.settle,
    tradeTime: fill.at * 1_000_000,
  };
}

export function positionBodies(state: VenueState, context: EngineContext): readonly unknown[] {
  return Object.entries(state.positions).map(([symbol, position]) => {
    const market = context.markets[symbol];
    if (market === undefined) throw new Error(`no market for ${symbol}`);
    const { instrument } = market;
    const contracts = decimal(position.contracts);
    const { leverage, marginMode } = settingsOf(state, symbol);
    const margin = positionMargin(state, symbol, market);
    const profit = unrealizedProfit(position, market);
    const held = decimal(position.entryValue);
    const entry = instrument.inverse ? contracts.abs().div(held) : held.div(contracts.abs());
    const cost = held.times(instrument.contractSize);
    return {
      id: `5000000000${instrument.venueSymbol}`,
      symbol,
      crossMode: marginMode === "cross",
      delevPercentage: 0.1,
      openingTimestamp: 1_731_916_913_097,
      currentTimestamp: context.now,
      currentQty: Number(position.contracts),
      currentCost: Number(cost.toFixed()),
      currentComm: 0,
      unrealisedCost: Number(cost.toFixed()),
      realisedGrossCost: 0,
      realisedCost: 0,
      isOpen: true,
      markPrice: Number(middleOf(market.book).toFixed()),
      markValue: Number(cost.plus(profit).toFixed()),
      posCost: Number(cost.toFixed()),
      posInit: Number(margin.toFixed()),
      posMargin: Number(margin.toFixed()),
      realisedGrossPnl: 0,
      realisedPnl: 0,
      unrealisedPnl: Number(profit.toFixed()),
      unrealisedPnlPcnt: 0,
      unrealisedRoePcnt: 0,
      avgEntryPrice: Number(entry.round(8, 1).toFixed()),
      liquidationPrice: 0,
      bankruptPrice: 0,
      settleCurrency: state.settle,
      isInverse: instrument.inverse,
      marginMode: marginMode.toUpperCase(),
      positionSide: "BOTH",
      leverage,
      // Moves with the price: value now by the margin and the profit behind it. Isolated margin only.
      ...(marginMode === "isolated"
        ? { maintMarginReq: 0.004, riskLimit: 1_000_000, realLeverage: realLeverage(cost, margin.plus(profit)) }
        : {}),
    };
  });
}

function realLeverage(cost: ReturnType<typeof decimal>, behind: ReturnType<typeof decimal>): number {
  return behind.lte(ZERO) ? 0 : Number(cost.div(behind).round(2, 1).toFixed());
}

export function overviewBody(state: VenueState, context: EngineContext): unknown {
  const equity = equityOf(state, context);
  const free = freeOf(state, context);
  return {
    currency: state.settle,
    accountEquity: Number(equity.toFixed()),
    unrealisedPNL: Number(equity.minus(state.wallet).toFixed()),
    marginBalance: Number(state.wallet),
    positionMargin: 0,
    orderMargin: 0,
    frozenFunds: 0,
    availableBalance: Number((free.lt(ZERO) ? ZERO : free).toFixed()),
    riskRatio: 0,
    maxWithdrawAmount: Number((free.lt(ZERO) ? ZERO : free).toFixed()),
  };
}
