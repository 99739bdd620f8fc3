// npm run simulate -- --seeds 10000        that many schedules
// npm run simulate -- --seed 42            one schedule, its orders told
import { parseArgs } from "node:util";
import { tellStory } from "../../lib/core/trade/tell-story.ts";
import { runSchedule } from "./schedule.ts";

const USAGE = "usage: npm run simulate -- [--seeds N] [--from N], or npm run simulate -- --seed N";

/** @throws Error in one line for an option or a number that is none. */
function readNumbers(args: readonly string[]) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seeds: { type: "string", default: "2000" },
      seed: { type: "string" },
      from: { type: "string", default: "0" },
    },
  });
  const wrong = Object.entries(values).find(([, text]) => !/^\d{1,9}$/.test(text));
  if (wrong !== undefined) throw new Error(`--${wrong[0]} "${wrong[1]}": write a whole number`);
  const { seed, seeds, from } = values;
  return { count: Number(seeds), from: Number(from), seed: seed === undefined ? undefined : Number(seed) };
}

async function runMany(count: number, from: number): Promise<void> {
  // Each process that dies is an error thrown; of a seed that fails only the words are told, so the traces would be for nobody.
  Error.stackTraceLimit = 0;
  const counts = new Map<string, number>();
  const began = performance.now();
  for (let seed = from; seed < from + count; seed++) {
    try {
      const world = await runSchedule(seed);
      for (const { state } of world.ledger.all()) {
        const end = `${state.status} ${state.code ?? "(its alert was never answered)"}`;
        counts.set(end, (counts.get(end) ?? 0) + 1);
      }
    } catch (error) {
      process.stdout.write(`seed ${seed}: ${error instanceof Error ? error.message : String(error)}\n`);
      process.exitCode = 1;
    }
  }
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  process.stdout.write(`${count} schedules in ${seconds} s\n`);
  for (const [end, number] of [...counts].sort()) process.stdout.write(`${String(number).padStart(8)}  ${end}\n`);
}

async function runOne(seed: number): Promise<void> {
  const world = await runSchedule(seed);
  for (const record of [...world.ledger.all()].reverse()) {
    process.stdout.write(`${record.orderId} ${record.account} ${record.symbol}\n`);
    for (const { after, text } of tellStory(record)) process.stdout.write(`  ${after.padStart(12)}  ${text}\n`);
  }
}

try {
  const { count, from, seed } = readNumbers(process.argv.slice(2));
  if (seed === undefined) await runMany(count, from);
  else await runOne(seed);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${USAGE}\n`);
  process.exitCode = 2;
}
