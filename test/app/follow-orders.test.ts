// Resting orders followed to their end against the paper venue, on the virtual clock.
import { describe, expect, test } from "vitest";
import { type DecimalString, decimal, formatDecimal } from "../../lib/core/decimal.ts";
import { tradeOf } from "../../lib/core/trade/trade.ts";
import type { Exchange } from "../../lib/ports/exchange.ts";
import { CrashAt, Process } from "../simulation/crashes.ts";
import { World } from "../simulation/world.ts";

const ETH = "ETH/USDT:USDT";
const HOUR_MS = 3_600_000;
const REST = "alice ETH/USDT buy 0.5 x3 limit:dip1:1900";

async function post(world: World, ...alerts: readonly string[]): Promise<void> {
  for (const alert of alerts) {
    await world.post(alert);
    await world.drain();
  }
}

function setPrice(world: World, price: number): void {
  world.feed.setQuote(ETH, { bid: String(price - 1), ask: String(price + 1) });
}

function tradesOf(world: World) {
  return [...world.ledger.all()].reverse().map(tradeOf);
}

/** What alice's trades brought, and by how much her balance changed but for what is open. */
async function expectBooksBalanced(world: World, where = ""): Promise<void> {
  const filled = tradesOf(world).filter(({ filledContracts }) => filledContracts !== "0");
  const booked = filled.reduce((sum, { netProfit = "NaN" }) => sum.plus(netProfit), decimal("0"));
  const venue = world.venue("alice");
  const [balance, positions] = [await venue.readBalance(), await venue.listPositions()];
  if (!balance.ok || !positions.ok) throw new Error("the venue cannot be read");
  const open = positions.value.reduce((sum, { unrealizedProfit = "0" }) => sum.plus(unrealizedProfit), decimal("0"));
  expect(formatDecimal(booked), where).toBe(formatDecimal(decimal(balance.value.equity).minus(open).minus("10000")));
}

/** The venue as one that says of dip1 what it is told to say. */
function saying(world: World, status: "open" | "canceled", filledContracts: DecimalString): Exchange {
  const venue = world.venue("alice");
  const says = Object.create(venue) as Exchange;
  const fee = { cost: "0.1", currency: "USDT" };
  says.findOrder = async (query) => {
    const found = await venue.findOrder(query);
    if (!found.ok || found.value === undefined) return found;
    return { ok: true, value: { ...found.value, status, filledContracts, averagePrice: "1900", fee } };
  };
  return says;
}

describe("a resting limit order", () => {
  test("filled after an hour ends as filled, with its fill, fee and time", async () => {
    const world = new World();
    await post(world, REST);
    expect(await world.follow()).toEqual({ looked: 1, changed: 0 });
    world.clock.advance(HOUR_MS);
    setPrice(world, 1890);
    expect(await world.follow()).toEqual({ looked: 1, changed: 1 });
    const [trade] = tradesOf(world);
    expect(trade).toMatchObject({
      status: "filled",
      filledContracts: "0.5",
      averagePrice: "1900",
      realizedProfit: "0",
      slippageBps: "0",
    });
    expect(trade?.stagesMs.filling).toBeGreaterThanOrEqual(HOUR_MS);
    expect(await world.position("alice")).toBe("0.5");
    await expectBooksBalanced(world);
    expect(await world.follow()).toEqual({ looked: 0, changed: 0 });
  });

  test("cancelled on the venue ends as cancelled", async () => {
    const world = new World();
    await post(world, REST);
    await world.venue("alice").cancelOrder(ETH, "dip1");
    await world.follow();
    expect(tradesOf(world)[0]).toMatchObject({ status: "cancelled", code: "CANCELLED", filledContracts: "0" });
  });

  test("cancelled by an alert ends as cancelled", async () => {
    const world = new World();
    await post(world, REST, "alice ETH/USDT cancel:dip1");
    await world.follow();
    expect(tradesOf(world).map(({ status }) => status)).toEqual(["cancelled", "cancelled"]);
  });

  test("partly filled, then cancelled ends cancelled with what it filled", async () => {
    const world = new World();
    await post(world, REST);
    world.clock.advance(HOUR_MS);
    await world.follow({ exchange: saying(world, "open", "0.2") });
    expect(tradesOf(world)[0]).toMatchObject({ status: "placed", filledContracts: "0.2", netProfit: "-0.1" });
    world.clock.advance(HOUR_MS);
    await world.follow({ exchange: saying(world, "canceled", "0.3") });
    expect(tradesOf(world)[0]).toMatchObject({
      status: "cancelled",
      filledContracts: "0.3",
      requestedContracts: "0.5",
      averagePrice: "1900",
      netProfit: "-0.1",
    });
    expect((await world.follow()).looked).toBe(0);
  });

  test("is true and counted once, wherever the follower dies", async () => {
    for (let point = 1; ; point++) {
      const world = new World();
      await post(world, "alice ETH/USDT buy 0.2", "alice ETH/USDT sell 0.5 x3 limit:top1:2100");
      setPrice(world, 2110);
      const crash = new CrashAt(point);
      await world.follow({ process: new Process(crash) }).catch(() => undefined);
      await world.follow();
      expect(tradesOf(world)[1], crash.where).toMatchObject({
        status: "filled",
        filledContracts: "0.5",
        closedContracts: "0.2",
      });
      await expectBooksBalanced(world, crash.where);
      if (crash.where === undefined) {
        expect(point).toBeGreaterThan(6);
        return;
      }
    }
  });

  test("waits when the venue cannot be asked", async () => {
    const world = new World();
    await post(world, REST);
    world.feed.failure = { code: "VENUE_BUSY", outcome: "unknown", remedy: "retry", message: "down" };
    expect(await world.follow()).toEqual({ looked: 1, changed: 0 });
    expect(tradesOf(world)[0]?.status).toBe("placed");
  });
});

