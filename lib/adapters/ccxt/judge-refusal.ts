// What a refusal that says too little, or may say too much, means for the order that was refused.
import { type DecimalInput, decimal, floorToStep, formatDecimal, maxDecimal, ZERO } from "../../core/decimal.ts";
import { type FailureCode, failureOf, type OrderFailure } from "../../core/failure.ts";
import type { Instrument } from "../../core/market/instrument.ts";
import { largestOrder } from "../../core/order/largest-order.ts";
import type { PlaceStep } from "../../core/order/plan.ts";
import { contractsWorth, notionalOf } from "../../core/order/size.ts";

/** Refusals that do not say what was wrong with the order. */
const UNCLEAR: readonly FailureCode[] = ["ORDER_INVALID", "VENUE_REJECTED"];

/** What a setting that was refused is called. */
export type SettingCode = "LEVERAGE_REFUSED" | "MARGIN_MODE_REFUSED" | "HEDGE_MODE";

const SETTING_CODES: readonly FailureCode[] = ["LEVERAGE_REFUSED", "MARGIN_MODE_REFUSED", "HEDGE_MODE"];

/** A setting that was refused for good goes by what was asked for: venues have one code for several (OKX's 59000), or none of its own. */
export function nameSetting(failure: OrderFailure, code: SettingCode): OrderFailure {
  const isUnnamed = isUnclear(failure) || SETTING_CODES.includes(failure.code);
  return failure.outcome === "rejected" && failure.remedy === "abort" && isUnnamed ? { ...failure, code } : failure;
}

/** Whether an order was refused for how the account is set. */
export function isOfSettings({ outcome, code }: OrderFailure): boolean {
  return outcome === "rejected" && SETTING_CODES.includes(code);
}

/** Whether the market may say more about a refused order than the venue did. */
export function isUnclear({ outcome, code }: OrderFailure): boolean {
  return outcome === "rejected" && UNCLEAR.includes(code);
}

/**
 * An unclear refusal, judged by the market at `price`. Some venues have one code for every bad parameter (Bybit's 10001,
 * KuCoin's 100001) or size (Kraken's invalidSize): of an order above the market's own largest it means that.
 */
export function judgeSize(
  failure: OrderFailure,
  { contracts, orderType }: PlaceStep,
  { market, price }: { readonly market: Instrument; readonly price: DecimalInput | undefined },
): OrderFailure {
  const most = largestOrder(market, { orderType, price });
  if (most === undefined || decimal(contracts).lte(most)) return failure;
  const largest = formatDecimal(most.round(8, 0));
  const message = `${failure.message}; the largest ${orderType} order here is ${largest} contracts`;
  return { ...failure, ...failureOf("SIZE_ABOVE_MAXIMUM", message) };
}

/**
 * A venue's word that there is nothing to reduce, judged by the position itself. Some say it as well where an open order
 * that reduces is in the way (Binance's -2022), or of whatever else is wrong with a reduction (Bybit's 110017): while a
 * position is left, what rests is looked at, and without any the order is tried again until its deadline.
 * @param position - signed contracts; undefined: it could not be read, so nothing is known to be done.
 */
export function judgeReduction(
  failure: OrderFailure,
  { side }: PlaceStep,
  position: DecimalInput | undefined,
): OrderFailure {
  const held = position === undefined ? undefined : decimal(position);
  if (held !== undefined && (side === "sell" ? held.lte(ZERO) : held.gte(ZERO))) return failure;
  const why =
    held === undefined
      ? "whether a position is left could not be read"
      : `but the position is ${formatDecimal(held)}: an open order that reduces it may be in the way`;
  const message = `${failure.message}; ${why}`;
  if (held === undefined) return { ...failure, code: "VENUE_REJECTED", remedy: "retry", message };
  return { ...failure, ...failureOf("REDUCTION_BLOCKED", message) };
}

/** Of a limit's worth that much is used: the venue reckons with a price of its own. */
const LIMIT_SHARE = "0.985";

/** What a position would be worth, and the limits there are to that. */
interface LimitedRoom {
  readonly market: Instrument;
  /** Signed contracts. */
  readonly position: DecimalInput;
  readonly price: DecimalInput;
  /** In quote. */
  readonly limits: readonly DecimalInput[];
}

/**
 * A refusal of a position as too large, with what the venue's own limits leave to open. Which of them is the account's is
 * not told: the largest below what was refused, so that a second refusal leads to the next.
 */
export function judgeRoom(failure: OrderFailure, { contracts, side }: PlaceStep, room: LimitedRoom): OrderFailure {
  const { market, position, price, limits } = room;
  const held = side === "buy" ? decimal(position) : decimal(position).neg();
  const rate = { market, price: decimal(price) };
  const worth = notionalOf(held.plus(contracts), rate).times(LIMIT_SHARE);
  const below = limits.map(decimal).filter((limit) => limit.lt(worth));
  if (below.length === 0) return failure;
  const most = contractsWorth(below.reduce(maxDecimal).times(LIMIT_SHARE), rate);
  const open = floorToStep(maxDecimal(ZERO, most.minus(maxDecimal(ZERO, held))), decimal(market.contractStep));
  return { ...failure, mostOpening: formatDecimal(open) };
}
