import fc from "fast-check";
import { expect, test } from "vitest";
import {
  alertId,
  clientOrderIdOf,
  findOrderId,
  isoTime,
  MAX_ORDERS_PER_ALERT,
  MAX_STEPS,
  MAX_SUBMISSIONS,
  orderIdOf,
  timeOf,
  timePrefix,
  unixMs,
} from "../../lib/core/ids.ts";

const ALERT = alertId("01HF7YAT000123456789ABCDEF");

test("a client order id is at most 32 letters and digits and names its order, step and submission", () => {
  const order = orderIdOf(ALERT, 35);
  expect(clientOrderIdOf(order, 1, 37)).toBe("01hf7yat000123456789abcdef00z111");
  expect(clientOrderIdOf(order, 1, 37)).toMatch(/^[0-9a-z]{32}$/);
});

test("different orders, steps and submissions never share an id", () => {
  const parts = fc.tuple(fc.nat(MAX_ORDERS_PER_ALERT - 1), fc.nat(MAX_STEPS - 1), fc.nat(MAX_SUBMISSIONS - 1));
  fc.assert(
    fc.property(parts, parts, ([ordinal, step, submission], [otherOrdinal, otherStep, otherSubmission]) => {
      const one = clientOrderIdOf(orderIdOf(ALERT, ordinal), step, submission);
      const other = clientOrderIdOf(orderIdOf(ALERT, otherOrdinal), otherStep, otherSubmission);
      const isSame = ordinal === otherOrdinal && step === otherStep && submission === otherSubmission;
      return (one === other) === isSame;
    }),
  );
});

test("ids that would not fit are refused", () => {
  expect(() => orderIdOf(ALERT, MAX_ORDERS_PER_ALERT)).toThrow("at most");
  expect(() => clientOrderIdOf(orderIdOf(ALERT, 0), MAX_STEPS, 0)).toThrow("at most");
  expect(() => clientOrderIdOf(orderIdOf(ALERT, 0), 0, MAX_SUBMISSIONS)).toThrow("at most");
  expect(() => alertId("nope")).toThrow("not an alert id");
  expect(() => unixMs(0.5)).toThrow("whole milliseconds");
});

test("an order id is found in any case and only whole", () => {
  expect(findOrderId(" 01HF7YAT000123456789ABCDEF000 ")).toBe("01hf7yat000123456789abcdef000");
  expect(findOrderId("01hf7yat000123456789abcdef")).toBeUndefined();
});

test("ids sort by time, and tell it", () => {
  const times = fc.nat(4_102_444_800_000).map(unixMs);
  fc.assert(
    fc.property(times, times, (one, other) => {
      const [first, second] = [timePrefix(one), timePrefix(other)];
      return first < second === one < other && timeOf(alertId(`${first}0123456789abcdef`)) === one;
    }),
  );
  expect(isoTime(unixMs(1_700_000_000_123))).toBe("2023-11-14T22:13:20.123Z");
});
