import { expect, test } from "vitest";
import { createPowertoolsTelemetry } from "../../../lib/adapters/aws/powertools-telemetry.ts";

test.each(["webhook", "worker", "notify"] as const)(
  "what the function %s counts is counted for it, in the stack's own namespace",
  (service) => {
    const { telemetry, metrics } = createPowertoolsTelemetry({ service, prefix: "/whook/paper" });
    telemetry.count("OrderUnknown", "binance");
    const { _aws, ...values } = metrics.serializeMetrics();
    metrics.clearMetrics();
    expect(_aws.CloudWatchMetrics).toMatchObject([{ Namespace: "whook/paper", Dimensions: [["service"]] }]);
    expect(values).toMatchObject({ service, OrderUnknown: 1, venue: "binance" });
  },
);
