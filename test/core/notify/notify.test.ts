import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { type Accounted, type EndedState, NEW_ORDER_STATE } from "../../../lib/core/execution/order-record.ts";
import { timeOf, unixMs } from "../../../lib/core/ids.ts";
import { mayComeAgain } from "../../../lib/core/notify/may-come-again.ts";
import { isWanted, type Notification } from "../../../lib/core/notify/notification.ts";
import { packMessages } from "../../../lib/core/notify/pack-messages.ts";
import { tellAlert } from "../../../lib/core/notify/tell-alert.ts";
import { tellDeadLetter } from "../../../lib/core/notify/tell-dead-letter.ts";
import { tellOrder } from "../../../lib/core/notify/tell-order.ts";
import { tellSilence } from "../../../lib/core/notify/tell-silence.ts";
import { keepOnly, wasTold, withTold } from "../../../lib/core/notify/told.ts";
import { Secret } from "../../../lib/core/secret.ts";
import { ALERT, failure, ORDER_ID, orderRecord, read, T0, venueOrder, Walk } from "../execution/order-fixture.ts";

function note(change: Partial<Notification> = {}): Notification {
  return { key: "key", event: "rejected", at: T0, text: "something happened", ...change };
}

/** An order that ended so. */
function ended(change: Partial<EndedState>) {
  return orderRecord({ version: 4, state: { ...NEW_ORDER_STATE, phase: { kind: "ended" }, endedAt: T0, ...change } });
}

/** What an order comes to whose one execution of 0.5 contracts was reckoned so, for a fee of 0.5. */
function closing(accounted: Partial<Accounted>, feeCurrency = "USDT") {
  const whole = { realizedProfit: "0", closedContracts: "0", ...accounted };
  const execution = { clientOrderId: "id", side: "sell", contracts: "0.5", accounted: whole } as const;
  return { executions: [execution], fills: { contracts: "0.5", value: "1000", feeCost: "0.5", feeCurrency } };
}

describe("an order is told", () => {
  test("as filled, with how much, at what price and the fee", () => {
    const walk = new Walk().sent();
    walk.on({ kind: "answered", order: venueOrder() });
    expect(walk.record.state.status).toBe("filled");
    expect(tellOrder(walk.record)).toEqual({
      key: `${ORDER_ID}@1`,
      event: "filled",
      at: walk.record.state.endedAt,
      text: [
        "Filled: demo ETH/USDT:USDT buy, 0.5 contracts at 2001 (x3).",
        "Fee: 0.5 USDT",
        "Line: demo ETH/USDT buy 0.5",
      ].join("\n"),
      account: "demo",
      symbol: "ETH/USDT:USDT",
      orderId: ORDER_ID,
      alertId: ALERT,
    });
  });

  test("as rejected, with the reason and how to see more", () => {
    const walk = new Walk().sent();
    walk.on({ kind: "refused", failure: failure({ remedy: "abort", message: "the key may not trade" }) });
    const told = tellOrder(walk.record);
    expect(told?.event).toBe("rejected");
    expect(told?.text.split("\n")).toEqual([
      expect.stringMatching(/^Rejected: demo ETH\/USDT:USDT buy: .*the key may not trade.*\.$/),
      "Nothing was filled.",
      "Line: demo ETH/USDT buy 0.5",
      `More: whook order ${ORDER_ID}`,
    ]);
  });

  test("as expired, with what was filled of it", () => {
    const walk = new Walk();
    walk.on({ kind: "delivered" });
    walk.on(read());
    const fills = { contracts: "0.2", value: "400" };
    const { work } = walk.record.state;
    const told = tellOrder(
      ended({ status: "expired", code: "PARTLY_FILLED", fills, ...(work === undefined ? {} : { work }) }),
    );
    expect(told?.text).toContain("Expired: demo ETH/USDT:USDT buy.\nPartly filled: 0.2 of 0.5 contracts at 2000 (x3).");
  });

  test("as unknown, whatever its status, and asks to look", () => {
    const told = tellOrder(ended({ status: "expired", code: "OUTCOME_UNKNOWN", reason: "the venue does not answer" }));
    expect(told?.event).toBe("unknown-outcome");
    expect(told?.text).toMatch(/^PLEASE CHECK: it is not known .*: the venue does not answer\.\nLook at the position/);
  });

  test.each<[string, Partial<Accounted>, string[]]>([
    [
      "a gain",
      { realizedProfit: "12.5", closedContracts: "0.5" },
      ["Realised profit: +12.5 USDT, +12 USDT net of its fee"],
    ],
    [
      "a loss",
      { realizedProfit: "-3.25", closedContracts: "0.2" },
      ["Realised profit: -3.25 USDT, -3.75 USDT net of its fee"],
    ],
    [
      "neither, but for its fee",
      { realizedProfit: "0", closedContracts: "0.5" },
      ["Realised profit: 0 USDT, -0.5 USDT net of its fee"],
    ],
    ["nothing where it only opened", { realizedProfit: "0", closedContracts: "0" }, []],
    [
      "nothing where whook had not opened it, and says so",
      { realizedProfit: "0", closedContracts: "0", outsideContracts: "0.5" },
      ["Closed 0.5 contracts that whook had not opened: their profit is not known"],
    ],
    [
      "a part, and of which it is not known",
      { realizedProfit: "4", closedContracts: "0.3", outsideContracts: "0.2" },
      [
        "Realised profit: +4 USDT, +3.5 USDT net of its fee",
        "Closed 0.2 contracts that whook had not opened: their profit is not known",
      ],
    ],
  ])("with what closing made: %s", (_, accounted, lines) => {
    const told = tellOrder(ended({ status: "filled", ...closing(accounted) }));
    expect(told?.text.split("\n").slice(1, -2)).toEqual(lines);
  });

  test("with what closing made where the fee was taken in another coin, or the order broke off", () => {
    const made = closing({ realizedProfit: "12.5", closedContracts: "0.5" }, "BNB");
    expect(tellOrder(ended({ status: "filled", ...made }))?.text).toContain("\nRealised profit: +12.5 USDT\n");
    expect(tellOrder(ended({ status: "expired", ...made }))?.text).toMatch(
      /\nPartly filled: .*\nRealised profit: \+12\.5 USDT\n/,
    );
  });

  test("without what is not known", () => {
    expect(tellOrder(ended({ status: "filled", fills: { contracts: "0" } }))?.text).toBe(
      "Filled: demo ETH/USDT:USDT buy, 0 contracts.\nLine: demo ETH/USDT buy 0.5",
    );
    expect(tellOrder(orderRecord({ state: { ...NEW_ORDER_STATE, status: "rejected" } }))?.at).toBe(T0);
  });

  test.each(["queued", "working", "placed", "cancelled", "done"] as const)("not at all as %s", (status) => {
    expect(tellOrder(ended({ status }))).toBeUndefined();
  });
});

