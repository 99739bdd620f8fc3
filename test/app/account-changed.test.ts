// S3: the account of an order's name is another one by the time the order is worked on, looked for, followed or cancelled.
import { describe, expect, test } from "vitest";
import type { Account } from "../../lib/ports/account-store.ts";
import type { Fault } from "../simulation/faulty-exchange.ts";
import { ACCOUNTS, World } from "../simulation/world.ts";

const ETH = "ETH/USDT:USDT";
const BUY = "alice ETH/USDT buy 0.5 x3";
const REST = `${BUY} limit:dip1:1900`;

/** A world in which, once it is armed, the answer to placing is `placing` and the first look-up fails, whereupon something happens. */
function broken(placing: Fault, atFirstLook: (world: World) => void) {
  let [isArmed, isPlaced, hasLooked] = [false, false, false];
  const faultOf = (call: string): Fault => {
    if (!isArmed) return "none";
    if (call === "placeOrder" && !isPlaced) {
      isPlaced = true;
      return placing;
    }
    if (call !== "findOrder" || hasLooked) return "none";
    hasLooked = true;
    atFirstLook(world);
    return "lost-before";
  };
  const world: World = new World({ faults: { faultOf, latencyMs: () => 0, lookUpLagMs: () => 0 } });
  const arm = () => {
    isArmed = true;
  };
  return { world, arm };
}

function change(world: World, to: Partial<Account>): void {
  world.accounts = world.accounts.map((account) => (account.id === "alice" ? { ...account, ...to } : account));
}

/** The name's key is another, and leads to `at`. */
function rekey(world: World, keyMark: string, at = "alice"): void {
  change(world, { keyMark });
  world.leadsTo.set("alice", at);
}

/** What became of the text's order, or of the newest. */
async function trade(world: World, text?: string) {
  if (text !== undefined) await world.post(text);
  await world.drain();
  return (await world.ledger.listTrades({ limit: 1 })).trades[0];
}

async function heldBy(world: World, id: string): Promise<string> {
  const snapshot = await world.venue(id).readSnapshot(ETH);
  return snapshot.ok ? snapshot.value.position : "unread";
}

const ELSEWHERE: readonly (readonly [string, Partial<Account>])[] = [
  ["on another exchange", { exchange: "okx" }],
  ["in the demo of it", { exchange: "binancedemo" }],
  ["settling in another coin", { settle: "USDC" }],
];

describe.each(ELSEWHERE)("S3: an account that is %s now", (_, to) => {
  test("is not sent what was received before", async () => {
    const world = new World();
    await world.post(BUY);
    change(world, to);
    expect(await trade(world)).toMatchObject({
      status: "rejected",
      code: "ACCOUNT_CHANGED",
      reason: expect.stringMatching(/^account alice .*; nothing of it was sent$/),
    });
    expect(await heldBy(world, "alice")).toBe("0");
  });

  test.each<[string, Fault]>([
    ["landed", "lost-after"],
    ["was lost on the way", "lost-before"],
  ])("is not asked about an order whose answer was cut, and that %s; nothing is sent again", async (_name, placing) => {
    const { world, arm } = broken(placing, (armed) => change(armed, to));
    arm();
    const told = await trade(world, BUY);
    expect(told).toMatchObject({ status: "rejected", code: "ACCOUNT_CHANGED" });
    expect(told?.reason).toMatch(/; whether \w+ was placed on paper is not known: look there$/);
    expect(world.journal).toHaveLength(placing === "lost-after" ? 1 : 0);
    change(world, ACCOUNTS[0] ?? {});
    expect(await world.follow()).toMatchObject({ looked: 0 });
  });

  test("is not sent the second half of a reversal, and what the first filled is on record", async () => {
    const isClosed = () => world.journal.length === 2 && looks > 1;
    let looks = 0;
    const faultOf = (call: string): Fault => {
      if (call === "findOrder") looks++;
      if (call === "readSnapshot" && isClosed()) change(world, to);
      return "none";
    };
    const faults = { faultOf, latencyMs: () => 0, lookUpLagMs: () => 0 };
    const world: World = new World({ traits: { reversesInOneOrder: false }, faults });
    await trade(world, BUY);
    const told = await trade(world, "alice ETH/USDT position -0.5 x3");
    expect(told).toMatchObject({ status: "rejected", code: "ACCOUNT_CHANGED", filledContracts: "0.5" });
    expect(told?.reason).toMatch(/; 0.5 contracts had filled$/);
    expect(world.journal).toHaveLength(2);
    expect(await heldBy(world, "alice")).toBe("0");
  });

  test("is not asked about an order that rested, and cancels nothing of what was received before", async () => {
    const world = new World();
    await trade(world, REST);
    await world.post("alice ETH/USDT cancel:dip1");
    change(world, to);
    const cancel = await trade(world);
    expect(cancel).toMatchObject({ command: "cancel", status: "rejected", code: "ACCOUNT_CHANGED" });
    expect(await world.follow()).toEqual({ looked: 1, changed: 1 });
    const [, limit] = (await world.ledger.listTrades({})).trades;
    expect(limit).toMatchObject({ status: "rejected", code: "ACCOUNT_CHANGED" });
    expect(limit?.reason).toMatch(/paper had taken dip1 as its order \S+: look there what became of it$/);
    expect((await world.orderOnVenue("alice", "dip1", ETH))?.status).toBe("open");
    expect(await world.follow()).toEqual({ looked: 0, changed: 0 });
  });
});

