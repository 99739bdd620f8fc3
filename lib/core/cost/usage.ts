// What the estimate counts with. `node bench/cost.ts` measures all of it that is not marked otherwise, on the bundles that would
// be deployed; measured 2026-11-30 on 2 cores of AMD EPYC, the durations when it was quiet. Lambda's processors and an exchange's own
// pace differ.

/**
 * One alert with one order: of the paper account and Binance's simulator with 100 ms a request, whichever uses more; the paper account's
 * own item apart, which is its venue. A unit is DynamoDB's: each begun kB of an item, and of each entry in an index, is a write.
 */
export const USAGE = {
  /** The first invocation of a process, with its start; and one of a process that is there. */
  webhookMs: { cold: 450, warm: 41 },
  /** An attempt. */
  workerMs: { cold: 1_040, warm: 370 },
  /** Its body opened and closed, the order with its entries in four indexes. */
  webhookWrites: 7,
  /** The call that tells of an order, through one channel that takes 100 ms. */
  notifierMs: 140,
  /** The order's mark and its entry taken off. */
  notifierWrites: 2,
  /** What was told before, and the order. */
  notifierReads: 2,
  /** An order: its intent, the books, its end. */
  workerWrites: 3,
  /** An attempt that only waits writes down that it does. */
  waitWrites: 1,
  /** An attempt, of a process that knows nothing yet. */
  workerReads: 9.5,
  /** The order with its indexes; an alert of one line is told by its order. */
  tableKb: 1.4,
  /** An invocation: 0.7 are its own lines; the rest, Lambda's three lines and API Gateway's access log, is counted by their fields. */
  logKb: 1.3,
} as const;

/**
 * What stands there whether alerts come or not. Not measured but counted: five pollers ask the queue, each about three times
 * a minute, the worker's follower and the notifier run once a minute each, and the webhook is kept warm every five, for 730 hours.
 * Nothing is traced. The stream that calls the notifier is free.
 */
export const STANDING = {
  idlePolls: 657_000,
  /** Of the follower and of the notifier each. */
  runs: 43_800,
  /** A run with two accounts and no order to follow, of a process that is there. */
  followMs: 25,
  followReads: 5,
  /** The equity of two accounts, every 15 minutes. */
  equityWrites: 5_840,
  /** A run with one channel and nothing to tell, of a process that is there. */
  notifierMs: 15,
  notifierReads: 2.5,
  /** It reads the secret of its channel every five minutes. */
  channelReads: 8_760,
  /** Of the webhook, to keep it warm. */
  warmRuns: 8_760,
  /** Of a process that is there, and reads the accounts and the token's hash anew; assumed. */
  warmMs: 20,
  /** 0.2 are its own lines; Lambda's are assumed. */
  runLogKb: 0.8,
  alarmMetrics: 11,
  /** `Metric` of lib/ports/telemetry.ts, each counted by one function; those of the access log count nothing while all is well. */
  ownMetrics: 12,
  dashboards: 1,
} as const;

/** A function starts cold after five idle minutes (assumed; AWS promises nothing): no more often than this in 730 hours. */
export const MAX_COLD_STARTS = 8_760;
/** Each of five workers, more than a new account has at once, reads an account's key every five minutes at most: no more often than this in 730 hours. */
export const MAX_KEY_READS = 43_800;
