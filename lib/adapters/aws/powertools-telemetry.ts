// Logs and counters on AWS: JSON lines with the invocation's context, and metrics inside log lines (EMF).
import { Logger } from "@aws-lambda-powertools/logger";
import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import { metricsNamespace } from "../../config/aws-names.ts";
import type { Telemetry } from "../../ports/telemetry.ts";

/** The telemetry port of one function, with what its handler needs beside it. */
export interface PowertoolsTelemetry {
  readonly telemetry: Telemetry;
  /** For the handler's middleware. */
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** What every line and metric of a function carries. */
export interface PowertoolsTelemetryOptions {
  /** Which function: the one dimension of its metrics, since each combination is paid for. The venue goes along as a field. */
  readonly service: "webhook" | "worker" | "notify";
  /** Of the stack's parameters. */
  readonly prefix: string;
}

export function createPowertoolsTelemetry({ service, prefix }: PowertoolsTelemetryOptions): PowertoolsTelemetry {
  const logger = new Logger({ serviceName: service });
  const metrics = new Metrics({ namespace: metricsNamespace(prefix), serviceName: service });
  const telemetry: Telemetry = {
    log: (level, message, fields = {}) => logger[level](message, fields),
    count: (metric, venue) => {
      metrics.addMetric(metric, MetricUnit.Count, 1);
      if (venue !== undefined) metrics.addMetadata("venue", venue);
    },
  };
  return { telemetry, logger, metrics };
}
