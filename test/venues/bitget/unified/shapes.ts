// The v3 API's rows. Shapes: the recorded answers of https://github.com/JKorf/Bitget.Net, Bitget.Net.UnitTests/Endpoints/Unified
// (GetOrder, GetUserTrades, GetPositions, GetBalances, GetAccountConfig, GetAccountInfo, GetFuturesSymbols, GetFuturesTickers), and
// the comments of ccxt's bitget.ts. What a unified balance is made of was measured on a live account by the author of a
// public client: usdtEquity = balance + isolated margin + unrealised profit; a balance does not take cross margin off.
import {
  equityOf,
  freeOf,
  middleOf,
  positionMargin,
  settingsOf,
  unrealizedProfit,
} from "../../../../lib/adapters/paper/margin.ts";
import type { EngineFill, EngineOrder, VenueState } from "../../../../lib/adapters/paper/venue-state.ts";
import { type Decimal, decimal, formatDecimal, ZERO } from "../../../../lib/core/decimal.ts";
import type { MarginMode } from "../../../../lib/core/market/modes.ts";
import { decimalsOf } from "../../market-maker.ts";
import { type BitgetAccount, leveragesOf } from "../bitget-account.ts";
import type { SimulatedMarket } from "../markets.ts";
import { orderIdOf, tradeIdOf } from "../shapes.ts";
import type { BitgetVenue } from "../venue.ts";

type Row = Readonly<Record<string, unknown>>;

const STATUSES: Readonly<Record<EngineOrder["status"], string>> = {
  open: "live",
  filled: "filled",
  canceled: "cancelled",
  rejected: "cancelled",
};

export function orderRow(order: EngineOrder, venue: BitgetVenue, account: BitgetAccount): Row {
  const { productType, instrument } = venue.market(order.symbol);
  const { filledContracts, averagePrice = "0" } = order;
  const { marginMode } = settingsOf(account.state(instrument.settle), order.symbol);
  const isPartly = order.status === "open" && filledContracts !== "0";
  return {
    orderId: orderIdOf(order.venueOrderId),
    clientOid: order.clientOrderId,
    category: productType,
    symbol: order.symbol,
    orderType: order.orderType,
    side: order.side,
    price: order.limitPrice ?? "0",
    qty: order.contracts,
    amount: "0",
    cumExecQty: filledContracts,
    cumExecValue: formatDecimal(decimal(filledContracts).times(averagePrice)),
    avgPrice: averagePrice,
    timeInForce: "gtc",
    orderStatus: isPartly ? "partially_filled" : STATUSES[order.status],
    posSide: order.side === "buy" ? "long" : "short",
    holdMode: account.isHedged ? "hedge_mode" : "one_way_mode",
    delegateType: "normal",
    reduceOnly: order.reduceOnly ? "YES" : "NO",
    marginMode: writtenMode(marginMode),
    stpMode: "none",
    takeProfit: "",
    stopLoss: "",
    feeDetail:
      filledContracts === "0"
        ? [{ feeCoin: null, fee: null }]
        : [{ feeCoin: instrument.settle, fee: formatDecimal(decimal(order.feeCost)) }],
    cancelReason: order.status === "canceled" ? "normal_cancel" : "",
    execType: "normal",
    createdTime: String(order.createdAt),
    updatedTime: String(order.updatedAt),
  };
}

/** A fee that was paid is above zero since 11 March 2026: https://www.bitget.com/api-doc/uta/changelog */
export function fillRow(fill: EngineFill, venue: BitgetVenue): Row {
  const { productType, instrument } = venue.market(fill.symbol);
  return {
    execId: tradeIdOf(fill.fillId),
    execLinkId: tradeIdOf(fill.fillId),
    orderId: orderIdOf(fill.venueOrderId),
    category: productType,
    symbol: fill.symbol,
    orderType: "market",
    side: fill.side,
    execPrice: fill.price,
    execQty: fill.contracts,
    execValue: formatDecimal(decimal(fill.price).times(fill.contracts)),
    tradeScope: fill.isMaker ? "maker" : "taker",
    tradeSide: fill.side === "buy" ? "buy_single" : "sell_single",
    feeDetail: [{ feeCoin: instrument.settle, fee: formatDecimal(decimal(fill.fee)) }],
    createdTime: String(fill.at),
    updatedTime: String(fill.at),
    execPnl: fill.realizedProfit,
    isRPI: "no",
  };
}

export function positionRows(venue: BitgetVenue, account: BitgetAccount, state: VenueState): readonly Row[] {
  return Object.entries(state.positions).map(([symbol, position]) => {
    const { productType, instrument } = venue.market(symbol);
    const market = { instrument, book: venue.book(symbol) };
    const contracts = decimal(position.contracts);
    const { leverage, marginMode } = settingsOf(state, symbol);
    return {
      category: productType,
      symbol,
      marginCoin: state.settle,
      holdMode: account.isHedged ? "hedge_mode" : "one_way_mode",
      posSide: contracts.gt(ZERO) ? "long" : "short",
      marginMode: writtenMode(marginMode),
      positionBalance: formatDecimal(positionMargin(state, symbol, market)),
      available: formatDecimal(contracts.abs()),
      frozen: "0",
      total: formatDecimal(contracts.abs()),
      leverage: String(leverage),
      curRealisedPnl: "0",
      avgPrice: formatDecimal(decimal(position.entryValue).div(contracts.abs()).round(8, 1)),
      positionStatus: "normal",
      unrealisedPnl: formatDecimal(unrealizedProfit(position, market)),
      liquidationPrice: "0",
      mmr: "0.004",
      profitRate: "0",
      markPrice: formatDecimal(middleOf(market.book)),
      breakEvenPrice: "0",
      totalFunding: "0",
      openFeeTotal: "0",
      closeFeeTotal: "0",
      createdTime: "1736378720620",
      updatedTime: "1753102803148",
    };
  });
}

