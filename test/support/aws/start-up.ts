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
}

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
    const runs: number[][] = [];
    for (let round = 0; round < rounds; round++) {
      const run: number[] = [];
      for (const one of functions) run.push(await one.start());
      runs.push(run);
    }
    return (["empty handler", "webhook", "worker with one venue"] as const).map((name, index) => ({
      name,
      medianMs: median(runs.map((run) => run[index] ?? 0)),
      ratio: median(runs.map((run) => (run[index] ?? 0) / (run[0] ?? 1))),
    }));
  } finally {
    await Promise.all(functions.map((one) => one.stop()));
  }
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
