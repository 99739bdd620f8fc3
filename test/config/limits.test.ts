// How the times and sizes must relate, whatever they are set to.
import { expect, test } from "vitest";
import * as limits from "../../lib/config/limits.ts";

/** TradingView hangs up after this and does not send again; it waits 5 s between sends: docs/aws.md. */
const SENDER_PATIENCE_MS = 3_000;
const RESEND_WAIT_MS = 5_000;
const RESENDS = 3;
/** What Lambda, API Gateway and SQS take. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html, https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html */
const LONGEST_FUNCTION_MS = 900_000;
const LONGEST_INTEGRATION_MS = 29_000;
const LONGEST_VISIBILITY_MS = 12 * 60 * 60 * 1_000;

const {
  ATTEMPT_BUDGET_MS,
  ATTEMPT_LEASE_MS,
  LAST_CALL_MS,
  LAST_START_MS,
  MAX_IN_PLACE_WAIT_MS,
  QUEUE_VISIBILITY_MS,
  SETTLE_MS,
  VENUE_CALL_TIMEOUT_MS,
  WEBHOOK_TIMEOUT_MS,
  WORKER_TIMEOUT_MS,
} = limits;

test("the last call of an attempt ends inside its budget", () => {
  expect(LAST_CALL_MS + VENUE_CALL_TIMEOUT_MS).toBeLessThanOrEqual(ATTEMPT_BUDGET_MS);
  expect(LAST_CALL_MS).toBeGreaterThan(0);
});

test("an attempt outlives a wait in place", () => {
  expect(MAX_IN_PLACE_WAIT_MS).toBeLessThan(LAST_CALL_MS);
});

test("a message is held for longer than an attempt may take", () => {
  expect(ATTEMPT_LEASE_MS).toBeGreaterThan(ATTEMPT_BUDGET_MS);
});

test("a crash leaves time for another attempt before the usual deadline", () => {
  expect(ATTEMPT_LEASE_MS + ATTEMPT_BUDGET_MS).toBeLessThan(limits.DEFAULT_ORDER_TIMEOUT_S * 1_000);
});

test("the worker function outlives an attempt begun last and what goes on behind it", () => {
  expect(WORKER_TIMEOUT_MS).toBeGreaterThan(LAST_START_MS + ATTEMPT_BUDGET_MS + SETTLE_MS);
  expect(WORKER_TIMEOUT_MS).toBeLessThanOrEqual(LONGEST_FUNCTION_MS);
});

test("a run of the follower on AWS begins no look that one slow call would outlive, and is cut before its function is", () => {
  const { AWS_FOLLOW_LIMITS, FOLLOW_CUT_MS, FOLLOW_SCHEDULE_MS } = limits;
  expect(AWS_FOLLOW_LIMITS.runMs + VENUE_CALL_TIMEOUT_MS).toBeLessThan(FOLLOW_CUT_MS);
  expect(FOLLOW_CUT_MS + SETTLE_MS).toBeLessThan(WORKER_TIMEOUT_MS);
  expect(WORKER_TIMEOUT_MS).toBeLessThan(FOLLOW_SCHEDULE_MS);
});

test("a run of the notifier, with the message begun last, ends before its function; one that died holds the next one up no longer than that", () => {
  const { AWS_NOTIFIER_LIMITS, NOTIFIER_EVERY_MS, NOTIFIER_TIMEOUT_MS } = limits;
  expect(NOTIFIER_TIMEOUT_MS).toBeGreaterThan(AWS_NOTIFIER_LIMITS.passMs + limits.LONGEST_SEND_MS);
  expect(NOTIFIER_TIMEOUT_MS).toBeLessThan(NOTIFIER_EVERY_MS);
  expect(AWS_NOTIFIER_LIMITS.leaseMs).toBeGreaterThanOrEqual(NOTIFIER_TIMEOUT_MS);
  expect(NOTIFIER_TIMEOUT_MS % 1_000).toBe(0);
});

