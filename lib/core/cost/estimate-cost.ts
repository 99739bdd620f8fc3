// What a month on AWS costs. Pure: the usage of one alert, times the alerts, times the price list.
import { EGRESS_USD, PRICES, type Price } from "./price-list.ts";
import { MAX_COLD_STARTS, MAX_KEY_READS, STANDING, USAGE } from "./usage.ts";

const KB_PER_GB = 1_000_000;
const MS_PER_S = 1_000;

/** What a stack is used for, and how it is set up. */
export interface CostInput {
  /** A month. */
  readonly alerts: number;
  /** Attempts an order takes, on average; at least 1. */
  readonly attempts: number;
  /** Months of history in the table. */
  readonly months: number;
  readonly webhookMb: number;
  readonly workerMb: number;
  readonly notifierMb: number;
  readonly egress: keyof typeof EGRESS_USD;
}

/** One line of AWS's bill. */
export interface CostItem {
  readonly service: string;
  readonly what: string;
  readonly quantity: number;
  /** US dollars a month at list prices. */
  readonly usd: number;
  /** How much of it the free tier takes off. */
  readonly freeUsd: number;
}

/** AWS's bill of a month, item by item. US dollars. */
export interface CostEstimate {
  readonly items: readonly CostItem[];
  readonly usd: number;
  readonly freeUsd: number;
  /** What is left to pay. */
  readonly dueUsd: number;
}

/** A month's bill, item by item. */
export function estimateCost(input: CostInput): CostEstimate {
  const items = [...itemsOfAlerts(input), ...standingItems(input)];
  const usd = sum(items.map((one) => one.usd));
  const freeUsd = sum(items.map((one) => one.freeUsd));
  return { items, usd, freeUsd, dueUsd: usd - freeUsd };
}

/** What is free once for all of an account, as far as it is used up. */
interface Shared {
  readonly requests: number;
  readonly gbSeconds: number;
  readonly queueRequests: number;
  readonly keyRequests: number;
  readonly logGb: number;
}

/** What alerts and orders use of it: they come first at what is free. */
function sharedByAlerts({ alerts, attempts, webhookMb, workerMb, notifierMb }: CostInput): Shared {
  const runs = alerts * attempts;
  const cold = Math.min(alerts, MAX_COLD_STARTS);
  const msOf = (invocations: number, ms: { readonly cold: number; readonly warm: number }) =>
    cold * ms.cold + (invocations - cold) * ms.warm;
  return {
    requests: alerts + runs + alerts,
    gbSeconds:
      gbSecondsOf(msOf(alerts, USAGE.webhookMs), webhookMb) +
      gbSecondsOf(msOf(runs, USAGE.workerMs), workerMb) +
      gbSecondsOf(alerts * USAGE.notifierMs, notifierMb),
    // One to send and one to delete, and for each attempt one to receive and one to change the lease.
    queueRequests: 2 * alerts + 2 * runs,
    keyRequests: Math.min(runs, MAX_KEY_READS),
    logGb: ((alerts + runs) * USAGE.logKb + alerts * STANDING.runLogKb) / KB_PER_GB,
  };
}

function itemsOfAlerts(input: CostInput): readonly CostItem[] {
  const { alerts, attempts, months } = input;
  const runs = alerts * attempts;
  const shared = sharedByAlerts(input);
  const { webhookWrites, workerWrites, notifierWrites, waitWrites } = USAGE;
  const writes = alerts * (webhookWrites + workerWrites + notifierWrites) + (runs - alerts) * waitWrites;
  const reads = alerts * USAGE.notifierReads + runs * USAGE.workerReads;
  const storedGb = (alerts * months * USAGE.tableKb) / KB_PER_GB;
  return [
    item("API Gateway", "requests", alerts, PRICES.apiRequest),
    item("Lambda", "requests", shared.requests, PRICES.functionRequest),
    item("Lambda", "GB-seconds", shared.gbSeconds, PRICES.functionGbSecond),
    item("SQS", "requests of orders", shared.queueRequests, PRICES.queueRequest),
    item("DynamoDB", "writes", writes, PRICES.tableWrite),
    item("DynamoDB", "reads", reads, PRICES.tableRead),
    item("DynamoDB", "GB stored", storedGb, PRICES.tableGb),
    item("DynamoDB", "GB that can be put back", storedGb, PRICES.recoveryGb),
    item("KMS", "keys decrypted", shared.keyRequests, PRICES.keyRequest),
    item("CloudWatch", "GB of logs", shared.logGb, PRICES.logGb),
  ];
}

