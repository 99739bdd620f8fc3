// buy and sell: so many contracts more or less than now.
import type { Limit, TradeOrder } from "../alert/alert-order.ts";
import { type Decimal, formatDecimal, minDecimal, ZERO } from "../decimal.ts";
import { type Denial, denialOf } from "../denial-of.ts";
import { largestOrder } from "./largest-order.ts";
import { shortfallOf } from "./minimum.ts";
import {
  closeAll,
  deny,
  grow,
  leverageSteps,
  openFromFlat,
  openingDenial,
  reduce,
  reverse,
  sayOpening,
  settingSteps,
} from "./open-position.ts";
import type { PlaceStep, Plan } from "./plan.ts";
import {
  denied,
  done,
  onGrid,
  openStep,
  type PlanContext,
  type PricedContext,
  reduceStep,
  reverseStep,
  sizeOf,
  steps,
} from "./plan-context.ts";

/** Plans a buy or sell, market or limit. */
export function planTrade(context: PlanContext, order: TradeOrder): Plan {
  const { price, position } = context;
  const isOpposite = order.side === "buy" ? position.lt(ZERO) : position.gt(ZERO);
  if (order.reduceOnly && !isOpposite) {
    const now = position.eq(ZERO) ? "there is no position" : `the position is ${formatDecimal(position)} contracts`;
    return done(context, `nothing to reduce by a ${order.side}: ${now}`);
  }
  if (price === undefined || price.lte(ZERO)) {
    return denied(context, "PRICE_UNAVAILABLE", "the order book is empty: there is no price to size the order with");
  }
  const priced: PricedContext = { ...context, price };
  const size = sizeOf(priced, order.quantity).abs();
  const asked = order.side === "buy" ? size : size.neg();
  const trade = order.reduceOnly ? cutToPosition(asked, position) : asked;
  return order.limit === undefined ? planMarket(priced, trade) : planLimit(priced, trade, order.limit);
}

/** `trade`: signed contracts, not on the grid. */
function planMarket(context: PricedContext, trade: Decimal): Plan {
  const { position } = context;
  if (position.eq(ZERO)) return openFromFlat(context, onGrid(trade, context));
  if (position.times(trade).gt(ZERO)) return planGrowth(context, onGrid(trade, context));
  const rest = position.plus(trade);
  if (rest.eq(ZERO)) return closeAll(context);
  if (rest.times(position).lt(ZERO)) return reverse(context, rest);
  return planReduction(context, onGrid(trade, context));
}

function planGrowth(context: PricedContext, growth: Decimal): Plan {
  const tooSmall = shortfallOf({ contracts: growth.abs(), price: context.price, market: context.market });
  return tooSmall === undefined ? grow(context, growth) : denied(context, tooSmall.code, tooSmall.message);
}

/** `part` of the position, opposite to it and on the grid. */
export function planReduction(context: PlanContext, part: Decimal): Plan {
  if (!part.eq(ZERO)) return reduce(context, part);
  const grid = formatDecimal(context.grid);
  return done(
    context,
    `the reduction rounds to zero contracts, the market's step is ${grid}: the position is left as it is`,
  );
}

/** One step of its own size, whatever it does to the position. One that only reduces is sent reduce-only and sets no leverage. */
function planLimit(context: PricedContext, trade: Decimal, limit: Limit): Plan {
  const { position } = context;
  const isOpposite = position.times(trade).lt(ZERO);
  const rest = position.plus(trade);
  const onlyReduces = isOpposite && rest.times(position).gte(ZERO);
  const signed = onlyReduces && rest.eq(ZERO) ? trade : onGrid(trade, context);
  const tooLarge = aboveLargestLimit(context, signed);
  if (tooLarge !== undefined) return deny(context, tooLarge);
  if (onlyReduces) {
    return signed.eq(ZERO)
      ? planReduction(context, signed)
      : steps(context, [limitStep(reduceStep(context, signed), limit)]);
  }
  return isOpposite ? reverseAtLimit(context, signed, limit) : openAtLimit(context, signed, limit);
}

function openAtLimit(context: PricedContext, signed: Decimal, limit: Limit): Plan {
  const { position, price, market } = context;
  const opening = signed.abs();
  const denial =
    shortfallOf({ contracts: opening, price, market }) ??
    openingDenial(context, { target: position.plus(signed), opening });
  if (denial !== undefined) return deny(context, denial);
  const said = sayOpening(context, opening);
  const before = position.eq(ZERO) ? settingSteps(said) : leverageSteps(said);
  return steps(said, [...before, limitStep(openStep(said, signed), limit)], { opening });
}

/** An opening part that is too small is not placed: the close is, at the order's price and under its name. */
function reverseAtLimit(context: PricedContext, signed: Decimal, limit: Limit): Plan {
  const { position, price, market } = context;
  const target = position.plus(signed);
  // A rest off the grid may leave nothing beyond the close.
  const opening = target.times(position).lt(ZERO) ? target.abs() : ZERO;
  const tooSmall = shortfallOf({ contracts: opening, price, market });
  if (tooSmall !== undefined) {
    const close = limitStep(reduceStep(context, position.neg()), limit);
    const reason = `only the close is placed; the opening part: ${tooSmall.message}`;
    return steps(context, [close], { code: tooSmall.code, reason });
  }
  const denial = openingDenial(context, { target, opening });
  if (denial !== undefined) return deny(context, denial);
  const said = sayOpening(context, opening);
  return steps(said, [...leverageSteps(said), limitStep(reverseStep(said, signed), limit)], { opening });
}

/** A limit order is one order, under one name: it is never placed in parts. */
function aboveLargestLimit({ market, price }: PricedContext, signed: Decimal): Denial | undefined {
  const most = largestOrder(market, { orderType: "limit", price });
  const contracts = signed.abs();
  if (most === undefined || contracts.lte(most)) return undefined;
  return denialOf("SIZE_ABOVE_MAXIMUM", { kind: "limit", contracts, largest: most });
}

function limitStep(step: PlaceStep, limit: Limit): PlaceStep {
  const { kind, purpose, side, orderType: _market, contracts, pricelock: _lock, ...rest } = step;
  return { kind, purpose, side, orderType: "limit", contracts, price: limit.price, customId: limit.id, ...rest };
}

/** At most the whole position, on the other side of it. */
function cutToPosition(trade: Decimal, position: Decimal): Decimal {
  const size = minDecimal(trade.abs(), position.abs());
  return trade.gt(ZERO) ? size : size.neg();
}
