import { expect, test } from "vitest";
import { Spaced } from "../../../lib/adapters/ccxt/spaced.ts";

test("each call waits for its turn, and one that fails keeps none behind it", async () => {
  const pauses: { readonly ms: number; end(): void }[] = [];
  const made: string[] = [];
  const spaced = new Spaced(500, (ms) => new Promise<void>((resolve) => pauses.push({ ms, end: resolve })));
  const first = spaced.call(async () => {
    made.push("first");
    throw new Error("no");
  });
  const second = spaced.call(async () => made.push("second"));
  await expect(first).rejects.toThrow("no");
  await new Promise(setImmediate);
  expect([made, pauses.map(({ ms }) => ms)]).toEqual([["first"], [500]]);
  pauses[0]?.end();
  await second;
  expect(made).toEqual(["first", "second"]);
});
