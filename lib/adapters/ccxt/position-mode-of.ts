import type { PositionMode } from "../../core/market/modes.ts";

/** How a venue writes each mode; case does not count, nor whether it is text. */
export interface ModeWords {
  readonly hedge: readonly string[];
  readonly oneWay: readonly string[];
}

/**
 * The position mode in the venue's words.
 * @throws Error for anything else: taken for hedge mode every order, an exit too, would be denied, and taken for one-way mode
 * the next ones would go out unfit. What cannot be read is asked again.
 */
export function positionModeOf(told: unknown, { hedge, oneWay }: ModeWords): PositionMode {
  const word = ["string", "number", "boolean"].includes(typeof told) ? String(told).toLowerCase() : "";
  if (hedge.includes(word)) return "hedge";
  if (oneWay.includes(word)) return "one-way";
  throw new Error(
    `the venue's answer tells no position mode: ${told === undefined ? "nothing" : JSON.stringify(told)}`,
  );
}
