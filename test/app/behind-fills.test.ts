// Orders that follow one another while the venue's position lags their fills, or was moved by others.
import { describe, expect, test } from "vitest";
import { defined } from "../../lib/core/defined.ts";
import type { Exchange } from "../../lib/ports/exchange.ts";
import { World } from "../simulation/world.ts";
import { post, tradesOf } from "./guarded-world.ts";

const ETH = "ETH/USDT:USDT";
const LEASE_MS = 60_000;

/** Alice's venue, whose snapshots show the position that was there before. */
async function showing(world: World, position: string, untilMs: number): Promise<Exchange> {
  const venue = world.venue("alice");
  const read = venue.readSnapshot.bind(venue);
  const until = world.clock.now() + untilMs;
  venue.readSnapshot = async (...asked) => {
    const snapshot = await read(...asked);
    return snapshot.ok && world.clock.now() < until ? { ok: true, value: { ...snapshot.value, position } } : snapshot;
  };
  return venue;
}

/** How long the alert's order took, milliseconds. */
async function workOn(world: World, alert: string, venue: Exchange): Promise<number> {
  await world.post(alert);
  const [delivery] = await world.queue.receive({ max: 1, leaseMs: LEASE_MS });
  if (delivery === undefined) throw new Error("nothing is queued");
  const began = world.clock.now();
  await world.work(delivery, undefined, venue);
  return world.clock.now() - began;
}

describe("an order right after another's fill", () => {
  test.each([
    ["position 0.5", "0.5"],
    ["position -0.5", "-0.5"],
    ["close", "0"],
    ["sell 0.2 reduce", "0.3"],
    ["position 0.5 prev:long:0.5", "0.5"],
  ])("is sized by what that left, once the venue shows it: %s", async (words, left) => {
    const world = new World();
    await post(world, "alice ETH/USDT buy 0.5");
    await workOn(world, `alice ETH/USDT ${words}`, await showing(world, "0", 1_200));
    expect(await world.position("alice")).toBe(left);
  });

  test.each([
    ["of another name of the same key", ["alice"], "0.5"],
    ["of another account altogether", undefined, "1"],
  ])("and by one %s", async (_, sharesKeyWith, left) => {
    const world = new World();
    world.accounts = world.accounts.map((account) => ({ ...account, ...defined({ sharesKeyWith }) }));
    await post(world, "alice ETH/USDT buy 0.5");
    await workOn(world, "bob ETH/USDT position 0.5", await showing(world, "0", 1_200));
    expect(await world.position("alice")).toBe(left);
  });

  test("waits three seconds for a position that somebody closed by hand, and believes it then", async () => {
    const world = new World();
    await post(world, "alice ETH/USDT buy 0.5");
    const step = { kind: "place", purpose: "close", side: "sell", orderType: "market", contracts: "0.5" } as const;
    await world
      .venue("alice")
      .placeOrder({ symbol: ETH, step: { ...step, reduceOnly: true }, clientOrderId: "byhand1" });
    const took = await workOn(world, "alice ETH/USDT position 0.5", world.venue("alice"));
    expect(took).toBeLessThanOrEqual(3_000);
    expect(tradesOf(world).map(({ status }) => status)).toEqual(["filled", "filled"]);
    expect(await world.position("alice")).toBe("0.5");
  });

  test("waits for nothing where the position shows, or is another altogether", async () => {
    const world = new World();
    await post(world, "alice ETH/USDT buy 0.5");
    expect(await workOn(world, "alice ETH/USDT position 0.8", world.venue("alice"))).toBe(0);
    const more = await showing(world, "1", 10_000);
    expect(await workOn(world, "alice ETH/USDT position 1", more)).toBe(0);
    expect(tradesOf(world).at(-1)).toMatchObject({ status: "done", code: "NOTHING_TO_DO" });
  });
});
