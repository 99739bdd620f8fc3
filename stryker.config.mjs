// `npm run mutation`: changes the core in small ways and sees whether a test notices.
export default {
  testRunner: "vitest",
  plugins: ["@stryker-mutator/vitest-runner"],
  vitest: { configFile: "stryker.vitest.config.ts" },
  mutate: [
    "lib/core/alert/**/*.ts",
    "lib/core/market/symbol.ts",
    "lib/core/order/**/*.ts",
    "lib/core/execution/**/*.ts",
    "lib/core/trade/**/*.ts",
    "!lib/core/alert/issue-codes.ts",
  ],
  ignoreStatic: true,
  concurrency: 2,
  timeoutMS: 20_000,
  reporters: ["clear-text", "progress", "json"],
  jsonReporter: { fileName: "reports/mutation.json" },
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
};
