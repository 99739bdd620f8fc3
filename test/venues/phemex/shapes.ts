// Phemex's envelopes. Shapes: ccxt's test data (ccxt/ccxt ts/src/test/static/response/phemex.json: createOrder,
// fetchPositions) and https://phemex-docs.github.io ("Query Orders By Ids", "Query Trades History", "Query open orders by
// symbol", "Query Account Positions"). Decimals are text; times are nanoseconds.
import { freeOf, positionMargin, settingsOf, unrealizedProfit } from "../../../lib/adapters/paper/margin.ts";
import type { EngineContext, EngineFill, EngineOrder, VenueState } from "../../../lib/adapters/paper/venue-state.ts";
import { type Decimal, decimal, formatDecimal, ZERO } from "../../../lib/core/decimal.ts";
import { wholeNumber } from "../whole-number.ts";
import type { SimulatedMarket } from "./markets.ts";

export function nanoseconds(ms: number): string {
  return `${ms}000000`;
}

/** Ids are UUIDs. */
export function orderIdOf(sequence: string): string {
  return `ab90a08c-b728-4b6b-97c4-${sequence.padStart(12, "0")}`;
}

/** `typeName`: the field has another name in reports. An order just taken is Created, with nothing filled yet. */
export function orderBody(
  order: EngineOrder,
  typeName: "orderType" | "ordType",
  isJustTaken = false,
): Record<string, unknown> {
  const filled = isJustTaken ? "0" : order.filledContracts;
  const price = order.limitPrice ?? order.averagePrice ?? "0";
  const isLimit = order.orderType === "limit";
  const leaves = order.status === "open" || isJustTaken ? decimal(order.contracts).minus(filled) : ZERO;
  return {
    bizError: 0,
    [typeName === "orderType" ? "orderID" : "orderId"]: orderIdOf(order.venueOrderId),
    [typeName === "orderType" ? "clOrdID" : "clOrdId"]: order.clientOrderId,
    symbol: order.symbol,
    side: order.side === "buy" ? "Buy" : "Sell",
    actionTimeNs: wholeNumber(nanoseconds(order.createdAt)),
    transactTimeNs: wholeNumber(nanoseconds(order.updatedAt)),
    [typeName]: isLimit ? "Limit" : "Market",
    priceRp: price,
    orderQtyRq: order.contracts,
    displayQtyRq: order.contracts,
    timeInForce: isLimit ? "GoodTillCancel" : "ImmediateOrCancel",
    reduceOnly: order.reduceOnly,
    closedPnlRv: "0",
    closedSizeRq: "0",
    cumQtyRq: filled,
    cumValueRv: formatDecimal(decimal(filled).times(isJustTaken ? "0" : (order.averagePrice ?? "0"))),
    leavesQtyRq: formatDecimal(leaves),
    leavesValueRv: formatDecimal(leaves.times(price)),
    stopDirection: "UNSPECIFIED",
    stopPxRp: "0",
    trigger: "UNSPECIFIED",
    ordStatus: isJustTaken ? "Created" : statusOf(order),
    takeProfitRp: "0",
    stopLossRp: "0",
  };
}

export function statusOf({ status, filledContracts }: EngineOrder): string {
  switch (status) {
    case "open":
      return filledContracts === "0" ? "New" : "PartiallyFilled";
    case "filled":
      return "Filled";
    case "canceled":
      return "Canceled";
    case "rejected":
      return "Rejected";
    default:
      status satisfies never;
      throw new Error(`unknown status ${String(status)}`);
  }
}

export function fillBody(fill: EngineFill, order: EngineOrder, settle: string): unknown {
  return {
    transactTimeNs: wholeNumber(nanoseconds(fill.at)),
    symbol: fill.symbol,
    currency: settle,
    action: "New",
    posSide: "Merged",
    side: fill.side === "buy" ? "Buy" : "Sell",
    tradeType: "Trade",
    execQtyRq: fill.contracts,
    execPriceRp: fill.price,
    orderQtyRq: order.contracts,
    priceRp: order.limitPrice ?? fill.price,
    execValueRv: formatDecimal(decimal(fill.price).times(fill.contracts)),
    feeRateRr: fill.isMaker ? "0.0001" : "0.0006",
    execFeeRv: fill.fee,
    closedSizeRq: "0",
    closedPnlRv: fill.realizedProfit,
    ordType: order.orderType === "limit" ? "Limit" : "Market",
    execID: fill.fillId,
    orderID: orderIdOf(fill.venueOrderId),
    clOrdID: order.clientOrderId,
    execStatus: fill.isMaker ? "MakerFill" : "TakerFill",
  };
}

