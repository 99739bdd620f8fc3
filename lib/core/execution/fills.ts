import type { Side } from "../alert/alert-order.ts";
import { type DecimalString, decimal, formatDecimal } from "../decimal.ts";
import type { Fee } from "../order/venue-order.ts";
import type { FillTotals } from "./order-record.ts";

/** What one venue order filled. */
export interface Fill {
  readonly side: Side;
  readonly contracts: DecimalString;
  readonly averagePrice?: DecimalString;
  readonly fee?: Fee;
}

/** `totals` with one more order's fill. Fees of another coin than the first cannot be added and leave no total. */
export function addFill(totals: FillTotals, fill: Fill): FillTotals {
  const contracts = decimal(totals.contracts).plus(fill.contracts);
  return { contracts: formatDecimal(contracts), ...addValue(totals, fill), ...addFee(totals, fill) };
}

/** The average price of everything filled, or undefined when nothing did or a price is missing. */
export function averagePriceOf(totals: FillTotals): DecimalString | undefined {
  const contracts = decimal(totals.contracts);
  if (totals.value === undefined || contracts.eq("0")) return undefined;
  return formatDecimal(decimal(totals.value).div(contracts).round(12, 1));
}

/** `position` (signed contracts) after a fill. */
export function positionAfter(position: DecimalString, fill: Pick<Fill, "side" | "contracts">): DecimalString {
  const signed = fill.side === "buy" ? decimal(fill.contracts) : decimal(fill.contracts).neg();
  return formatDecimal(decimal(position).plus(signed));
}

function addValue(totals: FillTotals, fill: Fill): Pick<FillTotals, "value"> {
  if (totals.value === undefined || fill.averagePrice === undefined) return {};
  return { value: formatDecimal(decimal(fill.contracts).times(fill.averagePrice).plus(totals.value)) };
}

function addFee(totals: FillTotals, fill: Fill): Pick<FillTotals, "feeCost" | "feeCurrency"> {
  const isFirst = totals.contracts === "0";
  if (fill.fee === undefined) return {};
  if (isFirst) return { feeCost: formatDecimal(fill.fee.cost), feeCurrency: fill.fee.currency };
  if (totals.feeCost === undefined || totals.feeCurrency !== fill.fee.currency) return {};
  return { feeCost: formatDecimal(decimal(totals.feeCost).plus(fill.fee.cost)), feeCurrency: fill.fee.currency };
}
