import { describe, expect, test } from "vitest";
import type { OrderExecution, OrderRecord } from "../../../lib/core/execution/order-record.ts";
import { hasFilledLately, heldOrLeft, mayHaveFilledLately } from "../../../lib/core/guard/lately-filled.ts";
import { orderIdOf, unixMs } from "../../../lib/core/ids.ts";
import { planOrder } from "../../../lib/core/order/plan-order.ts";
import { ALERT, ETH, orderRecord, stateOf, T0 } from "../execution/order-fixture.ts";
import { planInput, trade } from "../order/plan-fixture.ts";

const SYMBOL = ETH.symbol;
const SHOWN = { symbol: SYMBOL, contracts: "1", markPrice: "2100" };
const OTHER = { symbol: "BTC/USDT:USDT", contracts: "7" };

interface Filled {
  readonly number: number;
  readonly after: number;
  readonly side: "buy" | "sell";
  readonly contracts: string;
  /** Absent: it filled while resting. */
  readonly before?: string;
  readonly price?: string;
}

/** An order that ended so many milliseconds after T0. */
function filled({ number, after, side, contracts, before, price }: Filled): OrderRecord {
  const at = unixMs(T0 + after);
  const execution: OrderExecution = {
    clientOrderId: "x",
    side,
    contracts,
    ...(before === undefined ? {} : { positionBefore: before }),
  };
  const fills = { contracts, ...(price === undefined ? {} : { value: String(Number(price) * Number(contracts)) }) };
  return orderRecord({
    orderId: orderIdOf(ALERT, number),
    state: stateOf({
      status: "filled",
      phase: { kind: "ended" },
      filledAt: at,
      endedAt: at,
      executions: [execution],
      fills,
    }),
    events: [{ at, kind: "ended", status: "filled", code: "FILLED", reason: "" }],
  });
}

function closeall(number: number, after: number, code: "FLAT" | "DEADLINE_EXCEEDED" = "FLAT"): OrderRecord {
  return orderRecord({
    orderId: orderIdOf(ALERT, number),
    order: { line: 1, account: "demo", command: "closeall", reduceOnly: false },
    state: stateOf({ status: "done", phase: { kind: "ended" }, code, endedAt: unixMs(T0 + after) }),
  });
}

const opened = filled({ number: 1, after: 0, side: "buy", contracts: "2", before: "1", price: "2000" });

test("what rested may have filled unknown, for ten seconds after it was sent or taken off, whichever is later", () => {
  const rested = (reduceOnly: boolean) => {
    const step = {
      kind: "place",
      purpose: "open",
      side: "buy",
      orderType: "limit",
      contracts: "1",
      reduceOnly,
    } as const;
    const submission = { clientOrderId: "dip1", step, intentAt: T0, positionBefore: "0" };
    return orderRecord({ state: stateOf({ status: "placed", phase: { kind: "ended" }, open: [{ submission }] }) });
  };
  const may = (since: number, now: number) => mayHaveFilledLately(rested(false), unixMs(T0 + since), unixMs(T0 + now));
  expect([may(-60_000, 9_999), may(-60_000, 10_000)]).toEqual([true, false]);
  expect([may(5_000, 14_999), may(5_000, 15_000)]).toEqual([true, false]);
  expect(mayHaveFilledLately(rested(true), T0, T0)).toBe(false);
  expect(mayHaveFilledLately(opened, T0, T0)).toBe(false);
});

describe("an order has filled lately", () => {
  test("for ten seconds, whichever clock goes ahead", () => {
    for (const ms of [0, 9_999, -9_999]) expect(hasFilledLately(opened, unixMs(T0 + ms))).toBe(true);
    for (const ms of [10_000, -10_000]) expect(hasFilledLately(opened, unixMs(T0 + ms))).toBe(false);
  });

  test("once it has ended, and if it filled", () => {
    expect(hasFilledLately(orderRecord(), T0)).toBe(false);
    const state = stateOf({ status: "cancelled", phase: { kind: "ended" }, endedAt: T0 });
    expect(hasFilledLately(orderRecord({ state }), T0)).toBe(false);
  });
});

describe("what a symbol's orders left", () => {
  test("counts where the venue shows less of it, at the venue's price where it has one", () => {
    expect(heldOrLeft([OTHER, SHOWN], SYMBOL, [opened])).toEqual([
      OTHER,
      { symbol: SYMBOL, contracts: "3", markPrice: "2100", entryPrice: "2000" },
    ]);
    expect(heldOrLeft([OTHER], SYMBOL, [opened])).toEqual([
      OTHER,
      { symbol: SYMBOL, contracts: "3", entryPrice: "2000" },
    ]);
    const positions = [OTHER, { ...SHOWN, contracts: "3" }];
    expect(heldOrLeft(positions, SYMBOL, [opened])).toBe(positions);
  });

  test("is what the one that ended last left, in whatever order they are listed", () => {
    const cut = filled({ number: 2, after: 5, side: "sell", contracts: "2", before: "3" });
    const positions = [SHOWN];
    for (const orders of [
      [opened, cut],
      [cut, opened],
    ])
      expect(heldOrLeft(positions, SYMBOL, orders)).toBe(positions);
    const atOnce = filled({ number: 2, after: 0, side: "sell", contracts: "3", before: "3" });
    for (const orders of [
      [opened, atOnce],
      [atOnce, opened],
    ])
      expect(heldOrLeft([], SYMBOL, orders)).toEqual([]);
  });

  test("is nothing after a closeall that ended flat, and what it was after one that did not", () => {
    expect(heldOrLeft([], SYMBOL, [opened, closeall(2, 1)])).toEqual([]);
    expect(heldOrLeft([], SYMBOL, [opened, closeall(2, 1, "DEADLINE_EXCEEDED")])).toMatchObject([{ contracts: "3" }]);
    const again = filled({ number: 3, after: 2, side: "sell", contracts: "4", before: "0", price: "2000" });
    expect(heldOrLeft([], SYMBOL, [again, opened, closeall(2, 1)])).toMatchObject([{ contracts: "4" }]);
  });

  test("of one that filled while resting is added to what was left before it", () => {
    const rested = filled({ number: 2, after: 5, side: "buy", contracts: "4", price: "1900" });
    expect(heldOrLeft([], SYMBOL, [rested, opened])).toEqual([{ symbol: SYMBOL, contracts: "7", entryPrice: "1900" }]);
    expect(heldOrLeft([], SYMBOL, [rested])).toMatchObject([{ contracts: "4" }]);
  });

  test("is worth the plan's price where the fill's is not known, and has none without a plan", () => {
    const untold = filled({ number: 1, after: 0, side: "buy", contracts: "2", before: "0" });
    const plan = planOrder(planInput(trade("buy", "2")));
    const planned = {
      ...untold,
      state: stateOf({ ...untold.state, phase: { kind: "ended" }, work: { deadline: T0, instrument: ETH, plan } }),
    };
    expect(heldOrLeft([], SYMBOL, [planned])).toMatchObject([{ contracts: "2", entryPrice: plan.inputs.price }]);
    expect(heldOrLeft([], SYMBOL, [untold])).toEqual([{ symbol: SYMBOL, contracts: "2" }]);
  });
});
