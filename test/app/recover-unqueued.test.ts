// Where ledger and queue share no transaction an order may be stored and never queued.
import { describe, expect, test } from "vitest";
import { readMarked } from "../../lib/app/read-marked.ts";
import { runFollower } from "../../lib/app/run-follower.ts";
import { FOLLOW_CUT_MS } from "../../lib/config/limits.ts";
import type { OrderRecord } from "../../lib/core/execution/order-record.ts";
import type { Exchange } from "../../lib/ports/exchange.ts";
import { ETH } from "../core/execution/order-fixture.ts";
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

/** Alerts of one line each, of as many symbols. */
function manyUnqueued(count: number): { readonly world: World; store(): Promise<void> } {
  const bases = Array.from({ length: count }, (_, index) => `COIN${index}`);
  const world = new World({ instruments: bases.map((base) => ({ ...ETH, symbol: `${base}/USDT:USDT`, base })) });
  return { world, store: () => storeUnqueued(world, bases.map((base) => `alice ${base}/USDT buy 0.01`).join("\n")) };
}

describe("S4: an order that was stored and never queued", () => {
  test("is found among 120 of them: one run ends each, says so, and has each told", async () => {
    const { world, store } = manyUnqueued(120);
    await store();
    world.clock.advance(4 * MINUTE_MS);
    expect(await world.recover()).toMatchObject({ looked: 120, changed: 120 });
    expect(statesOf(world)).toEqual(Array(120).fill({ status: "expired", code: "STALE" }));
    const ended = [...world.ledger.all()].map((order) => ({ kind: "order" as const, order }));
    const told = await readMarked(world.followerDeps(), ended);
    expect(told.flatMap(({ notifications }) => notifications.map(({ event }) => event))).toEqual(
      Array(120).fill("expired"),
    );
  });

  test("is found among 60 of them in time: each is queued once, and traded", async () => {
    const { world, store } = manyUnqueued(60);
    await store();
    world.clock.advance(2 * MINUTE_MS);
    await world.recover();
    await world.recover();
    expect(await world.queue.count()).toBe(60);
    await world.drain();
    expect(statesOf(world)).toEqual(Array(60).fill({ status: "filled", code: "FILLED" }));
  });

  test("is left to the next run when one has no more time: it ends the oldest, and follows orders as well", async () => {
    const { world, store } = manyUnqueued(3);
    await store();
    world.clock.advance(4 * MINUTE_MS);
    const deps = world.followerDeps();
    const slow: typeof deps.ledger = Object.assign(Object.create(deps.ledger), {
      findPreviousOrder: async (order: OrderRecord) => {
        // Asked twice for an order: for its turn, and as it ends.
        await world.clock.sleep(1_000);
        return deps.ledger.findPreviousOrder(order);
      },
    });
    const limits = { ...deps.followLimits, runMs: 4_000 };
    const runSlow = () =>
      world.finish(runFollower({ ...deps, ledger: slow, followLimits: limits }, { cutMs: FOLLOW_CUT_MS }));
    expect(await runSlow()).toMatchObject({ changed: 2 });
    expect(statesOf(world).map(({ status }) => status)).toEqual(["expired", "expired", "queued"]);
    expect(await runSlow()).toMatchObject({ changed: 1 });
  });

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
