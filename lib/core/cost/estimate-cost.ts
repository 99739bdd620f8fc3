// What a month on AWS costs. Pure: the usage of one alert, times the alerts, times the price list.
import { EGRESS_USD, PRICES, type Price } from "./price-list.ts";

/**
 * What one alert with one order uses. Requests were counted on the deployed bundles (test/functions, paper account): the
 * webhook's four writes, one queue request, the worker's five reads and two writes of an order of about 2.5 kB, each begun kB
 * and each index being a write of its own. Durations: the webhook's as measured there, the worker's with 600 ms of a
 * venue's answers.
 */
export const USAGE = {
  webhookMs: 105,
  workerMs: 800,
  tableWrites: 16,
  tableReads: 5,
  /** Order and alert, with their indexes. */
  tableKb: 5,
  logKb: 2,
  traces: 2,
} as const;

/** What stands there whether alerts come or not. Five pollers ask the queue, each about three times a minute. */
const STANDING = { idlePolls: 657_000, alarmMetrics: 9, ownMetrics: 8, dashboards: 1 } as const;
const KB_PER_GB = 1_000_000;
const MS_PER_S = 1_000;

export interface CostInput {
  /** A month. */
  readonly alerts: number;
  /** Attempts an order takes, on average; at least 1. */
  readonly attempts: number;
  /** Months of history in the table. */
  readonly months: number;
  readonly webhookMb: number;
  readonly workerMb: number;
  readonly egress: keyof typeof EGRESS_USD;
}

export interface CostItem {
  readonly service: string;
  readonly what: string;
  readonly quantity: number;
  /** US dollars a month at list prices. */
  readonly usd: number;
  /** How much of it the free tier takes off. */
  readonly freeUsd: number;
}

export interface CostEstimate {
  readonly items: readonly CostItem[];
  readonly usd: number;
  readonly freeUsd: number;
  /** What is left to pay. */
  readonly dueUsd: number;
}

/** A month's bill, item by item. */
export function estimateCost({ alerts, attempts, months, webhookMb, workerMb, egress }: CostInput): CostEstimate {
  const { webhookMs, workerMs, tableWrites, tableReads, tableKb, logKb, traces } = USAGE;
  const { idlePolls, alarmMetrics, ownMetrics, dashboards } = STANDING;
  const runs = alerts * attempts;
  const gbSeconds = alerts * gbSecondsOf(webhookMs, webhookMb) + runs * gbSecondsOf(workerMs, workerMb);
  const storedGb = (alerts * months * tableKb) / KB_PER_GB;
  const items = [
    item("API Gateway", "requests", alerts, PRICES.apiRequest),
    item("Lambda", "requests", alerts + runs, PRICES.functionRequest),
    item("Lambda", "GB-seconds", gbSeconds, PRICES.functionGbSecond),
    // One to send and one to delete, and for each attempt one to receive and one to change the lease.
    item("SQS", "requests of orders", 2 * alerts + 2 * runs, PRICES.queueRequest),
    item("SQS", "polls of an empty queue", idlePolls, {
      ...PRICES.queueRequest,
      free: Math.max(0, PRICES.queueRequest.free - 2 * alerts - 2 * runs),
    }),
    item("DynamoDB", "writes", alerts * tableWrites, PRICES.tableWrite),
    item("DynamoDB", "reads", runs * tableReads, PRICES.tableRead),
    item("DynamoDB", "GB stored", storedGb, PRICES.tableGb),
    item("DynamoDB", "GB that can be put back", storedGb, PRICES.recoveryGb),
    item("CloudWatch", "GB of logs", (alerts + runs) * (logKb / KB_PER_GB), PRICES.logGb),
    item("CloudWatch", "metrics with an alarm", alarmMetrics, PRICES.alarmMetric),
    item("CloudWatch", "own metrics", ownMetrics, PRICES.ownMetric),
    item("CloudWatch", "dashboard", dashboards, PRICES.dashboard),
    item("X-Ray", "traces", alerts * traces, PRICES.trace),
    item("egress", egress, 1, { usd: EGRESS_USD[egress], free: 0 }),
  ];
  const usd = sum(items.map((one) => one.usd));
  const freeUsd = sum(items.map((one) => one.freeUsd));
  return { items, usd, freeUsd, dueUsd: usd - freeUsd };
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
