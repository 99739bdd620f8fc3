// The alerts of one bar in any order, on the virtual clock, while the venue keeps each order longer than alerts are young, while
// workers die and messages come again, and where one never came.
import { expect, test } from "vitest";
import { CrashAt, IMMORTAL, Process } from "../simulation/crashes.ts";
import { FAULTLESS, type FaultPlan } from "../simulation/faulty-exchange.ts";
import { World } from "../simulation/world.ts";
import { SeededRandom } from "../support/seeded-random.ts";

const STATES = ["flat", "long", "short"] as const;
const SIGNED = { flat: "0", long: "1", short: "-1" } as const;
type State = (typeof STATES)[number];
/** Refused so often, an order waits 1, 1, 2, 3 and 5 s: longer than alerts are young. */
const REFUSALS = 5;

function walks(from: State, steps: number): readonly (readonly State[])[] {
  if (steps === 0) return [[]];
  return STATES.filter((state) => state !== from).flatMap((state) =>
    walks(state, steps - 1).map((rest) => [state, ...rest]),
  );
}

function alertsOf(walk: readonly State[]): readonly string[] {
  return walk.map((state, index) => `alice ETH/USDT pos ${state} 1 prev:${walk[index - 1] ?? "flat"}:1`);
}

/** Each a second after the one before: without times a lost alert and one that comes late look alike. */
function timed(alerts: readonly string[]): readonly string[] {
  return alerts.map((alert, index) => `${alert} at:${1_700_000_000 - 5 + index}`);
}

function orders<T>(items: readonly T[]): readonly (readonly T[])[] {
  if (items.length <= 1) return [items];
  return items.flatMap((item, index) => orders(items.toSpliced(index, 1)).map((rest) => [item, ...rest]));
}

/** Every order that is sent is refused some times first, as by a busy venue. */
function slow(): FaultPlan {
  let refused = 0;
  const faultOf = (call: string) => {
    if (call !== "placeOrder") return "none" as const;
    refused = (refused + 1) % (REFUSALS + 1);
    return refused === 0 ? ("none" as const) : ("busy" as const);
  };
  return { ...FAULTLESS, faultOf };
}

/** Received side by side, worked on in that order. @param crashes - of each process that comes: whether and where it dies. */
async function arrive(arrived: readonly string[], newProcess = () => new Process(IMMORTAL)): Promise<World> {
  const world = new World({ faults: slow() });
  for (const alert of arrived) await world.post(alert);
  await world.drain(newProcess);
  return world;
}

test("retries that outlive the 10 s: every order of arrival of every walk of 3 ends at the walk's last target", async () => {
  for (const walk of walks("flat", 3)) {
    for (const arrived of orders(alertsOf(walk))) {
      const world = await arrive(arrived);
      const where = arrived.join(" | ");
      expect(await world.position("alice"), where).toBe(SIGNED[walk.at(-1) ?? "flat"]);
      const sent = [...world.ledger.all()].flatMap(({ state }) => state.clientOrderIds);
      if (sent.length > 0) expect(sent.length % (REFUSALS + 1), where).toBe(0);
    }
  }
}, 60_000);

test("workers that die and messages that come again change nothing", async () => {
  const random = new SeededRandom(15);
  for (const walk of walks("flat", 3)) {
    for (const arrived of orders(alertsOf(walk))) {
      const crashes: CrashAt[] = [];
      const world = await arrive(arrived, () => {
        // One, so that no order lives past its deadline.
        const crash = crashes.length < 1 && random.chance(0.2) ? new CrashAt(1 + random.below(30)) : undefined;
        if (crash !== undefined) crashes.push(crash);
        return new Process(crash ?? IMMORTAL);
      });
      const where = `${arrived.join(" | ")}, died ${crashes.map((crash) => crash.where).join(", ")}`;
      expect(await world.position("alice"), where).toBe(SIGNED[walk.at(-1) ?? "flat"]);
    }
  }
}, 60_000);

test("one of four that never came: those that came in order end at the last of them", async () => {
  for (const walk of walks("flat", 4)) {
    for (const lost of walk.keys()) {
      const world = await arrive(timed(alertsOf(walk)).toSpliced(lost, 1));
      const last = walk.toSpliced(lost, 1).at(-1) ?? "flat";
      expect(await world.position("alice"), `${walk.join(" ")} without ${lost}`).toBe(SIGNED[last]);
    }
  }
}, 60_000);
