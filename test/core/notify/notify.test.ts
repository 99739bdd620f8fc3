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
import { tellPlan } from "../../../lib/core/notify/tell-plan.ts";
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

/** What is told of the lock of a buy of 0.5 contracts: `makers` of it at 1999, the rest at 2001. */
function linesOfLock(
  status: "filled" | "expired",
  { price, makers = "0" }: { readonly price: string | undefined; readonly makers?: string },
): readonly string[] {
  const { record } = new Walk().sent();
  const { work } = record.state;
  if (work?.plan === undefined) throw new Error("no plan");
  const steps = work.plan.steps.map((step) => (step.kind === "place" ? { ...step, pricelock: 20 } : step));
  const { price: _, ...inputs } = work.plan.inputs;
  const plan = { ...work.plan, steps, inputs: { ...inputs, ...(price === undefined ? {} : { price }) } };
  const part = { clientOrderId: "id", side: "buy", realizedProfit: "0" } as const;
  const executions = [
    { ...part, contracts: "0.3", averagePrice: "1999", ...(makers === "0" ? {} : { maker: true as const }) },
    { ...part, contracts: "0.2", averagePrice: "2001" },
  ];
  const fills = { contracts: "0.5", value: "999.9" };
  const told = tellOrder(ended({ status, executions, fills, work: { ...work, plan } }));
  return told?.text.split("\n").filter((line) => line.includes("maker")) ?? [];
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
        "Position after it: long 0.5 contracts",
        "Fee: 0.5 USDT",
        "Line: demo ETH/USDT buy 0.5",
      ].join("\n"),
      account: "demo",
      symbol: "ETH/USDT:USDT",
      orderId: ORDER_ID,
      alertId: ALERT,
    });
  });

  test.each<[string, "buy" | "sell", string, string]>([
    ["an opening", "sell", "0", "short 0.5 contracts"],
    ["a growth", "buy", "1.25", "long 1.75 contracts"],
    ["a part of it closed", "sell", "2", "long 1.5 contracts"],
    ["all of it closed", "buy", "-0.5", "flat"],
  ])("with the position after it: %s", (_, side, positionBefore, position) => {
    const execution = { clientOrderId: "id", side, contracts: "0.5", positionBefore };
    const events = [{ at: T0, kind: "ended", status: "filled", code: "FILLED", reason: "all of it" }] as const;
    const state = { ...NEW_ORDER_STATE, executions: [execution], fills: { contracts: "0.5" } };
    const filled = orderRecord({ events, state: { ...state, phase: { kind: "ended" }, status: "filled" } });
    expect(tellOrder(filled)?.text).toContain(`\nPosition after it: ${position}\n`);
    const expired = { ...filled, state: { ...filled.state, status: "expired" as const } };
    expect(tellOrder(expired)?.text).toMatch(new RegExp(`Partly filled: .*\nPosition after it: ${position}\n`));
    const endedTwice = { ...filled, events: [...events, ...events] };
    expect(tellOrder(endedTwice)?.text).not.toContain("Position");
    const rested = { ...filled.state, executions: [{ clientOrderId: "id", side, contracts: "0.5" }] };
    expect(tellOrder({ ...filled, state: rested })?.text).not.toContain("Position");
  });

  test("as filled in part, with why not all of it was", () => {
    const told = tellOrder(ended({ status: "filled", code: "PARTLY_FILLED", reason: "98.5 % pays for no more" }));
    expect(told?.text).toContain("\nWhy not all of it (PARTLY_FILLED): 98.5 % pays for no more.\n");
    expect(tellOrder(ended({ status: "filled", code: "PARTLY_FILLED" }))?.text).not.toContain("Why");
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

  test.each<[string, string | undefined, string[]]>([
    ["some of it", "2000", ["As a maker: 0.3 of 0.5 contracts, +0.1 USDT against the price at receipt"]],
    ["where the price ran away", "1990", ["As a maker: 0.3 of 0.5 contracts, -4.9 USDT against the price at receipt"]],
    ["where the price at receipt is not known", undefined, ["As a maker: 0.3 of 0.5 contracts"]],
  ])("with what its price lock filled as a maker: %s", (_, price, lines) => {
    expect(linesOfLock("filled", { price, makers: "0.3" })).toEqual(lines);
    expect(linesOfLock("expired", { price, makers: "0.3" })).toEqual(lines);
  });

  test("without a word of a price lock that filled nothing as a maker", () => {
    expect(linesOfLock("filled", { price: "2000" })).toEqual([]);
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

describe("a bad alert is one notification", () => {
  const bad = (line: number, text: string, message = "no account") => ({
    line,
    text,
    code: "ACCOUNT_UNKNOWN",
    message,
  });
  const byu = { line: 1, text: "Demo ETH/USDT byu 1", code: "UNKNOWN_WORD", message: '"byu" is not known' };
  const alert = { alertId: ALERT, receivedAt: T0, text: "", accepted: [], rejected: [byu], warnings: [] };
  const tell = (change: object) => tellAlert({ ...alert, ...change }, ["other", "demo"]);

  test("with its one bad line, to the account it names", () => {
    expect(tell({})).toEqual([
      {
        key: `${ALERT}:bad`,
        event: "bad-alert",
        at: T0,
        text: 'Bad alert, nothing was traded for line 1 (UNKNOWN_WORD): "byu" is not known\nLine: Demo ETH/USDT byu 1',
        account: "demo",
        alertId: ALERT,
      },
    ]);
    expect(tell({ rejected: [bad(4, " ", "the alert holds no order line")] })[0]?.text).not.toContain("\n");
  });

  test("with the first of many, how many more there were, and what became of the good ones", () => {
    const rejected = Array.from({ length: 100 }, (_, at) => bad(at + 1, `dmeo ${at}`));
    const [told, ...others] = tell({ rejected, unlisted: 2_900, accepted: [{ line: 3_001, account: "demo" }] });
    expect(others).toEqual([]);
    expect(told?.account ?? told?.accounts).toBeUndefined();
    expect(told?.text.split("\n")).toEqual([
      "Bad alert, nothing was traded for 3000 of its lines:",
      ...[0, 1, 2, 3, 4].flatMap((at) => [`line ${at + 1} (ACCOUNT_UNKNOWN): no account`, `  dmeo ${at}`]),
      "And 2995 more bad lines.",
      "Its 1 good line went on.",
      `More: whook order ${ALERT}`,
    ]);
  });

  test("to each of the accounts its lines name, and to everyone as soon as one names none", () => {
    const two = [byu, bad(2, "other x")];
    expect(tell({ rejected: two })[0]).toMatchObject({ accounts: ["demo", "other"] });
    const [told] = tell({ rejected: [...two, bad(3, "x")] });
    expect([told?.account, told?.accounts]).toEqual([undefined, undefined]);
  });

  test("cut where a line, or what is said of it, is long, and never inside a character", () => {
    const [told] = tell({ rejected: [bad(1, `${"x".repeat(199)}\u{1F600}`, "y".repeat(600))] });
    expect(told?.text).toContain(`${"y".repeat(500)}…\nLine: ${"x".repeat(199)}…`);
  });
});

describe("M19: what was worth saying of good lines", () => {
  const warning = (line: number, message: string) => ({ line, code: "IGNORED", message });
  const text = "demo ETH/USDT close x3\r\nother BTC/USDT close x4";
  const accepted = [
    { line: 1, account: "demo" },
    { line: 2, account: "other" },
  ];
  const alert = { alertId: ALERT, receivedAt: T0, text, accepted, rejected: [], warnings: [] };

  test("is a notification of its own, beside that of the bad lines", () => {
    const rejected = [{ line: 3, text: "x", code: "UNKNOWN_WORD", message: "no" }];
    const told = tellAlert({ ...alert, rejected, warnings: [warning(1, '"x3" is ignored')] }, ["demo"]);
    expect(told.map(({ event }) => event)).toEqual(["bad-alert", "warning"]);
    expect(told[1]).toEqual({
      key: `${ALERT}:warning`,
      event: "warning",
      at: T0,
      text: `Warning, line 1: "x3" is ignored\n  demo ETH/USDT close x3\nMore: whook order ${ALERT}`,
      account: "demo",
      alertId: ALERT,
    });
  });

  test("names every account it is about, and counts what is too much", () => {
    const warnings = Array.from({ length: 7 }, (_, at) => warning((at % 2) + 1, `said ${at}`));
    const [told] = tellAlert({ ...alert, warnings }, []);
    expect(told?.accounts).toEqual(["demo", "other"]);
    expect(told?.text).toContain("\nAnd 2 more warnings.\n");
    expect(tellAlert({ ...alert, warnings: [warning(9, "said")] }, [])[0]?.text).toBe(
      `Warning, line 9: said\nMore: whook order ${ALERT}`,
    );
  });

  test("of an order's plan is told once the order has ended, and once only", () => {
    const walk = new Walk().sent();
    expect(tellPlan(walk.record)).toBeUndefined();
    walk.on({ kind: "answered", order: venueOrder() });
    expect(tellPlan(walk.record)).toBeUndefined();
    const { work } = walk.record.state;
    if (work?.plan === undefined) throw new Error("no plan");
    const planned = { ...work, plan: { ...work.plan, warnings: ["the leverage stays at 20"] } };
    const state = { ...walk.record.state, phase: { kind: "ended" }, work: planned } as const;
    const record = { ...walk.record, state };
    expect(tellPlan(record)).toMatchObject({ key: `${ORDER_ID}:warning`, event: "warning", account: "demo" });
    expect(tellPlan(record)?.text.split("\n")).toEqual([
      "Warning, demo ETH/USDT:USDT buy: the leverage stays at 20",
      "Line: demo ETH/USDT buy 0.5",
      `More: whook order ${ORDER_ID}`,
    ]);
    const { endedAt: _endedAt, ...undated } = state;
    expect(tellPlan({ ...record, state: undated })?.at).toBe(T0);
    expect(tellPlan(ended({}))).toBeUndefined();
    const again = walk.record.events.filter(({ kind }) => kind === "ended");
    expect(tellPlan({ ...record, events: [...record.events, ...again] })).toBeUndefined();
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
  [`${ALERT}:bad`, timeOf(ALERT) + 10, true],
  [`${ALERT}:bad`, timeOf(ALERT) + 11, false],
  [`${ALERT}:warning`, timeOf(ALERT) + 10, true],
  [`${ORDER_ID}@4`, T0, false],
  ["silence:demo:12", T0, false],
  ["digest:2026-11-30", Date.parse("2026-12-05T00:00Z"), true],
  ["digest:2026-11-30", Date.parse("2026-12-05T00:00Z") + 1, false],
  ["loss:a:b:2026-11-30", Date.parse("2026-12-05T00:00Z"), true],
  ["lost:order:2026-11-30", Date.parse("2026-12-05T00:00Z") + 1, false],
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
  [{ events: ["rejected"], accounts: ["demo"] }, note({ accounts: ["other", "Demo"] }), true],
  [{ events: ["rejected"], accounts: ["demo"] }, note({ accounts: ["other", "third"] }), false],
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