/** All wallets as one margin. Other coins are worth what `setup.collateralUsd` says. */
export function assetsBody(venue: BitgetVenue, account: BitgetAccount): Row {
  const context = venue.context(account);
  const state = account.state("USDT");
  const equity = equityOf(state, context);
  const others = decimal(account.setup.collateralUsd ?? "0");
  const isolated = isolatedPart(venue, state);
  const effective = equity.minus(isolated.margin).minus(isolated.profit).plus(others);
  const free = freeOf(state, context).plus(others);
  const total = formatDecimal(equity.plus(others));
  const balance = formatDecimal(decimal(state.wallet).minus(isolated.margin));
  return {
    accountEquity: total,
    usdtEquity: total,
    btcEquity: "0",
    unrealisedPnl: formatDecimal(equity.minus(state.wallet)),
    effEquity: formatDecimal(effective),
    mmr: "0",
    imr: formatDecimal(effective.minus(free)),
    mgnRatio: "0",
    positionMgnRatio: "0",
    assets: [
      {
        coin: "USDT",
        equity: formatDecimal(equity),
        usdValue: formatDecimal(equity),
        balance,
        available: balance,
        debt: "0",
        locked: "0",
      },
    ],
  };
}

function isolatedPart(venue: BitgetVenue, state: VenueState): { readonly margin: Decimal; readonly profit: Decimal } {
  const isolated = Object.entries(state.positions).filter(
    ([symbol]) => settingsOf(state, symbol).marginMode === "isolated",
  );
  const parts = isolated.map(([symbol, position]) => {
    const market = { instrument: venue.market(symbol).instrument, book: venue.book(symbol) };
    return { margin: positionMargin(state, symbol, market), profit: unrealizedProfit(position, market) };
  });
  const sum = (name: "margin" | "profit") => parts.reduce((total, part) => total.plus(part[name]), ZERO);
  return { margin: sum("margin"), profit: sum("profit") };
}

/** A row for the mode a symbol is in, and one for the other where a leverage was set. */
export function settingsBody(venue: BitgetVenue, account: BitgetAccount): Row {
  const state = account.state("USDT");
  const rows = [...venue.markets.values()]
    .filter(({ instrument }) => instrument.settle === "USDT")
    .flatMap(({ instrument: { symbol }, productType }) => {
      const { marginMode } = settingsOf(state, symbol);
      const leverages = leveragesOf(account, "USDT", symbol);
      const other = marginMode === "isolated" ? "cross" : "isolated";
      const isTouched = Object.values(leverages).some((leverage) => leverage !== state.defaults.leverage);
      const shown: readonly MarginMode[] = isTouched ? [marginMode, other] : [marginMode];
      return shown.map((mode) => ({
        category: productType,
        symbol,
        marginMode: writtenMode(mode),
        leverage: String(leverages[mode]),
      }));
    });
  return {
    uid: "1111111111",
    accountMode: "unified",
    assetMode: "multi_assets",
    accountLevel: "advanced",
    holdMode: account.isHedged ? "hedge_mode" : "one_way_mode",
    stpMode: "none",
    symbolConfigList: rows,
    coinConfigList: [],
  };
}

/** One entry of `instruments`. */
export function instrumentRow({ instrument, productType, status, isDated, maxMarketQty }: SimulatedMarket): Row {
  const { contractStep, priceTick } = instrument;
  return {
    symbol: instrument.venueSymbol,
    category: productType,
    baseCoin: instrument.base,
    quoteCoin: instrument.quote,
    isRwa: "NO",
    buyLimitPriceRatio: "0.05",
    sellLimitPriceRatio: "0.05",
    feeRateUpRatio: "0.005",
    makerFeeRate: "0.0002",
    takerFeeRate: "0.0006",
    openCostUpRatio: "0.01",
    minOrderQty: instrument.minContracts,
    maxOrderQty: instrument.maxContracts,
    pricePrecision: String(decimalsOf(priceTick)),
    quantityPrecision: String(decimalsOf(contractStep)),
    quotePrecision: "",
    priceMultiplier: priceTick,
    quantityMultiplier: contractStep,
    type: isDated ? "delivery" : "perpetual",
    minOrderAmount: instrument.minNotional,
    maxSymbolOrderNum: "",
    maxProductOrderNum: "400",
    maxPositionNum: "200",
    status: status === "normal" ? "online" : status,
    offTime: "-1",
    limitOpenTime: "-1",
    deliveryTime: isDated ? "1798156800000" : "",
    deliveryStartTime: "",
    deliveryPeriod: "",
    launchTime: "0",
    fundInterval: "8",
    minLeverage: "1",
    maxLeverage: String(instrument.maxLeverage),
    maintainTime: "",
    symbolType: "crypto",
    maxMarketOrderQty: maxMarketQty,
  };
}

export function writtenMode(mode: MarginMode): string {
  return mode === "isolated" ? "isolated" : "crossed";
}
