import { beforeEach, describe, expect, test } from "vitest";
import { Notifier, type PassOptions, type PassReport } from "../../lib/app/notifier.ts";
import type { OpenedChannel } from "../../lib/app/notifier-deps.ts";
import { runNotifier } from "../../lib/app/run-notifier.ts";
import type { OrderRecord } from "../../lib/core/execution/order-record.ts";
import { orderIdOf, timeOf, unixMs } from "../../lib/core/ids.ts";
import { type News, NO_NEWS } from "../../lib/core/notify/news.ts";
import type { NotifyEvent } from "../../lib/core/notify/notification.ts";
import type { Packing } from "../../lib/core/notify/pack-messages.ts";
import type { AccountHoldings } from "../../lib/core/notify/tell-digest.ts";
import { tradeOf } from "../../lib/core/trade/trade.ts";
import type { StoredDocument } from "../../lib/ports/document-store.ts";
import type { Notice } from "../../lib/ports/notices.ts";
import type { SendOutcome } from "../../lib/ports/notification-channel.ts";
import type { DeadLetter } from "../../lib/ports/order-queue.ts";
import { ALERT, orderRecord, T0 } from "../core/execution/order-fixture.ts";
import { RecordingTelemetry } from "../support/recording-telemetry.ts";
import { VirtualClock } from "../support/virtual-clock.ts";

const HOUR_MS = 3_600_000;
const LEASE_MS = 50_000;
const OWNED_MS = 130_000;
const RESEND_MS = 180_000;
const DEAD_MS = 14 * 24 * HOUR_MS;
const ALL: readonly NotifyEvent[] = [
  "filled",
  "rejected",
  "expired",
  "bad-alert",
  "warning",
  "unknown-outcome",
  "dead-letter",
];

/** A channel that answers what the test says, else takes everything. */
class ScriptedChannel {
  readonly sent: string[] = [];
  readonly sentAt: number[] = [];
  readonly answers: SendOutcome[] = [];
  readonly minIntervalMs: number;
  readonly packing: Packing;
  readonly #clock: VirtualClock;
  tries = 0;

  constructor(clock: VirtualClock, { minIntervalMs = 0, packing }: { minIntervalMs?: number; packing?: Packing } = {}) {
    this.#clock = clock;
    this.minIntervalMs = minIntervalMs;
    this.packing = packing ?? { kind: "single", perPass: 50 };
  }

