// What meets users besides lost answers: gateways that write JSON, limits that name a wait or none, reports that never tell a fee,
// resting reduce-only orders in the way, orders above the largest, names used again, trades by hand, accounts that are others by
// now. Its draws are its own, so that the schedules of other seeds stay as they are.
import type { Instrument } from "../../lib/core/market/instrument.ts";
import { ETH } from "../core/execution/order-fixture.ts";
import { SeededRandom } from "../support/seeded-random.ts";
import type { Fault, FaultPlan } from "./faulty-exchange.ts";
import type { World } from "./world.ts";

/** Of so many seeds one meets some of it. */
const ONE_OF = 3;
/** One market order may have no more. */
const LARGEST = "0.25";
const GATEWAY_RATE = 0.15;
const SPELL_MS = 20_000;

/** What is there on a seed's day; each for itself. */
export interface Field {
  readonly instruments?: readonly Instrument[];
  worsen(faults: FaultPlan): FaultPlan;
  /** A line's command instead of the schedule's; undefined: the schedule's. */
  command(): string | undefined;
  /** What people do between two alerts. */
  between(world: World): Promise<void>;
}

/** The field of a seed; undefined: none. */
export function fieldOf(seed: number): Field | undefined {
  const random = new SeededRandom(seed + 611_953);
  if (random.below(ONE_OF) !== 0) return undefined;
  const has = { gateway: random.chance(0.5), silentFees: random.chance(0.3), held: random.chance(0.5) };
  const does = {
    large: random.chance(0.4),
    names: random.chance(0.4),
    hands: random.chance(0.3),
    moves: random.chance(0.2),
  };
  const instruments = [ETH, { ...ETH, symbol: "BTC/USDT:USDT", base: "BTC" }].map((each) => ({
    ...each,
    maxContracts: LARGEST,
  }));
  return {
    ...(does.large ? { instruments } : {}),
    worsen: (faults) => ({
      ...faults,
      ...(has.gateway
        ? {
            faultOf: (call: string) => gatewayFault(random) ?? faults.faultOf(call),
            waitMs: () => random.below(SPELL_MS),
          }
        : {}),
      ...(has.silentFees ? { tellsFees: () => false } : {}),
      ...(has.held ? { holdsReductions: () => true } : {}),
    }),
    command: () => {
      if (has.held && random.chance(0.25)) return restingReduction(random);
      if (does.names && random.chance(0.3)) return ofOneName(random);
      return undefined;
    },
    between: async (world) => {
      if (does.hands && random.chance(0.3)) await tradeByHand(world, random);
      if (does.moves && random.chance(0.1)) moveAway(world);
    },
  };
}

function gatewayFault(random: SeededRandom): Fault | undefined {
  if (!random.chance(GATEWAY_RATE)) return undefined;
  return random.pick(["gateway-before", "gateway-after", "rate-limited", "rate-limited-for"] as const);
}

function restingReduction(random: SeededRandom): string {
  const size = (1 + random.below(400)) / 1_000;
  return random.pick([
    `sell ${size} reduce limit:tp:${2_050 + random.below(400)}`,
    `buy ${size} reduce limit:tp2:${1_500 + random.below(400)}`,
  ]);
}

function ofOneName(random: SeededRandom): string {
  const size = (1 + random.below(400)) / 1_000;
  return random.pick([`buy ${size} limit:again:${1_700 + random.below(500)}`, "cancel:again", "cancel:all"]);
}

async function tradeByHand(world: World, random: SeededRandom): Promise<void> {
  const symbol = random.pick(["ETH/USDT:USDT", "BTC/USDT:USDT"]);
  const step = {
    kind: "place",
    purpose: "open",
    side: random.pick(["buy", "sell"] as const),
    orderType: "market",
    contracts: `0.${1 + random.below(9)}`,
    reduceOnly: false,
  } as const;
  const clientOrderId = `hand${world.clock.now()}`;
  await world.finish(world.venue(random.pick(["alice", "bob"])).placeOrder({ symbol, clientOrderId, step }));
}

/** Alice's name leads to another exchange from here on. */
function moveAway(world: World): void {
  world.leadsTo.set("alice", "alice-elsewhere");
  world.accounts = world.accounts.map((account) =>
    account.id === "alice" ? { ...account, exchange: "binancedemo" } : account,
  );
}
