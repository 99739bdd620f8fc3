// One command of the real CLI as a process of its own: how long it took, its processor time, and the most memory it held.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

const PROJECT = fileURLToPath(new URL("..", import.meta.url));
const PROGRAM = ["--require", "./bench/peak-memory.cjs", "bin/whook.js"];

export interface WhookRun {
  readonly seconds: number;
  /** User and system, of all threads. */
  readonly cpuSeconds: number;
  readonly peakMb: number;
}

/** @param flags - of Node. @throws Error when it fails. What it prints goes nowhere. */
export async function runWhook(
  dataDir: string,
  args: readonly string[],
  flags: readonly string[] = [],
): Promise<WhookRun> {
  const began = performance.now();
  const child = spawn(process.execPath, [...flags, ...PROGRAM, ...args], {
    cwd: PROJECT,
    env: envOf(dataDir),
    stdio: ["ignore", "ignore", "inherit", "pipe"],
  });
  const { 3: pipe } = child.stdio;
  if (pipe === null || pipe === undefined) throw new Error("no pipe");
  const [told, [code]] = await Promise.all([text(pipe as NodeJS.ReadableStream), once(child, "exit")]);
  if (code !== 0) throw new Error(`whook ${args.join(" ")} ended with ${code}`);
  const [peakKb = 0, cpuMicros = 0] = told.split(" ").map(Number);
  return { seconds: (performance.now() - began) / 1000, cpuSeconds: cpuMicros / 1e6, peakMb: peakKb / 1024 };
}

/** The settings under which a command finds the data folder. */
export function envOf(dataDir: string): NodeJS.ProcessEnv {
  return { ...process.env, WHOOK_DATA_DIR: dataDir, WHOOK_ACCOUNTS: `${dataDir}/accounts.json` };
}
