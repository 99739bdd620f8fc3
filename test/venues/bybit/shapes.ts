// Bybit's rows. Shapes: the response examples of https://bybit-exchange.github.io/docs/v5/order/open-order,
// .../order/execution, .../position and .../account/wallet-balance.
import {
  equityOf,
  freeOf,
  middleOf,
  positionMargin,
  settingsOf,
  unrealizedProfit,
} from "../../../lib/adapters/paper/margin.ts";
import type { EngineFill, EngineOrder, VenueState } from "../../../lib/adapters/paper/venue-state.ts";
import { type Decimal, decimal, formatDecimal, ZERO } from "../../../lib/core/decimal.ts";
import { type BybitAccount, marginModeOf } from "./bybit-account.ts";
import type { BybitVenue } from "./venue.ts";

/** Bybit's ids are UUIDs. */
export function orderIdOf(sequence: string): string {
  return `f5f2d355-9a11-4af3-9b83-${sequence.padStart(12, "0")}`;
}

export function orderBody(order: EngineOrder, account: BybitAccount, venue: BybitVenue): unknown {
  const { filledContracts, averagePrice = "", limitPrice } = order;
  const { settle } = venue.market(order.symbol).instrument;
  const value = averagePrice === "" ? ZERO : decimal(filledContracts).times(averagePrice);
  const left = decimal(order.contracts).minus(filledContracts);
  return {
    orderId: orderIdOf(order.venueOrderId),
    orderLinkId: order.clientOrderId,
    blockTradeId: "",
    symbol: order.symbol,
    // A market order shows the price Bybit protects it with.
    price: limitPrice ?? averagePrice,
    qty: order.contracts,
    side: order.side === "buy" ? "Buy" : "Sell",
    isLeverage: "",
    positionIdx: 0,
    orderStatus: statusOf(order),
    createType: "CreateByUser",
    cancelType: order.status === "canceled" ? "CancelByUser" : "UNKNOWN",
    rejectReason: "EC_NoError",
    avgPrice: averagePrice,
    leavesQty: order.status === "open" ? formatDecimal(left) : "0",
    leavesValue: "0",
    cumExecQty: filledContracts,
    cumExecValue: formatDecimal(value),
    cumExecFee: order.feeCost,
    timeInForce: order.orderType === "market" ? "IOC" : "GTC",
    orderType: order.orderType === "market" ? "Market" : "Limit",
    stopOrderType: "",
    orderIv: "",
    triggerPrice: "",
    takeProfit: "",
    stopLoss: "",
    triggerDirection: 0,
    reduceOnly: order.reduceOnly,
    closeOnTrigger: false,
    tpslMode: "",
    createdTime: String(order.createdAt),
    updatedTime: String(order.updatedAt),
    cumFeeDetail: account.fills.some((fill) => fill.venueOrderId === order.venueOrderId)
      ? { [settle]: order.feeCost }
      : {},
  };
}

/** A market order whose rest was cancelled is PartiallyFilledCanceled or Cancelled, as a limit order's. */
function statusOf({ status, filledContracts }: EngineOrder): string {
  switch (status) {
    case "open":
      return filledContracts === "0" ? "New" : "PartiallyFilled";
    case "filled":
      return "Filled";
    case "canceled":
      return filledContracts === "0" ? "Cancelled" : "PartiallyFilledCanceled";
    case "rejected":
      return "Rejected";
    default:
      status satisfies never;
      throw new Error(`unknown status ${String(status)}`);
  }
}

export function executionBody(fill: EngineFill, account: BybitAccount, venue: BybitVenue): unknown {
  const order = account.orders.get(fill.venueOrderId);
  const { settle } = venue.market(fill.symbol).instrument;
  return {
    symbol: fill.symbol,
    orderType: order?.orderType === "limit" ? "Limit" : "Market",
    underlyingPrice: "",
    orderLinkId: order?.clientOrderId ?? "",
    side: fill.side === "buy" ? "Buy" : "Sell",
    indexPrice: "",
    orderId: orderIdOf(fill.venueOrderId),
    stopOrderType: "UNKNOWN",
    leavesQty: "0",
    execTime: String(fill.at),
    feeCurrency: settle,
    isMaker: fill.isMaker,
    execFee: fill.fee,
    feeRate: fill.isMaker ? "0.0002" : "0.00055",
    execId: `e0cbe81d-0f18-5866-9415-${fill.fillId.padStart(12, "0")}`,
    tradeIv: "",
    blockTradeId: "",
    markPrice: fill.price,
    execPrice: fill.price,
    markIv: "",
    orderQty: order?.contracts ?? fill.contracts,
    orderPrice: fill.price,
    execValue: formatDecimal(decimal(fill.price).times(fill.contracts)),
    execType: "Trade",
    execQty: fill.contracts,
    closedSize: "",
    extraFees: "",
    seq: Number(fill.fillId),
  };
}

