// Envelopes of the contract API. Shapes: https://phemex-docs.github.io/#coin-m-perpetual-rest-api, its samples: scaled numbers
// beside plain ones, and nulls where they have nulls (the type of a live order, plain numbers out of the database).
import { freeOf, positionMargin, settingsOf, unrealizedProfit } from "../../../lib/adapters/paper/margin.ts";
import type { EngineContext, EngineFill, EngineOrder, VenueState } from "../../../lib/adapters/paper/venue-state.ts";
import { type Decimal, decimal, ZERO } from "../../../lib/core/decimal.ts";
import { entryValueOf } from "../../../lib/core/market/entry-value.ts";
import { wholeNumber } from "../whole-number.ts";
import { PRICE_SCALE, RATIO_SCALE, type SimulatedMarket, VALUE_SCALES } from "./markets.ts";
import { nanoseconds, orderIdOf, statusOf } from "./shapes.ts";

/** Scaled as Phemex does, rounded towards zero. */
function scaled(value: Decimal, scale: number): number {
  return Number(value.times(`1e${scale}`).round(0, 0).toFixed());
}

/** An amount of the settle coin under both of its names. */
function amount(name: string, value: Decimal, settle: string): Record<string, number> {
  return { [`${name}Ev`]: scaled(value, VALUE_SCALES[settle] ?? 8), [name]: Number(value.round(8, 0).toFixed()) };
}

function price(name: string, value: Decimal): Record<string, number> {
  return { [`${name}Ep`]: scaled(value, PRICE_SCALE), [name]: Number(value.round(8, 1).toFixed()) };
}

/** `live`: an answer of the trading engine; `just-taken`: before it has filled anything; `stored`: out of the database. */
export function contractOrderBody(
  order: EngineOrder,
  { instrument }: SimulatedMarket,
  as: "live" | "just-taken" | "stored",
): Record<string, unknown> {
  const { settle, contractSize } = instrument;
  const filled = decimal(as === "just-taken" ? "0" : order.filledContracts);
  const leaves = order.status === "open" || as === "just-taken" ? decimal(order.contracts).minus(filled) : ZERO;
  const asked = decimal(order.limitPrice ?? order.averagePrice ?? "1");
  const worth = (contracts: Decimal, at: Decimal) => entryValueOf(contracts, at, instrument).times(contractSize);
  const body = {
    bizError: 0,
    orderID: orderIdOf(order.venueOrderId),
    clOrdID: order.clientOrderId,
    symbol: order.symbol,
    side: order.side === "buy" ? "Buy" : "Sell",
    actionTimeNs: wholeNumber(nanoseconds(order.createdAt)),
    transactTimeNs: wholeNumber(nanoseconds(order.updatedAt)),
    orderType: null,
    ...price("price", asked),
    orderQty: Number(order.contracts),
    displayQty: Number(order.contracts),
    timeInForce: null,
    reduceOnly: order.reduceOnly,
    stopPxEp: 0,
    closedPnlEv: 0,
    closedPnl: 0,
    closedSize: 0,
    cumQty: Number(filled.toFixed()),
    ...amount("cumValue", worth(filled, decimal(order.averagePrice ?? "1")), settle),
    leavesQty: Number(leaves.toFixed()),
    ...amount("leavesValue", worth(leaves, asked), settle),
    stopPx: 0,
    stopDirection: "UNSPECIFIED",
    ordStatus: as === "just-taken" ? "Created" : statusOf(order),
  };
  if (as !== "stored") return body;
  const isLimit = order.orderType === "limit";
  const stored = {
    orderType: isLimit ? "Limit" : "Market",
    timeInForce: isLimit ? "GoodTillCancel" : "ImmediateOrCancel",
  };
  return { ...body, ...stored, price: null, closedPnl: null, cumValue: null, leavesValue: null };
}

