// The library, from its TypeScript sources in a clone and compiled in an installed package: one import works in both.
import { existsSync } from "node:fs";

const source = new URL("./lib/index.ts", import.meta.url);
const library = await import(existsSync(source) ? source.href : "./dist/lib/index.js");

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