/** Rows of one symbol: one in one-way mode, two in hedge mode; a flat one has no side. */
export function positionBodies(venue: BybitVenue, account: BybitAccount, symbol: string): readonly unknown[] {
  const { instrument } = venue.market(symbol);
  const state = account.state(instrument.settle);
  const market = { instrument, book: venue.book(symbol) };
  const position = state.positions[symbol];
  const contracts = decimal(position?.contracts ?? "0");
  const entry =
    position === undefined ? ZERO : entryPriceOf(contracts.abs(), decimal(position.entryValue), instrument.inverse);
  const margin = formatDecimal(positionMargin(state, symbol, market));
  const row = {
    riskId: 1,
    riskLimitValue: "2000000",
    symbol,
    side: contracts.eq(ZERO) ? "" : contracts.gt(ZERO) ? "Buy" : "Sell",
    size: formatDecimal(contracts.abs()),
    avgPrice: formatDecimal(entry),
    positionValue: position?.entryValue ?? "",
    tradeMode: 0,
    positionStatus: "Normal",
    autoAddMargin: 0,
    adlRankIndicator: contracts.eq(ZERO) ? 0 : 2,
    leverage: String(settingsOf(state, symbol).leverage),
    positionBalance: margin,
    markPrice: formatDecimal(middleOf(market.book)),
    liqPrice: "",
    bustPrice: "",
    positionMM: "0",
    positionIM: margin,
    tpslMode: "Full",
    takeProfit: "",
    stopLoss: "",
    trailingStop: "0",
    unrealisedPnl: position === undefined ? "" : formatDecimal(unrealizedProfit(position, market)),
    curRealisedPnl: "0",
    cumRealisedPnl: "0",
    seq: position === undefined ? -1 : 5_723_621_632,
    isReduceOnly: false,
    createdTime: "1676538056258",
    updatedTime: "1697673600012",
  };
  const indexes = state.positionMode === "hedge" ? [1, 2] : [0];
  return indexes.map((positionIdx) => ({ positionIdx, ...row }));
}

function entryPriceOf(contracts: Decimal, entryValue: Decimal, isInverse: boolean): Decimal {
  return (isInverse ? contracts.div(entryValue) : entryValue.div(contracts)).round(8, 1);
}

/** The unified wallet. Account-wide figures are in US dollars and empty under isolated margin. */
export function walletBody(venue: BybitVenue, account: BybitAccount): unknown {
  const context = venue.context(account);
  const rows = [...account.states.values()].map((state) => {
    const equity = equityOf(state, context);
    return { state, equity, free: freeOf(state, context), price: dollarsOf(venue, state.settle) };
  });
  const total = (amountOf: (row: (typeof rows)[number]) => Decimal) =>
    marginModeOf(account) === "isolated"
      ? ""
      : formatDecimal(rows.reduce((sum, row) => sum.plus(amountOf(row).times(row.price)), ZERO));
  const wallet = {
    totalEquity: total(({ equity }) => equity),
    accountIMRate: "0",
    totalMarginBalance: total(({ equity }) => equity),
    totalInitialMargin: total(({ equity, free }) => equity.minus(free)),
    accountType: "UNIFIED",
    totalAvailableBalance: total(({ free }) => free),
    accountMMRate: "0",
    totalPerpUPL: total(({ equity, state }) => equity.minus(state.wallet)),
    totalWalletBalance: total(({ state }) => decimal(state.wallet)),
    accountLTV: "0",
    totalMaintenanceMargin: total(() => ZERO),
    coin: rows
      .filter(({ state }) => state.wallet !== "0")
      .map(({ state, equity, price }) => coinBody(venue, account, { state, equity, price })),
  };
  return { list: [wallet] };
}

function coinBody(
  venue: BybitVenue,
  account: BybitAccount,
  { state, equity, price }: { readonly state: VenueState; readonly equity: Decimal; readonly price: Decimal },
): unknown {
  const context = venue.context(account);
  const margin = Object.keys(state.positions).reduce((sum, symbol) => {
    const market = context.markets[symbol];
    return market === undefined ? sum : sum.plus(positionMargin(state, symbol, market));
  }, ZERO);
  const profit = equity.minus(state.wallet);
  const backed = marginModeOf(account) === "isolated" ? decimal(state.wallet) : equity;
  const orders = backed.minus(margin).minus(freeOf(state, context));
  return {
    availableToBorrow: "",
    bonus: "0",
    accruedInterest: "0",
    availableToWithdraw: "",
    totalOrderIM: formatDecimal(orders),
    equity: formatDecimal(equity),
    totalPositionMM: "0",
    usdValue: formatDecimal(equity.times(price)),
    spotHedgingQty: "0",
    unrealisedPnl: formatDecimal(profit),
    collateralSwitch: true,
    borrowAmount: "0",
    totalPositionIM: formatDecimal(margin),
    walletBalance: state.wallet,
    cumRealisedPnl: "0",
    locked: "0",
    marginCollateral: true,
    coin: state.settle,
    spotBorrow: "0",
  };
}

/** Of one coin. A stablecoin is a little off a dollar, as it is in life. */
function dollarsOf(venue: BybitVenue, coin: string): Decimal {
  return coin.startsWith("USD") ? decimal("0.9995") : middleOf(venue.book(`${coin}USD`));
}
