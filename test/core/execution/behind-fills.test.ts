import { describe, expect, test } from "vitest";
import { type LastFills, readAgainAt } from "../../../lib/core/execution/behind-fills.ts";
import type { OrderExecution } from "../../../lib/core/execution/order-record.ts";
import { unixMs } from "../../../lib/core/ids.ts";
import { reading, T0, venueOrder, Walk } from "./order-fixture.ts";

const DEADLINE = unixMs(T0 + 40_000);

function execution(side: "buy" | "sell", contracts: string, positionBefore?: string): OrderExecution {
  return { clientOrderId: "x", side, contracts, ...(positionBefore === undefined ? {} : { positionBefore }) };
}

/** When a position is read anew, milliseconds after the fills were learned of; undefined: it is believed. */
function again(position: string, executions: readonly OrderExecution[], { after = 0, deadline = DEADLINE } = {}) {
  const fills: LastFills = { executions, filledAt: T0 };
  const at = readAgainAt(position, fills, { now: unixMs(T0 + after), deadline });
  return at === undefined ? undefined : at - T0;
}

describe("a position read after fills that it may not show", () => {
  const bought = [execution("buy", "2", "1")];
  const reversed = [execution("sell", "1", "1"), execution("sell", "3", "0")];

  test.each([
    ["what was there before", "1", bought],
    ["a part of the fill", "2", bought],
    ["the same of a sale", "-1", [execution("sell", "2", "-1")]],
    ["before a reversal in two orders", "1", reversed],
    ["between its two orders", "0", reversed],
    ["closed, and not opened again yet", "0", [execution("sell", "1", "1"), execution("buy", "1", "0")]],
  ])("is read again: %s", (_what, position, executions) => {
    expect(again(position, executions)).toBe(500);
  });

  test.each([
    ["what the fill left", "3", bought],
    ["more than it left, by hand", "4", bought],
    ["less than was there, by hand", "0", bought],
    ["no fill", "1", []],
    ["a fill while resting: nobody knows what was before", "1", [execution("buy", "2")]],
    ["the last of them while resting", "1", [...bought, execution("buy", "2")]],
  ])("is believed: %s", (_what, position, executions) => {
    expect(again(position, executions)).toBeUndefined();
  });

  test("for three seconds at most, and no longer than the order has time", () => {
    expect(again("1", bought, { after: 2_800 })).toBe(3_000);
    expect(again("1", bought, { after: 3_000 })).toBeUndefined();
    expect(again("1", bought, { deadline: unixMs(T0 + 2_500) })).toBe(500);
    expect(again("1", bought, { deadline: unixMs(T0 + 2_499) })).toBeUndefined();
    expect(readAgainAt("1", { executions: bought }, { now: T0, deadline: DEADLINE })).toBeUndefined();
  });
});

describe("an order whose position is read again", () => {
  const readAgain = unixMs(T0 + 500);

  test("waits before it is planned, says why, and is planned by the next reading", () => {
    const walk = new Walk();
    walk.on({ kind: "delivered" });
    const { action } = walk.on({ kind: "read", reading: reading({ position: "0" }), readAgainAt: readAgain });
    expect(action).toEqual({ kind: "wait", until: readAgain });
    expect(walk.record.state.phase.kind).toBe("planning");
    expect(walk.record.events.at(-1)).toMatchObject({ kind: "waiting", why: expect.stringContaining(": 0 contracts") });
    expect(walk.on({ kind: "delivered" }, 500).action.kind).toBe("read");
    walk.on({ kind: "read", reading: reading({ position: "1" }) });
    expect(walk.record.state.work).toMatchObject({ position: "1" });
  });

  test("waits before what a refusal leaves of it is sized", () => {
    const walk = new Walk().sent();
    walk.on({
      kind: "refused",
      failure: { code: "FUNDS_INSUFFICIENT", outcome: "rejected", remedy: "shrink", message: "too big" },
    });
    expect(walk.record.state.phase.kind).toBe("sizing");
    const { action } = walk.on({ kind: "read", reading: reading(), readAgainAt: readAgain });
    expect(action).toEqual({ kind: "wait", until: readAgain });
    expect(walk.record.state.phase.kind).toBe("sizing");
    expect(walk.on({ kind: "delivered" }, 500).action.kind).toBe("read");
    expect(walk.on({ kind: "read", reading: reading() }).action.kind).toBe("send");
    walk.on({ kind: "answered", order: venueOrder({ filledContracts: "0.4", contracts: "0.4" }) });
  });
});
