// Kraken's envelopes. Shapes: the pages "Send order", "Get Specific Orders' Status", "Get order events", "Get your fills",
// "Get account log", "Get open positions" and "Get wallets" of https://docs.kraken.com, and the samples in ccxt's
// krakenfutures.js.
import { createHash } from "node:crypto";
import { equityOf, freeOf, settingsOf } from "../../../lib/adapters/paper/margin.ts";
import type { EngineContext, EngineFill, EngineOrder, VenueState } from "../../../lib/adapters/paper/venue-state.ts";
import { decimal, formatDecimal } from "../../../lib/core/decimal.ts";
import type { KrakenSetup } from "./kraken-account.ts";

export function success(now: number, part: Readonly<Record<string, unknown>>): unknown {
  return { result: "success", ...part, serverTime: timeOf(now) };
}

export function timeOf(ms: number): string {
  return new Date(ms).toISOString();
}

/** Kraken's ids are UUIDs: one made of the engine's number. */
export function venueId(kind: "order" | "fill", sequence: string): string {
  const hex = createHash("sha256").update(`${kind} ${sequence}`).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(12, 15)}`, `8${hex.slice(15, 18)}`, hex.slice(18, 30)].join(
    "-",
  );
}

/** What an order asked for; `filled` before whatever happened to it. */
function orderPart(order: EngineOrder, filled: string) {
  return {
    orderId: venueId("order", order.venueOrderId),
    cliOrdId: order.clientOrderId === "" ? null : order.clientOrderId,
    symbol: order.symbol,
    side: order.side,
    quantity: Number(order.contracts),
    filled: Number(filled),
    limitPrice: Number(limitOf(order)),
    reduceOnly: order.reduceOnly,
    timestamp: timeOf(order.createdAt),
    lastUpdateTimestamp: timeOf(order.updatedAt),
  };
}

/** A market order is an immediate one with a limit 1 % away. */
function limitOf({ limitPrice, averagePrice = "0", side }: EngineOrder): string {
  return (
    limitPrice ??
    formatDecimal(
      decimal(averagePrice)
        .times(side === "buy" ? "1.01" : "0.99")
        .round(4, 1),
    )
  );
}

export function sendStatus(order: EngineOrder, fills: readonly EngineFill[]) {
  const type = order.orderType === "market" ? "ioc" : "lmt";
  const executions = fills.map((fill) => ({
    type: "EXECUTION",
    executionId: venueId("fill", fill.fillId),
    price: Number(fill.price),
    amount: Number(fill.contracts),
    orderPriorEdit: null,
    orderPriorExecution: { ...orderPart(order, "0"), type },
    takerReducedQuantity: null,
  }));
  const placed = { type: "PLACE", order: { ...orderPart(order, "0"), type }, reducedQuantity: null };
  return {
    status: "placed",
    order_id: venueId("order", order.venueOrderId),
    ...(order.clientOrderId === "" ? {} : { cliOrdId: order.clientOrderId }),
    receivedTime: timeOf(order.createdAt),
    orderEvents: executions.length > 0 ? executions : [placed],
  };
}

/** One row of the status of orders that are open or were done in the last 5 seconds. */
export function statusRow(order: EngineOrder): unknown {
  const part = { type: "ORDER", ...orderPart(order, order.filledContracts) };
  const rest = { algoId: null, priceTriggerOptions: null, triggerTime: null };
  return { order: { ...part, ...rest }, status: lifecycleOf(order), updateReason: null, error: null };
}

function lifecycleOf({ status, filledContracts }: EngineOrder): string {
  switch (status) {
    case "open":
      return filledContracts === "0" ? "ENTERED_BOOK" : "PARTIALLY_FILLED";
    case "filled":
      return "FULLY_EXECUTED";
    case "canceled":
    case "rejected":
      return "CANCELLED";
    default:
      status satisfies never;
      throw new Error(`unknown status ${String(status)}`);
  }
}

/** The latest event of an order, as the history tells it: `quantity` is what is left. */
export function historyElement(order: EngineOrder): unknown {
  const left = decimal(order.contracts).minus(order.filledContracts);
  const told = {
    uid: venueId("order", order.venueOrderId),
    accountUid: "406142dd-7c5c-4a8b-acbc-5f16eca30009",
    tradeable: order.symbol,
    direction: order.side === "buy" ? "Buy" : "Sell",
    quantity: formatDecimal(left),
    filled: order.filledContracts,
    timestamp: String(order.createdAt),
    limitPrice: limitOf(order),
    orderType: order.orderType === "market" ? "IoC" : "Limit",
    clientId: order.clientOrderId,
    reduceOnly: order.reduceOnly,
    lastUpdateTimestamp: String(order.updatedAt),
  };
  const uid = venueId("fill", `event ${order.venueOrderId}`);
  return { uid, timestamp: String(order.updatedAt), event: eventOf(order, told) };
}

function eventOf({ status, orderType }: EngineOrder, order: unknown): unknown {
  if (orderType === "market" || status === "open") {
    return { OrderPlaced: { order, reason: "new_user_order", reducedQuantity: "", algoId: "" } };
  }
  if (status === "filled") return { OrderUpdated: { newOrder: order, reason: "full_fill", reducedQuantity: "" } };
  return { OrderCancelled: { order, reason: "cancelled_by_user" } };
}

export function fillRow(fill: EngineFill, cliOrdId: string): unknown {
  return {
    fill_id: venueId("fill", fill.fillId),
    symbol: fill.symbol,
    side: fill.side,
    order_id: venueId("order", fill.venueOrderId),
    ...(cliOrdId === "" ? {} : { cliOrdId }),
    size: Number(fill.contracts),
    price: Number(fill.price),
    fillTime: timeOf(fill.at),
    fillType: fill.isMaker ? "maker" : "taker",
  };
}

/**
 * Each execution has two rows in the account's log: the money and the position. Captures have the fee in the first, null in
 * the other; the sample of https://docs.kraken.com/exchange/api-reference/futures-websocket/account_log names the contract as
 * the asset, the coin as the collateral, and has the realized funding there too.
 */
export function logRows(
  fill: EngineFill,
  asset: string,
  { feeRow, tradeFunding }: Pick<KrakenSetup, "feeRow" | "tradeFunding">,
) {
  const contract = fill.symbol.toLowerCase();
  const both = {
    booking_uid: venueId("fill", `booking ${fill.fillId}`),
    contract,
    date: timeOf(fill.at),
    execution: venueId("fill", fill.fillId),
    info: "futures trade",
    margin_account: "flex",
    realized_funding: tradeFunding === undefined ? null : Number(tradeFunding),
    trade_price: Number(fill.price),
  };
  const id = Number(fill.fillId) * 2;
  return [
    {
      ...both,
      id: id + 1,
      asset: contract,
      collateral: asset,
      fee: feeRow === "contract" ? Number(fill.fee) : null,
      realized_pnl: null,
    },
    {
      ...both,
      id,
      asset,
      collateral: asset,
      fee: feeRow === "contract" ? 0 : Number(fill.fee),
      realized_pnl: Number(fill.realizedProfit),
    },
  ];
}

export function openOrderRow(order: EngineOrder): unknown {
  return {
    order_id: venueId("order", order.venueOrderId),
    ...(order.clientOrderId === "" ? {} : { cliOrdId: order.clientOrderId }),
    symbol: order.symbol,
    side: order.side,
    orderType: "lmt",
    limitPrice: Number(order.limitPrice),
    unfilledSize: Number(order.contracts),
    receivedTime: timeOf(order.createdAt),
    status: "untouched",
    filledSize: 0,
    reduceOnly: order.reduceOnly,
    lastUpdateTime: timeOf(order.updatedAt),
  };
}

export function positionRows(state: VenueState, context: EngineContext): readonly unknown[] {
  return Object.entries(state.positions).map(([symbol, position]) => {
    const market = context.markets[symbol];
    if (market === undefined) throw new Error(`no market for ${symbol}`);
    const contracts = decimal(position.contracts);
    const { leverage, marginMode } = settingsOf(state, symbol);
    const entry = market.instrument.inverse
      ? contracts.abs().div(position.entryValue)
      : decimal(position.entryValue).div(contracts.abs());
    return {
      side: contracts.gt("0") ? "long" : "short",
      symbol,
      price: Number(entry.round(8, 1).toFixed()),
      fillTime: timeOf(context.now),
      size: Number(contracts.abs().toFixed()),
      unrealizedFunding: 0,
      pnlCurrency: "USD",
      ...(marginMode === "isolated" ? { maxFixedLeverage: leverage } : {}),
    };
  });
}

/** The account of all collateral: dollars. */
export function flexBody(state: VenueState, context: EngineContext): unknown {
  const [equity, free] = [equityOf(state, context), freeOf(state, context)];
  const wallet = Number(state.wallet);
  const profit = Number(equity.minus(state.wallet).toFixed());
  return {
    currencies: { USD: { quantity: wallet, value: wallet, collateral: wallet, available: Number(free.toFixed()) } },
    initialMargin: Number(equity.minus(free).toFixed()),
    balanceValue: wallet,
    portfolioValue: Number(equity.toFixed()),
    collateralValue: wallet,
    pnl: profit,
    unrealizedFunding: 0,
    totalUnrealized: profit,
    totalUnrealizedAsMargin: profit,
    availableMargin: Number(free.toFixed()),
    marginEquity: Number(equity.toFixed()),
    type: "multiCollateralMarginAccount",
  };
}

/** The account of one inverse market: its coin. */
export function marginAccountBody(state: VenueState, context: EngineContext, currency: string): unknown {
  const [equity, free] = [equityOf(state, context), freeOf(state, context)];
  const auxiliary = { usd: 0, pv: Number(equity.toFixed()), pnl: 0, af: Number(free.toFixed()), funding: 0 };
  return { auxiliary, balances: { [currency]: Number(state.wallet) }, currency, type: "marginAccount" };
}
