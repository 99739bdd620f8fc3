// What a person reads while whook runs: one plain line an event, for every kind of event there is.
import { expect, test } from "vitest";
import { LIVE_KINDS, liveEvents } from "../../lib/app/live-event.ts";
import { watchLedger } from "../../lib/app/watch-ledger.ts";
import { liveLine } from "../../lib/cli/live-line.ts";
import { PlainTelemetry } from "../../lib/cli/plain-telemetry.ts";
import { processIo } from "../../lib/cli/process-io.ts";
import type { EndStatus, OrderEvent, OrderRecord } from "../../lib/core/execution/order-record.ts";
import { unixMs } from "../../lib/core/ids.ts";
import { TimeZone } from "../../lib/core/time-zone.ts";
import { ALERT, BUY, failure, ORDER_ID, orderRecord, T0, venueOrder, Walk } from "../core/execution/order-fixture.ts";
import { MemoryLedger } from "../support/memory-ledger.ts";
import { VirtualClock } from "../support/virtual-clock.ts";

const plain = { ...processIo(), isTerminal: false };
const coloured = { ...plain, isTerminal: true };
const ID = `${ORDER_ID}000`;
const busy = failure({ code: "VENUE_BUSY", remedy: "retry", message: "busy" });
const walked = new Walk().sent();
walked.on({ kind: "answered", order: venueOrder() });
const filled = walked.record;

const STORY: readonly OrderEvent[] = [
  ...filled.events.filter(({ kind }) => ["received", "attempt", "planned", "intent"].includes(kind)),
  { at: T0, kind: "setting", step: { kind: "set-leverage", leverage: 3, marginMode: "isolated" } },
  {
    at: T0,
    kind: "setting-failed",
    step: { kind: "set-leverage", leverage: 3, marginMode: "isolated" },
    failure: busy,
  },
  { at: T0, kind: "accepted", clientOrderId: ID, venueOrderId: "9001" },
  { at: T0, kind: "accepted", clientOrderId: ID, venueOrderId: "9001", adopted: true },
  { at: T0, kind: "refused", clientOrderId: ID, failure: busy },
  { at: T0, kind: "outcome-unknown", clientOrderId: ID, message: "timed out" },
  { at: T0, kind: "not-found", clientOrderId: ID },
  { at: T0, kind: "filled", clientOrderId: ID, contracts: "0.2", averagePrice: "2001" },
  { at: T0, kind: "filled", clientOrderId: ID, contracts: "0.3", inferred: true },
  { at: T0, kind: "told", clientOrderId: ID, fee: { cost: "0.5", currency: "USDT" } },
  { at: T0, kind: "shrunk", from: "0.5", to: "0.4", why: "the balance pays for no more" },
  { at: T0, kind: "read-failed", failure: busy },
  { at: T0, kind: "waiting", untilMs: unixMs(T0 + 2_000), why: "busy" },
];

const ENDS: readonly [EndStatus, string, string][] = [
  ["placed", "PLACED", "the limit order rests"],
  ["cancelled", "CANCELLED", "one order cancelled"],
  ["done", "NOTHING_TO_DO", "there is no position"],
  ["rejected", "SIZE_BELOW_MINIMUM", "0.0001 is below the minimum of 0.001"],
  ["expired", "DEADLINE_EXCEEDED", "not filled within 40 s"],
];

function endedAs([status, code, reason]: (typeof ENDS)[number]): OrderRecord {
  const order = orderRecord();
  // Only what the line shows is made up.
  const state = { ...order.state, phase: { kind: "ended" }, status, code, reason } as OrderRecord["state"];
  return { ...order, state };
}

const EVENTS = [
  ...liveEvents({
    kind: "alert",
    alert: {
      alertId: ALERT,
      receivedAt: T0,
      text: "demo ETH/USDT buy 0.5\ndemo ETH/USDT byu 1",
      accepted: [{ line: 1, orderId: ORDER_ID, account: "demo", symbol: BUY.symbol }],
      rejected: [{ line: 2, text: "demo ETH/USDT byu 1", code: "UNKNOWN_WORD", message: '"byu": did you mean buy?' }],
      warnings: [{ line: 1, code: "DEPRECATED", message: '"long": deprecated, write buy' }],
    },
  }),
  ...liveEvents({ kind: "order", order: orderRecord(), events: STORY }),
  ...liveEvents({ kind: "order", order: filled, events: filled.events.slice(-1) }),
  ...ENDS.flatMap((end) =>
    liveEvents({
      kind: "order",
      order: endedAs(end),
      // As above.
      events: [{ at: T0, kind: "ended", status: end[0], code: end[1], reason: end[2] } as OrderEvent],
    }),
  ),
];

