// A lost `$` must not take the account: an opening in base or contracts that the account could never carry
// (docs/design.md#sizing).
import type { Quantity } from "../alert/alert-order.ts";
import { type Decimal, type DecimalString, decimal, formatDecimal, ZERO } from "../decimal.ts";
import { type Denial, denialOf } from "../denial-of.ts";
import { leverageInForce, type PricedContext, warn } from "./plan-context.ts";
import { marginOf } from "./size.ts";

/** More times the equity than this is told. */
const WARNED_TIMES = decimal("5");

/** Why an opening is not believed: its margin is more than MAX_OVERSIZE times the equity. */
export function oversizeDenial(context: PricedContext, opening: Decimal): Denial | undefined {
  const { maxOversize } = context.account.wanted;
  const judged = judge(context, opening);
  if (maxOversize === undefined || judged === undefined || judged.margin.lte(context.equity.times(maxOversize)))
    return undefined;
  const needs = inWords(context, opening, judged);
  return denialOf("SIZE_IMPLAUSIBLE", { needs, times: maxOversize, meant: meant(judged) });
}

/** Says that an opening is many times what the account holds. */
export function sayOversize<C extends PricedContext>(context: C, opening: Decimal): C {
  const judged = judge(context, opening);
  if (judged === undefined || judged.margin.lte(context.equity.times(WARNED_TIMES))) return context;
  return warn(context, `${inWords(context, opening, judged)}; ${meant(judged)}`);
}

interface Judged {
  readonly margin: Decimal;
  /** The number that was written. */
  readonly written: DecimalString;
}

/** Undefined where it is not judged: another unit, or equity or leverage unknown. */
function judge(context: PricedContext, opening: Decimal): Judged | undefined {
  const { order, equity, account, asked } = context;
  const leverage = asked === undefined && account.leverage === undefined ? 0 : leverageInForce(context);
  if (!("quantity" in order) || !isCounted(order.quantity) || equity.lte(ZERO) || leverage <= 0) return undefined;
  return { margin: marginOf(opening.abs(), { ...context, leverage }), written: order.quantity.value };
}

function isCounted(quantity: Quantity | undefined): quantity is Quantity {
  return quantity?.unit === "base" || quantity?.unit === "contracts";
}

function inWords({ equity }: PricedContext, opening: Decimal, { margin }: Judged): string {
  const [needed, held] = [margin, equity].map((amount) => formatDecimal(amount.round(2, 1)));
  return `${formatDecimal(opening.abs())} contracts need a margin of ${needed}, the account holds ${held}`;
}

function meant({ written }: Judged): string {
  return `was ${formatDecimal(decimal(written).abs())}$ meant?`;
}
