// How long `npm start` takes until its webhook listens, in a folder of its own with the paper account that a first start makes.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readNothing } from "./bench-words.ts";
import { describeMachine, percentile, report } from "./machine.ts";

readNothing("how long npm start takes until it listens");
const STARTS = 7;
const PROJECT = fileURLToPath(new URL("..", import.meta.url));
/** As package.json has them. */
const FLAGS = ["--max-semi-space-size=8", "--max-old-space-size=1536"];
const PROGRAM = [...FLAGS, "--require", "./bench/until-listening.cjs", "bin/whook.js", "start"];

interface Start {
  readonly cpuSeconds: number;
  readonly seconds: number;
}

const folder = await mkdtemp(join(tmpdir(), "whook-listening-"));
try {
  // The first one makes the folder, and the compile cache.
  await start();
  const starts: Start[] = [];
  while (starts.length < STARTS) starts.push(await start());
  process.stdout.write(`npm start until it listens, ${STARTS} starts\n  ${describeMachine()}\n`);
  report({
    "processor, least / median": summaryOf(starts.map(({ cpuSeconds }) => cpuSeconds)),
    "clock, least / median": summaryOf(starts.map(({ seconds }) => seconds)),
  });
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** One start, stopped once it said where it listens. */
async function start(): Promise<Start> {
  const child = spawn(process.execPath, PROGRAM, {
    cwd: PROJECT,
    env: {
      ...process.env,
      PORT: "0",
      WHOOK_DATA_DIR: join(folder, "data"),
      WHOOK_ACCOUNTS: join(folder, "accounts.json"),
      WHOOK_DASHBOARD_PORT: "off",
    },
    stdio: ["ignore", "pipe", "ignore", "pipe"],
  });
  const { stdout, stdio } = child;
  const { 3: pipe } = stdio;
  if (stdout === null || pipe === null || pipe === undefined) throw new Error("no pipe");
  const ended = once(child, "exit");
  const listens = Promise.all([once(pipe, "data"), once(stdout, "data")]);
  const first = await Promise.race([listens, ended.then(() => undefined)]);
  if (first === undefined) throw new Error("whook start ended before it listened");
  child.kill("SIGTERM");
  await ended;
  const [[micros]] = first;
  const [cpu = 0, clock = 0] = String(micros).split(" ").map(Number);
  return { cpuSeconds: cpu / 1e6, seconds: clock / 1e6 };
}

function summaryOf(seconds: readonly number[]): string {
  return `${percentile(seconds, 0).toFixed(2)} / ${percentile(seconds, 0.5).toFixed(2)} s`;
}
