// Markets of every venue at their real number: the first load from the venue, what the cache weighs, and a start with it.
// The venues are simulators on this machine, so network time is left out.
import { systemClock } from "../lib/adapters/local/system-clock.ts";
import { MemoryCache } from "../test/support/memory-cache.ts";
import { openSimulated } from "../test/venues/open-simulated.ts";
import { SIMULATORS } from "../test/venues/simulators.ts";
import { readNothing } from "./bench-words.ts";
import { describeMachine, percentile, report } from "./machine.ts";

readNothing("how long the markets of each exchange take to load");
const RUNS = 15;
const LOOK_UPS = 1_000;

process.stdout.write(`markets, median of ${RUNS} runs\n  ${describeMachine()}\n`);
for (const profile of SIMULATORS) {
  const simulator = await profile.start();
  try {
    report({ [profile.names[0] ?? ""]: await measure(profile, simulator.url) });
  } finally {
    await simulator.stop();
  }
}

async function measure(profile: (typeof SIMULATORS)[number], url: string): Promise<string> {
  const { keys, settle, symbol } = profile;
  const account = { exchange: profile.names[0] ?? "", settle };
  const [cold, warm, lookUps]: [number[], number[], number[]] = [[], [], []];
  let marketCache = new MemoryCache();
  let count = 0;
  for (let run = 0; run < RUNS; run++) {
    marketCache = new MemoryCache();
    const first = await openSimulated(url, { account, keys, clock: systemClock, marketCache });
    cold.push(await timed(() => first.listInstruments()));
    const listed = await first.listInstruments();
    count = listed.ok ? listed.value.length : 0;
    const second = await openSimulated(url, { account, keys, clock: systemClock, marketCache });
    warm.push(await timed(() => second.findInstrument(symbol)));
    const many = async () => {
      for (let turn = 0; turn < LOOK_UPS; turn++) await second.findInstrument(symbol);
    };
    lookUps.push((await timed(many)) / LOOK_UPS);
  }
  const bytes = [...marketCache.written.values()].reduce((sum, { value }) => sum + Buffer.byteLength(value), 0);
  return [
    `${count} markets`,
    `from the venue ${median(cold)} ms`,
    `from the cache ${median(warm)} ms`,
    `cache ${(bytes / 1024).toFixed(1)} KB`,
    `a look-up ${median(lookUps.map((ms) => ms * 1_000))} µs`,
  ].join(", ");
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

function median(numbers: readonly number[]): string {
  return percentile(numbers, 0.5).toFixed(1);
}
