import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

const VENUES = ["test/venues/**/*.test.ts", "test/adapters/ccxt/**/*.test.ts"];
const CORE = ["test/core/**/*.test.ts"];
/** Most of their time is waiting: for processes they start, for a clock on the wall. */
const WAITING = ["test/{cli,crash,e2e,examples,functions,runtime}/**/*.test.ts"];
/** Compares how long processes take to start: nothing else runs then. */
const ALONE = ["test/functions/start-up.test.ts"];
/** Of those that wait the ones that take longest, the longest first: begun last, they would be all that runs for a minute. */
const LONGEST = ["functions/aws-crashes", "e2e/venues", "e2e/kill-nine", "functions/aws-notify", "cli/smoke"];

/** A fresh clone knows no times: the largest file would begin first, and the longest are small. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const placeOf = ({ moduleId }: TestSpecification) => {
      const place = LONGEST.findIndex((name) => moduleId.endsWith(`/${name}.test.ts`));
      return place === -1 ? LONGEST.length : place;
    };
    return (await super.sort(files)).toSorted((a, b) => placeOf(a) - placeOf(b));
  }
}

const CORES = availableParallelism();
const BUNDLE_ONCE = "test/support/aws/bundle-once.ts";

export default defineConfig({
  test: {
    testTimeout: 20_000,
    // Node reads TypeScript itself, as it does for `npm start`: nothing is transformed.
    experimental: { viteModuleRunner: false, nodeLoader: false },
    // Vitest leaves a core idle.
    maxWorkers: CORES,
    sequence: { sequencer: LongestFirst },
    coverage: {
      provider: "v8",
      include: ["lib/core/**"],
      thresholds: { branches: 100 },
    },
    // Files share their worker, so that what they import is loaded once for each: nothing of it is changed for good.
    projects: [
      {
        extends: true,
        test: { name: "alone", include: ALONE, globalSetup: BUNDLE_ONCE, sequence: { groupOrder: 0 } },
      },
      {
        extends: true,
        test: {
          name: "waiting",
          include: WAITING,
          exclude: ALONE,
          isolate: false,
          globalSetup: BUNDLE_ONCE,
          maxWorkers: 2 * CORES,
          sequence: { groupOrder: 1 },
        },
      },
      { extends: true, test: { name: "core", include: CORE, isolate: false, sequence: { groupOrder: 2 } } },
      {
        extends: true,
        test: {
          name: "rest",
          include: ["test/**/*.test.ts"],
          exclude: [...VENUES, ...CORE, ...WAITING],
          isolate: false,
          sequence: { groupOrder: 2 },
        },
      },
      { extends: true, test: { name: "venues", include: VENUES, isolate: false, sequence: { groupOrder: 2 } } },
    ],
  },
});
