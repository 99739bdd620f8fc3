import { defineConfig } from "vitest/config";

// The core's own tests only: fast, and what the score is about.
export default defineConfig({ test: { include: ["test/core/**/*.test.ts"], testTimeout: 60_000 } });
