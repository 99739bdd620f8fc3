import { findDecimal } from "../decimal.ts";
import type { PlanInput } from "./plan.ts";

/**
 * The input without what is zero where no such thing can be: a leverage, a largest size, a tick, a side of the book. A venue
 * that does not know one may say 0, which divides by zero, halves the price or denies everything.
 */
export function knownFacts(input: PlanInput): PlanInput {
  const { market, account, price } = input;
  const wanted = without(account.wanted, ["maxLeverage"]);
  return {
    ...input,
    market: without(market, ["priceTick", "maxContracts", "maxLimitContracts", "maxNotional", "maxLeverage"]),
    account: { ...without(account, ["leverage"]), wanted },
    price: without(price, ["bid", "ask"]),
  };
}

/** Members that may be absent. */
type OptionalNames<T> = { [K in keyof T]-?: undefined extends T[K] ? K : never }[keyof T];

function without<T extends object>(facts: T, names: readonly OptionalNames<T>[]): T {
  const isKnown = ([name, value]: [string, unknown]) =>
    !(names as readonly unknown[]).includes(name) || findDecimal(String(value))?.lte("0") !== true;
  // What is left out may be absent.
  return Object.fromEntries(Object.entries(facts).filter(isKnown)) as T;
}
