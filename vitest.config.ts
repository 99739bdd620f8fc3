import { defineConfig } from "vitest/config";

const VENUES = ["test/venues/**/*.test.ts", "test/adapters/ccxt/**/*.test.ts"];

export default defineConfig({
  test: {
    testTimeout: 20_000,
    // Vitest leaves a core idle; most tests here wait for a disk, a socket or a process.
    maxWorkers: "100%",
    coverage: {
      provider: "v8",
      include: ["lib/core/**"],
      thresholds: { branches: 100 },
    },
    projects: [
      { extends: true, test: { name: "rest", include: ["test/**/*.test.ts"], exclude: VENUES } },
      // They load ccxt, which takes longer than most of them: once for each worker, for nothing of it is changed for good.
      { extends: true, test: { name: "venues", include: VENUES, isolate: false } },
    ],
  },
});
