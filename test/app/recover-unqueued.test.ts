// Where ledger and queue share no transaction an order may be stored and never queued.
import { describe, expect, test } from "vitest";
import { runFollower } from "../../lib/app/run-follower.ts";
import { FOLLOW_CUT_MS } from "../../lib/config/limits.ts";
import type { Exchange } from "../../lib/ports/exchange.ts";
import { World } from "../simulation/world.ts";

const MINUTE_MS = 60_000;

/** An alert whose orders were stored and not queued: the webhook answered 503. */
async function storeUnqueued(world: World, text: string): Promise<void> {
  const send = world.queue.send.bind(world.queue);
  world.queue.send = async () => {
    throw new Error("the queue is not there");
  };
  await expect(world.post(text)).rejects.toThrow("the queue is not there");
  world.queue.send = send;
}

function statesOf(world: World) {
  return [...world.ledger.all()]
    .toSorted((a, b) => (a.orderId < b.orderId ? -1 : 1))
    .map(({ state }) => ({ status: state.status, code: state.code }));
}

describe("S4: an order that was stored and never queued", () => {
  test("is queued again within 180 s, and traded", async () => {
    const world = new World();
    await storeUnqueued(world, "alice ETH/USDT buy 1");
    world.clock.advance(2 * MINUTE_MS);
    await world.recover();
    await world.drain();
    expect(statesOf(world)).toEqual([{ status: "filled", code: "FILLED" }]);
    expect(await world.position("alice")).toBe("1");
  });

  test("is left to its sender at first, who may send the alert again", async () => {
    const world = new World();
    await storeUnqueued(world, "alice ETH/USDT buy 1");
    world.clock.advance(MINUTE_MS / 2);
    await world.recover();
    expect(await world.queue.count()).toBe(0);
  });

  test("never runs after one of its symbol that came later: it ends as stale and says so", async () => {
    const world = new World();
    await storeUnqueued(world, "alice ETH/USDT buy 1");
    world.clock.advance(MINUTE_MS / 2);
    await world.post("alice ETH/USDT close");
    await world.drain();
    for (let minute = 0; minute < 4; minute++) {
      world.clock.advance(MINUTE_MS);
      await world.recover();
      await world.drain();
    }
    const [unqueued] = statesOf(world);
    expect(unqueued).toEqual({ status: "expired", code: "STALE" });
    expect(await world.position("alice")).toBe("0");
  });

  test("is ended when it is found too late, each of several in its turn", async () => {
    const world = new World();
    await storeUnqueued(world, "alice ETH/USDT buy 1\nalice ETH/USDT close\nbob ETH/USDT buy 1");
    world.clock.advance(4 * MINUTE_MS);
    await world.recover();
    expect(statesOf(world).map(({ code }) => code)).toEqual(["STALE", undefined, "STALE"]);
    world.clock.advance(4 * MINUTE_MS);
    await world.recover();
    expect(statesOf(world).map(({ code }) => code)).toEqual(["STALE", "STALE", "STALE"]);
    expect(await world.queue.count()).toBe(0);
  });

  test("that waits behind another one of its symbol in the queue is left alone", async () => {
    const world = new World();
    await world.post("alice ETH/USDT buy 1\nalice ETH/USDT close");
    world.clock.advance(10 * MINUTE_MS);
    await world.recover();
    expect(statesOf(world).at(-1)).toMatchObject({ status: "queued" });
  });
});

test("a run that hangs is left to the next one", async () => {
  const world = new World();
  await world.post("alice ETH/USDT buy 0.5 limit:dip1:1900");
  await world.drain();
  const venue = world.venue("alice");
  const hanging: Exchange = Object.assign(Object.create(venue), {
    traits: venue.traits,
    findOrder: () => new Promise<never>(() => undefined),
  });
  const began = world.clock.now();
  const report = await world.finish(runFollower(world.followerDeps({ exchange: hanging }), { cutMs: FOLLOW_CUT_MS }));
  expect(report).toEqual({ looked: 0, changed: 0 });
  expect(world.clock.now() - began).toBe(FOLLOW_CUT_MS);
});
