// Cold starts of both functions as they are deployed, on a stub of Lambda's Runtime API: docs/design.md#what-it-must-reach.
import {
  loadedWith,
  makeStartUpBundles,
  measureStartUps,
  outputOf,
  venueSource,
} from "../test/support/aws/start-up.ts";
import { SIMULATORS } from "../test/venues/simulators.ts";
import { readNothing } from "./bench-words.ts";
import { describeMachine, report } from "./machine.ts";

readNothing("cold starts of the functions on AWS");
const ROUNDS = 15;
/** Of each venue beside the first. */
const VENUE_ROUNDS = 7;

const bundles = await makeStartUpBundles();
try {
  const started = await measureStartUps(bundles, { rounds: ROUNDS, venue: "binance" });
  const rows = started.map(({ name, medianMs, ratio, highest }) => [
    name,
    `${medianMs.toFixed(0)} ms, ${ratio.toFixed(2)} times, at most ${highest.toFixed(2)}`,
  ]);
  process.stdout.write(`start-up, median of ${ROUNDS} processes each\n  ${describeMachine()}\n`);
  report({
    ...Object.fromEntries(rows),
    "webhook bundle": kilobytes(Object.values(bundles.webhook.metafile.outputs)),
  });
  process.stdout.write(
    `the worker with each venue, median of ${VENUE_ROUNDS} processes each, and the code of the venue\n`,
  );
  for (const venue of SIMULATORS.map(({ names }) => names[0] ?? "")) report({ [venue]: await describeVenue(venue) });
} finally {
  await bundles.remove();
}

async function describeVenue(venue: string): Promise<string> {
  const started = await measureStartUps(bundles, { rounds: VENUE_ROUNDS, venue });
  const worker = started.at(-1);
  const { outputs } = bundles.worker.metafile;
  const loaded = loadedWith(bundles.worker, outputOf(bundles.worker, venueSource(venue)));
  const size = kilobytes(loaded.map((path) => outputs[path] ?? { bytes: 0 }));
  return `${worker?.medianMs.toFixed(0)} ms, ${worker?.ratio.toFixed(2)} times an empty handler, ${size}`;
}

function kilobytes(outputs: readonly { readonly bytes: number }[]): string {
  return `${Math.round(outputs.reduce((sum, { bytes }) => sum + bytes, 0) / 1000)} kB`;
}