function standingItems(input: CostInput): readonly CostItem[] {
  const { idlePolls, runs, equityWrites, channelReads, alarmMetrics, ownMetrics, dashboards } = STANDING;
  const alerts = sharedByAlerts(input);
  const polled = { ...alerts, queueRequests: alerts.queueRequests + idlePolls };
  const follower = sharedByRuns(runs, gbSecondsOf(STANDING.followMs, input.workerMb));
  const notifier = sharedByRuns(runs, gbSecondsOf(STANDING.notifierMs, input.notifierMb));
  const webhook = sharedByRuns(STANDING.warmRuns, gbSecondsOf(STANDING.warmMs, input.webhookMb));
  const followed = plus(polled, follower);
  return [
    item("SQS", "polls of an empty queue", idlePolls, without(PRICES.queueRequest, alerts.queueRequests)),
    ...itemsOfRuns("follower", { used: polled, own: follower, reads: STANDING.followReads }),
    item("follower", "equity noted", equityWrites, PRICES.tableWrite),
    ...itemsOfRuns("notifier", { used: followed, own: notifier, reads: STANDING.notifierReads }),
    item("notifier", "looks at dead letters", runs, without(PRICES.queueRequest, polled.queueRequests)),
    item("notifier", "secrets decrypted", channelReads, without(PRICES.keyRequest, alerts.keyRequests)),
    ...itemsOfRuns("kept warm", { used: plus(followed, notifier), own: webhook }),
    item("CloudWatch", "metrics with an alarm", alarmMetrics, PRICES.alarmMetric),
    item("CloudWatch", "own metrics", ownMetrics, PRICES.ownMetric),
    item("CloudWatch", "dashboard", dashboards, PRICES.dashboard),
    item("egress", input.egress, 1, { usd: EGRESS_USD[input.egress], free: 0 }),
  ];
}

/** What a function that runs by a schedule uses of what is shared. */
function sharedByRuns(runs: number, gbSecondsEach: number): Shared {
  return {
    requests: runs,
    gbSeconds: runs * gbSecondsEach,
    queueRequests: 0,
    keyRequests: 0,
    logGb: (runs * STANDING.runLogKb) / KB_PER_GB,
  };
}

/** @param of.reads - of the table, each run. @default none */
function itemsOfRuns(
  service: string,
  { used, own, reads }: { readonly used: Shared; readonly own: Shared; readonly reads?: number },
): readonly CostItem[] {
  return [
    item(service, "runs", own.requests, without(PRICES.functionRequest, used.requests)),
    item(service, "GB-seconds", own.gbSeconds, without(PRICES.functionGbSecond, used.gbSeconds)),
    ...(reads === undefined ? [] : [item(service, "table reads", own.requests * reads, PRICES.tableRead)]),
    item(service, "GB of logs", own.logGb, without(PRICES.logGb, used.logGb)),
  ];
}

function plus(one: Shared, other: Shared): Shared {
  return {
    requests: one.requests + other.requests,
    gbSeconds: one.gbSeconds + other.gbSeconds,
    queueRequests: one.queueRequests + other.queueRequests,
    keyRequests: one.keyRequests + other.keyRequests,
    logGb: one.logGb + other.logGb,
  };
}

/** The price with what is left of its free quantity. */
function without({ usd, free }: Price, used: number): Price {
  return { usd, free: Math.max(0, free - used) };
}

function item(service: string, what: string, quantity: number, { usd, free }: Price): CostItem {
  return { service, what, quantity, usd: quantity * usd, freeUsd: Math.min(quantity, free) * usd };
}

function gbSecondsOf(ms: number, mb: number): number {
  return (ms / MS_PER_S) * (mb / 1_024);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
