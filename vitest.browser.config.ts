import { defineConfig } from "vitest/config";

/** Tests that drive Chromium, which `npm test` must do without. */
export default defineConfig({
  test: {
    include: ["test/browser/**/*.browser.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    fileParallelism: false,
  },
});