describe("S3: a new key on the same exchange", () => {
  test("is sent what was never sent", async () => {
    const world = new World();
    change(world, { keyMark: "old" });
    await world.post(BUY);
    rekey(world, "new", "bob");
    expect(await trade(world)).toMatchObject({ status: "filled" });
    expect([await heldBy(world, "alice"), await heldBy(world, "bob")]).toEqual(["0", "0.5"]);
  });

  test.each<[string, Fault]>([
    ["taken", "none"],
    ["cut off", "lost-after"],
  ])("of the same account finds the order whose answer was %s, and goes on with it", async (_, placing) => {
    const { world, arm } = broken(placing, (armed) => rekey(armed, "new"));
    arm();
    change(world, { keyMark: "old" });
    expect(await trade(world, BUY)).toMatchObject({ status: "filled", filledContracts: "0.5" });
    expect(world.journal).toHaveLength(1);
    expect(world.ledger.all()[0]?.state.sentWith).toBe("new");
  });

  test.each<[string, string, Fault]>([
    ["taken", BUY, "none"],
    ["cut off", BUY, "lost-after"],
    ["lost on the way", BUY, "lost-before"],
    ["cut off, under a name of the user's", REST, "lost-after"],
  ])("of another account does not, and nothing is sent there: %s", async (_, text, placing) => {
    const { world, arm } = broken(placing, (armed) => rekey(armed, "new", "bob"));
    change(world, { keyMark: "old" });
    // On the other account somebody trades by hand, and has an order of that name.
    await trade(world, text.replaceAll("alice", "bob"));
    const before = world.journal.length;
    arm();
    const told = await trade(world, text);
    expect(told).toMatchObject({ account: "alice", status: "rejected", code: "ACCOUNT_CHANGED" });
    expect(told?.reason).toMatch(/another key now.* look there/);
    expect(world.journal.length - before).toBeLessThanOrEqual(1);
    expect(await heldBy(world, "bob")).toBe(text === BUY ? "0.5" : "0");
  });

  test("of another account does not follow, or cancel, the resting order of that name there", async () => {
    const world = new World();
    change(world, { keyMark: "old" });
    // The paper venue counts each account's orders from one: on a real one no two are alike.
    await trade(world, "bob BTC/USDT buy 0.01");
    await trade(world, REST.replace("alice", "bob"));
    await trade(world, REST);
    rekey(world, "new", "bob");
    await world.follow();
    world.clock.advance(61_000);
    await world.follow();
    const { trades } = await world.ledger.listTrades({});
    expect(trades.map(({ account, status, code }) => [account, status, code])).toEqual([
      ["alice", "rejected", "ACCOUNT_CHANGED"],
      ["bob", "placed", "PLACED"],
      ["bob", "filled", "FILLED"],
    ]);
    expect((await world.orderOnVenue("bob", "dip1", ETH))?.status).toBe("open");
  });

  test("of the same account follows what rests", async () => {
    const world = new World();
    change(world, { keyMark: "old" });
    await trade(world, REST);
    rekey(world, "new");
    world.feed.setQuote(ETH, { bid: "1889", ask: "1891" });
    await world.follow();
    expect((await trade(world))?.status).toBe("filled");
  });
});
