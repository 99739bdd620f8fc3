// What of the real process can be reached, and by whom.
import { mkdtemp, readdir, readFile, readlink, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { WhookProcess } from "../support/whook-process.ts";

/** The state of a listening socket: https://docs.kernel.org/networking/proc_net_tcp.html */
const LISTEN = "0A";

let folder: string;
let whook: WhookProcess;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "whook-guarded-"));
  whook = await WhookProcess.create({ folder, accounts: [{ ACCOUNT_ID: "paper", EXCHANGE: "paper" }] });
  await whook.start();
}, 30_000);
afterEach(async () => {
  await whook.kill();
  await rm(folder, { recursive: true, force: true });
});

/** Where the process listens, `ADDRESS:PORT` in hexadecimal digits. */
async function listeners({ pid }: WhookProcess): Promise<readonly string[]> {
  const files = await readdir(`/proc/${pid}/fd`);
  const targets = await Promise.all(files.map((fd) => readlink(`/proc/${pid}/fd/${fd}`).catch(() => "")));
  const tables = await Promise.all(["tcp", "tcp6"].map((name) => readFile(`/proc/${pid}/net/${name}`, "utf8")));
  const rows = tables.flatMap((table) => table.trim().split("\n").slice(1));
  return rows
    .map((row) => row.trim().split(/\s+/))
    .filter(([, , , state, , , , , , inode]) => state === LISTEN && targets.includes(`socket:[${inode}]`))
    .map(([, local = ""]) => local);
}

test.skipIf(process.platform !== "linux")(
  "S1: it listens on the webhook's port of loopback, and on nothing else",
  async () => {
    expect(await whook.post("paper ETH/USDT buy 100$ nominal")).toBe(200);
    const port = whook.port.toString(16).toUpperCase().padStart(4, "0");
    expect(await listeners(whook)).toEqual([`0100007F:${port}`]);
  },
);

test("S1: its folder and what is in it are for their owner only", async () => {
  const dataDir = join(folder, ".whook");
  const modeOf = async (path: string) => (await stat(path)).mode & 0o777;
  expect(await modeOf(dataDir)).toBe(0o700);
  for (const name of ["whook.db", "runtime.json"])
    expect([name, await modeOf(join(dataDir, name))]).toEqual([name, 0o600]);
});