export function contractFillBody(fill: EngineFill, order: EngineOrder, { instrument }: SimulatedMarket): unknown {
  const { settle, contractSize } = instrument;
  const scale = VALUE_SCALES[settle] ?? 8;
  const value = entryValueOf(decimal(fill.contracts), fill.price, instrument).times(contractSize);
  return {
    transactTimeNs: wholeNumber(nanoseconds(fill.at)),
    symbol: fill.symbol,
    currency: settle,
    action: "New",
    side: fill.side === "buy" ? "Buy" : "Sell",
    tradeType: "Trade",
    execQty: Number(fill.contracts),
    execPriceEp: scaled(decimal(fill.price), PRICE_SCALE),
    orderQty: Number(order.contracts),
    priceEp: scaled(decimal(order.limitPrice ?? fill.price), PRICE_SCALE),
    execValueEv: scaled(value, scale),
    feeRateEr: scaled(decimal(fill.isMaker ? "0.0001" : "0.0006"), RATIO_SCALE),
    execFeeEv: scaled(decimal(fill.fee), scale),
    ordType: order.orderType === "limit" ? "Limit" : "Market",
    execID: `b01671a1-5ddc-5def-b80a-${fill.fillId.padStart(12, "0")}`,
    orderID: orderIdOf(fill.venueOrderId),
    clOrdID: order.clientOrderId,
    execStatus: fill.isMaker ? "MakerFill" : "TakerFill",
  };
}

/** Wallet without unrealised profit, and a row for every symbol that settles in the coin, flat ones too. */
export function contractAccountBody(
  state: VenueState,
  markets: readonly SimulatedMarket[],
  { context, middle }: { readonly context: EngineContext; middle(symbol: string): Decimal },
): unknown {
  const { settle } = state;
  const scale = VALUE_SCALES[settle] ?? 8;
  const crossProfit = Object.entries(state.positions).reduce((sum, [symbol, position]) => {
    const market = context.markets[symbol];
    const isCross = settingsOf(state, symbol).marginMode === "cross";
    return market === undefined || !isCross ? sum : sum.plus(unrealizedProfit(position, market));
  }, ZERO);
  return {
    account: {
      accountId: 9_406_660_001,
      currency: settle,
      accountBalanceEv: scaled(decimal(state.wallet), scale),
      totalUsedBalanceEv: scaled(decimal(state.wallet).plus(crossProfit).minus(freeOf(state, context)), scale),
      bonusBalanceEv: 0,
    },
    positions: markets.map((market) =>
      positionBody(state, market, { context, mark: middle(market.instrument.symbol) }),
    ),
  };
}

function positionBody(
  state: VenueState,
  { instrument, riskLimit }: SimulatedMarket,
  { context, mark }: { readonly context: EngineContext; readonly mark: Decimal },
): Record<string, unknown> {
  const { symbol, settle, inverse, contractSize } = instrument;
  const { leverage, marginMode } = settingsOf(state, symbol);
  const position = state.positions[symbol];
  const market = context.markets[symbol];
  const contracts = decimal(position?.contracts ?? "0");
  const held = decimal(position?.entryValue ?? "0");
  const margin = position === undefined || market === undefined ? ZERO : positionMargin(state, symbol, market);
  const entry = contracts.eq(ZERO) ? ZERO : inverse ? contracts.abs().div(held) : held.div(contracts.abs());
  const told = marginMode === "cross" ? 0 : leverage;
  return {
    accountID: 9_406_660_001,
    symbol,
    currency: settle,
    side: contracts.eq(ZERO) ? "None" : contracts.gt(ZERO) ? "Buy" : "Sell",
    positionStatus: "Normal",
    crossMargin: marginMode === "cross",
    leverageEr: told * 10 ** RATIO_SCALE,
    leverage: told,
    initMarginReqEr: 10_000_000,
    initMarginReq: 0.1,
    maintMarginReqEr: 500_000,
    maintMarginReq: 0.005,
    ...amount("riskLimit", decimal(riskLimit), settle),
    size: Number(contracts.abs().toFixed()),
    ...amount("value", held.times(contractSize), settle),
    ...price("avgEntryPrice", entry),
    ...amount("posCost", margin, settle),
    ...amount("assignedPosBalance", margin, settle),
    ...amount("bankruptComm", ZERO, settle),
    ...price("bankruptPrice", ZERO),
    ...amount("positionMargin", margin, settle),
    ...price("liquidationPrice", ZERO),
    deleveragePercentileEr: 0,
    deleveragePercentile: 0,
    buyValueToCostEr: 10_114_000,
    buyValueToCost: 0.10114,
    sellValueToCostEr: 10_126_000,
    sellValueToCost: 0.10126,
    ...price("markPrice", mark),
    markValueEv: 0,
    markValue: null,
    estimatedOrdLossEv: 0,
    estimatedOrdLoss: 0,
    ...amount("usedBalance", margin, settle),
    takeProfitEp: 0,
    takeProfit: null,
    stopLossEp: 0,
    stopLoss: null,
    realisedPnlEv: 0,
    realisedPnl: null,
    cumRealisedPnlEv: 0,
    cumRealisedPnl: null,
  };
}
