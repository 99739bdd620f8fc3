// What a month on AWS costs. Pure: the usage of one alert, times the alerts, times the price list.
import { EGRESS_USD, PRICES, type Price } from "./price-list.ts";
import { MAX_COLD_STARTS, STANDING, USAGE } from "./usage.ts";

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
export function estimateCost(input: CostInput): CostEstimate {
  const items = [...itemsOfAlerts(input), ...standingItems(input)];
  const usd = sum(items.map((one) => one.usd));
  const freeUsd = sum(items.map((one) => one.freeUsd));
  return { items, usd, freeUsd, dueUsd: usd - freeUsd };
}

/** What alerts and orders share with what stands there anyway: they come first at what is free. */
function sharedQuantities({ alerts, attempts, webhookMb, workerMb }: CostInput) {
  const runs = alerts * attempts;
  const cold = Math.min(alerts, MAX_COLD_STARTS);
  const msOf = (invocations: number, ms: { readonly cold: number; readonly warm: number }) =>
    cold * ms.cold + (invocations - cold) * ms.warm;
  return {
    runs,
    functionRequests: alerts + runs,
    gbSeconds:
      gbSecondsOf(msOf(alerts, USAGE.webhookMs), webhookMb) + gbSecondsOf(msOf(runs, USAGE.workerMs), workerMb),
    // One to send and one to delete, and for each attempt one to receive and one to change the lease.
    queueRequests: 2 * alerts + 2 * runs,
    logGb: ((alerts + runs) * USAGE.logKb) / KB_PER_GB,
    traces: alerts * USAGE.traces,
  };
}

function itemsOfAlerts(input: CostInput): readonly CostItem[] {
  const { alerts, months } = input;
  const { runs, functionRequests, gbSeconds, queueRequests, logGb, traces } = sharedQuantities(input);
  const storedGb = (alerts * months * USAGE.tableKb) / KB_PER_GB;
  return [
    item("API Gateway", "requests", alerts, PRICES.apiRequest),
    item("Lambda", "requests", functionRequests, PRICES.functionRequest),
    item("Lambda", "GB-seconds", gbSeconds, PRICES.functionGbSecond),
    item("SQS", "requests of orders", queueRequests, PRICES.queueRequest),
    item("DynamoDB", "writes", alerts * USAGE.webhookWrites + runs * USAGE.workerWrites, PRICES.tableWrite),
    item("DynamoDB", "reads", runs * USAGE.workerReads, PRICES.tableRead),
    item("DynamoDB", "GB stored", storedGb, PRICES.tableGb),
    item("DynamoDB", "GB that can be put back", storedGb, PRICES.recoveryGb),
    item("KMS", "keys decrypted", runs * USAGE.keyRequests, PRICES.keyRequest),
    item("CloudWatch", "GB of logs", logGb, PRICES.logGb),
    item("X-Ray", "traces", traces, PRICES.trace),
  ];
}

function standingItems(input: CostInput): readonly CostItem[] {
  const { functionRequests, gbSeconds, queueRequests, logGb, traces } = sharedQuantities(input);
  const { idlePolls, reconciles, reconcileMs, reconcileReads, reconcileLogKb } = STANDING;
  const reconcileGbSeconds = reconciles * gbSecondsOf(reconcileMs, input.workerMb);
  const reconcileLogGb = (reconciles * reconcileLogKb) / KB_PER_GB;
  return [
    item("SQS", "polls of an empty queue", idlePolls, without(PRICES.queueRequest, queueRequests)),
    item("reconciler", "runs", reconciles, without(PRICES.functionRequest, functionRequests)),
    item("reconciler", "GB-seconds", reconcileGbSeconds, without(PRICES.functionGbSecond, gbSeconds)),
    item("reconciler", "table reads", reconciles * reconcileReads, PRICES.tableRead),
    item("reconciler", "GB of logs", reconcileLogGb, without(PRICES.logGb, logGb)),
    item("reconciler", "traces", reconciles, without(PRICES.trace, traces)),
    item("CloudWatch", "metrics with an alarm", STANDING.alarmMetrics, PRICES.alarmMetric),
    item("CloudWatch", "own metrics", STANDING.ownMetrics, PRICES.ownMetric),
    item("CloudWatch", "dashboard", STANDING.dashboards, PRICES.dashboard),
    item("egress", input.egress, 1, { usd: EGRESS_USD[input.egress], free: 0 }),
  ];
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
