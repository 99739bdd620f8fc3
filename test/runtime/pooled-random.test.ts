import { expect, test } from "vitest";
import { pooledRandom } from "../../lib/runtime/pooled-random.ts";

test("fractions from 0 to below 1, each of its own, over more than one pool", () => {
  const random = pooledRandom();
  const drawn = Array.from({ length: 10_000 }, random);
  expect(drawn.every((fraction) => fraction >= 0 && fraction < 1)).toBe(true);
  // Of 256 values that are equally likely each comes some 39 times: none can be missing.
  expect(new Set(drawn).size).toBe(256);
  expect(drawn.slice(0, 4_096)).not.toEqual(drawn.slice(4_096, 8_192));
});
