import type { Side } from "../alert/alert-order.ts";
import type { DecimalString } from "../decimal.ts";

/** An order that waits on the venue, whoever placed it. */
export interface RestingOrder {
  readonly venueOrderId: string;
  /** What it is called there: by a person, or by us. */
  readonly clientOrderId?: string;
  readonly side: Side;
  readonly contracts: DecimalString;
  readonly reduceOnly: boolean;
  /** A stop, a trigger, or anything else that is no plain limit order: never cancelled to make way. */
  readonly isConditional: boolean;
}

/** What people know it by. */
export function restingName({ clientOrderId, venueOrderId }: RestingOrder): string {
  return clientOrderId ?? venueOrderId;
}
