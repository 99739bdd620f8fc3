import { expect, test } from "vitest";
import { createPowertoolsTelemetry } from "../../../lib/adapters/aws/powertools-telemetry.ts";

test.each([
  ["webhook", "webhook"],
  ["worker", "worker"],
  ["notify", "notify"],
  // Its orders' ends are watched by the worker's alarms.
  ["look-up", "worker"],
] as const)("what the function %s counts is counted for %s, in the stack's own namespace", (service, counted) => {
  const { telemetry, metrics } = createPowertoolsTelemetry({ service, prefix: "/whook/paper" });
  telemetry.count("OrderUnknown", "binance");
  const { _aws, ...values } = metrics.serializeMetrics();
  metrics.clearMetrics();
  expect(_aws.CloudWatchMetrics).toMatchObject([{ Namespace: "whook/paper", Dimensions: [["service"]] }]);
  expect(values).toMatchObject({ service: counted, OrderUnknown: 1, venue: "binance" });
});
