import type { Side } from "../alert/alert-order.ts";
import type { DecimalString } from "../decimal.ts";
import type { UnixMs } from "../ids.ts";
import type { OrderType } from "./plan.ts";

/** What the venue charged, in the coin it charged it in; below zero it paid. */
export interface Fee {
  readonly cost: DecimalString;
  readonly currency: string;
}

/** `open`: resting or still filling. `canceled` covers expired by the venue; `rejected`: refused after being taken. */
export type VenueOrderStatus = "open" | "filled" | "canceled" | "rejected";

/** An order as the venue tells it. */
export interface VenueOrder {
  readonly venueOrderId: string;
  readonly clientOrderId?: string;
  readonly symbol: string;
  readonly side: Side;
  readonly orderType: OrderType;
  readonly status: VenueOrderStatus;
  readonly contracts: DecimalString;
  readonly filledContracts: DecimalString;
  /** Present once something filled and the venue says at what price. */
  readonly averagePrice?: DecimalString;
  readonly limitPrice?: DecimalString;
  readonly fee?: Fee;
  /** When the venue took it. */
  readonly createdAt?: UnixMs;
}
