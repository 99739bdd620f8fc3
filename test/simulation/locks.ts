// Price locks: orders that are first tried as makers, while prices move under them and they are being cancelled, and while
// the account is switched. Its draws are its own, so that the schedules of other seeds stay as they are.
import { SeededRandom } from "../support/seeded-random.ts";
import type { FaultPlan } from "./faulty-exchange.ts";
import type { World } from "./world.ts";

/** Of so many seeds one has locks. */
const ONE_OF = 3;
const SYMBOLS = ["ETH/USDT:USDT", "BTC/USDT:USDT"] as const;
const LOCKABLE = / (?:buy|sell|position|close)\b(?!.* limit:)/;

export interface Locks {
  /** The alert with locks on some of its lines, or a switch of the account in its place. */
  lock(text: string): string;
  /** `faults` with prices that move before some calls. */
  stir(faults: FaultPlan, world: () => World): FaultPlan;
}

/** The locks of a seed; undefined: none. */
export function locksOf(seed: number): Locks | undefined {
  const random = new SeededRandom(seed + 104_729);
  if (random.below(ONE_OF) !== 0) return undefined;
  return {
    lock: (text) =>
      text
        .split("\n")
        .map((line) => locked(line, random))
        .join("\n"),
    stir: (faults, world) => stirred(faults, { random, world }),
  };
}

function locked(line: string, random: SeededRandom): string {
  if (random.chance(0.04)) {
    const [account = ""] = line.split(" ");
    const key = line.slice(line.indexOf("id:"));
    return `${account} ${random.pick(["pause", "closeonly", "resume", "resume"])} ${key}`;
  }
  if (!LOCKABLE.test(line) || !random.chance(0.7)) return line;
  return `${line} ${random.pick(["pricelock", "pricelock:3", "pricelock:9", "pricelock:60"])}`;
}

function stirred(faults: FaultPlan, { random, world }: { readonly random: SeededRandom; world(): World }): FaultPlan {
  const liveliness = random.pick([0, 0.1, 0.4]);
  return {
    ...faults,
    faultOf: (call) => {
      if (random.chance(liveliness)) {
        const middle = 1_990 + random.below(20);
        world().feed.setQuote(random.pick(SYMBOLS), { bid: String(middle - 1), ask: String(middle + 1) });
      }
      return faults.faultOf(call);
    },
  };
}
