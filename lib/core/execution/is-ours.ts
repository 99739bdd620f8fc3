import { decimal } from "../decimal.ts";
import type { VenueOrder } from "../order/venue-order.ts";
import type { Submission } from "./phase.ts";

/** The venue's clock may be this far behind ours when an order's age is judged. */
const AGE_TOLERANCE_MS = 2_000;

/** A limit order of the user's name is ours only if it is the one we meant and no older than our intent. */
export function isOurs({ step, intentAt }: Submission, order: VenueOrder): boolean {
  const isSame =
    order.side === step.side &&
    order.limitPrice !== undefined &&
    step.price !== undefined &&
    decimal(order.limitPrice).eq(step.price) &&
    decimal(order.contracts).eq(step.contracts);
  const isYounger = order.createdAt === undefined || order.createdAt >= intentAt - AGE_TOLERANCE_MS;
  return isSame && isYounger;
}
