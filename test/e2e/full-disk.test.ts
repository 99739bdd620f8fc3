// The real process with real write errors: the kernel refuses to let its files grow, as a full disk does (RLIMIT_FSIZE; Node
// ignores the signal that comes with it). The limit is put on and taken off while it runs.
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test, vi } from "vitest";
import { systemClock } from "../../lib/adapters/local/system-clock.ts";
import { findOrderId } from "../../lib/core/ids.ts";
import { openLocalData } from "../../lib/runtime/local-data.ts";
import { WhookProcess } from "../support/whook-process.ts";

const PATIENCE = { timeout: 30_000, interval: 100 };

function orderIdOfText(text: string) {
  const id = findOrderId(text);
  if (id === undefined) throw new Error(`not an order id: ${text}`);
  return id;
}

/** The soft limit of the size of a file, bytes. */
async function limitFiles({ pid }: WhookProcess, size: number | "unlimited"): Promise<void> {
  await promisify(execFile)("prlimit", ["--pid", String(pid), `--fsize=${size}:`]);
}

test.skipIf(process.platform !== "linux")(
  "S2: with a full disk an alert is answered 503, that is said, and with room it goes on; what was told as stored is there",
  async () => {
    const folder = await mkdtemp(join(tmpdir(), "whook-full-"));
    const whook = await WhookProcess.create({ folder, accounts: [{ ACCOUNT_ID: "paper", EXCHANGE: "paper" }] });
    const stored: string[] = [];
    const send = async (id: string): Promise<number | undefined> => {
      const status = await whook.post(`paper ETH/USDT buy 100$ nominal id:${id}`);
      if (status === 200) stored.push(id);
      return status;
    };
    try {
      await whook.start();
      expect(await send("first")).toBe(200);
      for (let round = 0; round < 3; round++) {
        // First with room for some more writes: the last one is written in part.
        await limitFiles(whook, round === 0 ? 100_000 : 0);
        let last: number | undefined;
        for (let number = 0; number < 200 && last !== 503; number++) last = await send(`full-${round}-${number}`);
        expect(last).toBe(503);
        await Promise.all(Array.from({ length: 8 }, (_, number) => send(`beside-${round}-${number}`)));
        expect(whook.isAlive).toBe(true);
        expect(whook.printed).toContain("alert was not stored");
        await limitFiles(whook, "unlimited");
        await vi.waitFor(async () => expect(await send(`after-${round}`)).toBe(200), PATIENCE);
      }
      expect(whook.printed).toContain("the data cannot be written: alerts are answered 503 until it can");
      expect(whook.printed).toContain("the data can be written again");
      await whook.kill();
      const data = await openLocalData(join(folder, ".whook"), { use: "read", clock: systemClock });
      const { trades } = await data.ledger.listTrades({ limit: 1_000 });
      const orders = await Promise.all(trades.map(({ orderId }) => data.ledger.getOrder(orderIdOfText(orderId))));
      data.close();
      const kept = orders.map((order) => order?.order.key);
      expect(stored.filter((id) => !kept.includes(id))).toEqual([]);
      expect(new Set(kept).size).toBe(kept.length);
    } finally {
      await whook.kill();
      await rm(folder, { recursive: true, force: true });
    }
  },
  120_000,
);
