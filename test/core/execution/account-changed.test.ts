// The rules of an account that is another one by now; test/app/account-changed.test.ts plays them.
import { describe, expect, test } from "vitest";
import {
  hasOtherKey,
  isAskable,
  isCommitting,
  leaveAccount,
  leaveFollowed,
  markKey,
  seenUnderOtherKey,
  whyElsewhere,
  whyLeft,
  whyNotFound,
  whyUnproven,
} from "../../../lib/core/execution/account-changed.ts";
import type { Decision } from "../../../lib/core/execution/decision.ts";
import type { OpenOrder, OrderRecord } from "../../../lib/core/execution/order-record.ts";
import { unixMs } from "../../../lib/core/ids.ts";
import { failure, orderRecord, stateOf, T0, venueOrder, Walk } from "./order-fixture.ts";

const HERE = { id: "demo", exchange: "binance", settle: "USDT" };
const OTHER = { ...HERE, keyMark: "new" };
const STEP = {
  kind: "place",
  purpose: "open",
  side: "buy",
  orderType: "market",
  contracts: "0.5",
  reduceOnly: false,
} as const;
const SUBMISSION = { clientOrderId: "id", step: STEP, intentAt: T0, positionBefore: "0" } as const;
const NAMED = { ...SUBMISSION, step: { ...STEP, orderType: "limit", price: "9", customId: "dip1" } } as const;
const LOOK_UP = { kind: "look-up", submission: SUBMISSION } as const;
const SEND = { kind: "send", submission: SUBMISSION } as const;
const CANCEL = { kind: "perform", step: { kind: "cancel", customId: "dip1" } } as const;
const NOT_FOUND = { kind: "not-found", graceMs: 5_000, position: "0.5" } as const;

/** Sent under the old key, and taken. */
function taken(): OrderRecord {
  const walk = new Walk().sent();
  walk.on({ kind: "answered", order: venueOrder({ status: "open", filledContracts: "0" }) });
  return { ...walk.record, state: markKey(walk.record.state, { ...HERE, keyMark: "old" }) };
}

/** Sent under the old key, and the answer lost. */
function lost(): OrderRecord {
  const walk = new Walk().sent();
  walk.on({ kind: "refused", failure: failure({ remedy: "look-up" }) });
  return { ...walk.record, state: markKey(walk.record.state, { ...HERE, keyMark: "old" }) };
}

function decided(record: OrderRecord, action: Decision["action"], events: Decision["events"] = []): Decision {
  return { state: record.state, events, action };
}

describe("S3: where the account is", () => {
  test.each([
    [HERE, undefined],
    [{ ...HERE, exchange: "okx" }, /is on okx now.*when it was on binance/],
    [{ ...HERE, settle: "USDC" }, /settles in USDC now.*settled in USDT/],
  ])("%j", (account, why) => {
    const said = whyElsewhere(orderRecord(), account);
    if (why === undefined) expect(said).toBeUndefined();
    else expect(said).toMatch(why);
  });

  test("a symbol without a settle coin is of the account's", () => {
    expect(whyElsewhere(orderRecord({ symbol: "*" }), HERE)).toBeUndefined();
  });

  test("a key is another one only where both are known", () => {
    expect(hasOtherKey(orderRecord().state, OTHER)).toBe(false);
    expect(hasOtherKey(taken().state, HERE)).toBe(false);
    expect(hasOtherKey(taken().state, OTHER)).toBe(true);
    expect(markKey(taken().state, HERE).sentWith).toBe("old");
    expect(markKey(taken().state, OTHER).sentWith).toBe("new");
  });

  test("a type is another one only where both are proven", () => {
    const { state } = orderRecord();
    expect(whyUnproven(state, "x", "unified")).toBeUndefined();
    const sent = markKey(state, { ...HERE, provenType: "classic" });
    expect(sent).toEqual({ ...state, sentAs: "classic" });
    expect(markKey(sent, { ...HERE, provenType: "classic" })).toBe(sent);
    expect(markKey(sent, { ...OTHER, provenType: "unified" })).toEqual({
      ...state,
      sentAs: "unified",
      sentWith: "new",
    });
    expect(markKey(sent, HERE)).toEqual(state);
    for (const now of [undefined, "classic"] as const) expect(whyUnproven(sent, "x", now)).toBeUndefined();
    expect(whyUnproven(sent, "x", "unified")).toMatch(/a unified one now, and was a classic one when x went out/);
  });
});

