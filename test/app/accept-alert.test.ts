import { describe, expect, test } from "vitest";
import { mapAnswer } from "../../lib/adapters/aws/api-gateway.ts";
import type { AlertAnswer } from "../../lib/app/accept-alert.ts";
import { MAX_ANSWER_BYTES } from "../../lib/config/limits.ts";
import { CrashAt, Process } from "../simulation/crashes.ts";
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

  test("M19: a good line's warnings are kept with its order, its own and that its time lies ahead", async () => {
    const world = new World();
    const at = new Date(world.clock.now() + 600_000).toISOString();
    const answer = await world.post(`alice ETH/USDT buy 1\nbob ETH/USDT close x3 at:${at}`);
    const of = (account: string) => world.ledger.all().find((record) => record.account === account);
    const [plain, warned] = [of("alice"), of("bob")];
    expect(plain).toBeDefined();
    expect(plain).not.toHaveProperty("warnings");
    expect(warned?.warnings?.map(({ line, code }) => [line, code])).toEqual([
      [2, "IGNORED"],
      [2, "TIME_AHEAD"],
    ]);
    expect(answer?.body.warnings).toEqual(warned?.warnings);
  });

  test("joins everything that is wrong with one line", async () => {
    const answer = await new World().post("alice ETH/USDT buy 1 foo x0");
    expect(answer?.body.rejected).toHaveLength(1);
    expect(answer?.body.rejected[0]?.message).toContain("foo");
    expect(answer?.body.rejected[0]?.message).toContain("x0");
  });

  test.each([
    ["5,000 lines of one letter", 5_000, "a"],
    ["3,000 lines of nine", 3_000, "demo byu"],
  ])(
    "S5: a good line beside %s is traded; the first hundred are on record, the others counted",
    async (_, count, bad) => {
      const world = new World();
      const answer = await world.post(`${`${bad}\n`.repeat(count)}${ALERT}`);
      expect(answer).toMatchObject({ status: 200, body: { accepted: [{ line: count + 1, account: "alice" }] } });
      expect(answer?.body.rejected).toHaveLength(count);
      expect(answer?.body.rejected.at(-1)).toMatchObject({ line: count, text: bad });
      const [record] = [...(await world.ledger.listAlerts({})).alerts];
      expect(record?.rejected).toHaveLength(100);
      expect(record).toMatchObject({ unlisted: count - 100 });
      expect(JSON.stringify(record).length).toBeLessThan(400_000);
    },
  );

  test("S5: an alert of nothing but bad lines, each with much to say, is answered within what Lambda answers", async () => {
    const world = new World();
    world.accounts = [{ ...required(world.accounts[0]), id: "b" }];
    world.answerLimit = { maxAnswerBytes: MAX_ANSWER_BYTES };
    const answer = await world.post(`${"b\n".repeat(32_700)}b ETH/USDT buy 1`);
    expect(answer).toMatchObject({ status: 200, body: { accepted: [{ line: 32_701 }] } });
    const { rejected = [], unlisted = 0 } = answer?.body ?? {};
    expect(rejected.length + unlisted).toBe(32_700);
    expect(unlisted).toBeGreaterThan(0);
    // https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
    expect(JSON.stringify(mapAnswer(required(answer))).length).toBeLessThan(6_000_000);
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

  test.each([
    [5 * 60_000, []],
    [3 * 60 * 60_000, [{ line: 1, code: "TIME_AHEAD", message: expect.stringContaining("180 minutes ahead") }]],
  ])("a signal %i ms ahead is traded, with a warning when a clock or zone must be wrong", async (aheadMs, warnings) => {
    const world = new World();
    const at = new Date(world.clock.now() + aheadMs).toISOString();
    expect(await world.post(`${ALERT} at:${at}`)).toMatchObject({ status: 200, body: { warnings } });
  });

  test("said beside a key that was seen before", async () => {
    const world = new World();
    const at = new Date(world.clock.now() + 600_000).toISOString();
    await world.post(`${ALERT} id:k at:${at}`);
    const again = await world.post(`${ALERT} id:k at:${at} x`.replace(" x3", "").replace(" x", " x4"));
    expect(again?.body.warnings.map(({ code }) => code)).toEqual(["TIME_AHEAD", "KEY_SEEN"]);
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

  const CLOSE = "alice ETH/USDT close id:k1";
  const BUY = "alice ETH/USDT buy 100$ x2 id:k1";
  const idsOf = (answer: AlertAnswer | undefined) => answer?.body.accepted.map(({ orderId }) => orderId);

  test("M14: on two lines of one alert is two orders, and neither is warned of", async () => {
    const world = new World();
    const answer = await world.post(`${CLOSE}\n${BUY}`);
    const alertId = answer?.body.alertId;
    expect(answer?.body).toMatchObject({ rejected: [], warnings: [] });
    expect(idsOf(answer)).toEqual([`${alertId}000`, `${alertId}001`]);
    expect(
      world.ledger
        .all()
        .map(({ order }) => order.command)
        .sort(),
    ).toEqual(["buy", "close"]);
    expect(await world.queue.count()).toBe(2);
  });

  test.each([
    ["the same alert", `${CLOSE}\n${BUY}`],
    ["in other white space, quotes and words", `\n// again\nALICE ETHUSDT close id:"k1"\n\n${BUY} tag:b\n`],
    ["with another account's line before", `bob ETH/USDT close id:k1\n${CLOSE}\n${BUY}`],
    ["with another symbol's line between", `${CLOSE}\nalice BTC/USDT close id:k1\n${BUY}`],
    ["with another key's line before", `alice ETH/USDT close id:k2\n${CLOSE}\n${BUY}`],
    ["with a bad line before", `alice ETH/USDT clsoe id:k1\n${CLOSE}\n${BUY}`],
    ["without its second line", CLOSE],
  ])("M14: a resend meets both orders: %s", async (_, text) => {
    const world = new World();
    const first = await world.post(`${CLOSE}\n${BUY}`);
    world.clock.advance(23 * 3_600_000);
    const again = await world.post(text);
    const met = again?.body.accepted.filter(({ orderId }) => orderId.startsWith(first?.body.alertId ?? "none"));
    expect(met?.map(({ orderId }) => orderId)).toEqual(idsOf(first)?.slice(0, met?.length));
    expect(again?.body.warnings.filter(({ code }) => code === "KEY_SEEN")).toHaveLength(met?.length ?? -1);
    const others = (again?.body.accepted.length ?? 0) - (met?.length ?? 0);
    expect(world.ledger.all()).toHaveLength(2 + others);
    expect(await world.queue.count()).toBe(2 + others);
  });

  test("M14: a line that is stale by now keeps its place", async () => {
    const world = new World();
    const text = `${CLOSE} at:${world.clock.now()}\n${BUY}`;
    const first = await world.post(text);
    world.clock.advance(200_000);
    const again = await world.post(text);
    expect(again?.body.rejected).toMatchObject([{ line: 1, code: "STALE" }]);
    expect(idsOf(again)).toEqual(idsOf(first)?.slice(1));
    expect(world.ledger.all()).toHaveLength(2);
  });

  test("M14: three equal lines are three orders", async () => {
    const world = new World();
    const first = await world.post(`${BUY}\n${BUY}\n${BUY}`);
    expect(new Set(idsOf(first)).size).toBe(3);
    expect(idsOf(await world.post(`${BUY}\n${BUY}\n${BUY}`))).toEqual(idsOf(first));
    expect(await world.queue.count()).toBe(3);
  });

  test.each([
    ["the same body", `${CLOSE}\n${BUY}`],
    ["another alert with both lines", `// again\n${CLOSE}\n${BUY}`],
  ])("M14: whichever write the process dies at, %s makes two orders of it", async (_, resent) => {
    for (let count = 1; ; count++) {
      const world = new World();
      const plan = new CrashAt(count);
      await world.post(`${CLOSE}\n${BUY}`, new Process(plan));
      world.clock.advance(5_000);
      const again = await world.post(resent);
      if (plan.where === undefined) {
        expect(count).toBeGreaterThan(12);
        break;
      }
      expect(idsOf(again)).toHaveLength(2);
      expect([plan.where, world.ledger.all().length, await world.queue.count()]).toEqual([plan.where, 2, 2]);
    }
  });

  test("M15: a key in quotes is warned of as it is written", async () => {
    const world = new World();
    const key = `id:"Close entry(s) order Long ${"k".repeat(230)}"`;
    await world.post(`${ALERT} ${key}`);
    const again = await world.post(`${ALERT} ${key}`);
    expect(again?.body.warnings).toMatchObject([{ code: "KEY_SEEN", token: key }]);
    expect(world.ledger.all()).toHaveLength(1);
  });
});

function required<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("there is none");
  return value;
}