  send(message: { readonly text: string }): Promise<SendOutcome> {
    return around(() => this.#send(message));
  }

  async #send({ text }: { readonly text: string }): Promise<SendOutcome> {
    this.tries += 1;
    const outcome = this.answers.shift() ?? { kind: "sent" };
    if (outcome.kind === "sent") {
      this.sent.push(text);
      this.sentAt.push(this.#clock.now());
    }
    return outcome;
  }
}

let clock: VirtualClock;
let telemetry: RecordingTelemetry;
let notices: Notice[];
let dead: DeadLetter[];
let orders: OrderRecord[];
let document: StoredDocument | undefined;
let news: News;
let channels: OpenedChannel[];
/** What the exchanges answer a digest. */
let readHoldings: (accounts: readonly string[]) => Promise<Readonly<Record<string, AccountHoldings>>>;
/** Marks cannot be taken off. */
let isTableDown: boolean;
/** Every call of the notifier to the ledger and to a channel. */
let around: <T>(call: () => Promise<T>) => Promise<T>;

beforeEach(() => {
  around = (call) => call();
  isTableDown = false;
  readHoldings = async () => ({});
  clock = new VirtualClock(T0);
  telemetry = new RecordingTelemetry();
  notices = [];
  dead = [];
  orders = [];
  document = undefined;
  news = NO_NEWS;
  channels = [];
});

function createNotifier(): Notifier {
  return new Notifier({
    notices: {
      listNotices: (limit) => around(async () => notices.slice(0, limit)),
      clearNotice: (notice) =>
        around(async () => {
          if (isTableDown) throw new Error("throttled");
          notices = notices.filter((other) => other !== notice);
        }),
    },
    ledger: {
      getOrder: async (orderId) => orders.find((order) => order.orderId === orderId),
      listOrders: async ({ account, since = 0 }) => ({
        orders: orders.filter(
          (order) => order.receivedAt >= since && order.account.toLowerCase() === (account ?? order.account),
        ),
      }),
      listTrades: async ({ account, since = 0, until = Number.POSITIVE_INFINITY }) => ({
        trades: orders
          .filter((order) => order.account === account && order.receivedAt >= since && order.receivedAt < until)
          .map(tradeOf),
      }),
    },
    queue: { deadLetters: async () => dead },
    accounts: {
      listAccounts: async () => [{ id: "demo" }, { id: "other" }].map((account) => ({ ...account, ...ACCOUNT })),
    },
    documents: {
      readDocument: (name) =>
        around(async () => (name === "news" ? { body: JSON.stringify(news), version: 1 } : document)),
      writeDocument: (_name, body, previous) =>
        around(async () => {
          if (document?.version !== previous) return false;
          document = { body, version: (previous ?? 0) + 1 };
          return true;
        }),
    },
    clock,
    telemetry,
    limits: {
      noticesPerPass: 500,
      passMs: 10_000,
      calledMs: 5_000,
      ownedMs: OWNED_MS,
      giveUpMs: HOUR_MS,
      leaseMs: LEASE_MS,
      deadLetterMs: DEAD_MS,
      resendMs: RESEND_MS,
    },
    channels: async () => channels,
    readHoldings: (accounts) => readHoldings(accounts.map(({ id }) => id)),
  });
}

const ACCOUNT = {
  exchange: "paper",
  settle: "USDT",
  marginMode: "isolated",
  orderTimeoutMs: 1,
  alertTimeoutMs: 1,
  maxAlertAgeMs: 1,
} as const;

/** Runs a pass, letting its waits go by. */
function pass(notifier: Notifier, options: PassOptions = {}): Promise<PassReport> {
  return untilOver(notifier.pass(options));
}

async function untilOver<T>(work: Promise<T>): Promise<T> {
  let isOver = false;
  const passing = work.finally(() => {
    isOver = true;
  });
  while (!isOver) {
    await new Promise((resolve) => setImmediate(resolve));
    const wakeAt = clock.nextWakeAt();
    if (wakeAt !== undefined) clock.advanceTo(wakeAt);
  }
  return passing;
}

function subscribe(name: string, channel: ScriptedChannel, change: Partial<OpenedChannel> = {}): ScriptedChannel {
  channels.push({ name, subscription: { events: ALL }, channel, ...change });
  return channel;
}

function mark(ordinal: number, status: "filled" | "rejected" | "placed" = "rejected", account = "demo"): void {
  const base = orderRecord({ orderId: orderIdOf(ALERT, ordinal), account, text: `line of ${ordinal}` });
  const state = { ...base.state, status, phase: { kind: "ended" as const }, endedAt: T0 };
  notices.push({ kind: "order", order: { ...base, state } });
}

describe("marks", () => {
  test("are told once, by account and event, and cleared", async () => {
    const phone = subscribe("phone", new ScriptedChannel(clock));
    const team = subscribe("team", new ScriptedChannel(clock), {
      subscription: { events: ["rejected"], accounts: ["other"] },
    });
    mark(0, "filled");
    mark(1, "rejected", "Other");
    mark(2, "placed");
    const notifier = createNotifier();
    await pass(notifier);
    await pass(notifier);
    expect(phone.sent).toHaveLength(2);
    expect(team.sent).toEqual([expect.stringContaining("Rejected: Other")]);
    expect(notices).toEqual([]);
  });

  test("of bad lines are told with what was wrong", async () => {
    const phone = subscribe("phone", new ScriptedChannel(clock));
    const rejected = [{ line: 2, text: "demo byu", code: "UNKNOWN_WORD", message: "no such word" }];
    notices.push({
      kind: "alert",
      alert: { alertId: ALERT, receivedAt: T0, text: "", accepted: [], rejected, warnings: [] },
    });
    await pass(createNotifier());
    expect(phone.sent).toEqual([expect.stringContaining("line 2 (UNKNOWN_WORD): no such word")]);
  });

  test("of an alert that was stored again, since its sender got no answer, are told once", async () => {
    const phone = subscribe("phone", new ScriptedChannel(clock));
    const rejected = [{ line: 2, text: "demo byu", code: "UNKNOWN_WORD", message: "no such word" }];
    const alert = { alertId: ALERT, receivedAt: T0, text: "", accepted: [], rejected, warnings: [] };
    for (const resendMs of [0, 5_000]) {
      clock.advance(resendMs);
      notices.push({ kind: "alert", alert });
      await pass(createNotifier());
    }
    expect([phone.sent.length, notices.length]).toEqual([1, 0]);
    clock.advance(timeOf(ALERT) + RESEND_MS + 1 - clock.now());
    await pass(createNotifier());
    expect(JSON.parse(document?.body ?? "").keys).toEqual({});
  });

  test("are cleared unread when there is no channel", async () => {
    mark(0);
    await pass(createNotifier());
    expect(notices).toEqual([]);
  });

  test("stay when the process dies before it told them, and are told by the next", async () => {
    const phone = subscribe("phone", new ScriptedChannel(clock));
    mark(0);
    const stopped = new AbortController();
    stopped.abort();
    await pass(createNotifier(), { signal: stopped.signal });
    expect([phone.tries, notices.length]).toEqual([0, 1]);
    await pass(createNotifier());
    expect(phone.sent).toHaveLength(1);
  });
});

describe("a channel that fails", () => {
  const down: SendOutcome = { kind: "failed", reason: "answered 502" };

  test("is tried again after growing waits, within the pass", async () => {
    const phone = subscribe("phone", new ScriptedChannel(clock));
    phone.answers.push(down, down, down);
    mark(0);
    await pass(createNotifier());
    expect(phone.sentAt).toEqual([T0 + 1_000 + 2_000 + 4_000]);
    expect(notices).toEqual([]);
  });

  test("is not tried before the time it named", async () => {
    const phone = subscribe("phone", new ScriptedChannel(clock));
    phone.answers.push({ kind: "failed", reason: "answered 429", retryAfterMs: 25_000 });
    mark(0);
    await pass(createNotifier());
    const version = document?.version;
    await pass(createNotifier());
    expect([phone.tries, notices.length, document?.version]).toEqual([1, 1, version]);
    clock.advance(20_000);
    await pass(createNotifier());
    expect(phone.sentAt).toEqual([T0 + 25_000]);
  });

  test("holds nothing up for others, and tells them nothing twice, over a restart too", async () => {
    const phone = subscribe("phone", new ScriptedChannel(clock));
    const team = subscribe("team", new ScriptedChannel(clock));
    phone.answers.push(...Array.from({ length: 4 }, () => down));
    mark(0);
    await pass(createNotifier());
    expect([phone.sent.length, team.sent.length, notices.length]).toEqual([0, 1, 1]);
    await pass(createNotifier());
    expect([phone.sent.length, team.sent.length, notices.length]).toEqual([1, 1, 0]);
    await pass(createNotifier());
    expect(JSON.parse(document?.body ?? "").keys).toEqual({});
  });

  test("is given up on after an hour, and the next message is tried afresh", async () => {
    const phone = subscribe("phone", new ScriptedChannel(clock));
    phone.answers.push(...Array.from({ length: 4 }, () => down));
    mark(0);
    clock.advance(HOUR_MS + 1);
    const notifier = createNotifier();
    expect(await pass(notifier)).toEqual({ isWhole: true, told: 0, lost: 1 });
    expect(notices).toEqual([]);
    expect(telemetry.counts.get("NotificationLost")).toBe(1);
    clock.advance(60_000);
    mark(1);
    await pass(notifier);
    expect(phone.sent).toHaveLength(1);
  });

  test("is logged by its name, and a refusal is not tried again", async () => {
    const phone = subscribe("phone", new ScriptedChannel(clock));
    phone.answers.push({ kind: "refused", reason: "answered 401, Unauthorized" });
    mark(0);
    expect(await pass(createNotifier())).toEqual({ isWhole: true, told: 0, lost: 1 });
    expect([phone.tries, notices.length]).toEqual([1, 0]);
    expect(telemetry.lines.join()).toContain('"channel":"phone","reason":"answered 401, Unauthorized"');
  });

  test("and a broken ledger end in the log, never in a throw", async () => {
    const notifier = createNotifier();
    channels = undefined as unknown as OpenedChannel[];
    expect(await notifier.pass()).toEqual({ isWhole: false, told: 0, lost: 0 });
    expect(telemetry.lines.join()).toContain("notifications could not be worked on");
  });
});

test("messages keep the channel's pace, over passes and restarts too", async () => {
  const phone = subscribe("phone", new ScriptedChannel(clock, { minIntervalMs: 3_000 }));
  for (let ordinal = 0; ordinal < 6; ordinal++) mark(ordinal);
  await pass(createNotifier());
  await pass(createNotifier());
  expect(phone.sentAt).toEqual([0, 3, 6, 9, 12, 15].map((seconds) => T0 + seconds * 1_000));
});

test("a flood is counted in a few messages, and all of it is cleared", async () => {
  const packing: Packing = { kind: "text", perPass: 3, maxCharacters: 1_000 };
  const phone = subscribe("phone", new ScriptedChannel(clock, { minIntervalMs: 3_000, packing }));
  for (let ordinal = 0; ordinal < 400; ordinal++) mark(ordinal);
  await pass(createNotifier());
  expect(phone.sent).toHaveLength(3);
  expect(phone.sent[2]).toMatch(/And \d+ more: whook trades$/);
  expect(notices).toEqual([]);
});

test("a dead letter is told once as long as it lies there", async () => {
  const phone = subscribe("phone", new ScriptedChannel(clock));
  const order = orderRecord();
  orders.push(order);
  dead.push({ message: { orderId: order.orderId, groupId: "demo#ETH" }, receiveCount: 250, diedAt: unixMs(T0) });
  const notifier = createNotifier();
  await pass(notifier);
  await pass(createNotifier());
  expect(phone.sent).toEqual([expect.stringContaining("set aside after 250 tries")]);
  // SQS does not show every letter each time.
  const [letter] = dead.splice(0);
  await pass(notifier);
  dead.push(letter as DeadLetter);
  await pass(notifier);
  expect(phone.sent).toHaveLength(1);
  dead.length = 0;
  clock.advance(DEAD_MS + 1);
  await pass(notifier);
  expect(JSON.parse(document?.body ?? "").keys).toEqual({});
});

describe("two at once", () => {
  test("tell everything once: the second finds the first at work and leaves", async () => {
    const phone = subscribe("phone", new ScriptedChannel(clock, { minIntervalMs: 3_000 }));
    mark(0);
    mark(1);
    const first = createNotifier().pass();
    while (phone.tries === 0) await new Promise((resolve) => setImmediate(resolve));
    expect(await createNotifier().pass()).toEqual({ isWhole: true, told: 0, lost: 0 });
    expect(await untilOver(first)).toMatchObject({ told: 2 });
    expect([phone.tries, notices.length]).toEqual([2, 0]);
  });

  test("of two that began with the same reading, one tells", async () => {
    const phone = subscribe("phone", new ScriptedChannel(clock));
    mark(0);
    const reports = await untilOver(Promise.all([createNotifier().pass(), createNotifier().pass()]));
    expect(reports.map(({ told }) => told).toSorted()).toEqual([0, 1]);
    expect(phone.sent).toHaveLength(1);
  });

  test("one that died is waited for until its lease is over, then all of it is told", async () => {
    const phone = subscribe("phone", new ScriptedChannel(clock));
    mark(0);
    document = {
      version: 3,
      body: JSON.stringify({ startedAt: T0, keys: {}, paces: {}, busyUntil: T0 + LEASE_MS }),
    };
    clock.advance(LEASE_MS - 1);
    await pass(createNotifier());
    expect(phone.tries).toBe(0);
    clock.advance(1);
    await pass(createNotifier());
    expect([phone.sent.length, notices.length]).toEqual([1, 0]);
  });
});

describe("who is called for marks", () => {
  /** Marks them as the ledger on AWS does, now. */
  function markNow(ordinal: number): void {
    mark(ordinal, "rejected");
    notices = notices.map((notice) => ({ markedAt: clock.now(), ...notice }));
  }
  const call = (notifier = createNotifier()) => untilOver(notifier.tellCalled(notices));

  test("tells of them, takes them off and writes nothing else: they are his alone", async () => {
    const phone = subscribe("phone", new ScriptedChannel(clock));
    markNow(0);
    markNow(1);
    await pass(createNotifier());
    const before = document;
    expect(phone.sent).toEqual([]);
    expect(await call()).toEqual({ isWhole: true, told: 2, lost: 0 });
    expect([phone.sent.length, notices.length]).toEqual([2, 0]);
    expect(document).toEqual(before);
  });

  test("leaves what a channel does not take to a pass, which begins when nobody can be at it any more and tells no other channel twice", async () => {
    const phone = subscribe("phone", new ScriptedChannel(clock));
    const team = subscribe("team", new ScriptedChannel(clock));
    phone.answers.push(...Array.from({ length: 3 }, () => ({ kind: "failed", reason: "answered 502" }) as const));
    markNow(0);
    await call();
    expect([phone.sent.length, team.sent.length, notices.length]).toEqual([0, 1, 1]);
    // Known to fail: somebody who is called does not try it again.
    await call();
    expect(phone.tries).toBe(3);
    clock.advanceTo(unixMs(T0 + OWNED_MS - 1));
    await pass(createNotifier());
    expect(phone.tries).toBe(3);
    clock.advance(1);
    await pass(createNotifier());
    expect([phone.sent.length, team.sent.length, notices.length]).toEqual([1, 1, 0]);
  });

  test("and a pass at the same time keep what both have told", async () => {
    const phone = subscribe("phone", new ScriptedChannel(clock, { minIntervalMs: 3_000 }));
    const down = subscribe("down", new ScriptedChannel(clock));
    down.answers.push(...Array.from({ length: 7 }, () => ({ kind: "failed", reason: "answered 502" }) as const));
    mark(0);
    const passing = createNotifier().pass();
    while (phone.tries === 0) await new Promise((resolve) => setImmediate(resolve));
    markNow(1);
    const called = createNotifier().tellCalled(notices.slice(-1));
    await untilOver(Promise.all([passing, called]));
    expect(phone.sent).toHaveLength(2);
    clock.advance(OWNED_MS);
    await pass(createNotifier());
    expect([phone.sent.length, down.sent.length, notices.length]).toEqual([2, 2, 0]);
    expect(JSON.parse(document?.body ?? "").keys).toEqual({});
  });

  test("keeps a channel's pace from one call to the next, without writing it down", async () => {
    const phone = subscribe("phone", new ScriptedChannel(clock, { minIntervalMs: 3_000 }));
    const notifier = createNotifier();
    for (const ordinal of [0, 1]) {
      markNow(ordinal);
      await call(notifier);
    }
    expect(phone.sentAt).toEqual([T0, T0 + 3_000]);
    expect(document).toBeUndefined();
  });

  test("remembers an alert's bad line that its sender may send once more", async () => {
    const phone = subscribe("phone", new ScriptedChannel(clock));
    const rejected = [{ line: 2, text: "demo byu", code: "UNKNOWN_WORD", message: "no such word" }];
    const alert = { alertId: ALERT, receivedAt: T0, text: "", accepted: [], rejected, warnings: [] };
    for (const _ of [0, 1]) {
      notices.push({ kind: "alert", alert, markedAt: clock.now() });
      await call();
    }
    expect([phone.sent.length, notices.length]).toEqual([1, 0]);
  });

  test("and cannot take a mark off says so, and it is told no second time", async () => {
    const phone = subscribe("phone", new ScriptedChannel(clock));
    markNow(0);
    isTableDown = true;
    expect(await call()).toEqual({ isWhole: false, told: 0, lost: 0 });
    isTableDown = false;
    clock.advance(OWNED_MS);
    expect(await pass(createNotifier())).toEqual({ isWhole: true, told: 0, lost: 0 });
    expect([phone.sent.length, notices.length]).toEqual([1, 0]);
  });

  test("and dies before or after any of his calls loses nothing, and tells each channel the same at most twice", async () => {
    for (const when of ["before", "after"] as const) {
      for (let index = 0; ; index++) {
        [document, channels] = [undefined, []];
        const told = ["phone", "team"].map((name) => subscribe(name, new ScriptedChannel(clock)));
        markNow(0);
        const calls = die(index, when);
        await call();
        around = (work) => work();
        if (calls() <= index) break;
        clock.advance(OWNED_MS);
        await pass(createNotifier());
        const where = `${when} call ${index}`;
        expect(notices, where).toEqual([]);
        for (const { sent } of told) {
          expect(sent.length, where).toBeGreaterThanOrEqual(1);
          expect(sent.length, where).toBeLessThanOrEqual(2);
        }
      }
    }
  });
});

/** From the call of that number on nothing is done any more; that call itself is, when it dies `after` it. */
function die(index: number, when: "before" | "after"): () => number {
  let count = 0;
  around = async (call) => {
    const isDead = count > index || (count === index && when === "before");
    count += 1;
    if (isDead) throw new Error("dead");
    const done = await call();
    if (count - 1 === index) throw new Error("dead");
    return done;
  };
  return () => count;
}

describe("a process that dies", () => {
  test("before or after any of its calls loses nothing, and tells each channel the same at most twice", async () => {
    let deaths = 0;
    for (const when of ["before", "after"] as const) {
      for (let index = 0; ; index++) {
        [document, channels] = [undefined, []];
        const told = ["phone", "team"].map((name) => subscribe(name, new ScriptedChannel(clock)));
        mark(0);
        mark(1);
        const calls = die(index, when);
        await pass(createNotifier());
        around = (call) => call();
        if (calls() <= index) break;
        clock.advance(LEASE_MS);
        await pass(createNotifier());
        await pass(createNotifier());
        const where = `${when} call ${index}`;
        expect(notices, where).toEqual([]);
        for (const { sent } of told)
          for (const line of ["line of 0", "line of 1"]) {
            const times = sent.filter((text) => text.includes(line)).length;
            expect(times, where).toBeGreaterThanOrEqual(1);
            expect(times, where).toBeLessThanOrEqual(2);
          }
        deaths += 1;
      }
    }
    // Three readings, two writings of the document, four messages and two marks.
    expect(deaths).toBe(2 * 11);
  });
});

test("a mark that cannot be taken off is told once, and cleared by a later pass", async () => {
  const phone = subscribe("phone", new ScriptedChannel(clock));
  mark(0);
  isTableDown = true;
  expect(await pass(createNotifier())).toMatchObject({ isWhole: false });
  isTableDown = false;
  expect(await pass(createNotifier())).toEqual({ isWhole: true, told: 0, lost: 0 });
  expect([phone.sent.length, notices.length]).toEqual([1, 0]);
  expect(telemetry.counts.get("NotificationSent")).toBe(1);
});

describe("a run", () => {
  test("looks again after what it told: what was marked meanwhile is told by it", async () => {
    const phone = subscribe("phone", new ScriptedChannel(clock, { minIntervalMs: 1_000 }));
    mark(0);
    mark(1);
    const run = runNotifier(createNotifier(), { clock, runMs: 10_000 });
    while (phone.tries === 0) await new Promise((resolve) => setImmediate(resolve));
    mark(2);
    expect(await untilOver(run)).toEqual({ isWhole: true, told: 3, lost: 0 });
    expect(notices).toEqual([]);
  });

  test("ends when its time is over, and leaves the rest to the next", async () => {
    subscribe("phone", new ScriptedChannel(clock, { minIntervalMs: 3_000 }));
    for (let ordinal = 0; ordinal < 6; ordinal++) mark(ordinal);
    const run = () => untilOver(runNotifier(createNotifier(), { clock, runMs: 10_000 }));
    expect(await run()).toMatchObject({ told: 4 });
    expect(await run()).toMatchObject({ told: 2 });
  });

  test("ends when it cannot be worked on", async () => {
    subscribe("phone", new ScriptedChannel(clock));
    mark(0);
    isTableDown = true;
    const run = runNotifier(createNotifier(), { clock, runMs: 10_000 });
    expect(await untilOver(run)).toEqual({ isWhole: false, told: 0, lost: 0 });
  });
});

describe("silence", () => {
  const silent = (accounts?: readonly string[]) => ({
    subscription: { events: ["silence"] as const, ...(accounts === undefined ? {} : { accounts }) },
    silenceHours: 12,
  });

  test("is told once when it is longer than asked, counted from the first start, and again after it was broken", async () => {
    const phone = subscribe("phone", new ScriptedChannel(clock), silent());
    const notifier = createNotifier();
    await pass(notifier);
    clock.advance(11 * HOUR_MS);
    await pass(notifier);
    expect(phone.sent).toEqual([]);
    clock.advance(HOUR_MS);
    await pass(notifier);
    await pass(createNotifier());
    expect(phone.sent).toEqual([expect.stringContaining("in 12 hours")]);
    orders.push(orderRecord({ receivedAt: clock.now() }));
    await pass(notifier);
    clock.advance(12 * HOUR_MS + 1);
    await pass(notifier);
    expect(phone.sent).toHaveLength(2);
  });

  test("is each account's own", async () => {
    const phone = subscribe("phone", new ScriptedChannel(clock), silent(["demo", "other"]));
    const notifier = createNotifier();
    await pass(notifier);
    clock.advance(13 * HOUR_MS);
    orders.push(orderRecord({ receivedAt: clock.now() }));
    await pass(notifier);
    expect(phone.sent).toEqual([expect.stringContaining("account other")]);
  });
});

describe("what the clock found", () => {
  test("is told once to whom it concerns, over restarts too, as long as it is kept", async () => {
    const phone = subscribe("phone", new ScriptedChannel(clock), {
      subscription: { events: ["day-loss", "lost-alert"] },
    });
    const team = subscribe("team", new ScriptedChannel(clock), {
      subscription: { events: ["day-loss", "lost-alert"], accounts: ["other"] },
    });
    const found = { at: T0, account: "demo" };
    const loss = { ...found, key: "loss:demo:2023-11-14", event: "day-loss", text: "closed by its loss" } as const;
    const lost = { ...found, key: "lost:demo:x:2023-11-14", event: "lost-alert", text: "an alert was lost" } as const;
    news = { holes: [], found: [loss, lost] };
    for (const _ of [0, 1, 2]) await pass(createNotifier());
    expect([phone.sent, team.sent]).toEqual([["closed by its loss", "an alert was lost"], []]);
    // Not shown by one reading, it is known by the next.
    news = NO_NEWS;
    await pass(createNotifier());
    news = { holes: [], found: [loss] };
    await pass(createNotifier());
    expect(phone.sent).toHaveLength(2);
  });
});

describe("a digest", () => {
  /** T0 is 2023-11-14 22:13:20 in UTC. */
  const MIDNIGHT = Date.parse("2023-11-15T00:00Z");
  const DAY_MS = 24 * HOUR_MS;
  const daily = (accounts?: readonly string[]) => ({
    subscription: { events: ["digest"] as const, ...(accounts === undefined ? {} : { accounts }) },
    digest: { at: "20:00", timezone: "UTC" },
  });
  const at = (day: number, hour: number) => unixMs(MIDNIGHT + day * DAY_MS + hour * HOUR_MS);

  async function passAt(time: number): Promise<PassReport> {
    clock.advanceTo(unixMs(time));
    return pass(createNotifier());
  }

  function order(ordinal: number, receivedAt: number, status: "filled" | "rejected" = "filled"): void {
    const base = orderRecord({ orderId: orderIdOf(ALERT, ordinal), receivedAt: unixMs(receivedAt) });
    orders.push({ ...base, state: { ...base.state, status, phase: { kind: "ended" } } });
  }

  test("comes once a day and channel, over restarts too", async () => {
    const phone = subscribe("phone", new ScriptedChannel(clock), daily());
    const team = subscribe("team", new ScriptedChannel(clock), { ...daily(["other"]) });
    await passAt(at(0, 19.99));
    expect(phone.sent).toEqual([]);
    for (const hour of [20, 20.1, 23.9, 24.5, 43.9, 44, 44.1]) await passAt(at(0, hour));
    expect(phone.sent.map((text) => text.slice(0, 20))).toEqual(["Digest of 2023-11-15", "Digest of 2023-11-16"]);
    expect(phone.sent[0]?.split("\n").slice(1)).toEqual([
      "demo: no orders",
      "  Open: not read",
      "  Balance: not read",
      "other: no orders",
      "  Open: not read",
      "  Balance: not read",
    ]);
    expect(team.sent).toHaveLength(2);
    expect(team.sent[0]).not.toContain("demo");
    expect(telemetry.counts.get("NotificationSent")).toBe(4);
  });

  test("that was missed comes late the same day, once, and never for a day before", async () => {
    const phone = subscribe("phone", new ScriptedChannel(clock), daily());
    await passAt(at(0, 12));
    await passAt(at(0, 22.5));
    await passAt(at(0, 23));
    expect(phone.sent).toEqual([
      expect.stringContaining("Digest of 2023-11-15, of the day until 20:00 (UTC), sent late, at 2023-11-15 22:30"),
    ]);
    await passAt(at(4, 12));
    expect(phone.sent).toHaveLength(1);
    await passAt(at(4, 21));
    expect(phone.sent.map((text) => text.slice(0, 20))).toEqual(["Digest of 2023-11-15", "Digest of 2023-11-19"]);
  });

  test("is not told of a time before anybody listened", async () => {
    const phone = subscribe("phone", new ScriptedChannel(clock), daily());
    await passAt(at(0, 21));
    await passAt(at(0, 22));
    expect(phone.sent).toEqual([]);
  });

  test("is told once by two passes at the same time", async () => {
    const phone = subscribe("phone", new ScriptedChannel(clock), daily());
    await passAt(at(0, 12));
    clock.advanceTo(at(0, 20));
    await untilOver(Promise.all([createNotifier().pass(), createNotifier().pass()]));
    expect(phone.sent).toHaveLength(1);
  });

  test("counts the orders of its day, and what exchanges say of the accounts", async () => {
    const phone = subscribe("phone", new ScriptedChannel(clock), daily(["demo"]));
    readHoldings = async (ids) => {
      expect(ids).toEqual(["demo"]);
      const position = { symbol: "ETH/USDT:USDT", positionSide: "long", contracts: "2" } as const;
      return { demo: { positions: [position], balance: { settle: "USDT", equity: "990" } } };
    };
    order(0, at(-1, 19.9));
    order(1, at(-1, 20));
    order(2, at(0, 19.9), "rejected");
    order(3, at(0, 20));
    await passAt(at(0, 12));
    await passAt(at(0, 20.1));
    expect(phone.sent[0]?.split("\n").slice(1)).toEqual([
      "demo: 0 USDT net, 2 orders, 1 failed",
      "  Open: long 2 contracts of ETH/USDT:USDT",
      "  Balance: 990 USDT",
    ]);
  });

  test.each<[string, typeof readHoldings]>([
    ["do not answer", () => new Promise(() => undefined)],
    ["cannot be asked", () => Promise.reject(new Error("the worker broke"))],
  ])("goes without what exchanges hold when they %s", async (_, holdings) => {
    const phone = subscribe("phone", new ScriptedChannel(clock), daily(["demo"]));
    readHoldings = holdings;
    await passAt(at(0, 12));
    await passAt(at(0, 20));
    expect(phone.sent).toEqual([expect.stringMatching(/demo: no orders\n {2}Open: not read\n {2}Balance: not read$/)]);
  });

  test("is tried until it is taken, and asks no exchange while the channel may not be used", async () => {
    const phone = subscribe("phone", new ScriptedChannel(clock), daily());
    let asked = 0;
    readHoldings = async () => {
      asked += 1;
      return {};
    };
    await passAt(at(0, 12));
    phone.answers.push({ kind: "failed", reason: "answered 502", retryAfterMs: HOUR_MS });
    for (const hour of [20, 20.5, 21.5, 21.6]) await passAt(at(0, hour));
    expect([phone.tries, phone.sent.length, asked]).toEqual([2, 1, 2]);
  });

  test("looks back for older orders, but not through all of them", async () => {
    const phone = subscribe("phone", new ScriptedChannel(clock), daily(["demo"]));
    await passAt(at(0, 12));
    for (let ordinal = 0; ordinal < 1_200; ordinal++) {
      const base = orderRecord({ orderId: orderIdOf(ALERT, ordinal), receivedAt: at(-3, 0) });
      const filledAt = ordinal === 10 || ordinal > 1_100 ? at(0, 10) : at(-3, 1);
      orders.push({ ...base, state: { ...base.state, status: "filled", filledAt, phase: { kind: "ended" } } });
    }
    await passAt(at(0, 20));
    expect(phone.sent[0]).toContain("demo: 0 USDT net, 0 orders, 0 failed, 1 older filled");
  });
});