describe("S3: what may still be done", () => {
  test.each([
    ["a look-up by what only it has", taken(), LOOK_UP, false],
    ["a look-up by a name alone", taken(), { ...LOOK_UP, submission: NAMED }, true],
    ["a look-up by the venue's id", taken(), { ...LOOK_UP, submission: { ...NAMED, venueOrderId: "1" } }, false],
    ["a reading", taken(), { kind: "read" }, false],
    ["a setting", taken(), { kind: "perform", step: { kind: "set-leverage", leverage: 3 } }, false],
    ["a submission after one that was taken", taken(), SEND, true],
    ["a submission after one whose answer was lost", lost(), SEND, true],
    ["a cancel for the first time", { ...taken(), events: [] }, CANCEL, false],
    ["what became of a cancel's target", taken(), { kind: "find-target", customId: "x", since: T0 }, true],
  ] as const)("under another key: %s", (_, record, action, isLeft) => {
    expect(whyLeft(record, OTHER, action) !== undefined).toBe(isLeft);
    expect(whyLeft(record, { ...OTHER, exchange: "okx" }, action)).toMatch(/is on okx now/);
    expect(whyLeft(record, { ...HERE, keyMark: "old" }, action)).toBeUndefined();
  });

  test.each([
    [{ kind: "cancel", customId: "dip1" } as const, true],
    [{ kind: "cancel-all" } as const, true],
    [{ kind: "set-leverage", leverage: 3 } as const, false],
  ])("after %j went out, a cancel goes out again: not so %s", (step, isLeft) => {
    const record = { ...taken(), events: [{ at: T0, kind: "setting", step } as const] };
    expect(whyLeft(record, OTHER, CANCEL) !== undefined).toBe(isLeft);
    expect(isCommitting({ kind: "perform", step })).toBe(isLeft);
  });
});

describe("S3: what a look-up under another key says", () => {
  test("its position proves nothing, and once the grace is over the order is left", () => {
    for (const record of [lost(), taken()]) {
      expect(seenUnderOtherKey(record, OTHER, { event: NOT_FOUND, now: T0 })).toEqual({
        ...NOT_FOUND,
        othersWorked: true,
      });
      const late = seenUnderOtherKey(record, OTHER, { event: NOT_FOUND, now: unixMs(T0 + 5_000) });
      expect(late).toMatch(/another key now.*not found on binance under the new one/);
    }
    const odd = orderRecord({ state: stateOf({ sentWith: "old" }) });
    expect(typeof seenUnderOtherKey(odd, OTHER, { event: NOT_FOUND, now: T0 })).toBe("string");
  });

  test("one that failed tells no position either", () => {
    const event = { kind: "look-up-failed", failure: failure({ remedy: "retry" }) } as const;
    expect(seenUnderOtherKey(taken(), OTHER, { event, now: T0 })).toBe(event);
    const seen = { ...event, seen: { position: "1" } };
    expect(seenUnderOtherKey(taken(), OTHER, { event: seen, now: T0 })).toMatchObject({ seen: { othersWorked: true } });
  });

  test("an order of the same name under another venue's id is not it", () => {
    const found = { kind: "found", order: venueOrder() } as const;
    expect(seenUnderOtherKey(taken(), OTHER, { event: found, now: T0 })).toBe(found);
    expect(seenUnderOtherKey(lost(), OTHER, { event: found, now: T0 })).toBe(found);
    expect(seenUnderOtherKey(orderRecord(), OTHER, { event: found, now: T0 })).toBe(found);
    const another = { ...found, order: venueOrder({ venueOrderId: "9002" }) };
    expect(seenUnderOtherKey(taken(), OTHER, { event: another, now: T0 })).toMatch(/another key/);
    const read = { kind: "performed" } as const;
    expect(seenUnderOtherKey(taken(), OTHER, { event: read, now: T0 })).toBe(read);
  });
});

