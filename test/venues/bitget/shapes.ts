// Bitget's rows. Shapes: the response examples of https://www.bitget.com/api-doc/contract, pages Get-Order-Details,
// Get-Order-Fills, get-all-position, Get-Single-Account and Get-Account-List.
import {
  equityOf,
  freeOf,
  middleOf,
  positionMargin,
  settingsOf,
  unrealizedProfit,
} from "../../../lib/adapters/paper/margin.ts";
import type { EngineFill, EngineOrder, VenueState } from "../../../lib/adapters/paper/venue-state.ts";
import { decimal, formatDecimal, ZERO } from "../../../lib/core/decimal.ts";
import { type BitgetAccount, leveragesOf } from "./bitget-account.ts";
import type { BitgetVenue } from "./venue.ts";

/** Bitget's ids are texts of 19 digits. */
export function orderIdOf(sequence: string): string {
  return `1${sequence.padStart(18, "0")}`;
}

export function tradeIdOf(sequence: string): string {
  return `2${sequence.padStart(18, "0")}`;
}

export function orderBody(
  order: EngineOrder,
  venue: BitgetVenue,
  account: BitgetAccount,
): Readonly<Record<string, unknown>> {
  const { settle } = venue.market(order.symbol).instrument;
  const { filledContracts, averagePrice = "" } = order;
  const { leverage, marginMode } = settingsOf(account.state(settle), order.symbol);
  const value = averagePrice === "" ? ZERO : decimal(filledContracts).times(averagePrice);
  return {
    symbol: order.symbol,
    size: order.contracts,
    orderId: orderIdOf(order.venueOrderId),
    clientOid: order.clientOrderId,
    baseVolume: filledContracts,
    priceAvg: averagePrice,
    fee: filledContracts === "0" ? "0" : formatDecimal(decimal(order.feeCost).neg()),
    price: order.limitPrice ?? "",
    status: statusOf(order),
    side: order.side,
    force: "gtc",
    totalProfits: "0",
    posSide: "net",
    marginCoin: settle,
    quoteVolume: formatDecimal(value),
    orderType: order.orderType,
    leverage: String(leverage),
    marginMode: marginMode === "isolated" ? "isolated" : "crossed",
    reduceOnly: order.reduceOnly ? "YES" : "NO",
    enterPointSource: "API",
    tradeSide: order.side === "buy" ? "buy_single" : "sell_single",
    posMode: "one_way_mode",
    orderSource: order.orderType === "market" ? "market" : "normal",
    cancelReason: order.status === "canceled" ? "normal_cancel" : "",
    cTime: String(order.createdAt),
    uTime: String(order.updatedAt),
  };
}

function statusOf({ status, filledContracts }: EngineOrder): string {
  switch (status) {
    case "open":
      return filledContracts === "0" ? "live" : "partially_filled";
    case "filled":
      return "filled";
    case "canceled":
    case "rejected":
      return "canceled";
    default:
      status satisfies never;
      throw new Error(`unknown status ${String(status)}`);
  }
}

export function fillBody(fill: EngineFill, venue: BitgetVenue): unknown {
  const { settle } = venue.market(fill.symbol).instrument;
  return {
    tradeId: tradeIdOf(fill.fillId),
    symbol: fill.symbol,
    orderId: orderIdOf(fill.venueOrderId),
    price: fill.price,
    baseVolume: fill.contracts,
    // What was paid is negative.
    feeDetail: [
      { deduction: "no", feeCoin: settle, totalDeductionFee: "0", totalFee: formatDecimal(decimal(fill.fee).neg()) },
    ],
    side: fill.side,
    quoteVolume: formatDecimal(decimal(fill.price).times(fill.contracts)),
    profit: fill.realizedProfit,
    enterPointSource: "api",
    tradeSide: fill.side === "buy" ? "buy_single" : "sell_single",
    posMode: "one_way_mode",
    tradeScope: fill.isMaker ? "maker" : "taker",
    cTime: String(fill.at),
  };
}

/** Open positions only. */
export function positionBodies(venue: BitgetVenue, account: BitgetAccount, state: VenueState): readonly unknown[] {
  return Object.entries(state.positions).map(([symbol, position]) => {
    const market = { instrument: venue.market(symbol).instrument, book: venue.book(symbol) };
    const contracts = decimal(position.contracts);
    const { leverage, marginMode } = settingsOf(state, symbol);
    return {
      marginCoin: state.settle,
      symbol,
      holdSide: contracts.gt(ZERO) ? "long" : "short",
      openDelegateSize: "0",
      marginSize: formatDecimal(positionMargin(state, symbol, market)),
      available: formatDecimal(contracts.abs()),
      locked: "0",
      total: formatDecimal(contracts.abs()),
      leverage: String(leverage),
      achievedProfits: "0",
      openPriceAvg: formatDecimal(decimal(position.entryValue).div(contracts.abs()).round(8, 1)),
      marginMode: marginMode === "isolated" ? "isolated" : "crossed",
      posMode: state.positionMode === "hedge" ? "hedge_mode" : "one_way_mode",
      unrealizedPL: formatDecimal(unrealizedProfit(position, market)),
      liquidationPrice: "0",
      keepMarginRate: "0.004",
      markPrice: formatDecimal(middleOf(market.book)),
      breakEvenPrice: "0",
      totalFee: "",
      deductedFee: "",
      marginRatio: "0.01",
      assetMode: assetModeOf(account),
      cTime: "1691382137448",
      uTime: "1691382137999",
    };
  });
}

/** The futures wallet of one coin. */
export function walletBody(venue: BitgetVenue, account: BitgetAccount, state: VenueState): Record<string, unknown> {
  const context = venue.context(account);
  const equity = formatDecimal(equityOf(state, context));
  const free = freeOf(state, context);
  const available = formatDecimal(free.gt(ZERO) ? free : ZERO);
  const profit = formatDecimal(decimal(equity).minus(state.wallet));
  return {
    marginCoin: state.settle,
    locked: "0",
    available,
    crossedMaxAvailable: available,
    isolatedMaxAvailable: available,
    // Less than what opens positions: a part stays until the settlement.
    maxTransferOut: formatDecimal(decimal(available).times("0.99")),
    accountEquity: equity,
    usdtEquity: equity,
    btcEquity: "0",
    crossedRiskRate: "0",
    unrealizedPL: profit,
    coupon: "0",
    assetMode: assetModeOf(account),
  };
}

/** The wallet with what is set for one symbol. */
export function symbolAccountBody(venue: BitgetVenue, account: BitgetAccount, symbol: string): unknown {
  const { settle } = venue.market(symbol).instrument;
  const state = account.state(settle);
  const { isolated, cross } = leveragesOf(account, settle, symbol);
  return {
    ...walletBody(venue, account, state),
    crossedMarginLeverage: String(cross),
    isolatedLongLever: String(isolated),
    isolatedShortLever: String(isolated),
    marginMode: settingsOf(state, symbol).marginMode === "isolated" ? "isolated" : "crossed",
    posMode: state.positionMode === "hedge" ? "hedge_mode" : "one_way_mode",
  };
}

function assetModeOf({ setup }: BitgetAccount): string {
  return setup.isMultiAsset === true ? "union" : "single";
}
