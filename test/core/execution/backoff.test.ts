import fc from "fast-check";
import { expect, test } from "vitest";
import { backoffMs, LAST_ATTEMPT_MS, nextAttemptAt } from "../../../lib/core/execution/backoff.ts";
import { orderIdOf, unixMs } from "../../../lib/core/ids.ts";
import { ALERT, ORDER_ID } from "./order-fixture.ts";

test.each([
  [0, 1_000],
  [1, 1_000],
  [2, 2_000],
  [3, 3_000],
  [4, 5_000],
  [5, 5_000],
  [50, 5_000],
])("wait %i is %i ms, give or take a fifth", (waits, base) => {
  const wait = backoffMs({ orderId: ORDER_ID, waits });
  expect(wait).toBeGreaterThanOrEqual(base * 0.8);
  expect(wait).toBeLessThanOrEqual(base * 1.2);
});

test("waits of many orders lie anywhere within that fifth, so that they do not all come back at once", () => {
  const waits = Array.from({ length: 200 }, (_, ordinal) =>
    backoffMs({ orderId: orderIdOf(ALERT, ordinal), waits: 4 }),
  );
  expect(Math.min(...waits)).toBeGreaterThanOrEqual(4_000);
  expect(Math.max(...waits)).toBeLessThanOrEqual(6_000);
  expect(Math.max(...waits) - Math.min(...waits)).toBeGreaterThan(1_500);
});

test("waits at least as long as the venue asks", () => {
  expect(backoffMs({ orderId: ORDER_ID, waits: 0, retryAfterMs: 9_000 })).toBe(9_000);
});

test("is never past the last attempt's instant, nor before now", () => {
  fc.assert(
    fc.property(fc.nat(100_000), fc.nat(20_000), fc.nat(100_000), (now, wait, deadline) => {
      const next = nextAttemptAt(unixMs(now), wait, unixMs(deadline));
      if (next === undefined) return now >= deadline - LAST_ATTEMPT_MS;
      return next >= now && next <= deadline - LAST_ATTEMPT_MS && next <= now + wait;
    }),
  );
});