describe("S3: an order that is left", () => {
  const said = ({ state }: { readonly state: OrderRecord["state"] }) => [state.status, state.code, state.reason];

  test("ends with what is known of it", () => {
    const end = (record: OrderRecord, action: Decision["action"], events: Decision["events"] = []) =>
      leaveAccount(record, decided(record, action, events), "gone", T0);
    expect(said(end(orderRecord(), { kind: "read" }))).toEqual([
      "rejected",
      "ACCOUNT_CHANGED",
      "gone; nothing of it was sent",
    ]);
    expect(said(end(taken(), LOOK_UP))[2]).toMatch(/^gone; binance had taken \w+ as its order 9001: look there/);
    expect(said(end(lost(), LOOK_UP))[2]).toMatch(/^gone; whether \w+ was placed on binance is not known: look there$/);
  });

  test("is not told of a submission, or a cancel, that did not go out", () => {
    const record = orderRecord();
    const intent = { at: T0, kind: "intent", submission: SUBMISSION } as const;
    const state = { ...taken().state, clientOrderIds: ["id"], fills: { contracts: "0.2" } };
    const left = leaveAccount(record, { state, events: [intent], action: SEND }, "gone", T0);
    expect(left.events.map(({ kind }) => kind)).toEqual(["ended"]);
    expect(left.state).toMatchObject({ clientOrderIds: [], reason: "gone; 0.2 contracts had filled" });
    const setting = { at: T0, kind: "setting", step: CANCEL.step } as const;
    expect(leaveAccount(record, decided(record, CANCEL, [setting]), "gone", T0).events).toHaveLength(1);
  });

  const open: OpenOrder = { submission: { ...NAMED, venueOrderId: "7" } };
  const untold = { venueOrderId: "7", intentAt: T0, since: T0 };
  const execution = { clientOrderId: "id", side: "buy", contracts: "0.5", untold } as const;
  const ended = (change: object) => orderRecord({ state: stateOf({ phase: { kind: "ended" }, ...change }) });

  test("is followed no more: what rested ends, what had filled stays filled", () => {
    expect(leaveFollowed(ended({ status: "filled" }), "gone", T0)).toBeUndefined();
    const placed = leaveFollowed(ended({ status: "placed", open: [open] }), "gone", T0);
    expect(placed?.state).toMatchObject({ status: "rejected", code: "ACCOUNT_CHANGED", open: [], endedAt: T0 });
    expect(placed?.newEvents).toMatchObject([{ kind: "ended", reason: expect.stringContaining("as its order 7") }]);
    for (const change of [{ executions: [execution] }, { open: [open] }]) {
      const filled = leaveFollowed(ended({ status: "filled", ...change }), "gone", T0);
      expect(filled?.state).toMatchObject({ status: "filled", open: [] });
      expect(JSON.stringify(filled?.state.executions)).not.toContain("untold");
      expect(filled?.newEvents).toMatchObject([{ kind: "read-failed", failure: { code: "ACCOUNT_CHANGED" } }]);
    }
  });

  test("is looked for under another key for a minute, by its own id alone", () => {
    const missing = { ...open, missingSince: T0 };
    const later = unixMs(T0 + 60_000);
    expect(whyNotFound(OTHER, open, { seen: undefined, now: later })).toBeUndefined();
    expect(whyNotFound(OTHER, missing, { seen: undefined, now: unixMs(T0 + 59_999) })).toBeUndefined();
    expect(whyNotFound(OTHER, missing, { seen: undefined, now: later })).toMatch(/another key/);
    expect(whyNotFound(OTHER, missing, { seen: venueOrder({ venueOrderId: "8" }), now: later })).toMatch(/another key/);
    expect(whyNotFound(OTHER, missing, { seen: venueOrder({ venueOrderId: "7" }), now: later })).toBeUndefined();
    const nameless = { ...missing, submission: SUBMISSION };
    expect(whyNotFound(OTHER, nameless, { seen: venueOrder(), now: later })).toBeUndefined();
    expect([open, { submission: NAMED }, { submission: SUBMISSION }].map(isAskable)).toEqual([true, false, true]);
  });
});
