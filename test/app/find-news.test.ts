// What the clock finds: alerts that never came, and accounts closed by their day's loss, on the virtual clock.
import { describe, expect, test } from "vitest";
import { ChainKeeper } from "../../lib/app/chain-keeper.ts";
import { GuardKeeper } from "../../lib/app/guard-keeper.ts";
import { unixMs } from "../../lib/core/ids.ts";
import { tradeOf } from "../../lib/core/trade/trade.ts";
import { CrashAt, IMMORTAL, Process } from "../simulation/crashes.ts";
import { World } from "../simulation/world.ts";

const FIRST = "alice ETH/USDT pos long 1 prev:flat:0";
const SECOND = "alice ETH/USDT pos short 1 prev:long:1";
const THIRD = "alice ETH/USDT pos long 2 prev:short:1";

async function post(world: World, ...alerts: readonly string[]): Promise<void> {
  for (const alert of alerts) {
    await world.post(alert);
    await world.drain();
  }
}

/** What people are told by the clock, after it has looked. */
async function lookAfter(world: World, seconds: number) {
  world.clock.advance(seconds * 1_000);
  await world.follow();
  return (await new ChainKeeper({ documents: world.documents }).news.read()).found;
}

function warningsOf(world: World): readonly string[] {
  return [...world.ledger.all()].map(tradeOf).flatMap(({ warnings }) => warnings);
}

describe("a hole that is left", () => {
  test("is told 10 s after the newest alert, once, and not with the next order again", async () => {
    const world = new World();
    await post(world, FIRST, THIRD);
    expect(await lookAfter(world, 8)).toEqual([]);
    const [told, ...others] = await lookAfter(world, 10);
    expect(others).toEqual([]);
    expect(told).toMatchObject({ event: "lost-alert", account: "alice", symbol: "ETH/USDT:USDT" });
    expect(told?.text).toContain("its targets do not follow one another (0 to 1, -1 to 2)");
    expect(await lookAfter(world, 600)).toEqual([told]);
    await post(world, "alice ETH/USDT pos flat prev:long:2");
    expect(await lookAfter(world, 600)).toEqual([told]);
    expect(warningsOf(world)).toEqual([]);
  });

  test("is none once what was missing has come, in whatever order", async () => {
    const world = new World();
    await post(world, FIRST, THIRD, SECOND);
    expect(await lookAfter(world, 60)).toEqual([]);
    expect((await new ChainKeeper({ documents: world.documents }).news.read()).holes).toEqual([]);
  });

  test("is not told while an order of the group waits", async () => {
    const world = new World();
    await post(world, FIRST, THIRD);
    await world.post(SECOND);
    expect(await lookAfter(world, 30)).toEqual([]);
    await world.drain();
    expect(await lookAfter(world, 30)).toEqual([]);
  });

  test("is told by the next order where that comes first, and then not by the clock", async () => {
    const world = new World();
    await post(world, FIRST, THIRD);
    world.clock.advance(11_000);
    await post(world, "alice ETH/USDT pos flat prev:long:2");
    expect(warningsOf(world)).toEqual([expect.stringContaining("an alert was lost")]);
    expect(await lookAfter(world, 60)).toEqual([]);
  });

  test("is told again for another bar, but not where targets never meet", async () => {
    const world = new World();
    const units = ["long 2 prev:flat:0", "short 4 prev:long:1", "long 6 prev:short:3", "short 8 prev:long:5"];
    for (const words of units) {
      await post(world, `alice ETH/USDT pos ${words}`);
      await lookAfter(world, 60);
    }
    expect(await lookAfter(world, 60)).toHaveLength(1);
    await post(world, "alice ETH/USDT pos long 1 prev:short:8");
    await lookAfter(world, 60);
    await post(world, "alice ETH/USDT pos long 3 prev:long:2");
    expect(await lookAfter(world, 60)).toHaveLength(2);
  });

  test("whatever call the worker or the follower dies at, it is told once", async () => {
    for (let call = 1; call < 60; call++) {
      const world = new World();
      await post(world, FIRST);
      await world.post(THIRD);
      let processes = 0;
      await world.drain(() => new Process(processes++ === 0 ? new CrashAt(call) : IMMORTAL));
      world.clock.advance(60_000);
      await world.follow({ process: new Process(new CrashAt(call)) }).catch(() => undefined);
      await lookAfter(world, 60);
      expect(await lookAfter(world, 60), `call ${call}`).toHaveLength(1);
    }
  });
});

describe("a day closed by its loss", () => {
  const GUARDED = { limits: { maxDailyLossUsd: "100" }, timezone: "UTC" };

  test("is told once a day, whichever order finds it, and says how to go on", async () => {
    const world = new World({ guards: GUARDED });
    const guards = new GuardKeeper({ documents: world.documents, ledger: world.ledger, clock: world.clock });
    await post(world, "alice ETH/USDT buy 1 x3");
    expect(await lookAfter(world, 1)).toEqual([]);
    const { day, ...book } = await guards.bookOf("alice");
    if (day === undefined) throw new Error("the day did not begin");
    const lost = { ...book, day: { ...day, lost: "150.25" } };
    const { version } = (await world.documents.readDocument("guard#alice")) ?? {};
    await world.documents.writeDocument("guard#alice", JSON.stringify(lost), version);
    const told = await lookAfter(world, 1);
    expect(told).toMatchObject([{ key: `loss:alice:${day.date}`, event: "day-loss", account: "alice" }]);
    expect(told[0]?.text).toContain("150.25 USD were lost");
    expect(told[0]?.text).toContain("whook resume alice");
    expect(await lookAfter(world, 3_600)).toEqual(told);
    // Long after, it is told no more, though the book still shows that day.
    world.clock.advanceTo(unixMs(world.clock.now() + 9 * 24 * 3_600_000));
    expect(await lookAfter(world, 1)).toEqual(told);
  });
});
