// A setting the venue refuses never stops what reduces (docs/design.md#planning).
import { describe, expect, test } from "vitest";
import type { PlanInput, RefusedSetting } from "../../../lib/core/order/plan.ts";
import { planOrder } from "../../../lib/core/order/plan-order.ts";
import { close, planInput, position, trade } from "./plan-fixture.ts";

type Change = Parameters<typeof planInput>[1];

function plan(order: PlanInput["order"], refused: readonly RefusedSetting[], change: Change = {}) {
  return planOrder({ ...planInput(order, change), refused });
}

/** "close sell 0.2", "set-leverage 10". */
function told({ steps }: ReturnType<typeof planOrder>): readonly string[] {
  return steps.map((step) => {
    if (step.kind === "place") return `${step.purpose} ${step.side} ${step.contracts}`;
    return "leverage" in step ? `${step.kind} ${step.leverage}` : step.kind;
  });
}

const AT_20 = { set: { leverage: 20 } };

describe("M8: a refused leverage", () => {
  test("a reversal closes first, then sets, then opens", () => {
    const long = { ...AT_20, position: "0.2" };
    expect(told(plan(position("-0.2", { leverage: 10 }), [], long))).toEqual(["set-leverage 10", "reverse sell 0.4"]);
    const refused = plan(position("-0.2", { leverage: 10 }), ["set-leverage"], long);
    expect(told(refused)).toEqual(["close sell 0.2", "set-leverage 10", "open sell 0.2"]);
    expect(refused.margin).toBe("40");
    // Nothing to set: one order, as ever.
    expect(told(plan(position("-0.2"), ["set-leverage"], long))).toEqual(["reverse sell 0.4"]);
  });

  test("a position that grows does so at the leverage in force, sized as asked, and says so", () => {
    const grown = plan(trade("buy", "100$", { leverage: 10 }), ["set-leverage"], { ...AT_20, position: "0.2" });
    expect(told(grown)).toEqual(["open buy 0.5"]);
    expect(grown.margin).toBe("50");
    expect(grown.warnings).toEqual(["the exchange does not set the leverage to 10 now: 20 stays in force"]);
  });

  test("a limit order that reverses is still one order", () => {
    const limit = { leverage: 10, limit: { id: "dip1", price: "2000" } };
    const placed = plan(trade("sell", "0.5", limit), ["set-leverage"], { ...AT_20, position: "0.2" });
    expect(told(placed)).toEqual(["reverse sell 0.5"]);
    expect(placed.warnings).toHaveLength(1);
  });

  test("a reduction goes without it", () => {
    const reduced = plan(position("0.1", { leverage: 10 }), ["set-leverage"], { ...AT_20, position: "0.2" });
    expect(told(reduced)).toEqual(["close sell 0.1"]);
    expect(reduced.warnings).toHaveLength(1);
  });

  test.each([
    ["not above the one asked: sent without it", 5, 10, ["open buy 0.5"]],
    ["the one asked", 10, 10, ["open buy 0.5"]],
    ["above it: denied, saying what to do", 20, 10, []],
    ["not known: denied", undefined, 10, []],
  ] as const)("from flat, the leverage in force %s", (_, leverage, asked, expected) => {
    const { leverage: _set, ...account } = planInput(close()).account;
    const order = trade("buy", "0.5", { leverage: asked });
    const known = { ...account, ...(leverage === undefined ? {} : { leverage }) };
    const made = planOrder({ ...planInput(order), account: known, refused: ["set-leverage"] });
    expect(told(made)).toEqual(expected);
    if (expected.length > 0) return;
    expect(made).toMatchObject({ outcome: "denied", code: "LEVERAGE_REFUSED" });
    expect(made.reason).toMatch(/cancel the symbol's open orders or set it on the exchange$/);
  });

  test("margins are those of the leverage in force", () => {
    const made = plan(trade("buy", "0.5", { leverage: 10 }), ["set-leverage"], { set: { leverage: 5 } });
    expect(made.margin).toBe("200");
    expect(made.warnings).toEqual(["the exchange does not set the leverage to 10 now: 5 stays in force"]);
  });

  test("a limit from flat is denied alike", () => {
    const limit = { leverage: 10, limit: { id: "dip1", price: "2000" } };
    expect(plan(trade("buy", "0.5", limit), ["set-leverage"], AT_20)).toMatchObject({
      outcome: "denied",
      code: "LEVERAGE_REFUSED",
    });
  });
});

describe("M8: a refused margin mode", () => {
  const cross = { set: { marginMode: "cross" as const, leverage: 5 } };

  test("from flat the order goes in the mode that stays, and says so", () => {
    expect(told(plan(trade("buy", "0.5"), [], cross))).toEqual(["set-margin-mode 5", "open buy 0.5"]);
    const made = plan(trade("buy", "0.5"), ["set-margin-mode"], {
      ...cross,
      traits: { marginMode: "setting-and-order" },
    });
    expect(made.steps).toMatchObject([{ purpose: "open", marginMode: "cross" }]);
    expect(made.warnings).toEqual([
      "the margin mode stays cross, it cannot be changed now; the account wants isolated",
    ]);
  });

  test("a position is not closed for it", () => {
    const long = { ...cross, position: "0.2" };
    expect(told(plan(position("0.5"), ["set-margin-mode"], long))).toEqual(["open buy 0.3"]);
    expect(told(plan(position("-0.5"), ["set-margin-mode"], long))).toEqual(["reverse sell 0.7"]);
  });
});

test("M8: a refused position mode denies what opens, saying what to do; a close of nothing is done", () => {
  const hedged = { set: { positionMode: "hedge" as const } };
  expect(told(plan(trade("buy", "0.5"), [], hedged))).toEqual(["set-position-mode", "open buy 0.5"]);
  expect(plan(trade("buy", "0.5"), ["set-position-mode"], hedged)).toMatchObject({
    outcome: "denied",
    code: "HEDGE_MODE",
  });
  expect(plan(close(), ["set-position-mode"], hedged)).toMatchObject({ outcome: "done" });
});

describe("W11: a venue that sets margin mode and leverage in one call", () => {
  const traits = { leverageWithMarginMode: true } as const;
  const inCross = { traits, set: { marginMode: "cross" as const } };
  const limit = { leverage: 10, limit: { id: "dip1", price: "2000" } };

  test.each([
    ["an opening", trade("buy", "0.5", { leverage: 10 }), "open buy 0.5"],
    ["a limit order", trade("buy", "0.5", limit), "open buy 0.5"],
  ])("%s is preceded by that one", (_what, order, placed) => {
    expect(told(plan(order, [], inCross))).toEqual(["set-margin-mode 10", placed]);
    // In its mode already, or refused to be: the leverage is set alone.
    expect(told(plan(order, [], { traits }))).toEqual(["set-leverage 10", placed]);
    expect(told(plan(order, ["set-margin-mode"], inCross))).toEqual(["set-leverage 10", placed]);
    // Elsewhere they are two.
    expect(told(plan(order, [], { set: inCross.set }))).toEqual(["set-margin-mode 10", "set-leverage 10", placed]);
  });

  test("a position that is closed and opened again in another mode", () => {
    const reopened = plan(position("0.5", { leverage: 10 }), [], { ...inCross, position: "0.2" });
    expect(told(reopened)).toEqual(["close sell 0.2", "set-margin-mode 10", "open buy 0.5"]);
  });
});