describe("the books", () => {
  test("of a market order wait for a resting one that filled before it and was not seen yet", async () => {
    const world = new World();
    await post(world, REST);
    setPrice(world, 1890);
    await post(world, "alice ETH/USDT close");
    expect(tradesOf(world).map(({ status, realizedProfit }) => [status, realizedProfit])).toEqual([
      ["placed", undefined],
      ["filled", undefined],
    ]);
    await world.follow();
    expect(tradesOf(world).map(({ status, realizedProfit }) => [status, realizedProfit])).toEqual([
      ["filled", "0"],
      ["filled", "-5.5"],
    ]);
    expect(tradesOf(world)[1]).not.toHaveProperty("positionMoved");
    await expectBooksBalanced(world);
  });

  test("mark a position that was opened outside, and count only their own part", async () => {
    const world = new World();
    await post(world, "alice ETH/USDT buy 0.5");
    const step = {
      kind: "place",
      purpose: "open",
      side: "buy",
      orderType: "market",
      contracts: "0.3",
      reduceOnly: false,
    } as const;
    await world.venue("alice").placeOrder({ symbol: ETH, step, clientOrderId: "by-hand" });
    setPrice(world, 2101);
    await post(world, "alice ETH/USDT close");
    expect(tradesOf(world)[1]).toMatchObject({
      filledContracts: "0.8",
      closedContracts: "0.5",
      outsideContracts: "0.3",
      positionMoved: "0.3",
      realizedProfit: "49.5", // 0.5 bought at 2001, sold at 2100
    });
  });
});

test("an order whose message is lost is ended by what the venue says", async () => {
  const world = new World();
  await world.post("alice ETH/USDT buy 0.5");
  const [delivery] = await world.queue.receive({ max: 1, leaseMs: 1_000 });
  if (delivery === undefined) throw new Error("nothing queued");
  // Dies after the order was placed, before that is on record.
  for (let point = 1; (await world.position("alice")) === "0"; point++) {
    await world.work(delivery, new Process(new CrashAt(point)));
    world.clock.advance(1_000);
  }
  await world.queue.delete(delivery.receipt);
  expect(tradesOf(world)[0]?.status).toBe("working");
  expect((await world.follow()).changed).toBe(0);
  world.clock.advance(10 * 60_000);
  expect((await world.follow()).changed).toBe(1);
  expect(tradesOf(world)[0]).toMatchObject({ status: "filled", filledContracts: "0.5" });
  await expectBooksBalanced(world);
});

test("more orders than one run takes are all followed, a run after another", async () => {
  const world = new World();
  for (const number of [1, 2, 3, 4, 5]) await post(world, `alice ETH/USDT buy 0.1 limit:dip${number}:1900`);
  await world.follow({ ordersPerAccount: 2 });
  setPrice(world, 1890);
  const reports = [];
  for (let run = 0; run < 4; run++) reports.push((await world.follow({ ordersPerAccount: 2 })).changed);
  expect(reports.reduce((sum, changed) => sum + changed, 0)).toBe(5);
  expect(Math.max(...reports)).toBe(2);
});

describe("M3: an order whose reports are down", () => {
  /** Every look-up fails until the clock says so. */
  function blindUntil(ms: number): World {
    const world: World = new World({
      faults: {
        faultOf: (call) => (call === "findOrder" && world.clock.now() < BEGAN + ms ? "busy" : "none"),
        latencyMs: () => 10,
        lookUpLagMs: () => 0,
      },
    });
    return world;
  }
  const BEGAN = new World().clock.now();

  test("is filled by the position, and corrected when they come: in the record, the story and the books", async () => {
    const world = blindUntil(60_000);
    await post(world, "alice ETH/USDT buy 0.02");
    const [judged] = tradesOf(world);
    expect(judged).toMatchObject({
      status: "filled",
      code: "FILLED",
      filledContracts: "0.02",
      sentContracts: "0.02",
    });
    expect(judged?.reason).toContain("judged by how the position moved");
    expect(judged).not.toHaveProperty("averagePrice");
    expect(judged).not.toHaveProperty("realizedProfit");
    await post(world, "alice ETH/USDT sell 0.01");
    world.clock.advance(60_000);
    await world.follow();
    await world.follow();
    const [bought, sold] = tradesOf(world);
    expect(bought).toMatchObject({
      status: "filled",
      averagePrice: "2001",
      filledContracts: "0.02",
      reason: "0.02 contracts filled",
    });
    expect(sold).toMatchObject({ status: "filled", averagePrice: "1999", closedContracts: "0.01" });
    await expectBooksBalanced(world);
    expect(await world.follow()).toEqual({ looked: 0, changed: 0 });
  });

  test("is judged by no position while a limit order of the symbol rests", async () => {
    const world = blindUntil(60_000);
    await post(world, REST, "alice ETH/USDT buy 0.02");
    expect(tradesOf(world)[1]).toMatchObject({ status: "expired", code: "OUTCOME_UNKNOWN", filledContracts: "0" });
    expect(tradesOf(world)[1]?.reason).toContain("the venue took it as its order");
    await post(world, "alice BTC/USDT buy 0.5");
    world.clock.advance(60_000);
    await world.follow();
    expect(tradesOf(world).map(({ status, filledContracts }) => [status, filledContracts])).toEqual([
      ["placed", "0"],
      ["filled", "0.02"],
      ["filled", "0.5"],
    ]);
  });
});
