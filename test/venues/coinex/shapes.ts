// CoinEx's envelopes. Shapes: the samples in ccxt's source (coinex.js: createOrder, fetchClosedOrders, fetchMyTrades,
// fetchPositions, fetchSwapBalance) and the pages of https://docs.coinex.com/api/v2 on the same endpoints.
import {
  equityOf,
  marginFor,
  middleOf,
  positionMargin,
  settingsOf,
  unrealizedProfit,
} from "../../../lib/adapters/paper/margin.ts";
import type { EngineContext, EngineFill, EngineOrder, VenueState } from "../../../lib/adapters/paper/venue-state.ts";
import { decimal, formatDecimal, ZERO } from "../../../lib/core/decimal.ts";
import { entryValueOf } from "../../../lib/core/market/entry-value.ts";
import { closable } from "./check-order.ts";
import type { CoinexAccount } from "./coinex-account.ts";
import type { CoinexVenue } from "./venue.ts";

/** Ids are whole numbers of twelve digits. */
const ID_BASE = 136_913_000_000;

export function numberOf(sequence: string): number {
  return ID_BASE + Number(sequence);
}

/** The engine's number of CoinEx's id. */
export function sequenceOf(orderId: string): string {
  return String(Number(orderId) - ID_BASE);
}

/** Without a status: only /futures/order-status tells it. */
export function orderBody(venue: CoinexVenue, order: EngineOrder): Record<string, unknown> {
  const { instrument } = venue.market(order.symbol);
  const { filledContracts, averagePrice = "0" } = order;
  const value = averagePrice === "0" ? ZERO : entryValueOf(decimal(filledContracts), averagePrice, instrument);
  return {
    order_id: numberOf(order.venueOrderId),
    market: order.symbol,
    market_type: "FUTURES",
    side: order.side,
    type: order.orderType,
    amount: order.contracts,
    price: order.limitPrice ?? "0",
    unfilled_amount: formatDecimal(decimal(order.contracts).minus(filledContracts)),
    filled_amount: filledContracts,
    filled_value: formatDecimal(value.round(12, 1)),
    client_id: order.clientOrderId,
    fee: order.feeCost,
    fee_ccy: instrument.settle,
    maker_fee_rate: "0.0003",
    taker_fee_rate: "0.0005",
    last_filled_amount: filledContracts,
    last_filled_price: averagePrice,
    realized_pnl: "0",
    created_at: order.createdAt,
    updated_at: order.updatedAt,
  };
}

export function statusOf({ status, filledContracts }: EngineOrder): string {
  switch (status) {
    case "open":
      return filledContracts === "0" ? "open" : "part_filled";
    case "filled":
      return "filled";
    case "canceled":
      return filledContracts === "0" ? "canceled" : "part_canceled";
    case "rejected":
      throw new Error("CoinEx keeps no order that it refused");
    default:
      status satisfies never;
      throw new Error(`unknown status ${String(status)}`);
  }
}

export function dealBody(fill: EngineFill, settle: string): unknown {
  return {
    deal_id: Number(fill.fillId),
    created_at: fill.at,
    market: fill.symbol,
    side: fill.side,
    order_id: numberOf(fill.venueOrderId),
    position_id: 927_266_133,
    price: fill.price,
    amount: fill.contracts,
    role: fill.isMaker ? "maker" : "taker",
    fee: fill.fee,
    fee_ccy: settle,
    realized_pnl: fill.realizedProfit,
  };
}

export function positionBodies(account: CoinexAccount, context: EngineContext): readonly unknown[] {
  return [...account.states.values()].flatMap((state) =>
    Object.entries(state.positions).map(([symbol, position]) => {
      const market = context.markets[symbol];
      if (market === undefined) throw new Error(`no market for ${symbol}`);
      const contracts = decimal(position.contracts);
      const value = decimal(position.entryValue);
      const { leverage, marginMode } = settingsOf(state, symbol);
      const margin = formatDecimal(positionMargin(state, symbol, market));
      const entry = market.instrument.inverse ? contracts.abs().div(value) : value.div(contracts.abs());
      return {
        position_id: 305_891_033,
        market: symbol,
        market_type: "FUTURES",
        side: contracts.gt(ZERO) ? "long" : "short",
        margin_mode: marginMode,
        open_interest: formatDecimal(contracts.abs()),
        close_avbl: formatDecimal(closable(account, symbol, contracts)),
        ath_position_amount: formatDecimal(contracts.abs()),
        unrealized_pnl: formatDecimal(unrealizedProfit(position, market)),
        realized_pnl: "0",
        avg_entry_price: formatDecimal(entry.round(8, 1)),
        cml_position_value: position.entryValue,
        max_position_value: position.entryValue,
        created_at: context.now,
        updated_at: context.now,
        take_profit_price: "0",
        stop_loss_price: "0",
        take_profit_type: "",
        stop_loss_type: "",
        settle_price: formatDecimal(middleOf(market.book)),
        settle_value: position.entryValue,
        leverage: String(leverage),
        margin_avbl: margin,
        ath_margin_size: margin,
        position_margin_rate: "0.1",
        maintenance_margin_rate: "0.005",
        maintenance_margin_value: "0",
        liq_price: "0",
        bkr_price: "0",
        adl_level: 1,
      };
    }),
  );
}

/**
 * What is available has neither margin nor profit in it; the margin holds the unrealised profit:
 * https://docs.coinex.com/api/v2/assets/balance/http/get-futures-balance
 */
export function balanceBody(state: VenueState, context: EngineContext): unknown {
  const initial = Object.keys(state.positions).reduce((sum, symbol) => {
    const market = context.markets[symbol];
    return market === undefined ? sum : sum.plus(positionMargin(state, symbol, market));
  }, ZERO);
  const frozen = Object.values(state.openOrders).reduce((sum, order) => {
    const market = context.markets[order.symbol];
    if (market === undefined || order.reduceOnly || order.limitPrice === undefined) return sum;
    const { instrument } = market;
    const value = entryValueOf(decimal(order.contracts), order.limitPrice, instrument);
    return sum.plus(marginFor(value.times(instrument.contractSize), settingsOf(state, order.symbol).leverage));
  }, ZERO);
  const available = formatDecimal(decimal(state.wallet).minus(initial).minus(frozen));
  const profit = equityOf(state, context).minus(state.wallet);
  return {
    ccy: state.settle,
    available,
    frozen: formatDecimal(frozen),
    margin: formatDecimal(initial.plus(profit)),
    transferrable: available,
    unrealized_pnl: formatDecimal(profit),
  };
}
