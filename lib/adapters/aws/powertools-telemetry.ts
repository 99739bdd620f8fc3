// Logs and counters on AWS: JSON lines with the invocation's context, and metrics inside log lines (EMF).
import { Logger } from "@aws-lambda-powertools/logger";
import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import { METRICS_NAMESPACE } from "../../config/aws-names.ts";
import type { Telemetry } from "../../ports/telemetry.ts";

export interface PowertoolsTelemetry {
  readonly telemetry: Telemetry;
  /** For the handler's middleware. */
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** @param service - which function: the one dimension of its metrics, since each combination is paid for. The venue goes along as a field. */
export function createPowertoolsTelemetry(service: "webhook" | "worker" | "reconcile"): PowertoolsTelemetry {
  const logger = new Logger({ serviceName: service });
  const metrics = new Metrics({ namespace: METRICS_NAMESPACE, serviceName: service });
  const telemetry: Telemetry = {
    log: (level, message, fields = {}) => logger[level](message, fields),
    count: (metric, venue) => {
      metrics.addMetric(metric, MetricUnit.Count, 1);
      if (venue !== undefined) metrics.addMetadata("venue", venue);
    },
  };
  return { telemetry, logger, metrics };
}
