// All benches, or those that are named, one after another: `npm run bench`.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { readNames } from "./bench-words.ts";

const BENCHES = [
  "pipeline",
  "burst",
  "worst-alerts",
  "markets",
  "listening",
  "history",
  "dashboard",
  "start-up",
  "cost",
  "latency",
] as const;

for (const name of readNames(BENCHES)) {
  const file = fileURLToPath(new URL(`${name}.ts`, import.meta.url));
  const { status } = spawnSync(process.execPath, [file], { stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}
