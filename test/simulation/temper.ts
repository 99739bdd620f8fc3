// A venue whose reports are down for minutes, while its prices move and fill what rests: what only the position tells then.
// Its draws are its own, so that the schedules of other seeds stay as they are.
import { SeededRandom } from "../support/seeded-random.ts";
import type { FaultPlan } from "./faulty-exchange.ts";
import type { World } from "./world.ts";

/** Of so many seeds one has a temper. */
const ONE_OF = 4;
const SYMBOLS = ["ETH/USDT:USDT", "BTC/USDT:USDT"] as const;
/** The reports are down for up to this long. */
const LONGEST_SPELL_MS = 90_000;

export interface Temper {
  /** Positions at more leverage would be liquidated while orders are looked for: no report could tell that from a fill. */
  readonly maxLeverage: number;
  /** `faults` with spells in which every look-up fails, and prices that move between calls. */
  worsen(faults: FaultPlan, world: () => World): FaultPlan;
}

/** The temper of a seed; undefined: none. */
export function temperOf(seed: number): Temper | undefined {
  const random = new SeededRandom(seed + 7_919);
  if (random.below(ONE_OF) !== 0) return undefined;
  return { maxLeverage: 3, worsen: (faults, world) => worsened(faults, { random, world }) };
}

function worsened(faults: FaultPlan, { random, world }: { readonly random: SeededRandom; world(): World }): FaultPlan {
  let spell = { from: 0, until: 0 };
  return {
    ...faults,
    faultOf: (call) => {
      const { clock, feed } = world();
      if (random.chance(0.1)) {
        const middle = 1_900 + random.below(200);
        feed.setQuote(random.pick(SYMBOLS), { bid: String(middle - 1), ask: String(middle + 1) });
      }
      if (clock.now() >= spell.until && random.chance(0.1)) {
        spell = { from: clock.now(), until: clock.now() + random.below(LONGEST_SPELL_MS) };
      }
      if (call === "findOrder" && clock.now() < spell.until) return "busy";
      return faults.faultOf(call);
    },
  };
}
