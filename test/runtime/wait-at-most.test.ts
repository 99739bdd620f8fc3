import { expect, test } from "vitest";
import { waitAtMost } from "../../lib/runtime/wait-at-most.ts";
import { VirtualClock } from "../support/virtual-clock.ts";

const endless = new Promise<never>(() => undefined);

test("work that ends leaves no timer, which would keep the process from ending", async () => {
  const clock = new VirtualClock();
  await waitAtMost(Promise.resolve(), { clock, ms: 14_000 });
  expect(clock.nextWakeAt()).toBeUndefined();
});

test("work that fails leaves none either", async () => {
  const clock = new VirtualClock();
  await expect(waitAtMost(Promise.reject(new Error("broken")), { clock, ms: 14_000 })).rejects.toThrow("broken");
  expect(clock.nextWakeAt()).toBeUndefined();
});

test("work that hangs is waited for that long", async () => {
  const clock = new VirtualClock();
  const waiting = waitAtMost(endless, { clock, ms: 14_000 });
  clock.advance(14_000);
  await expect(waiting).resolves.toBeUndefined();
});
