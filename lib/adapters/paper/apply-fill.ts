// One execution: position, wallet and fee. The wallet changes by exactly the realised profit less the fee on record.
import { type Decimal, type DecimalString, decimal, formatDecimal, minDecimal, ZERO } from "../../core/decimal.ts";
import { entryValueOf, profitOf, settleAmount, settleValueOf } from "../../core/market/entry-value.ts";
import type { Instrument } from "../../core/market/instrument.ts";
import type { EnginePosition, VenueState } from "./venue-state.ts";

/** An execution, before the account has felt it. */
export interface PaperFill {
  readonly symbol: string;
  readonly instrument: Instrument;
  /** Signed contracts. */
  readonly contracts: Decimal;
  readonly price: DecimalString;
  readonly feeRate: DecimalString;
}

/** What an execution left behind: the new state, its fee, and the profit it realised. */
export interface Executed {
  readonly state: VenueState;
  readonly fee: DecimalString;
  readonly realizedProfit: DecimalString;
}

/** The state after an execution: it closes what is opposite first, then opens the rest. */
export function applyFill(state: VenueState, execution: PaperFill): Executed {
  const { symbol, instrument, contracts, price, feeRate } = execution;
  const position = state.positions[symbol];
  const held = decimal(position?.contracts ?? "0");
  const isOpposite = held.times(contracts).lt(ZERO);
  const closing = isOpposite ? minDecimal(held.abs(), contracts.abs()) : ZERO;
  const opening = contracts.abs().minus(closing);
  const { profit, left } = close(position, closing, { price, instrument });
  const next = open(left, contracts.gt(ZERO) ? opening : opening.neg(), { price, instrument });
  const entryValue = entryValueOf(contracts.abs(), price, instrument);
  const fee = settleAmount(settleValueOf(contracts.abs(), entryValue, instrument).times(feeRate));
  const { [symbol]: _before, ...others } = state.positions;
  return {
    state: {
      ...state,
      wallet: formatDecimal(decimal(state.wallet).plus(profit).minus(fee)),
      positions: next === undefined ? others : { ...others, [symbol]: next },
    },
    fee: formatDecimal(fee),
    realizedProfit: formatDecimal(profit),
  };
}

type At = { readonly price: DecimalString; readonly instrument: Instrument };

/** Takes `closing` contracts and their share of the entry value off a position. */
function close(
  position: EnginePosition | undefined,
  closing: Decimal,
  at: At,
): { readonly profit: Decimal; readonly left: EnginePosition | undefined } {
  if (position === undefined || closing.eq(ZERO)) return { profit: ZERO, left: position };
  const held = decimal(position.contracts);
  const share = closing.eq(held.abs())
    ? decimal(position.entryValue)
    : decimal(position.entryValue).times(closing).div(held.abs());
  const signed = held.gt(ZERO) ? closing : closing.neg();
  const profit = profitOf(signed, share, { price: at.price, market: at.instrument });
  const left = held.minus(signed);
  if (left.eq(ZERO)) return { profit, left: undefined };
  const entryValue = formatDecimal(decimal(position.entryValue).minus(share));
  return { profit, left: { contracts: formatDecimal(left), entryValue } };
}

function open(
  position: EnginePosition | undefined,
  opening: Decimal,
  { price, instrument }: At,
): EnginePosition | undefined {
  if (opening.eq(ZERO)) return position;
  const value = entryValueOf(opening.abs(), price, instrument);
  return {
    contracts: formatDecimal(opening.plus(position?.contracts ?? "0")),
    entryValue: formatDecimal(value.plus(position?.entryValue ?? "0")),
  };
}
