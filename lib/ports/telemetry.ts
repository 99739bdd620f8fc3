/** Facts worth counting. Dimension: the venue only. */
export type Metric =
  | "AlertAccepted"
  | "AlertRejected"
  /** Something of an alert was not stored: it was answered 503. */
  | "AlertFailed"
  /** A request came from an address that may not post. */
  | "SenderRefused"
  | "OrderFilled"
  | "OrderRejected"
  | "OrderExpired"
  /** The venue refused the account's keys or what they may do. */
  | "OrderForbidden"
  /** It ended without it being known whether it was carried out. */
  | "OrderUnknown"
  | "OrderRetried"
  /** A channel took a notification. */
  | "NotificationSent"
  /** A channel refused one, or was given up on. */
  | "NotificationLost";

/** How much a line of the log matters. */
export type LogLevel = "debug" | "info" | "warn" | "error";

/** Logs and counters. Messages are constant and lower case; everything that varies is a field; no field holds a credential or the raw alert. */
export interface Telemetry {
  log(level: LogLevel, message: string, fields?: Readonly<Record<string, unknown>>): void;
  count(metric: Metric, venue?: string): void;
}