test("a mark is left to who is called for it until the last call there may be has ended", () => {
  const { AWS_NOTIFIER_LIMITS, NOTIFIER_CALL_AGE_MS, NOTIFIER_TIMEOUT_MS } = limits;
  expect(AWS_NOTIFIER_LIMITS.ownedMs).toBeGreaterThan(NOTIFIER_CALL_AGE_MS + NOTIFIER_TIMEOUT_MS);
  expect(AWS_NOTIFIER_LIMITS.calledMs + limits.LONGEST_SEND_MS).toBeLessThan(NOTIFIER_TIMEOUT_MS);
  // https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html
  expect(NOTIFIER_CALL_AGE_MS).toBeGreaterThanOrEqual(60_000);
});

test("the alarm on slow attempts goes off before the function is ended, and not on a wait in place", () => {
  expect(limits.SLOW_WORKER_MS).toBeLessThan(WORKER_TIMEOUT_MS);
  expect(limits.SLOW_WORKER_MS).toBeGreaterThan(LAST_CALL_MS + MAX_IN_PLACE_WAIT_MS);
});

test("Lambda takes the queue: its visibility timeout is six times the function's", () => {
  expect(QUEUE_VISIBILITY_MS).toBeGreaterThanOrEqual(6 * WORKER_TIMEOUT_MS);
  expect(QUEUE_VISIBILITY_MS).toBeLessThanOrEqual(LONGEST_VISIBILITY_MS);
  expect(ATTEMPT_LEASE_MS).toBeLessThan(QUEUE_VISIBILITY_MS);
});

test("times that AWS counts in seconds are whole seconds", () => {
  for (const ms of [WORKER_TIMEOUT_MS, WEBHOOK_TIMEOUT_MS, QUEUE_VISIBILITY_MS, ATTEMPT_LEASE_MS]) {
    expect(ms % 1_000).toBe(0);
  }
});

test("S11: 500 alerts at once pass the API, and again a minute later", () => {
  expect(limits.REQUEST_BURST).toBeGreaterThanOrEqual(2 * 500);
  expect(limits.REQUEST_RATE * 60).toBeGreaterThanOrEqual(500);
});

test("API Gateway waits for the webhook function to its end", () => {
  expect(limits.INTEGRATION_TIMEOUT_MS).toBeGreaterThan(WEBHOOK_TIMEOUT_MS);
  expect(limits.INTEGRATION_TIMEOUT_MS).toBeLessThanOrEqual(LONGEST_INTEGRATION_MS);
});

test("a message is handed out often enough for the longest order, waiting a second each time, to end by its deadline", () => {
  // Waits grow to 5 s: an order of 900 s is handed out far less than once a second.
  expect(limits.MAX_RECEIVE_COUNT).toBeGreaterThan(limits.MAX_ORDER_TIMEOUT_S / 5);
  expect(limits.MAX_RECEIVE_COUNT).toBeGreaterThan(limits.DEFAULT_ORDER_TIMEOUT_S);
});

test("a resend of TradingView's, from the first to the last, continues the alert", () => {
  expect(limits.RESEND_AFTER_MS).toBeLessThan(RESEND_WAIT_MS);
  expect(limits.RESEND_UNTIL_MS).toBeGreaterThan(RESENDS * (RESEND_WAIT_MS + SENDER_PATIENCE_MS));
});

test("the queue remembers an order for as long as a key decides", () => {
  expect(limits.DEDUPLICATION_WINDOW_MS).toBeGreaterThanOrEqual(limits.KEY_WINDOW_MS);
});

test("the dead letters outlast a long weekend", () => {
  expect(limits.QUEUE_RETENTION_DAYS).toBeGreaterThanOrEqual(4);
  expect(limits.QUEUE_RETENTION_DAYS).toBeLessThanOrEqual(14);
});
