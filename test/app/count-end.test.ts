import { expect, test } from "vitest";
import { countEnd } from "../../lib/app/count-end.ts";
import type { OrderStatus } from "../../lib/core/execution/order-record.ts";
import type { FailureCode } from "../../lib/core/failure.ts";
import type { Metric } from "../../lib/ports/telemetry.ts";
import { orderRecord } from "../core/execution/order-fixture.ts";
import { RecordingTelemetry } from "../support/recording-telemetry.ts";

test.each<[OrderStatus, FailureCode | undefined, readonly Metric[]]>([
  ["filled", undefined, ["OrderFilled"]],
  ["rejected", "FUNDS_INSUFFICIENT", ["OrderRejected"]],
  ["rejected", "ADDRESS_REFUSED", ["OrderRejected", "OrderForbidden"]],
  ["rejected", "AUTHENTICATION_FAILED", ["OrderRejected", "OrderForbidden"]],
  ["rejected", "PERMISSION_DENIED", ["OrderRejected", "OrderForbidden"]],
  ["expired", "DEADLINE_EXCEEDED", ["OrderExpired"]],
  ["expired", "OUTCOME_UNKNOWN", ["OrderExpired", "OrderUnknown"]],
  ["done", undefined, []],
  ["placed", undefined, []],
])("%s, %s: %j", (status, code, expected) => {
  const telemetry = new RecordingTelemetry();
  const record = orderRecord();
  countEnd(telemetry, { ...record, state: { ...record.state, status, ...(code === undefined ? {} : { code }) } });
  expect([...telemetry.counts.keys()]).toEqual(expected);
});
