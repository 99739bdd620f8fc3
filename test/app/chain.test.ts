// The alerts of one bar against the paper venue, on the virtual clock.
import { describe, expect, test } from "vitest";
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

function tradesOf(world: World) {
  return [...world.ledger.all()].sort((a, b) => (a.orderId < b.orderId ? -1 : 1)).map(tradeOf);
}

const codes = (world: World) => tradesOf(world).map(({ code }) => code);

describe("prev:", () => {
  test("an alert that comes late trades nothing, and names the one that is held", async () => {
    const world = new World();
    await post(world, SECOND, FIRST);
    const [held, late] = tradesOf(world);
    expect(late).toMatchObject({ status: "done", code: "SUPERSEDED", filledContracts: "0" });
    expect(late?.reason).toContain(`order ${held?.orderId}`);
    expect(await world.position("alice")).toBe("-1");
  });

  test("an alert that comes may trade a later one's target again, in that one's words", async () => {
    const world = new World();
    // Going long once more trades over the flat that came early.
    await post(world, "alice ETH/USDT pos flat prev:short:1", FIRST, SECOND);
    expect(codes(world)).toEqual(["NOTHING_TO_DO", "FILLED", "RESTORED"]);
    expect(tradesOf(world)[2]?.reason).toContain(`the target of order ${tradesOf(world)[0]?.orderId}`);
    expect(await world.position("alice")).toBe("0");
  });

  test.each([
    [FIRST, SECOND, THIRD],
    [FIRST, THIRD, SECOND],
    [SECOND, FIRST, THIRD],
    [SECOND, THIRD, FIRST],
    [THIRD, FIRST, SECOND],
    [THIRD, SECOND, FIRST],
  ])("ends where the strategy ended: %s, %s, %s", async (...alerts) => {
    const world = new World();
    for (const alert of alerts) await world.post(alert);
    await world.drain();
    expect(await world.position("alice")).toBe("2");
  });

  test("whatever call the worker dies at, it comes to the same", async () => {
    for (let call = 1; call < 45; call++) {
      const world = new World();
      for (const alert of [THIRD, FIRST, SECOND]) await world.post(alert);
      let process = 0;
      await world.drain(() => new Process(process++ === 2 ? new CrashAt(call) : IMMORTAL));
      expect(await world.position("alice"), `crash at ${call}`).toBe("2");
    }
  });

  test("a full close sets the target; closeall and a buy make it unknown", async () => {
    const world = new World();
    await post(world, FIRST, "alice ETH/USDT close", FIRST);
    expect(codes(world)).toEqual(["FILLED", "FILLED", "FILLED"]);
    await post(world, "alice closeall", "alice resume", SECOND);
    expect(codes(world).at(-1)).toBe("FILLED");
    await post(world, "alice ETH/USDT buy 1", FIRST);
    expect(await world.position("alice")).toBe("1");
  });

  test("closeall forgets a target that no young alert says", async () => {
    const world = new World();
    await post(world, FIRST, "alice ETH/USDT pos 2", "alice closeall", "alice resume", FIRST);
    world.clock.advance(60_000);
    await post(world, SECOND);
    const plan = [...world.ledger.all()].find(({ text }) => text === SECOND)?.state.work?.plan;
    expect(plan).toMatchObject({ outcome: "steps", warnings: [] });
  });

  test("an alert that never came is told with the next bar's", async () => {
    const world = new World();
    await post(world, SECOND);
    world.clock.advance(60_000);
    await post(world, THIRD);
    const plan = [...world.ledger.all()].find(({ text }) => text === THIRD)?.state.work?.plan;
    expect(plan?.warnings.join()).toContain("an alert was lost, or somebody traded by hand");
  });

  test("orders of groups that never used it keep nothing", async () => {
    const world = new World();
    await post(world, "alice ETH/USDT buy 1", "alice ETH/USDT pos 2", "alice ETH/USDT close");
    expect(await world.documents.readDocument("chain#alice#ETH/USDT:USDT")).toBeUndefined();
  });
});
