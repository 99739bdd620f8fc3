import type { Side } from "../alert/alert-order.ts";
import { type DecimalString, decimal, formatDecimal } from "../decimal.ts";
import type { ContractKind } from "../market/contract-unit.ts";
import { entryPriceOf, entryValueOf } from "../market/entry-value.ts";
import type { Fee } from "../order/venue-order.ts";
import type { FillTotals, OrderExecution } from "./order-record.ts";

/** What one venue order filled. */
export interface Fill {
  readonly side: Side;
  readonly contracts: DecimalString;
  readonly averagePrice?: DecimalString;
  readonly fee?: Fee;
  /** It was sent post-only. */
  readonly maker?: true;
}

/** How the order's market counts its contracts; a market that is not known yet is taken for a linear one. */
type FillMarket = ContractKind | undefined;

const LINEAR: ContractKind = { inverse: false };
const NO_FILLS: FillTotals = { contracts: "0", value: "0" };

/** Executions added up. Fees of another coin than the first cannot be added and leave no total. */
export function totalsOf(executions: readonly OrderExecution[], market: FillMarket): FillTotals {
  return executions.reduce((totals, execution) => addFill(totals, execution, market), NO_FILLS);
}

/** The average price of everything filled, or undefined when nothing did or a price is missing. */
export function averagePriceOf(totals: FillTotals, market: FillMarket): DecimalString | undefined {
  const contracts = decimal(totals.contracts);
  if (totals.value === undefined || contracts.eq("0")) return undefined;
  return formatDecimal(entryPriceOf(contracts, totals.value, market ?? LINEAR).round(12, 1));
}

/** `position` (signed contracts) after a fill. */
export function positionAfter(position: DecimalString, fill: Pick<Fill, "side" | "contracts">): DecimalString {
  const signed = fill.side === "buy" ? decimal(fill.contracts) : decimal(fill.contracts).neg();
  return formatDecimal(decimal(position).plus(signed));
}

/** `totals` with one more order's fill. */
function addFill(totals: FillTotals, fill: Fill, market: FillMarket): FillTotals {
  const contracts = decimal(totals.contracts).plus(fill.contracts);
  return { contracts: formatDecimal(contracts), ...addValue(totals, fill, market), ...addFee(totals, fill) };
}

function addValue(totals: FillTotals, fill: Fill, market: FillMarket): Pick<FillTotals, "value"> {
  if (totals.value === undefined || fill.averagePrice === undefined) return {};
  const value = entryValueOf(decimal(fill.contracts), fill.averagePrice, market ?? LINEAR);
  return { value: formatDecimal(value.plus(totals.value)) };
}

function addFee(totals: FillTotals, fill: Fill): Pick<FillTotals, "feeCost" | "feeCurrency"> {
  const isFirst = totals.contracts === "0";
  if (fill.fee === undefined) return {};
  if (isFirst) return { feeCost: formatDecimal(fill.fee.cost), feeCurrency: fill.fee.currency };
  if (totals.feeCost === undefined || totals.feeCurrency !== fill.fee.currency) return {};
  return { feeCost: formatDecimal(decimal(totals.feeCost).plus(fill.fee.cost)), feeCurrency: fill.fee.currency };
}
