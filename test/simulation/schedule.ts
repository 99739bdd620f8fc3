// One random schedule: alerts on several accounts and symbols, with faults of the venue, the ledger and the processes.
import { defined } from "../../lib/core/defined.ts";
import type { Ledger } from "../../lib/ports/ledger.ts";
import { SeededRandom } from "../support/seeded-random.ts";
import { type CrashPlan, IMMORTAL, Process } from "./crashes.ts";
import type { Fault, FaultPlan } from "./faulty-exchange.ts";
import { type Field, fieldOf } from "./field.ts";
import { checkFollowed, checkInvariants } from "./invariants.ts";
import { locksOf } from "./locks.ts";
import { sweepsOf } from "./sweeps.ts";
import { temperOf } from "./temper.ts";
import { Throttled, World } from "./world.ts";

const SYMBOLS = ["ETH/USDT", "BTC/USDT"] as const;
const ACCOUNT_IDS = ["alice", "bob"] as const;
const MOST_ALERTS = 8;

/** Runs the schedule of a seed. @throws Error naming the invariant that does not hold. */
export async function runSchedule(seed: number): Promise<World> {
  const random = new SeededRandom(seed);
  const traits = random.chance(0.3) ? { traits: { reversesInOneOrder: false } } : {};
  const throttling = random.chance(0.4) ? 0.04 : 0;
  const sweeps = sweepsOf(seed);
  const throttle = (ledger: Ledger) =>
    throttled(sweeps?.watch(ledger, () => world) ?? ledger, () => random.chance(throttling));
  const fair = faultsOf(random);
  const locks = locksOf(seed);
  const temper = temperOf(seed);
  const field = fieldOf(seed);
  const stirred = locks?.stir(fair, () => world) ?? fair;
  const tempered = temper?.worsen(stirred, () => world) ?? stirred;
  const worsened = field?.worsen(tempered) ?? tempered;
  const faults = sweeps?.lag(worsened) ?? worsened;
  const markets = field?.instruments === undefined ? {} : { instruments: field.instruments };
  const world: World = new World({ seed, faults, throttle, ...markets, ...traits });
  const mortality = random.chance(0.5) ? 0.02 : 0;
  const newProcess = () => new Process(mortality > 0 ? mortal(random, mortality) : IMMORTAL);
  const alerts = 1 + random.below(MOST_ALERTS);
  for (let number = 0; number < alerts; number++) {
    const alert = alertOf(random, { number, maxLeverage: temper?.maxLeverage ?? 20, ...defined({ field }) });
    const locked = locks?.lock(alert) ?? alert;
    await send(world, { text: sweeps?.press(locked) ?? locked, newProcess });
    await field?.between(world);
    if (random.chance(0.3)) await world.drain(newProcess);
    if (random.chance(0.3)) movePrice(world, random);
    world.clock.advance(random.below(20_000));
  }
  await world.drain(newProcess);
  // Nobody dies any more: what is left comes to its end.
  await world.drain();
  await checkInvariants(world);
  await world.followHealthy();
  await checkFollowed(world);
  // A schedule asks nothing of the event loop: others that wait for it have their turn here.
  await new Promise((resolve) => setImmediate(resolve));
  return world;
}

/** Posts until it is answered, as TradingView does: up to three more times, five seconds apart. */
async function send(
  world: World,
  { text, newProcess }: { readonly text: string; newProcess(): Process },
): Promise<void> {
  for (let attempt = 0; attempt < 4; attempt++) {
    if ((await world.post(text, newProcess())) !== undefined) return;
    world.clock.advance(5_000);
  }
}

/** Each line has a key of its own, so that the one window left without a key does not count as a fault of ours. */
function alertOf(
  random: SeededRandom,
  { number, maxLeverage, field }: { readonly number: number; readonly maxLeverage: number; readonly field?: Field },
): string {
  const lines = 1 + random.below(3);
  return Array.from({ length: lines }, (_, line) => {
    const account = random.pick(ACCOUNT_IDS);
    const symbol = random.pick(SYMBOLS);
    const usual = commandOf(random, { number, line, maxLeverage });
    return `${account} ${symbol} ${field?.command() ?? usual} id:alert-${number}-${line}`;
  }).join("\n");
}

interface Place {
  readonly number: number;
  readonly line: number;
  readonly maxLeverage: number;
}

function commandOf(random: SeededRandom, { number, line, maxLeverage }: Place): string {
  const size = (1 + random.below(800)) / 1_000;
  const aLeverage = () => Math.min(1 + random.below(20), maxLeverage);
  const leverage = random.chance(0.5) ? ` x${aLeverage()}` : "";
  const kinds = [
    `buy ${size}${leverage}`,
    `sell ${size}${leverage}`,
    `position ${size}${leverage}`,
    `position -${size}${leverage}`,
    `position 0`,
    `buy ${1 + random.below(40)}%${leverage}`,
    `sell ${size} reduce`,
    "close",
    `close ${1 + random.below(99)}%`,
    `buy ${size}${leverage} limit:lim-${number}-${line}:${1_700 + random.below(500)}`,
    "cancel:all",
    `cancel:lim-${number}-${line}`,
    `changeleverage ${aLeverage()}`,
    `buy ${1_000 + random.below(5_000)}$${leverage}`,
    "byu 5",
  ];
  return random.pick(kinds);
}

function movePrice(world: World, random: SeededRandom): void {
  for (const symbol of ["ETH/USDT:USDT", "BTC/USDT:USDT"]) {
    const middle = 1_900 + random.below(200);
    const liquidity = random.chance(0.2) ? { liquidity: String(random.below(300) / 1_000) } : {};
    world.feed.setQuote(symbol, { bid: String(middle - 1), ask: String(middle + 1), ...liquidity });
  }
}

/** A venue with a temper: on some days it fails often, on others never. */
function faultsOf(random: SeededRandom): FaultPlan {
  const rate = random.pick([0, 0.05, 0.2, 0.5]);
  const slowness = random.pick([0, 200, 2_000]);
  const lag = random.pick([0, 500, 3_000]);
  const kinds: readonly Fault[] = ["lost-before", "lost-after", "busy", "too-big", "vague"];
  return {
    faultOf: (call) => {
      if (!random.chance(rate)) return "none";
      const fault = random.pick(kinds);
      return (fault === "too-big" || fault === "vague") && call !== "placeOrder" ? "busy" : fault;
    },
    latencyMs: () => random.below(slowness + 1),
    lookUpLagMs: () => random.below(lag + 1),
    isVague: () => random.chance(0.5),
  };
}

function mortal(random: SeededRandom, rate: number): CrashPlan {
  return { diesAt: () => random.chance(rate) };
}

/** A ledger that throttles: at times before, at times after it has written. */
function throttled(ledger: Ledger, isThrottled: () => boolean): Ledger {
  return new Proxy(ledger, {
    get: (target, key) => {
      const value = Reflect.get(target, key, target);
      if (typeof value !== "function") return value;
      return async (...args: unknown[]) => {
        if (isThrottled()) throw new Throttled();
        const result = await Reflect.apply(value, target, args);
        if (isThrottled()) throw new Throttled();
        return result;
      };
    },
  });
}
