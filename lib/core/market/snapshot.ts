import type { DecimalString } from "../decimal.ts";
import type { MarginMode, PositionMode } from "./modes.ts";

/** Everything a plan needs, read side by side: one round trip. */
export interface Snapshot {
  /** Signed contracts: below zero is short, "0" is flat. */
  readonly position: DecimalString;
  /** Wallet plus unrealised profit, in the settle coin. */
  readonly equity: DecimalString;
  /** Free margin, in the settle coin. */
  readonly free: DecimalString;
  readonly bid?: DecimalString;
  readonly ask?: DecimalString;
  /** What is set on the venue for this symbol; absent where the venue does not say. */
  readonly leverage?: number;
  readonly marginMode?: MarginMode;
  readonly positionMode?: PositionMode;
  /** The symbol has a position in each margin mode: `position` is what they come to together. */
  readonly isSplit?: true;
  /** Whether positions in other symbols of the same settle coin are open. */
  readonly othersOpen: boolean;
}
