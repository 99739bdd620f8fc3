import { configDefaults, defineConfig } from "vitest/config";

// The core's own tests only: fast, and what the score is about. How long a text takes says nothing about a change of the code.
export default defineConfig({
  test: {
    include: ["test/core/**/*.test.ts"],
    exclude: [...configDefaults.exclude, "test/core/**/*-linear.test.ts"],
    testTimeout: 60_000,
    // A worker for each file would cost half a second for each change.
    isolate: false,
  },
});
