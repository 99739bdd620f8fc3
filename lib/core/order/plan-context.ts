// What every part of the planner works with: the input as decimals, and the ways a plan can come out.
import type { AlertOrder, Side } from "../alert/alert-order.ts";
import { type Decimal, decimal, floorToStep, formatDecimal, roundToTick, ZERO } from "../decimal.ts";
import { defined } from "../defined.ts";
import type { FailureCode } from "../failure.ts";
import type { MarginMode } from "../market/modes.ts";
import type { VenueTraits } from "../market/venue-table.ts";
import { effectiveLeverage } from "./leverage.ts";
import type { PlaceStep, Plan, PlanAccount, PlanFacts, PlanInput, PlanMarket, RefusedSetting, Step } from "./plan.ts";
import { contractsOf, marginOf, notionalOf } from "./size.ts";
import { inParts } from "./split-order.ts";

/** The planner's input with its decimals read and its leverage decided. */
export interface PlanContext {
  readonly order: AlertOrder;
  readonly market: PlanMarket;
  readonly account: PlanAccount;
  readonly traits: VenueTraits;
  /** Signed contracts. */
  readonly position: Decimal;
  /** The step of the market's contracts. */
  readonly grid: Decimal;
  readonly equity: Decimal;
  readonly free: Decimal;
  /** P of docs/design.md#sizing; absent when the book is empty. */
  readonly price: Decimal | undefined;
  /** The leverage the alert names. */
  readonly asked: number | undefined;
  /** L of docs/design.md#sizing. */
  readonly leverage: number;
  /** What the venue has refused to set. */
  readonly refused: readonly RefusedSetting[];
  readonly warnings: readonly string[];
}

/** A context whose price is known: what anything that opens or sizes needs. */
export type PricedContext = PlanContext & { readonly price: Decimal };

export function createContext({
  market,
  account,
  position,
  price,
  traits = {},
  refused = [],
  ...input
}: PlanInput): PlanContext {
  const { order, warning: rounded } = onTick(input.order, market);
  const asked = "leverage" in order ? order.leverage : undefined;
  const { leverage, warning } = effectiveLeverage(asked, { market, account });
  return {
    order,
    market,
    account,
    traits: traitsNow(traits, account),
    position: decimal(position),
    grid: decimal(market.contractStep),
    equity: decimal(account.equity),
    free: decimal(account.free),
    price: priceOf(order, price),
    asked,
    leverage,
    refused,
    warnings: [warning, rounded].filter((each) => each !== undefined),
  };
}

/** For how many seconds what would go at market is first tried as a maker (docs/design.md#pricelock); undefined: it is not. */
export function lockSeconds({ order }: Pick<PlanContext, "order">): number | undefined {
  return "pricelock" in order ? order.pricelock : undefined;
}

/** Changing a margin mode that is one for the whole account would change that of what else is open. */
function traitsNow(traits: VenueTraits, { othersOpen }: PlanAccount): VenueTraits {
  return traits.marginMode === "account" && othersOpen ? { ...traits, marginMode: "fixed" } : traits;
}

/** The order with its limit price on the market's tick; a price that rounds to zero is left for the venue to refuse. */
function onTick(
  order: AlertOrder,
  { priceTick }: PlanMarket,
): { readonly order: AlertOrder; readonly warning?: string } {
  if (priceTick === undefined || !("limit" in order) || order.limit === undefined) return { order };
  const asked = decimal(order.limit.price);
  const price = roundToTick(asked, decimal(priceTick));
  if (price.eq(asked) || price.eq(ZERO)) return { order };
  const limit = { ...order.limit, price: formatDecimal(price) };
  const warning = `the limit price ${formatDecimal(asked)} is placed at ${limit.price}: the market's tick is ${formatDecimal(priceTick)}`;
  return { order: { ...order, limit }, warning };
}

/** The limit order's own price, else the middle of the book, else the side there is. */
function priceOf(order: AlertOrder, { bid, ask }: PlanInput["price"]): Decimal | undefined {
  if ("limit" in order && order.limit !== undefined) return decimal(order.limit.price);
  if (bid !== undefined && ask !== undefined) return decimal(bid).plus(ask).div("2");
  const side = bid ?? ask;
  return side === undefined ? undefined : decimal(side);
}

/** `context` with one more warning. */
export function warn<C extends PlanContext>(context: C, warning: string): C {
  return { ...context, warnings: [...context.warnings, warning] };
}

/** The quantity of a trade or target in signed contracts, not yet on the grid. */
export function sizeOf(context: PricedContext, quantity: Parameters<typeof contractsOf>[0]): Decimal {
  return contractsOf(quantity, context);
}

/** `contracts` on the market's grid, towards zero. */
export function onGrid(contracts: Decimal, { grid }: PlanContext): Decimal {
  return floorToStep(contracts, grid);
}

export function sideOf(signed: Decimal): Side {
  return signed.gt(ZERO) ? "buy" : "sell";
}

