// The panic button: a closeall among the alerts, and a resume some time after it. Its draws are its own, so that the schedules of
// other seeds stay as they are.
import { isEnded, type OrderRecord } from "../../lib/core/execution/order-record.ts";
import type { OrderId, UnixMs } from "../../lib/core/ids.ts";
import type { Ledger } from "../../lib/ports/ledger.ts";
import { SeededRandom } from "../support/seeded-random.ts";
import type { FaultPlan } from "./faulty-exchange.ts";
import type { World } from "./world.ts";

/** Of so many seeds in a row one has it pressed. */
const ONE_OF = 5;

/** What was there when a closeall was said to have ended flat. */
export interface Flat {
  readonly orderId: OrderId;
  readonly account: string;
  readonly at: UnixMs;
  /** Positions and resting orders, in words. */
  readonly there: readonly string[];
}

export interface Sweeps {
  /** The alert with an account's word in place of some of its lines. */
  press(text: string): string;
  /** `faults` with a list of positions that lags, on some days. */
  lag(faults: FaultPlan): FaultPlan;
  /** `ledger`, watched for the end of each closeall. */
  watch(ledger: Ledger, world: () => World): Ledger;
}

/** The sweeps of a seed; undefined: none. */
export function sweepsOf(seed: number): Sweeps | undefined {
  if (seed % ONE_OF !== 3) return undefined;
  const random = new SeededRandom(seed + 15_485_863);
  const lagMs = random.pick([0, 0, 2_000, 8_000]);
  return {
    lag: (faults) => ({ ...faults, positionsLagMs: () => random.below(lagMs + 1) }),
    press: (text) =>
      text
        .split("\n")
        .map((line) => pressed(line, random))
        .join("\n"),
    watch,
  };
}

function pressed(line: string, random: SeededRandom): string {
  if (!random.chance(0.15)) return line;
  const [account = ""] = line.split(" ");
  return `${account} ${random.pick(["closeall", "closeall", "resume", "closeonly", "pause"])} ${line.slice(line.indexOf("id:"))}`;
}

function watch(ledger: Ledger, world: () => World): Ledger {
  return new Proxy(ledger, {
    get: (target, key) => {
      const value = Reflect.get(target, key, target);
      if (typeof value !== "function") return value;
      if (key !== "updateOrder") return value.bind(target);
      return async (...args: [OrderRecord, never]) => {
        const isFirst = await Reflect.apply(value, target, args);
        const [{ order, state }] = args;
        if (isFirst === true && order.command === "closeall" && isEnded(state) && state.code === "FLAT")
          world().flats.push(await flatOf(world(), args[0]));
        return isFirst;
      };
    },
  });
}

/** What the venue itself shows of the account now. */
async function flatOf(world: World, { orderId, account }: OrderRecord): Promise<Flat> {
  const venue = world.venue(world.leadsTo.get(account) ?? account);
  const at = world.clock.now();
  const positions = await venue.listPositions();
  const symbols = await venue.listOpenSymbols();
  const held = positions.ok ? positions.value.map(({ symbol, contracts }) => `${contracts} of ${symbol}`) : [];
  const resting = symbols.ok ? (symbols.value ?? []).map((symbol) => `orders of ${symbol}`) : [];
  return { orderId, account, at, there: [...held, ...resting] };
}