describe("a bad alert is told line by line", () => {
  const alert = {
    alertId: ALERT,
    receivedAt: T0,
    rejected: [
      { line: 1, text: "Demo ETH/USDT byu 1", code: "UNKNOWN_WORD", message: '"byu" is not known' },
      { line: 3, text: "dmeo ETH/USDT buy 1", code: "ACCOUNT_UNKNOWN", message: "no account" },
      { line: 4, text: "", code: "EMPTY", message: "the alert holds no order line" },
    ],
  };

  test("to the account it names, or to everyone", () => {
    const told = tellAlert(alert, ["other", "demo"]);
    expect(told.map(({ account }) => account)).toEqual(["demo", undefined, undefined]);
    expect(told[0]).toMatchObject({
      key: `${ALERT}:1`,
      event: "bad-alert",
      text: 'Bad alert, nothing was traded for line 1 (UNKNOWN_WORD): "byu" is not known\nLine: Demo ETH/USDT byu 1',
    });
    expect(told[2]?.text).not.toContain("\n");
  });
});

test("a dead letter is told with the way back", () => {
  const letter = { orderId: ORDER_ID, receiveCount: 250, diedAt: T0 };
  const told = tellDeadLetter(letter, orderRecord());
  expect(told).toMatchObject({ event: "dead-letter", account: "demo", alertId: ALERT, key: `dead:${ORDER_ID}:${T0}` });
  expect(told.text).toContain("(demo ETH/USDT:USDT buy) was set aside after 250 tries");
  expect(told.text).toContain("whook redrive");
  expect(tellDeadLetter(letter, undefined).text).toContain(`order ${ORDER_ID} was set aside`);
});

test.each([
  [`dead:${ORDER_ID}:${T0}`, T0 + 1_000, true],
  [`dead:${ORDER_ID}:${T0}`, T0 + 1_001, false],
  [`${ALERT}:2`, timeOf(ALERT) + 10, true],
  [`${ALERT}:2`, timeOf(ALERT) + 11, false],
  [`${ORDER_ID}@4`, T0, false],
  ["silence:demo:12", T0, false],
])("what was told under the key %s may come again at %d: %s", (key, at, may) => {
  expect(mayComeAgain(key, unixMs(at), { deadLetterMs: 1_000, resendMs: 10 })).toBe(may);
});

