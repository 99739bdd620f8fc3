// The library, from its TypeScript sources in a clone and compiled in an installed package: one import works in both.
// It is loaded without waiting, for `require("whook")` can load no module that waits.
import { existsSync } from "node:fs";
import { createRequire } from "node:module";

const isClone = existsSync(new URL("./lib/index.ts", import.meta.url));
const library = createRequire(import.meta.url)(isClone ? "./lib/index.ts" : "./dist/lib/index.js");

export const {
  connect,
  createWebhook,
  formatAlert,
  LineRefusedError,
  openAccount,
  openAccounts,
  parseAlert,
  planOrder,
  VenueError,
  WhookError,
} = library;