/** Wallet without unrealised profit, and a row for every symbol: two in hedge mode. */
export function accountBody(
  state: VenueState,
  markets: readonly SimulatedMarket[],
  {
    context,
    middle,
    isHedged,
  }: {
    readonly context: EngineContext;
    middle(symbol: string): Decimal;
    isHedged(market: SimulatedMarket): boolean;
  },
): unknown {
  const positions = markets.flatMap((market) => {
    const row = positionBody(state, market, { context, mark: middle(market.instrument.symbol) });
    const inHedgeMode = { ...row, posMode: "Hedged" };
    return isHedged(market)
      ? [
          { ...inHedgeMode, posSide: "Long" },
          { ...inHedgeMode, posSide: "Short" },
        ]
      : [row];
  });
  const crossProfit = Object.entries(state.positions).reduce((sum, [symbol, position]) => {
    const market = context.markets[symbol];
    const isCross = settingsOf(state, symbol).marginMode === "cross";
    return market === undefined || !isCross ? sum : sum.plus(unrealizedProfit(position, market));
  }, ZERO);
  const used = decimal(state.wallet).plus(crossProfit).minus(freeOf(state, context));
  return {
    account: {
      userID: 940_666,
      accountId: 9_406_660_003,
      currency: state.settle,
      accountBalanceRv: state.wallet,
      totalUsedBalanceRv: formatDecimal(used),
      bonusBalanceRv: "0",
      status: 0,
    },
    positions,
  };
}

function positionBody(
  state: VenueState,
  { instrument, riskLimit }: SimulatedMarket,
  { context, mark }: { readonly context: EngineContext; readonly mark: Decimal },
): Record<string, unknown> {
  const { symbol } = instrument;
  const { leverage, marginMode } = settingsOf(state, symbol);
  const position = state.positions[symbol];
  const market = context.markets[symbol];
  const contracts = decimal(position?.contracts ?? "0");
  const value = decimal(position?.entryValue ?? "0");
  const margin = position === undefined || market === undefined ? ZERO : positionMargin(state, symbol, market);
  const entry = contracts.eq(ZERO) ? ZERO : value.div(contracts.abs()).round(8, 1);
  const isCross = marginMode === "cross";
  return {
    userID: 940_666,
    accountID: 9_406_660_003,
    symbol,
    currency: state.settle,
    side: contracts.eq(ZERO) ? "None" : contracts.gt(ZERO) ? "Buy" : "Sell",
    positionStatus: "Normal",
    crossMargin: isCross,
    leverageRr: isCross ? `-${leverage}` : String(leverage),
    initMarginReqRr: "0.1",
    maintMarginReqRr: "0.005",
    riskLimitRv: riskLimit,
    size: formatDecimal(contracts.abs()),
    valueRv: formatDecimal(value),
    avgEntryPriceRp: formatDecimal(entry),
    avgEntryPrice: formatDecimal(entry),
    posCostRv: formatDecimal(margin),
    assignedPosBalanceRv: formatDecimal(margin),
    bankruptCommRv: "0",
    bankruptPriceRp: "0",
    positionMarginRv: formatDecimal(margin),
    liquidationPriceRp: "0",
    deleveragePercentileRr: "0",
    markPriceRp: formatDecimal(mark),
    estimatedOrdLossRv: "0",
    usedBalanceRv: formatDecimal(margin),
    takerFeeRateRr: "0.0006",
    makerFeeRateRr: "0.0001",
    transactTimeNs: wholeNumber(nanoseconds(context.now)),
    posSide: "Merged",
    posMode: "OneWay",
  };
}