test("silence is told for one account or for all, with one key as long as it lasts", () => {
  const one = tellSilence({ account: "demo", hours: 12, now: T0 });
  expect(one).toMatchObject({ key: "silence:demo:12", event: "silence", account: "demo" });
  expect(one.text).toContain("no good alert for account demo in 12 hours");
  const all = tellSilence({ account: undefined, hours: 12, now: T0 });
  expect(all).toMatchObject({ key: "silence::12" });
  expect(all.text).toContain("any account");
});

test.each([
  [{ events: ["rejected"] }, note({ account: "demo" }), true],
  [{ events: ["filled"] }, note({ account: "demo" }), false],
  [{ events: ["rejected"], accounts: ["demo"] }, note({ account: "Demo" }), true],
  [{ events: ["rejected"], accounts: ["demo"] }, note({ account: "other" }), false],
  [{ events: ["rejected"], accounts: ["demo"] }, note(), true],
] as const)("%j wants %j: %s", (subscription, notification, expected) => {
  expect(isWanted(subscription, notification)).toBe(expected);
});

describe("messages", () => {
  const many = (count: number, change: Partial<Notification> = {}) =>
    Array.from({ length: count }, (_, index) => note({ key: `k${index}`, text: `number ${index}`, ...change }));

  test("hold one notification each where the channel wants it so, and leave the rest for later", () => {
    const messages = packMessages(many(5), { kind: "single", perPass: 2 });
    expect(messages.map(({ notifications }) => notifications.map(({ key }) => key))).toEqual([["k0"], ["k1"]]);
  });

  test("hold as many texts as fit, in order, none lost", () => {
    const messages = packMessages(many(10), { kind: "text", perPass: 10, maxCharacters: 20 });
    expect(messages.map(({ text }) => text)).toEqual(
      [0, 2, 4, 6, 8].map((index) => `number ${index}\n\nnumber ${index + 1}`),
    );
    expect(packMessages([], { kind: "text", perPass: 10, maxCharacters: 30 })).toEqual([]);
  });

  test("count the rest in a flood, those that failed first", () => {
    const flood = [...many(100, { event: "filled" }), note({ key: "bad", text: "a rejection" })];
    const messages = packMessages(flood, { kind: "text", perPass: 2, maxCharacters: 80 });
    expect(messages).toHaveLength(2);
    expect(messages[0]?.text).toContain("a rejection");
    const [, last] = messages;
    expect(last?.text).toMatch(/And \d+ more: whook trades$/);
    for (const { text } of messages) expect(text.length).toBeLessThanOrEqual(80);
    const keys = messages.flatMap(({ notifications }) => notifications.map(({ key }) => key));
    expect([...keys].sort()).toEqual(flood.map(({ key }) => key).sort());
    const counted = Number(/And (\d+) more/.exec(last?.text ?? "")?.[1]);
    expect(messages.map(({ text }) => text.split("number").length - 1).reduce((a, b) => a + b) + 1 + counted).toBe(101);
  });

  test("are cut where one text is too long, never inside a character", () => {
    const [message] = packMessages([note({ text: "ab🙂🙂🙂" })], { kind: "text", perPass: 1, maxCharacters: 6 });
    expect(message?.text).toBe("ab🙂…");
    expect(message?.text.isWellFormed()).toBe(true);
  });
});

test("what was told is remembered by channel, and forgotten when it cannot come up again", () => {
  const told = withTold(withTold({ startedAt: unixMs(5), keys: {} }, "phone", ["a", "b"]), "phone", ["c"]);
  expect(withTold(told, "team", [])).toBe(told);
  expect(wasTold(told, "phone", "c")).toBe(true);
  expect(wasTold(told, "team", "c")).toBe(false);
  expect(keepOnly(withTold(told, "team", ["x"]), (key) => key === "b")).toEqual({
    startedAt: 5,
    keys: { phone: ["b"] },
  });
});

test("a secret text shows itself to nobody but who asks for it", () => {
  const secret = new Secret("123:token");
  expect(secret.reveal()).toBe("123:token");
  for (const text of [String(secret), JSON.stringify({ secret }), inspect({ secret })]) {
    expect(text).toContain("[redacted]");
    expect(text).not.toContain("token");
  }
});