test("every kind of event is one line", () => {
  const lines = EVENTS.flatMap((event) => liveLine(plain, TimeZone.utc, event) ?? []);
  expect(lines.join("\n")).toMatchInlineSnapshot(`
    "22:13:20  alert      1 order: demo ETH/USDT:USDT; 1 line refused
    22:13:20  bad-line   line 2: "byu": did you mean buy?
    22:13:20  warning    line 1: "long": deprecated, write buy
    22:13:20  sending    demo ETH/USDT:USDT  Sending it: buy 0.5 contracts at the market
    22:13:20  setting    demo ETH/USDT:USDT  Asked the exchange to set the leverage to 3
    22:13:20  setting    demo ETH/USDT:USDT  The exchange did not set the leverage to 3: busy
    22:13:20  taken      demo ETH/USDT:USDT  The exchange took it as its order 9001
    22:13:20  taken      demo ETH/USDT:USDT  Found on the exchange: it had taken it as its order 9001
    22:13:20  refused    demo ETH/USDT:USDT  The exchange refused it: busy
    22:13:20  unknown    demo ETH/USDT:USDT  Whether it was placed is not known: timed out. Looking for it
    22:13:20  looking    demo ETH/USDT:USDT  The exchange does not know it at this moment
    22:13:20  fill       demo ETH/USDT:USDT  Filled 0.2 contracts at 2001
    22:13:20  fill       demo ETH/USDT:USDT  Filled 0.3 contracts, judged by how the position moved
    22:13:20  told       demo ETH/USDT:USDT  The exchange told more of it: its fee is 0.5 USDT
    22:13:20  smaller    demo ETH/USDT:USDT  Made smaller, from 0.5 to 0.4 contracts: the balance pays for no more
    22:13:20  unread     demo ETH/USDT:USDT  The account could not be read: busy
    22:13:20  waiting    demo ETH/USDT:USDT  Waiting 2.0 s: busy
    22:13:20  filled     demo ETH/USDT:USDT  buy: 0.5 contracts at 2001, fee 0.5 USDT
    22:13:20  placed     demo ETH/USDT:USDT  buy: the limit order rests (PLACED)
    22:13:20  cancelled  demo ETH/USDT:USDT  buy: one order cancelled (CANCELLED)
    22:13:20  done       demo ETH/USDT:USDT  buy: there is no position (NOTHING_TO_DO)
    22:13:20  rejected   demo ETH/USDT:USDT  buy: 0.0001 is below the minimum of 0.001 (SIZE_BELOW_MINIMUM)
    22:13:20  expired    demo ETH/USDT:USDT  buy: not filled within 40 s (DEADLINE_EXCEEDED)"
  `);
  expect(lines.every((line) => !line.includes("\n"))).toBe(true);
  const kinds = new Set(EVENTS.map(({ kind }) => kind));
  expect(LIVE_KINDS.filter((kind) => !kinds.has(kind))).toEqual(["note"]);
});

test("what closeall did is said without the ids of its orders", () => {
  const did = [
    `sent sell 2 contracts of ETH/USDT:USDT, reduce-only, as ${ID}`,
    `sent buy 1 contracts of X, reduce-only, as ${ID}`,
  ];
  const [event] = liveEvents({ kind: "order", order: orderRecord(), events: [{ at: T0, kind: "swept", did }] });
  if (event === undefined) throw new Error("no event");
  expect(liveLine(plain, TimeZone.utc, event)).toMatch(
    /Of the whole account: sent sell 2 contracts of ETH\/USDT:USDT, reduce-only; sent buy 1 contracts of X, reduce-only$/,
  );
});

test("twenty kinds and more", () => {
  const shown = EVENTS.filter((event) => liveLine(plain, TimeZone.utc, event) !== undefined);
  expect(new Set(shown.map(({ kind }) => kind)).size).toBeGreaterThanOrEqual(20);
});

test("an order that ended carries its trade, for programs", () => {
  const ended = EVENTS.filter(({ trade }) => trade !== undefined).map(({ kind, trade }) => `${kind} ${trade?.status}`);
  expect(ended).toEqual(["filled filled", ...ENDS.map(([status]) => `${status} ${status}`)]);
});

test("its words have a colour on a terminal, and the time is the zone's", () => {
  const [alert] = EVENTS;
  const zone = TimeZone.find("Asia/Tokyo") ?? TimeZone.utc;
  if (alert === undefined) throw new Error("no event");
  expect(liveLine(coloured, zone, alert)).toBe(
    "\u001b[2m07:13:20\u001b[22m  \u001b[2malert    \u001b[22m  1 order: demo ETH/USDT:USDT; 1 line refused",
  );
});

test("a stack's ledger is looked at, and what was there before is not told again", async () => {
  const clock = new VirtualClock(T0 + 1_000);
  const ledger = new MemoryLedger();
  await ledger.createOrder(filled);
  const opened = Promise.withResolvers<void>();
  const stopping = new AbortController();
  const options = { ledger, clock, everyMs: 5_000, signal: stopping.signal, onOpen: opened.resolve };
  const events = watchLedger(options)[Symbol.asyncIterator]();
  const next = events.next();
  await opened.promise;
  const later: OrderEvent = { at: clock.now(), kind: "told", clientOrderId: ID, averagePrice: "2002" };
  await ledger.updateOrder({ ...filled, events: [...filled.events, later] }, [later]);
  while (clock.nextWakeAt() === undefined) await Promise.resolve();
  clock.advance(5_000);
  expect(await next).toMatchObject({ value: { kind: "told", orderId: ORDER_ID } });
  stopping.abort();
  expect(await events.next()).toEqual({ done: true, value: undefined });
});

test("warnings and faults beside the orders are lines too; what events say is not said twice", () => {
  let err = "";
  const io = {
    ...plain,
    err: (text: string) => {
      err += text;
    },
  };
  const telemetry = new PlainTelemetry(io, { clock: new VirtualClock(T0), zone: TimeZone.utc });
  telemetry.log("warn", "order waits for its next attempt", { orderId: ORDER_ID });
  telemetry.log("info", "alert answered");
  telemetry.log("error", "the data cannot be written", { reason: "disk full", count: 3 });
  telemetry.count();
  expect(err).toBe("22:13:20  error      the data cannot be written, reason disk full, count 3\n");
});
