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
  webhookWrites: 11,
  /** The run that tells of an order, through one channel that takes 100 ms. */
  notifierMs: 132,
  notifierWrites: 7,
  notifierReads: 4,
  /** It looks at the dead letters before and after. */
  notifierQueueRequests: 2,
  /** An attempt. */
  workerWrites: 20,
  /** An attempt. */
  workerReads: 6,
  /** An attempt reads the account's key once at most. */
  keyRequests: 1,
  /** Order and alert, with their indexes. */
  tableKb: 10,
  /** An invocation: 0.7 are its own lines; the rest, Lambda's lines and API Gateway's access log, is assumed. */
  logKb: 2,
  /** API Gateway's with the webhook, the worker's and the notifier's. Not measured: everything is traced. */
  traces: 3,
} as const;

/**
 * What stands there whether alerts come or not. Not measured but counted: five pollers ask the queue, each about three times
 * a minute, and the follower and the notifier run once a minute each, for 730 hours. The stream that calls the notifier is free.
 */
export const STANDING = {
  idlePolls: 657_000,
  /** Of each. */
  runs: 43_800,
  /** A run with two accounts and no order to follow, of a process that is there. */
  followMs: 72,
  followReads: 4.5,
  /** A run with one channel and nothing to tell, of a process that is there. */
  notifierMs: 5,
  notifierReads: 1.5,
  /** It reads the secret of its channel every five minutes. */
  channelReads: 8_760,
  /** 0.2 are its own lines; Lambda's are assumed. */
  runLogKb: 0.8,
  alarmMetrics: 11,
  ownMetrics: 11,
  dashboards: 1,
} as const;

/** A function starts cold after five idle minutes (assumed; AWS promises nothing): no more often than this in 730 hours. */
export const MAX_COLD_STARTS = 8_760;
