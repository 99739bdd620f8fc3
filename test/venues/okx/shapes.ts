// OKX's envelopes and rows. Shapes: the documentation's pages "Place order", "Order details", "Transaction details (last
// 3 days)", "Get positions", "Get balance"; and ccxt's test data (ccxt/ccxt ts/src/test/static/response/okx.json).
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
import type { MarginMode } from "../../../lib/core/market/modes.ts";
import { venueId } from "../whole-number.ts";

export function envelope(
  data: readonly unknown[],
  refusal: { readonly code: string; readonly msg: string } = { code: "0", msg: "" },
): unknown {
  return { ...refusal, data };
}

/** What an order or a cancellation is answered with. */
export function acknowledgement(row: {
  readonly clOrdId: string;
  readonly ordId: string;
  readonly sCode: string;
  readonly sMsg: string;
}): Record<string, string> {
  return { ...row, tag: "", ts: "" };
}

export function orderRow(order: EngineOrder, mode: MarginMode, settle: string): unknown {
  const isFilled = order.filledContracts !== "0";
  const average = order.averagePrice ?? "";
  return {
    accFillSz: order.filledContracts,
    algoClOrdId: "",
    algoId: "",
    avgPx: isFilled ? average : "",
    cTime: String(order.createdAt),
    cancelSource: "",
    category: "normal",
    ccy: "",
    clOrdId: order.clientOrderId,
    fee: signedFee(order.feeCost),
    feeCcy: settle,
    fillPx: isFilled ? average : "",
    fillSz: order.filledContracts,
    fillTime: isFilled ? String(order.updatedAt) : "",
    instId: order.symbol,
    instType: instTypeOf(order.symbol),
    lever: "",
    ordId: venueId(order.venueOrderId),
    ordType: order.orderType,
    pnl: "0",
    posSide: "net",
    px: order.limitPrice ?? "",
    rebate: "0",
    rebateCcy: settle,
    reduceOnly: String(order.reduceOnly),
    side: order.side,
    slTriggerPx: "",
    state: stateOf(order),
    stpMode: "cancel_maker",
    sz: order.contracts,
    tag: "",
    tdMode: mode,
    tgtCcy: "",
    tpTriggerPx: "",
    tradeId: "",
    uTime: String(order.updatedAt),
  };
}

function stateOf({ status, filledContracts }: EngineOrder): string {
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

/** Below zero is charged, above is a rebate. */
function signedFee(cost: string): string {
  return formatDecimal(decimal(cost).neg());
}

export function fillRow(fill: EngineFill, settle: string, clOrdId: string): unknown {
  return {
    side: fill.side,
    fillSz: fill.contracts,
    fillPx: fill.price,
    fillPnl: fill.realizedProfit,
    fee: signedFee(fill.fee),
    feeCcy: settle,
    ordId: venueId(fill.venueOrderId),
    clOrdId,
    instType: instTypeOf(fill.symbol),
    instId: fill.symbol,
    posSide: "net",
    billId: venueId(fill.fillId),
    tag: "",
    execType: fill.isMaker ? "M" : "T",
    tradeId: fill.fillId,
    fillTime: String(fill.at),
    ts: String(fill.at),
  };
}

export function positionRows(state: VenueState, context: EngineContext): readonly unknown[] {
  return Object.entries(state.positions).map(([symbol, position]) => {
    const market = context.markets[symbol];
    if (market === undefined) throw new Error(`no market for ${symbol}`);
    const contracts = decimal(position.contracts);
    const { leverage, marginMode } = settingsOf(state, symbol);
    const margin = formatDecimal(positionMargin(state, symbol, market));
    const isIsolated = marginMode === "isolated";
    const { contractSize, inverse } = market.instrument;
    const mark = middleOf(market.book);
    const value = contracts.abs().times(contractSize);
    const entry = inverse
      ? contracts.abs().div(position.entryValue)
      : decimal(position.entryValue).div(contracts.abs());
    return {
      adl: "1",
      availPos: "",
      avgPx: formatDecimal(entry.round(8, 1)),
      cTime: String(context.now),
      ccy: state.settle,
      imr: isIsolated ? "" : margin,
      instId: symbol,
      instType: instTypeOf(symbol),
      interest: "",
      last: formatDecimal(mark),
      lever: String(leverage),
      liqPx: "",
      markPx: formatDecimal(mark),
      margin: isIsolated ? margin : "",
      mgnMode: marginMode,
      mgnRatio: "30",
      mmr: "0",
      notionalUsd: formatDecimal(inverse ? value : value.times(mark)),
      pos: position.contracts,
      posCcy: "",
      posId: "307173036051017730",
      posSide: "net",
      realizedPnl: "0",
      upl: formatDecimal(unrealizedProfit(position, market)),
      uplRatio: "0",
      uTime: String(context.now),
    };
  });
}

/** A coin's row; none for a coin there is nothing of. */
export function coinRows(state: VenueState, context: EngineContext, isSpotMode: boolean): readonly unknown[] {
  const equity = equityOf(state, context);
  if (decimal(state.wallet).eq(ZERO) && equity.eq(ZERO)) return [];
  const free = freeOf(state, context);
  const available = formatDecimal(free.lt(ZERO) ? ZERO : free);
  return [
    {
      ccy: state.settle,
      eq: formatDecimal(equity),
      cashBal: state.wallet,
      availBal: available,
      availEq: isSpotMode ? "" : available,
      frozenBal: formatDecimal(decimal(state.wallet).minus(available)),
      ordFrozen: "0",
      upl: formatDecimal(equity.minus(state.wallet)),
      isoEq: "0",
      disEq: formatDecimal(equity),
      eqUsd: formatDecimal(equity),
      uTime: String(context.now),
    },
  ];
}

function instTypeOf(instId: string): string {
  return instId.includes("_XPERP-") ? "FUTURES" : "SWAP";
}
