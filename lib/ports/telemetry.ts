/** Facts worth counting. Dimension: the venue only. */
export type Metric =
  | "AlertAccepted"
  | "AlertRejected"
  | "OrderFilled"
  | "OrderRejected"
  | "OrderExpired"
  | "OrderRetried"
  | "OrderDenied";

export type LogLevel = "debug" | "info" | "warn" | "error";

/** Logs and counters. Messages are constant and lower case; everything that varies is a field; no field holds a credential or the raw alert. */
export interface Telemetry {
  log(level: LogLevel, message: string, fields?: Readonly<Record<string, unknown>>): void;
  count(metric: Metric, venue?: string): void;
}
