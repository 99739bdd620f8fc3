// A symbol's positions as COIN-M tells them, flat or not: leverage and margin mode stand there. Shape:
// https://developers.binance.com/docs/derivatives/coin-margined-futures/trade/rest-api/Position-Information, whose rows have no
// notional; one-way mode has the row BOTH only.
import { middleOf, positionMargin, settingsOf, unrealizedProfit } from "../../../lib/adapters/paper/margin.ts";
import type { EngineContext } from "../../../lib/adapters/paper/venue-state.ts";
import { decimal, formatDecimal } from "../../../lib/core/decimal.ts";
import { entryPriceOf } from "../../../lib/core/market/entry-value.ts";
import type { Instrument } from "../../../lib/core/market/instrument.ts";
import type { BinanceAccount } from "./binance-account.ts";

export function contractPositions(
  account: BinanceAccount,
  instrument: Instrument,
  context: EngineContext,
): readonly unknown[] {
  const { symbol, settle } = instrument;
  const { leverage, marginMode } = settingsOf(account.state(settle), symbol);
  const flat = {
    symbol,
    positionAmt: "0",
    entryPrice: "0.0",
    breakEvenPrice: "0.0",
    markPrice: "0.00000000",
    unRealizedProfit: "0.00000000",
    liquidationPrice: "0",
    leverage: String(leverage),
    maxQty: "50",
    marginType: marginMode,
    isolatedMargin: "0.00000000",
    isAutoAddMargin: "false",
    positionSide: "BOTH",
    updateTime: 0,
  };
  const both = { ...flat, ...openParts(account, instrument, context) };
  return account.isHedged ? [both, { ...flat, positionSide: "LONG" }, { ...flat, positionSide: "SHORT" }] : [both];
}

function openParts(account: BinanceAccount, instrument: Instrument, { markets, now }: EngineContext): object {
  const { symbol, settle } = instrument;
  const state = account.state(settle);
  const position = state.positions[symbol];
  const market = markets[symbol];
  if (position === undefined || market === undefined) return {};
  const contracts = decimal(position.contracts).abs();
  const isIsolated = settingsOf(state, symbol).marginMode === "isolated";
  return {
    positionAmt: position.contracts,
    entryPrice: formatDecimal(entryPriceOf(contracts, decimal(position.entryValue), instrument).round(8, 1)),
    markPrice: formatDecimal(middleOf(market.book)),
    unRealizedProfit: formatDecimal(unrealizedProfit(position, market)),
    ...(isIsolated ? { isolatedMargin: formatDecimal(positionMargin(state, symbol, market)) } : {}),
    updateTime: now,
  };
}
