import type { Metric, Telemetry } from "../../lib/ports/telemetry.ts";

/** Keeps every log line and count. */
export class RecordingTelemetry implements Telemetry {
  readonly lines: string[] = [];
  readonly counts = new Map<Metric, number>();

  log(level: string, message: string, fields: Readonly<Record<string, unknown>> = {}): void {
    this.lines.push(JSON.stringify({ level, message, ...fields }));
  }

  count(metric: Metric): void {
    this.counts.set(metric, (this.counts.get(metric) ?? 0) + 1);
  }
}