/** A reduce-only market order; it carries the position's own margin mode where the venue takes one with orders. */
export function reduceStep(context: PlanContext, signed: Decimal): PlaceStep {
  const { traits, account } = context;
  const marginMode = account.marginMode ?? account.wanted.marginMode;
  return {
    kind: "place",
    purpose: "close",
    side: sideOf(signed),
    orderType: "market",
    contracts: formatDecimal(signed.abs()),
    reduceOnly: true,
    ...(namesMarginMode(traits) ? { marginMode } : {}),
    ...defined({ pricelock: lockSeconds(context) }),
  };
}

/** A market order that opens or grows. */
export function openStep(context: PlanContext, signed: Decimal, marginMode = openingMarginMode(context)): PlaceStep {
  return increasingStep(context, signed, { purpose: "open", marginMode });
}

/** A market order that closes the position and opens the other side at once. */
export function reverseStep(context: PlanContext, signed: Decimal): PlaceStep {
  return increasingStep(context, signed, { purpose: "reverse", marginMode: openingMarginMode(context) });
}

function increasingStep(
  { traits, leverage, order }: PlanContext,
  signed: Decimal,
  { purpose, marginMode }: { readonly purpose: "open" | "reverse"; readonly marginMode: MarginMode },
): PlaceStep {
  return {
    kind: "place",
    purpose,
    side: sideOf(signed),
    orderType: "market",
    contracts: formatDecimal(signed.abs()),
    reduceOnly: false,
    ...(carriesLeverage(traits, marginMode) ? { leverage } : {}),
    ...(namesMarginMode(traits) ? { marginMode } : {}),
    ...defined({ pricelock: lockSeconds({ order }) }),
  };
}

/** Whether the venue keeps a leverage to set for positions of `marginMode`. */
export function hasLeverageSetting(traits: VenueTraits, marginMode: MarginMode): boolean {
  if (carriesLeverage(traits, marginMode)) return false;
  return marginMode === "isolated" || traits.leverageInCross !== false;
}

/** Whether orders name the margin mode they are for. */
export function namesMarginMode({ marginMode }: VenueTraits): boolean {
  return marginMode === "on-order" || marginMode === "setting-and-order";
}

/** Whether orders in this margin mode carry the leverage, so that there is no setting to change. */
export function carriesLeverage({ leverageOnOrder }: VenueTraits, marginMode: MarginMode): boolean {
  return leverageOnOrder === true || leverageOnOrder === marginMode;
}

/** An open position keeps its mode, and so does a flat symbol where it cannot be changed; else the account's wish holds. */
export function openingMarginMode({ account, position, traits, refused }: PlanContext): MarginMode {
  const isKept = !position.eq(ZERO) || traits.marginMode === "fixed" || refused.includes("set-margin-mode");
  return (isKept ? account.marginMode : undefined) ?? account.wanted.marginMode;
}

export function denied(context: PlanContext, code: FailureCode, reason: string): Plan {
  return { ...facts(context), outcome: "denied", code, reason, steps: [] };
}

export function done(context: PlanContext, reason: string): Plan {
  return { ...facts(context), outcome: "done", reason, steps: [] };
}

/** The leverage that margins are reckoned with: the one asked once it is set, else the one that stays. Sizes go by the one asked. */
export function leverageInForce(context: PlanContext): number {
  const { account, leverage, traits, refused } = context;
  const marginMode = openingMarginMode(context);
  const isSet = hasLeverageSetting(traits, marginMode) && !refused.includes("set-leverage");
  return isSet || carriesLeverage(traits, marginMode) ? leverage : (account.leverage ?? leverage);
}

/**
 * A plan of steps, market orders above the largest in parts. `opening`: contracts that open or grow; `reason` and `code`: what
 * was asked and is left undone.
 */
export function steps(
  context: PlanContext,
  list: readonly Step[],
  extra: { readonly opening?: Decimal; readonly reason?: string; readonly code?: FailureCode } = {},
): Plan {
  const { opening, reason, code } = extra;
  return {
    ...facts(context),
    outcome: "steps",
    ...(code === undefined ? {} : { code }),
    ...(reason === undefined ? {} : { reason }),
    steps: list.flatMap((step): readonly Step[] => (step.kind === "place" ? inParts(step, context) : [step])),
    ...(opening === undefined || context.price === undefined
      ? {}
      : worth({ ...context, price: context.price }, opening)),
  };
}

function worth(context: PricedContext, opening: Decimal): Pick<PlanFacts, "margin" | "notional"> {
  return {
    margin: formatDecimal(marginOf(opening, { ...context, leverage: leverageInForce(context) }).round(12, 1)),
    notional: formatDecimal(notionalOf(opening, context)),
  };
}

function facts({
  account,
  equity,
  free,
  position,
  price,
  warnings,
}: PlanContext): Pick<PlanFacts, "inputs" | "warnings"> {
  return {
    inputs: {
      ...(price === undefined ? {} : { price: formatDecimal(price) }),
      equity: formatDecimal(equity),
      free: formatDecimal(free),
      position: formatDecimal(position),
      ...(account.leverage === undefined ? {} : { leverage: account.leverage }),
      ...(account.marginMode === undefined ? {} : { marginMode: account.marginMode }),
    },
    warnings,
  };
}
