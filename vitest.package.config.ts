import { defineConfig } from "vitest/config";

/** Tests of the packed and installed package: they need npm's registry, which `npm test` must do without. */
export default defineConfig({
  test: {
    // As vitest.config.ts.
    experimental: { viteModuleRunner: false, nodeLoader: false },
    include: ["test/package/**/*.package.ts"],
    testTimeout: 60_000,
    hookTimeout: 480_000,
  },
});
