// What a price lock was good for (docs/adr/0080-a-price-lock-is-three-phases.md).
import { type Decimal, type DecimalString, decimal, formatDecimal, ZERO } from "../decimal.ts";
import type { OrderExecution, OrderRecord } from "../execution/order-record.ts";
import { placeStepsOf } from "../execution/planned.ts";
import { entryValueOf, profitOf } from "../market/entry-value.ts";
import type { Instrument } from "../market/instrument.ts";

/** Of an order that asked for a price lock, once it filled. */
export interface LockResult {
  /** How many contracts it filled as a maker. */
  readonly makerContracts?: DecimalString;
  /**
   * By how much all it filled is better than at `receiptPrice`, in the settle coin, fees apart; below zero it is worse. Absent
   * while a price is missing.
   */
  readonly lockSaving?: DecimalString;
}

export function lockResultOf({ state }: OrderRecord): LockResult {
  const { executions, work } = state;
  const isAsked = placeStepsOf(state).some(({ pricelock }) => pricelock !== undefined);
  if (!isAsked || executions.length === 0) return {};
  const made = executions.filter(({ maker }) => maker === true);
  const makerContracts = made.reduce((sum, { contracts }) => sum.plus(contracts), ZERO);
  const saved = savedAt(executions, { price: work?.plan?.inputs.price, market: work?.instrument });
  return {
    makerContracts: formatDecimal(makerContracts),
    ...(saved === undefined ? {} : { lockSaving: formatDecimal(saved) }),
  };
}

/** What it filled, valued at the price it was planned at, is worth so much more than it was traded for. */
function savedAt(
  executions: readonly OrderExecution[],
  { price, market }: { readonly price: DecimalString | undefined; readonly market: Instrument | undefined },
): Decimal | undefined {
  let saved = ZERO;
  for (const { side, contracts, averagePrice } of executions) {
    if (price === undefined || market === undefined || averagePrice === undefined) return undefined;
    const size = decimal(contracts);
    const signed = side === "buy" ? size : size.neg();
    saved = saved.plus(profitOf(signed, entryValueOf(size, averagePrice, market), { price, market }));
  }
  return saved;
}
