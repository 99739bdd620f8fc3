import { destination, pino } from "pino";
import type { Telemetry } from "../../ports/telemetry.ts";

/** JSON lines on standard error; counters as fields of debug lines. @param level - the least severe level that is written. */
export function createPinoTelemetry(level: "debug" | "info" | "warn" | "error" = "warn"): Telemetry {
  const logger = pino({ level, base: null }, destination({ dest: 2, sync: true }));
  return {
    log: (severity, message, fields = {}) => logger[severity](fields, message),
    count: (metric, venue) => logger.debug({ metric, venue }, "count"),
  };
}
