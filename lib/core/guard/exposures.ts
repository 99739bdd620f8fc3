// What an account holds and would hold: positions, orders at work and resting ones that open, as if they had filled.
import { type Decimal, type DecimalString, decimal, formatDecimal, maxDecimal, ONE, ZERO } from "../decimal.ts";
import { isEnded, type OrderRecord } from "../execution/order-record.ts";
import type { Instrument } from "../market/instrument.ts";
import type { Plan } from "../order/plan.ts";
import { notionalOf } from "../order/size.ts";
import type { NotedOpening } from "./guard-book.ts";
import type { Exposure } from "./judge-opening.ts";

/** An order that opens, and how much of it may still fill. */
export interface StandingOrder {
  readonly opening: NotedOpening;
  /** `works`: its position may be another any moment. `rests`: on the book, until somebody meets its price. */
  readonly how: "works" | "rests";
  /** Of its size, from 0 to 1. */
  readonly unfilled: DecimalString;
}

/** How an admitted order stands, or undefined when it fills no more. */
export function standingOrderOf(opening: NotedOpening, { state }: OrderRecord): StandingOrder | undefined {
  if (!isEnded(state)) return { opening, how: "works", unfilled: "1" };
  const [open] = state.open;
  if (open === undefined) return undefined;
  const { orderType, contracts } = open.submission.step;
  if (orderType === "market") return { opening, how: "works", unfilled: "1" };
  const left = maxDecimal(ZERO, ONE.minus(decimal(state.fills.contracts).div(contracts)));
  return { opening, how: "rests", unfilled: formatDecimal(left) };
}

/** Every symbol's exposure. What works counts with its position, whichever is more: it may have filled already. */
export function exposuresOf(positions: readonly Exposure[], standings: readonly StandingOrder[]): readonly Exposure[] {
  const symbols = new Set([...positions, ...standings.map(({ opening }) => opening)].map(({ symbol }) => symbol));
  return [...symbols].map((symbol) => {
    const held = sum(positions.filter((other) => other.symbol === symbol).map(({ notional }) => decimal(notional)));
    const here = standings.filter(({ opening }) => opening.symbol === symbol);
    const working = here
      .filter(({ how }) => how === "works")
      .map(({ opening }) => decimal(opening.to).plus(opening.adds));
    return { symbol, notional: formatDecimal(working.reduce(maxDecimal, held).plus(restingIn(symbol, standings))) };
  });
}

/** What rests in a symbol and would open. */
export function restingIn(symbol: string, standings: readonly StandingOrder[]): Decimal {
  const resting = standings.filter(({ how, opening }) => how === "rests" && opening.symbol === symbol);
  return sum(resting.map(({ opening, unfilled }) => decimal(opening.adds).times(unfilled)));
}

/** What a plan's order would open, or undefined when it opens nothing. */
export function openingOf(
  { orderId, symbol }: Pick<OrderRecord, "orderId" | "symbol">,
  plan: Plan,
  { market, now }: { readonly market: Instrument; readonly now: NotedOpening["at"] },
): NotedOpening | undefined {
  const { notional, inputs, steps } = plan;
  if (plan.outcome !== "steps" || notional === undefined) return undefined;
  const closes = steps.some((step) => step.kind === "place" && step.purpose !== "open");
  const price = inputs.price ?? "0";
  const to = closes ? "0" : formatDecimal(notionalOf(decimal(inputs.position), { market, price }));
  return { orderId, symbol, at: now, adds: notional, to };
}

function sum(values: readonly Decimal[]): Decimal {
  return values.reduce((total, value) => total.plus(value), ZERO);
}
