import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { PaperExchange } from "../../lib/adapters/paper/paper-exchange.ts";
import { openLocalData } from "../../lib/runtime/local-data.ts";
import { orderRecord } from "../core/execution/order-fixture.ts";
import { FixedFeed } from "../support/fixed-feed.ts";
import { VirtualClock } from "../support/virtual-clock.ts";

let dataDir: string;
const clock = new VirtualClock();
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "whook-data-"));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

const open = (use: "work" | "read") => openLocalData(dataDir, { use, clock });

test("one works on a folder and any number read it; another who would work is refused and told what to do", async () => {
  const working = await open("work");
  const readers = [await open("read"), await open("read")];
  await expect(open("work")).rejects.toThrow(/whook.db is in use by another whook: stop that one, or set/);
  const order = orderRecord();
  await working.ledger.createOrder(order);
  for (const { ledger } of readers) expect(await ledger.getOrder(order.orderId)).toEqual(order);
  for (const { close } of [...readers, working]) close();
});

test("a reader makes no folder and no file, and finds nothing", async () => {
  await rm(dataDir, { recursive: true });
  const { ledger, queue, close } = await open("read");
  expect(await ledger.listOrders({})).toEqual({ orders: [] });
  expect(await queue.count()).toBe(0);
  close();
  await expect(readdir(dataDir)).rejects.toThrow("ENOENT");
});

test("a reader changes nothing: paper orders fill for it alone, and what it would cache is dropped", async () => {
  const feed = new FixedFeed();
  const account = { id: "demo", settle: "USDT", marginMode: "isolated" } as const;
  const symbol = "ETH/USDT:USDT";
  const working = await open("work");
  const venue = new PaperExchange({ account, store: working.paperStore, feed, clock });
  const step = {
    kind: "place",
    purpose: "open",
    side: "buy",
    orderType: "limit",
    contracts: "1",
    price: "1900",
    reduceOnly: false,
  } as const;
  await venue.placeOrder({ symbol, step, clientOrderId: "dip" });
  const reading = await open("read");
  feed.setQuote(symbol, { bid: "1800", ask: "1801" });
  const seen = await new PaperExchange({ account, store: reading.paperStore, feed, clock }).readSnapshot(symbol);
  expect(seen).toMatchObject({ ok: true, value: { position: "1" } });
  feed.setQuote(symbol, { bid: "1999", ask: "2001" });
  expect(await venue.readSnapshot(symbol)).toMatchObject({ ok: true, value: { position: "0" } });
  await reading.cache.putCache("markets", "[]", clock.now());
  expect(await working.cache.getCache("markets")).toBeUndefined();
  await expect(reading.queue.redrive()).rejects.toThrow("whook.db cannot be written");
  reading.close();
  working.close();
});

test.each(["ledger", "queue.db", "paper.db"])("S9: a folder of the old form is not touched: %s", async (name) => {
  await mkdir(join(dataDir, name));
  for (const use of ["work", "read"] as const)
    await expect(open(use)).rejects.toThrow(/data of an older whook .*: rename that folder and start again/);
  expect(await readdir(dataDir)).toEqual([name]);
});

test("a folder that cannot be made is named", async () => {
  const file = join(dataDir, "file");
  await writeFile(file, "");
  const opened = openLocalData(file, { use: "work", clock });
  await expect(opened).rejects.toThrow(`the data folder ${file} cannot be made`);
});
