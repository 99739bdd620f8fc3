import { expect, test } from "vitest";
import { FAULTLESS } from "./faulty-exchange.ts";
import { checkFollowed, checkInvariants } from "./invariants.ts";
import { runSchedule } from "./schedule.ts";
import { World } from "./world.ts";

const SCHEDULES = 1_000;
/** So many schedules are run at a stretch, to keep one test short enough to be told apart. */
const STRETCH = 250;

test("a seed always makes the same schedule", async () => {
  const [one, two] = [await runSchedule(7), await runSchedule(7)];
  expect(one.ledger.dump()).toBe(two.ledger.dump());
});

/** Each raised the leverage under a position, which was liquidated: what that moved was taken for a lost order's fill. */
test.each([43_512, 31_934, 42_116, 50_684])("M30: a fill that was another's is not inferred, seed %i", async (seed) => {
  await runSchedule(seed);
});

/** Orders that never arrived, or were not reported, took what a closeall had closed for their own. */
test.each([1_543, 1_888, 2_013, 31_598])(
  "M30: what a closeall closed is no other order's fill, seed %i",
  async (seed) => {
    await runSchedule(seed);
  },
);

test.each([504_868, 518_203])(
  "a closeall waits for a later order that had sent something before the switch, seed %s",
  async (seed) => {
    await runSchedule(seed);
  },
);

/** A closeall that had cancelled on record what rested of old looked no further, and an order sent before its switch was there. */
test("a closeall ends flat only after a look at every symbol, seed 75273", async () => {
  await runSchedule(75_273);
});

test.each([308_608, 765_488])("what a reversal filled before close-only stays planned, seed %i", async (seed) => {
  await runSchedule(seed);
});

test("M30: a lost close of a position that was liquidated whole is told as judged, and once", async () => {
  let sent = 0;
  const faultOf = (call: string) => {
    if (call !== "placeOrder" || ++sent !== 2) return "none";
    world.feed.setQuote("ETH/USDT:USDT", { bid: "2999", ask: "3001" });
    return "lost-before";
  };
  const world: World = new World({ faults: { ...FAULTLESS, faultOf } });
  for (const line of ["sell 0.704 x20 id:a", "close id:b"]) {
    await world.post(`alice ETH/USDT ${line}`);
    await world.drain();
  }
  await checkInvariants(world);
  await world.followHealthy();
  await checkFollowed(world);
  const judged = world.ledger
    .all()
    .flatMap(({ state }) => state.executions.filter(({ inferred }) => inferred === true));
  expect(judged).toMatchObject([{ contracts: "0.704", positionBefore: "-0.704" }]);
});

test.each(Array.from({ length: SCHEDULES / STRETCH }, (_, index) => index * STRETCH))(
  "schedules from seed %i keep every invariant",
  async (first) => {
    const counts = new Map<string, number>();
    for (let seed = first; seed < first + STRETCH; seed++) {
      const world = await runSchedule(seed).catch((error: unknown) => {
        throw new Error(`seed ${seed} (npm run simulate -- --seed ${seed})`, { cause: error });
      });
      for (const { state, events } of world.ledger.all()) {
        const corrected = events.filter((event) => event.kind === "filled" && event.corrects !== undefined);
        for (const what of [state.status, ...corrected.map(() => "judged, then corrected")])
          counts.set(what, (counts.get(what) ?? 0) + 1);
      }
    }
    // A simulation in which nothing ever happens would pass as well.
    for (const what of ["filled", "rejected", "expired", "placed", "done", "cancelled", "judged, then corrected"]) {
      expect(counts.get(what) ?? 0, what).toBeGreaterThan(0);
    }
  },
  60_000,
);
