// What a running whook leaves in its data folder, so that the CLI, and a second start, find it.
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { json } from "../config/json-readers.ts";

const FILE = "runtime.json";
const read = json.record({ pid: json.integer, url: json.text }, {});

/** `url`: where the webhook listens. */
export type RuntimeFile = ReturnType<typeof read>;

/** The runtime of this data folder that is alive now, if any. */
export async function findRunning(dataDir: string): Promise<RuntimeFile | undefined> {
  try {
    const file = read(JSON.parse(await readFile(join(dataDir, FILE), "utf8")));
    return isAlive(file.pid) && (await answers(file.url)) ? file : undefined;
  } catch {
    return undefined;
  }
}

export async function writeRuntimeFile(dataDir: string, file: RuntimeFile): Promise<void> {
  const made = join(dataDir, `${FILE}.new`);
  // A file that is there already would keep the access it has.
  await rm(made, { force: true });
  await writeFile(made, JSON.stringify(file), { mode: 0o600, flag: "wx" });
  await rename(made, join(dataDir, FILE));
}

export async function removeRuntimeFile(dataDir: string): Promise<void> {
  await rm(join(dataDir, FILE), { force: true });
}

/** A process id may have been given to another program since: whether it still is whook its health tells. */
async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/health`, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
