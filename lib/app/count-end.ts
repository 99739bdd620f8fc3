import type { OrderRecord, OrderState, OrderStatus } from "../core/execution/order-record.ts";
import type { Metric, Telemetry } from "../ports/telemetry.ts";

const BY_STATUS: Partial<Record<OrderStatus, Metric>> = {
  filled: "OrderFilled",
  rejected: "OrderRejected",
  expired: "OrderExpired",
};
/** Ends that a person must look at, whatever the status is. */
const BY_CODE: Partial<Record<NonNullable<OrderState["code"]>, Metric>> = {
  ADDRESS_REFUSED: "OrderForbidden",
  AUTHENTICATION_FAILED: "OrderForbidden",
  PERMISSION_DENIED: "OrderForbidden",
  OUTCOME_UNKNOWN: "OrderUnknown",
};

/** Counts how an order ended. */
export function countEnd(telemetry: Telemetry, { state, exchange }: Pick<OrderRecord, "state" | "exchange">): void {
  const { status, code } = state;
  for (const metric of [BY_STATUS[status], code === undefined ? undefined : BY_CODE[code]]) {
    if (metric !== undefined) telemetry.count(metric, exchange);
  }
}
