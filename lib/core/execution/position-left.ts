import type { DecimalString } from "../decimal.ts";
import { positionAfter } from "./fills.ts";
import type { OrderRecord } from "./order-record.ts";

/**
 * The signed position that an order's fills left, by what was read before its last one. Undefined: nothing filled, or some of it
 * was learned of after the order's first end, by when others may have moved the position.
 */
export function positionLeft({ state, events }: OrderRecord): DecimalString | undefined {
  const ends = events.filter(({ kind }) => kind === "ended");
  const last = state.executions.at(-1);
  if (ends.length !== 1 || last?.positionBefore === undefined) return undefined;
  return positionAfter(last.positionBefore, last);
}
