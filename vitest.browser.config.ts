import { defineConfig } from "vitest/config";

/** Tests that drive Chromium, which `npm test` must do without. */
export default defineConfig({
  test: {
    // As vitest.config.ts.
    experimental: { viteModuleRunner: false, nodeLoader: false },
    include: ["test/browser/**/*.browser.ts"],
    testTimeout: 120_000,
    hookTimeout: 60_000,
    // Most of their time is waiting for a page: each file has a browser of its own, side by side.
    maxWorkers: "100%",
  },
});
