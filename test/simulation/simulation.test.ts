import { expect, test } from "vitest";
import { runSchedule } from "./schedule.ts";

const SCHEDULES = 2_000;
/** So many schedules are run at a stretch, to keep one test short enough to be told apart. */
const STRETCH = 250;

test("a seed always makes the same schedule", async () => {
  const [one, two] = [await runSchedule(7), await runSchedule(7)];
  expect(one.ledger.dump()).toBe(two.ledger.dump());
});

test.each(Array.from({ length: SCHEDULES / STRETCH }, (_, index) => index * STRETCH))(
  "schedules from seed %i keep every invariant",
  async (first) => {
    const counts = new Map<string, number>();
    for (let seed = first; seed < first + STRETCH; seed++) {
      const world = await runSchedule(seed).catch((error: unknown) => {
        throw new Error(`seed ${seed} (npm run simulate -- --seed ${seed})`, { cause: error });
      });
      for (const { state } of world.ledger.all()) counts.set(state.status, (counts.get(state.status) ?? 0) + 1);
    }
    // A simulation in which nothing ever happens would pass as well.
    for (const status of ["filled", "rejected", "expired", "placed", "done", "cancelled"]) {
      expect(counts.get(status) ?? 0, status).toBeGreaterThan(0);
    }
  },
  60_000,
);
