import { destination, pino } from "pino";
import type { Telemetry } from "../../ports/telemetry.ts";

/** JSON lines on standard error; counters as fields of debug lines. @param level - the least severe level that is written. */
export function createPinoTelemetry(level: "debug" | "info" | "warn" | "error" = "warn"): Telemetry {
  const output = destination({ dest: 2, sync: true });
  // A log that is a file on a full disk loses lines; it must not end what trades.
  output.on("error", () => undefined);
  const logger = pino({ level, base: null }, output);
  return {
    log: (severity, message, fields = {}) => logger[severity](fields, message),
    count: (metric, venue) => logger.debug({ metric, venue }, "count"),
  };
}
