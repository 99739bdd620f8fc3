import { describe, expect, test } from "vitest";
import { World } from "../simulation/world.ts";

const ALERT = "alice ETH/USDT buy 0.5 x3";

describe("the answer", () => {
  test("tells what was accepted, refused and worth saying, line by line", async () => {
    const world = new World();
    const answer = await world.post(`// comment\n${ALERT}\nbob ETH/USDT byu 1\nbob BTC/USD long 1`);
    const alertId = answer?.body.alertId;
    expect(answer).toEqual({
      status: 200,
      body: {
        alertId,
        accepted: [
          { line: 2, orderId: `${alertId}000`, account: "alice", symbol: "ETH/USDT:USDT" },
          { line: 4, orderId: `${alertId}002`, account: "bob", symbol: "BTC/USDT:USDT" },
        ],
        rejected: [
          { line: 3, text: "bob ETH/USDT byu 1", code: "UNKNOWN_WORD", message: expect.stringContaining("buy?") },
        ],
        warnings: [
          expect.objectContaining({ code: "DEPRECATED" }),
          expect.objectContaining({ code: "USD_IS_SETTLE_COIN" }),
        ],
      },
    });
  });

  test.each([
    ["alice ETH/USDT byu 1", "UNKNOWN_WORD"],
    ["", "EMPTY"],
    ["// nothing here\n\n", "EMPTY"],
    ["alice ETH/USDT buy 1 at:1500000000", "STALE"],
  ])("is 400 when no line is good, and the alert is on record: %j", async (text, code) => {
    const world = new World();
    const answer = await world.post(text);
    expect(answer).toMatchObject({ status: 400, body: { accepted: [], rejected: [{ code }] } });
    const id = answer?.body.alertId;
    if (id === undefined) throw new Error("no answer");
    expect(await world.ledger.getAlert(id)).toMatchObject({ text, rejected: [{ code }] });
    expect(await world.queue.count()).toBe(0);
  });

  test("joins everything that is wrong with one line", async () => {
    const answer = await new World().post("alice ETH/USDT buy 1 foo x0");
    expect(answer?.body.rejected).toHaveLength(1);
    expect(answer?.body.rejected[0]?.message).toContain("foo");
    expect(answer?.body.rejected[0]?.message).toContain("x0");
  });

  test("comes only after every accepted line is queued", async () => {
    const world = new World();
    await world.post(`${ALERT}\nbob ETH/USDT sell 1`);
    expect(await world.queue.count()).toBe(2);
  });
});

describe("at:TIME", () => {
  test.each([
    [179_000, 200],
    [180_000, 200],
    [181_000, 400],
    [-60_000, 200],
  ])("a signal %i ms old is answered %i", async (ageMs, status) => {
    const world = new World();
    const at = new Date(world.clock.now() - ageMs).toISOString();
    expect((await world.post(`${ALERT} at:${at}`))?.status).toBe(status);
  });
});

describe("the same body again", () => {
  /** An alert that was stored and queued, but never answered: its marker is still open. */
  async function unanswered(): Promise<World> {
    const world = new World();
    const close = world.ledger.closeAlerts.bind(world.ledger);
    world.ledger.closeAlerts = async () => {
      throw new Error("the ledger is gone");
    };
    await expect(world.post(ALERT)).rejects.toThrow("gone");
    world.ledger.closeAlerts = close;
    return world;
  }

  test.each([
    ["just after is another alert", 2_999, 2],
    ["3 s after continues the alert that was never answered", 3_000, 1],
    ["60 s after still does", 60_000, 1],
    ["later than that is another alert", 60_001, 2],
  ])("%s", async (_, afterMs, orders) => {
    const world = await unanswered();
    world.clock.advance(afterMs);
    expect((await world.post(ALERT))?.status).toBe(200);
    expect(world.ledger.all()).toHaveLength(orders);
    expect(await world.queue.count()).toBe(orders);
  });

  test("after an answer is another alert, whenever it comes", async () => {
    for (const afterMs of [0, 1_000, 5_000, 30_000]) {
      const world = new World();
      await world.post(ALERT);
      world.clock.advance(afterMs);
      await world.post(ALERT);
      expect(world.ledger.all()).toHaveLength(2);
      expect(await world.queue.count()).toBe(2);
    }
  });

  test("another body continues nothing", async () => {
    const world = await unanswered();
    world.clock.advance(5_000);
    await world.post(`${ALERT} `);
    expect(world.ledger.all()).toHaveLength(2);
  });

  test("a queue that fails leaves the alert open, and the resend queues its orders once", async () => {
    const world = new World();
    const send = world.queue.send.bind(world.queue);
    world.queue.send = async (messages) => {
      await send(messages.slice(0, 1));
      throw new Error("the queue is gone");
    };
    await expect(world.post(`${ALERT}\nbob ETH/USDT sell 1`)).rejects.toThrow("gone");
    world.queue.send = send;
    world.clock.advance(5_000);
    const resent = await world.post(`${ALERT}\nbob ETH/USDT sell 1`);
    expect(resent?.body.accepted).toHaveLength(2);
    expect(world.ledger.all()).toHaveLength(2);
    expect(await world.queue.count()).toBe(2);
  });
});

describe("id:KEY", () => {
  test("seen within 24 h is answered with the first outcome, on that account and symbol only", async () => {
    const world = new World();
    const first = await world.post(`${ALERT} id:k1`);
    world.clock.advance(23 * 3_600_000);
    const again = await world.post(`// resent\n\n${ALERT} id:k1`);
    expect(again?.body.accepted).toEqual([{ ...first?.body.accepted[0], line: 3 }]);
    const message = `"id:k1": seen before, as order ${first?.body.accepted[0]?.orderId}: it is traded once`;
    expect(first?.body.warnings).toEqual([]);
    expect(again?.body.warnings).toEqual([{ line: 3, code: "KEY_SEEN", token: "id:k1", message }]);
    await world.post("bob ETH/USDT buy 0.5 id:k1\nalice BTC/USDT buy 0.5 id:k1");
    expect(world.ledger.all()).toHaveLength(3);
    expect(await world.queue.count()).toBe(3);
  });

  test("seen before that is another order", async () => {
    const world = new World();
    await world.post(`${ALERT} id:k1`);
    world.clock.advance(24 * 3_600_000 + 1);
    await world.post(`${ALERT} id:k1`);
    expect(world.ledger.all()).toHaveLength(2);
  });

  test("twice in one alert is one order", async () => {
    const world = new World();
    const answer = await world.post(`${ALERT} id:k1\n${ALERT} id:k1`);
    expect(answer?.body.warnings).toHaveLength(1);
    expect(new Set(answer?.body.accepted.map(({ orderId }) => orderId)).size).toBe(1);
    expect(await world.queue.count()).toBe(1);
  });
});
