// What the estimate counts with. `node bench/cost.ts` measures all of it that is not marked otherwise, on the bundles that would
// be deployed; measured 2026-11-24 on 2 busy cores of AMD EPYC, the notifier 2026-11-27 on the same, quiet. Lambda's processors and an
// exchange's own pace differ.

/**
 * One alert with one order: of the paper account and Binance's simulator with 100 ms a request, whichever uses more. A unit is
 * DynamoDB's: each begun kB of an item, and of each entry in an index, is a write.
 */
export const USAGE = {
  /** The first invocation of a process, with its start; and one of a process that is there. */
  webhookMs: { cold: 1_150, warm: 90 },
  /** An attempt. */
  workerMs: { cold: 2_220, warm: 440 },
  /** Its body opened and closed, the order with its entries in four indexes. */
  webhookWrites: 7,
  /** The run that tells of an order, through one channel that takes 100 ms. */
  notifierMs: 132,
  /** What it does kept before and after, the order's mark and its entry taken off. */
  notifierWrites: 4,
  notifierReads: 4,
  /** It counts the dead letters before and after. */
  notifierQueueRequests: 2,
  /** An order: its intent, the books, its end. */
  workerWrites: 3,
  /** An attempt that only waits writes down that it does. */
  waitWrites: 1,
  /** An attempt. */
  workerReads: 4,
  /** The order with its indexes; an alert of one line is told by its order. */
  tableKb: 1.8,
  /** An invocation: 0.7 are its own lines; the rest, Lambda's three lines and API Gateway's access log, is counted by their fields. */
  logKb: 1.3,
} as const;

/**
 * What stands there whether alerts come or not. Not measured but counted: five pollers ask the queue, each about three times
 * a minute, and the worker's follower and the notifier run once a minute each, for 730 hours. Nothing is traced. The stream that calls the notifier is free.
 */
export const STANDING = {
  idlePolls: 657_000,
  /** Of each. */
  runs: 43_800,
  /** A run with two accounts and no order to follow, of a process that is there. */
  followMs: 72,
  followReads: 4,
  /** A run with one channel and nothing to tell, of a process that is there. */
  notifierMs: 5,
  notifierReads: 1.5,
  /** It reads the secret of its channel every five minutes. */
  channelReads: 8_760,
  /** 0.2 are its own lines; Lambda's are assumed. */
  runLogKb: 0.8,
  alarmMetrics: 11,
  /** `Metric` of lib/ports/telemetry.ts, each counted by one function; those of the access log count nothing while all is well. */
  ownMetrics: 12,
  dashboards: 1,
} as const;

/** A function starts cold after five idle minutes (assumed; AWS promises nothing): no more often than this in 730 hours. */
export const MAX_COLD_STARTS = 8_760;
/** Each of five workers reads an account's key every five minutes at most: no more often than this in 730 hours. */
export const MAX_KEY_READS = 43_800;
