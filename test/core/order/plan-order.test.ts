import { describe, expect, test } from "vitest";
import type { AlertOrder } from "../../../lib/core/alert/alert-order.ts";
import { decimal } from "../../../lib/core/decimal.ts";
import type { Plan, PlanAccount, PlanInput, Step } from "../../../lib/core/order/plan.ts";
import { planOrder } from "../../../lib/core/order/plan-order.ts";
import { cancel, changeLeverage, close, INVERSE, MARKET, planInput, position, trade } from "./plan-fixture.ts";

type Change = Parameters<typeof planInput>[1];

function plan(order: AlertOrder, change?: Change): Plan {
  return planOrder(planInput(order, change));
}

/** Steps in short: `sell 1 reduce`, `leverage 5`, `mode cross`. */
function short(step: Step): string {
  switch (step.kind) {
    case "place":
      return [
        step.side,
        step.contracts,
        step.orderType === "limit" ? `at ${step.price}` : "",
        step.reduceOnly ? "reduce" : "",
      ]
        .filter((word) => word !== "")
        .join(" ");
    case "set-leverage":
      return `leverage ${step.leverage}`;
    case "set-margin-mode":
      return `mode ${step.marginMode}`;
    case "set-position-mode":
      return step.positionMode;
    case "cancel":
      return `cancel ${step.customId}`;
    case "cancel-all":
      return step.kind;
  }
}

function steps(order: AlertOrder, change?: Change): string[] {
  const made = plan(order, change);
  expect(made.outcome).toBe("steps");
  return made.steps.map(short);
}

const CROSS: Partial<PlanAccount> = { marginMode: "cross" };
const NO_ONE_ORDER = { traits: { reversesInOneOrder: false } };

describe("position T trades the difference", () => {
  test.each<[string, string, string, string[]]>([
    ["opens from flat", "0", "0.5", ["buy 0.5"]],
    ["opens short", "0", "-0.5", ["sell 0.5"]],
    ["grows", "0.2", "0.5", ["buy 0.3"]],
    ["shrinks, reduce-only", "0.5", "0.2", ["sell 0.3 reduce"]],
    ["shrinks a short", "-0.5", "-0.2", ["buy 0.3 reduce"]],
    ["reverses", "0.2", "-0.3", ["sell 0.5"]],
    ["closes at a literal zero", "0.2", "0", ["sell 0.2 reduce"]],
    ["closes with the position's own number, unrounded", "0.12345", "0", ["sell 0.12345 reduce"]],
    ["rounds the target towards zero", "0", "0.12399", ["buy 0.123"]],
  ])("%s: from %s to %s", (_, now, target, expected) => {
    expect(steps(position(target), { position: now })).toEqual(expected);
  });

  test.each([
    ["already there", "0.5", "0.5", "the position is 0.5 contracts already"],
    ["there but for less than a step", "0.5", "0.5004", "the position is 0.5 contracts already"],
    [
      "a growth below the minimum amount",
      "0.5",
      "0.505",
      "the position is 0.5 contracts already, the rest is too small: 0.005 contracts; the market's minimum is 0.01",
    ],
    ["a reduction of less than a step", "0.5004", "0.5001", "the position is 0.5004 contracts already"],
    ["flat, and zero asked", "0", "0", "there is no position to close"],
  ])("%s: done, no order, and why", (_, now, target, reason) => {
    expect(plan(position(target), { position: now })).toMatchObject({ outcome: "done", steps: [], reason });
  });

  test("already there: a named leverage is still set if it differs", () => {
    expect(steps(position("0.5", { leverage: 7 }), { position: "0.5" })).toEqual(["leverage 7"]);
    expect(plan(position("0.5", { leverage: 3 }), { position: "0.5" }).outcome).toBe("done");
    expect(plan(position("0", { leverage: 7 })).steps).toEqual([]);
    // One that is set above the maximum is lowered when the position grows, not for standing still.
    expect(plan(position("0.5"), { position: "0.5", set: { leverage: 80 } })).toMatchObject({ outcome: "done" });
  });

  test.each([
    ["0.005", "BELOW_MINIMUM_AMOUNT", "0.01"],
    ["0.0004", "ROUNDS_TO_ZERO", "0.001"],
  ])("from flat, %s is denied with the numbers", (target, code, number) => {
    const denied = plan(position(target));
    expect(denied).toMatchObject({ outcome: "denied", code, steps: [] });
    expect(denied.reason).toContain(number);
  });

  test("a target that rounds to zero is denied and the position kept: only a literal zero closes", () => {
    const denied = plan(position("0.0004"), { position: "0.5" });
    expect(denied).toMatchObject({ outcome: "denied", code: "ROUNDS_TO_ZERO" });
    expect(denied.reason).toContain("write 0 to close it");
    expect(plan(position("0.0004", { reduceOnly: true }), { position: "0.5" })).toMatchObject({
      outcome: "denied",
      code: "ROUNDS_TO_ZERO",
    });
    expect(plan(position("0.0004")).reason).toBe("the target rounds to zero contracts, the market's step is 0.001");
  });
});

describe("M21: a strategy's rounding for zero", () => {
  test.each([
    ["2.7755575615628914e-17", "0.2"],
    ["-0.00000099", "0.2"],
    ["0.0000001@", "-0.2"],
  ])("%s closes %s, and that is said", (target, now) => {
    const order = position("0");
    const asked = target.endsWith("@")
      ? { value: target.slice(0, -1), unit: "contracts" as const }
      : { value: decimal(target).toFixed(), unit: "base" as const, basis: "nominal" as const };
    const made = plan({ ...order, quantity: asked } as typeof order, { position: now });
    expect(made.steps).toMatchObject([{ kind: "place", contracts: "0.2", reduceOnly: true }]);
    expect(made.warnings).toEqual([`the target of ${asked.value} is taken as zero: it is next to nothing`]);
  });

  test("is nothing to do when flat", () => {
    expect(plan(position("0.0000001"))).toMatchObject({ outcome: "done", reason: "there is no position to close" });
  });

  test("is no target in quote or percent, nor one of a thousandth of the step", () => {
    for (const target of ["0.000001", "0.000001$", "0.0000000001%"])
      expect(plan(position(target), { position: "0.2" })).toMatchObject({ outcome: "denied", code: "ROUNDS_TO_ZERO" });
  });
});

describe("close", () => {
  test.each<[string, string | undefined, string[]]>([
    ["0.5", undefined, ["sell 0.5 reduce"]],
    ["-0.5", undefined, ["buy 0.5 reduce"]],
    ["0.5", "50", ["sell 0.25 reduce"]],
    ["-0.5", "33.33", ["buy 0.166 reduce"]],
    ["0.50055", "100", ["sell 0.50055 reduce"]],
    ["0.002", "50", ["sell 0.001 reduce"]],
  ])("of %s by %s percent", (now, percent, expected) => {
    expect(steps(close(percent), { position: now })).toEqual(expected);
  });

  test.each<[string, string, string, string[]]>([
    ["in base", "0.3", "0.1 base", ["sell 0.1 reduce"]],
    ["of a short", "-0.3", "0.1 base", ["buy 0.1 reduce"]],
    ["rounded to the step", "0.3", "0.12345 base", ["sell 0.123 reduce"]],
    ["in quote, nominal: the leverage is not asked", "0.3", "200$", ["sell 0.1 reduce"]],
    ["in contracts", "0.3", "0.2@", ["sell 0.2 reduce"]],
    ["that is all of it, unrounded", "0.12345", "0.12345 base", ["sell 0.12345 reduce"]],
  ])("M19: by an amount %s", (_, now, size, expected) => {
    expect(steps(close(size), { position: now })).toEqual(expected);
    expect(plan(close(size), { position: now }).warnings).toEqual([]);
  });

  test("M19: by more than there is closes all of it, and what is left over is told", () => {
    expect(steps(close("0.5 base"), { position: "-0.3" })).toEqual(["buy 0.3 reduce"]);
    expect(plan(close("0.5 base"), { position: "-0.3" }).warnings).toEqual([
      "the position was 0.3 contracts: 0.2 of what was to be closed are left over",
    ]);
    expect(plan(close("0.3000000001 base"), { position: "0.3" }).warnings).toEqual([]);
  });

  test.each([
    ["the smallest amount", "0.3", "0.295 base", "0.005"],
    ["the smallest worth", "0.0125", "0.0104 base", "0.0025"],
    ["a step", "0.3004", "0.3 base", "0.0004"],
  ])("M19: a rest below %s is closed too, and told", (_, now, size, rest) => {
    const market = { ...MARKET, ...(now === "0.0125" ? { minContracts: "0.001" } : {}) };
    expect(steps(close(size), { position: now, market })).toEqual([`sell ${now} reduce`]);
    const [warning] = plan(close(size), { position: now, market }).warnings;
    expect(warning).toBe(`the rest of ${rest} contracts is below the minimum: closed too`);
  });

  test("M19: an amount that rounds to zero closes a position below the minimum, and leaves any other", () => {
    expect(steps(close("0.0001 base"), { position: "0.005" })).toEqual(["sell 0.005 reduce"]);
    expect(plan(close("0.0001 base"), { position: "0.3" })).toMatchObject({
      outcome: "done",
      reason: "0.0001 contracts rounds to zero: the position is left as it is",
    });
  });

  test("M19: a share leaves what it leaves", () => {
    expect(steps(close("90"), { position: "0.02" })).toEqual(["sell 0.018 reduce"]);
  });

  test("M19: an amount needs a price only where contracts count in another coin", () => {
    const unpriced = { position: "0.3", price: {} };
    expect(steps(close("0.1 base"), unpriced)).toEqual(["sell 0.1 reduce"]);
    expect(steps(close("0.2@"), unpriced)).toEqual(["sell 0.2 reduce"]);
    expect(steps(close("0.295 base"), unpriced)).toEqual(["sell 0.3 reduce"]);
    expect(plan(close("100$"), unpriced)).toMatchObject({ outcome: "denied", code: "PRICE_UNAVAILABLE" });
    const inverse = { position: "5", market: INVERSE, price: {} };
    expect(steps(close("200$"), inverse)).toEqual(["sell 2 reduce"]);
    expect(plan(close("0.1 base"), inverse)).toMatchObject({ outcome: "denied", code: "PRICE_UNAVAILABLE" });
    expect(steps(close("0.1 base"), { ...inverse, price: { bid: "2000" } })).toEqual(["sell 2 reduce"]);
  });

  test("without a position is done, and said, and nothing is set", () => {
    expect(plan(close())).toMatchObject({ outcome: "done", steps: [], reason: "there is no position to close" });
  });

  test("that rounds to zero leaves the position, and says so", () => {
    const made = plan(close("10"), { position: "0.005" });
    expect(made).toMatchObject({ outcome: "done", steps: [] });
    expect(made.reason).toContain("rounds to zero");
  });

  test("needs no price", () => {
    expect(steps(close(), { position: "1", price: {} })).toEqual(["sell 1 reduce"]);
    expect(steps(position("0"), { position: "1", price: {} })).toEqual(["sell 1 reduce"]);
  });

  test("never sets a leverage, even one above the maximum", () => {
    expect(steps(close(), { position: "1", set: { leverage: 125 } })).toEqual(["sell 1 reduce"]);
  });
});

describe("buy and sell", () => {
  test.each<[string, "buy" | "sell", string, string[]]>([
    ["0", "buy", "0.5", ["buy 0.5"]],
    ["0.2", "buy", "0.5", ["buy 0.5"]],
    ["-0.5", "buy", "0.2", ["buy 0.2 reduce"]],
    ["-0.5", "buy", "0.5", ["buy 0.5 reduce"]],
    ["-0.2", "buy", "0.5", ["buy 0.5"]],
    ["0.5", "sell", "0.2", ["sell 0.2 reduce"]],
    ["0.2", "sell", "0.5", ["sell 0.5"]],
    ["0.50055", "sell", "0.50055", ["sell 0.50055 reduce"]],
    ["0.5", "sell", "0.0015", ["sell 0.001 reduce"]],
  ])("at %s, %s %s", (now, side, size, expected) => {
    expect(steps(trade(side, size), { position: now })).toEqual(expected);
  });

  test("a reduction that rounds to zero is left, and said", () => {
    const made = plan(trade("sell", "0.0004"), { position: "0.5" });
    expect(made).toMatchObject({
      outcome: "done",
      steps: [],
      reason: expect.stringContaining("the market's step is 0.001"),
    });
  });

  test.each([
    ["0", "0.005", "BELOW_MINIMUM_AMOUNT"],
    ["0.5", "0.005", "BELOW_MINIMUM_AMOUNT"],
    ["0", "0.0001", "ROUNDS_TO_ZERO"],
  ])("at %s, a buy of %s is denied, leverage untouched", (now, size, code) => {
    expect(plan(trade("buy", size, { leverage: 9 }), { position: now })).toMatchObject({
      outcome: "denied",
      code,
      steps: [],
    });
  });

  test("a notional below the minimum is denied with the numbers", () => {
    const denied = plan(trade("buy", "0.02"), { market: { ...MARKET, minNotional: "100" } });
    expect(denied).toMatchObject({ outcome: "denied", code: "BELOW_MINIMUM_NOTIONAL" });
    expect(denied.reason).toContain("40");
    expect(denied.reason).toContain("100");
  });

  test("without a price nothing can be sized", () => {
    expect(plan(trade("buy", "0.5"), { price: {} })).toMatchObject({ outcome: "denied", code: "PRICE_UNAVAILABLE" });
    for (const price of [{}, { bid: "0" }]) {
      expect(plan(position("0.5"), { price })).toMatchObject({ outcome: "denied", code: "PRICE_UNAVAILABLE" });
    }
  });

  test("an empty book: nothing to reduce is done, and said, all the same", () => {
    const reduces = { ...trade("sell", "0.5"), reduceOnly: true };
    expect(plan(reduces, { price: {} })).toMatchObject({
      outcome: "done",
      reason: expect.stringContaining("there is no position"),
    });
    expect(plan(reduces, { price: {}, position: "-1" })).toMatchObject({ outcome: "done" });
    expect(plan(reduces, { price: {}, position: "1" })).toMatchObject({ code: "PRICE_UNAVAILABLE" });
  });

  test("a one-sided book prices by the side there is", () => {
    expect(plan(trade("buy", "300$", { leverage: 3 }), { price: { ask: "1800" } })).toMatchObject({
      inputs: { price: "1800" },
      steps: [{ contracts: "0.5" }],
    });
    expect(plan(trade("buy", "300$", { leverage: 3 }), { price: { bid: "1800" } }).inputs.price).toBe("1800");
  });

  test("is sent as asked, whatever the balance", () => {
    expect(steps(trade("buy", "100"))).toEqual(["buy 100"]);
  });
});

describe("reduce", () => {
  const only = { reduceOnly: true };
  test.each<[string, AlertOrder, string[]]>([
    ["0.5", trade("sell", "2", only), ["sell 0.5 reduce"]],
    ["0.5", trade("sell", "0.2", only), ["sell 0.2 reduce"]],
    ["-0.50055", trade("buy", "2", only), ["buy 0.50055 reduce"]],
    ["0.5", position("0.2", only), ["sell 0.3 reduce"]],
    ["0.5", position("-2", only), ["sell 0.5 reduce"]],
    ["-0.5", position("-0.2", only), ["buy 0.3 reduce"]],
    ["0.5", position("0", only), ["sell 0.5 reduce"]],
  ])("at %s is cut to the position", (now, order, expected) => {
    expect(steps(order, { position: now })).toEqual(expected);
  });

  test.each<[string, AlertOrder]>([
    ["0", trade("sell", "1", only)],
    ["0.5", trade("buy", "1", only)],
    ["0", position("1", only)],
    ["0.5", position("2", only)],
    ["0.5", position("0.5", only)],
    ["0", position("0.0004", only)],
  ])("at %s with nothing to reduce is done, and said", (now, order) => {
    const made = plan(order, { position: now });
    expect(made).toMatchObject({ outcome: "done", steps: [] });
    expect(made.reason).toContain("nothing to reduce");
  });

  test("keeps the margin mode without a word", () => {
    expect(plan(trade("sell", "0.2", only), { position: "0.5", set: CROSS }).warnings).toEqual([]);
    expect(steps(position("0.2", only), { position: "0.5", set: CROSS })).toEqual(["sell 0.3 reduce"]);
  });
});

describe("a market order that reverses", () => {
  test("is one order when 98.5 % of the free balance pays for the opening part", () => {
    // Opening 0.5 at 2000 and 3x needs 333.33; 98.5 % of 339 is 333.9, of 338 is 332.9.
    expect(steps(trade("sell", "1"), { position: "0.5", set: { free: "339" } })).toEqual(["sell 1"]);
    expect(steps(trade("sell", "1"), { position: "0.5", set: { free: "338" } })).toEqual([
      "sell 0.5 reduce",
      "sell 0.5",
    ]);
  });

  test("is two where the venue cannot: a close of the whole position, then the remainder", () => {
    expect(steps(position("-0.3"), { position: "0.2", ...NO_ONE_ORDER })).toEqual(["sell 0.2 reduce", "sell 0.3"]);
  });

  test("is two when the position is off the grid, so that the close can be its own number", () => {
    expect(steps(trade("sell", "1.0005"), { position: "0.5005" })).toEqual(["sell 0.5005 reduce", "sell 0.5"]);
  });

  test("sets a named leverage before a one-order reversal, between the steps of two", () => {
    const levered = trade("sell", "1", { leverage: 5 });
    expect(steps(levered, { position: "0.5" })).toEqual(["leverage 5", "sell 1"]);
    expect(steps(levered, { position: "0.5", ...NO_ONE_ORDER })).toEqual(["sell 0.5 reduce", "leverage 5", "sell 0.5"]);
  });

  test("with an opening part below the minimum only closes, and says why", () => {
    const made = plan(trade("sell", "0.505", { leverage: 5 }), { position: "0.5" });
    expect(made.steps.map(short)).toEqual(["sell 0.5 reduce"]);
    expect(made.reason).toContain("0.005 contracts");
  });
});

describe("limit orders", () => {
  const limit = { limit: { id: "dip1", price: "1900" } };
  test.each([
    ["1900.26", "1900.5"],
    ["1900.25", "1900.5"],
    ["1900.24", "1900"],
    ["1900.5", "1900.5"],
    // Less than half a tick: the venue refuses it, in its own words.
    ["0.1", "0.1"],
  ])("a limit price of %s is placed at %s where the tick is 0.5", (asked, placed) => {
    const order = trade("buy", "100", { limit: { id: "dip1", price: asked } });
    const made = plan(order, { market: { ...MARKET, priceTick: "0.5" }, set: { equity: "100000" } });
    expect(made.steps).toMatchObject([{ price: placed }]);
    const warning = `the limit price ${asked} is placed at ${placed}: the market's tick is 0.5`;
    expect(made.warnings).toEqual(asked === placed ? [] : [warning]);
  });

  test.each<[string, AlertOrder, string[]]>([
    ["0", trade("buy", "0.5", limit), ["buy 0.5 at 1900"]],
    ["0", trade("buy", "0.5", { ...limit, leverage: 5 }), ["leverage 5", "buy 0.5 at 1900"]],
    ["0.2", trade("buy", "0.5", limit), ["buy 0.5 at 1900"]],
    ["0.5", trade("sell", "0.2", { ...limit, leverage: 5 }), ["sell 0.2 at 1900 reduce"]],
    ["0.50055", trade("sell", "0.50055", limit), ["sell 0.50055 at 1900 reduce"]],
    ["0.2", trade("sell", "0.5", limit), ["sell 0.5 at 1900"]],
    ["0.2", trade("sell", "0.5", { ...limit, reduceOnly: true }), ["sell 0.2 at 1900 reduce"]],
  ])("at %s are one step", (now, order, expected) => {
    expect(steps(order, { position: now })).toEqual(expected);
  });

  test("carry their price and the user's name, and are sized at their own price", () => {
    const made = plan(trade("buy", "300$", { ...limit, leverage: 3 }), { price: {} });
    expect(made.steps).toEqual([
      {
        kind: "place",
        purpose: "open",
        side: "buy",
        orderType: "limit",
        contracts: "0.473",
        price: "1900",
        customId: "dip1",
        reduceOnly: false,
      },
    ]);
    expect(made.inputs.price).toBe("1900");
  });

  test("below the minimum are denied; one whose opening part is, only closes", () => {
    expect(plan(trade("buy", "0.005", limit))).toMatchObject({ outcome: "denied", code: "BELOW_MINIMUM_AMOUNT" });
    const closing = plan(trade("sell", "0.505", limit), { position: "0.5" });
    expect(closing.steps.map(short)).toEqual(["sell 0.5 at 1900 reduce"]);
    expect(closing.reason).toContain("only the close is placed");
  });

  test("that reduce by less than a step are left, and said", () => {
    expect(plan(trade("sell", "0.0004", limit), { position: "0.5" })).toMatchObject({ outcome: "done" });
  });

  test("set the margin mode from flat only, and respect MAX_POSITION_USD", () => {
    expect(steps(trade("buy", "0.5", limit), { set: CROSS })).toEqual(["mode isolated", "buy 0.5 at 1900"]);
    expect(steps(trade("buy", "0.5", limit), { set: CROSS, position: "0.2" })).toEqual(["buy 0.5 at 1900"]);
    const capped = { wanted: { marginMode: "isolated", maxPositionUsd: "900" } } as const;
    expect(plan(trade("buy", "0.5", limit), { set: capped })).toMatchObject({
      outcome: "denied",
      code: "MAX_POSITION_EXCEEDED",
    });
  });
});

describe("leverage", () => {
  test("is set before a position grows, only when named and different", () => {
    expect(steps(trade("buy", "0.5", { leverage: 5 }))).toEqual(["leverage 5", "buy 0.5"]);
    expect(steps(trade("buy", "0.5", { leverage: 3 }))).toEqual(["buy 0.5"]);
    expect(steps(position("0.5", { leverage: 5 }), { position: "0.2" })).toEqual(["leverage 5", "buy 0.3"]);
  });

  test("is set when the venue does not say which is set", () => {
    const { leverage: _leverage, ...account } = planInput(trade("buy", "1")).account;
    expect(planOrder({ ...planInput(trade("buy", "0.5", { leverage: 3 })), account }).steps.map(short)).toEqual([
      "leverage 3",
      "buy 0.5",
    ]);
    expect(planOrder({ ...planInput(trade("buy", "300$")), account }).steps.map(short)).toEqual(["buy 0.15"]);
  });

  test("is set after a reduction that leaves a position, never for a full close", () => {
    expect(steps(trade("sell", "0.2", { leverage: 5 }), { position: "0.5" })).toEqual([
      "sell 0.2 reduce",
      "leverage 5",
    ]);
    expect(steps(position("0.2", { leverage: 5 }), { position: "0.5" })).toEqual(["sell 0.3 reduce", "leverage 5"]);
    expect(steps(trade("sell", "0.5", { leverage: 5 }), { position: "0.5" })).toEqual(["sell 0.5 reduce"]);
  });

  test.each<[string, Change, number]>([
    ["the market's maximum", { market: { ...MARKET, maxLeverage: 20 } }, 20],
    ["the account's", { set: { wanted: { marginMode: "isolated", maxLeverage: 10 } } }, 10],
    ["the next lower listed one", { market: { ...MARKET, leverages: [1, 5, 25, 100] } }, 25],
    ["the lowest listed one", { market: { ...MARKET, leverages: [40, 50] } }, 40],
    ["the next lower one of a list in any order", { market: { ...MARKET, leverages: [100, 25, 5] } }, 25],
    ["the maximum where the list is empty", { market: { ...MARKET, leverages: [], maxLeverage: 20 } }, 20],
    [
      "a listed one where no maximum is known",
      { market: { contractSize: "1", contractStep: "0.001", inverse: false, leverages: [1, 25] } },
      25,
    ],
    ["a listed one below the maximum", { market: { ...MARKET, leverages: [1, 5, 25], maxLeverage: 24 } }, 5],
  ])("is taken to %s, with a warning", (_, change, leverage) => {
    const made = plan(trade("buy", "0.5", { leverage: 30 }), { ...change, set: { leverage: 2, ...change?.set } });
    expect(made.steps.map(short)).toEqual([`leverage ${leverage}`, "buy 0.5"]);
    expect(made.warnings).toHaveLength(1);
    expect(made.warnings[0]).toContain(String(leverage));
  });

  test("that is set above the maximum is lowered before a position grows", () => {
    const made = plan(trade("buy", "300$"), { set: { leverage: 80 } });
    expect(made.steps.map(short)).toEqual(["leverage 50", "buy 7.5"]);
    expect(made.warnings[0]).toContain("80");
  });

  test("goes with the order where the venue takes it there", () => {
    const traits = { leverageOnOrder: true };
    expect(plan(trade("buy", "0.5", { leverage: 5 }), { traits }).steps).toEqual([
      {
        kind: "place",
        purpose: "open",
        side: "buy",
        orderType: "market",
        contracts: "0.5",
        reduceOnly: false,
        leverage: 5,
      },
    ]);
    expect(plan(changeLeverage(5), { traits })).toMatchObject({
      outcome: "denied",
      code: "LEVERAGE_NOT_SETTABLE",
      reason: expect.stringContaining("with each order"),
    });
  });

  test("goes with isolated orders only, and is a setting for cross, on some", () => {
    const traits = { leverageOnOrder: "isolated" } as const;
    const order = trade("buy", "0.5", { leverage: 5 });
    expect(plan(order, { traits }).steps).toMatchObject([{ kind: "place", purpose: "open", leverage: 5 }]);
    expect(plan(changeLeverage(5), { traits })).toMatchObject({ code: "LEVERAGE_NOT_SETTABLE" });
    const inCross = { traits, set: CROSS, position: "0.2" };
    const [lever, placed] = plan(order, inCross).steps;
    expect(lever).toEqual({ kind: "set-leverage", leverage: 5, marginMode: "cross" });
    expect(placed).not.toHaveProperty("leverage");
    expect(plan(changeLeverage(5), inCross).steps).toEqual([lever]);
  });

  test("changeleverage sets it, position or not, and touches no mode", () => {
    expect(steps(changeLeverage(5), { set: CROSS })).toEqual(["leverage 5"]);
    expect(steps(changeLeverage(5), { position: "1" })).toEqual(["leverage 5"]);
    expect(plan(changeLeverage(3))).toMatchObject({ outcome: "done" });
    expect(steps(changeLeverage(90))).toEqual(["leverage 50"]);
  });
});

describe("a venue whose cross margin has no leverage", () => {
  const traits = { leverageInCross: false } as const;
  const cross = { wanted: { marginMode: "cross" } } as const;

  test("sizes by the leverage named, and sets none", () => {
    expect(steps(trade("buy", "300$", { leverage: 5 }), { traits, set: { ...CROSS, ...cross } })).toEqual(["buy 0.75"]);
    expect(steps(trade("buy", "0.5", { leverage: 5 }), { traits })).toEqual(["leverage 5", "buy 0.5"]);
  });

  test("changeleverage is denied, saying what would allow it", () => {
    const made = plan(changeLeverage(5), { traits, set: { ...CROSS, ...cross } });
    expect(made).toMatchObject({ outcome: "denied", code: "LEVERAGE_NOT_SETTABLE" });
    expect(made.outcome === "denied" ? made.reason : "").toContain("MARGIN_MODE");
    expect(steps(changeLeverage(5), { traits })).toEqual(["leverage 5"]);
  });

  test("nor one that cannot be another: sized by the leverage named, said so", () => {
    const fixed = { traits: { ...traits, marginMode: "fixed" }, set: CROSS } as const;
    expect(steps(trade("buy", "300$", { leverage: 5 }), fixed)).toEqual(["buy 0.75"]);
    const made = plan(changeLeverage(5), fixed);
    expect(made.outcome === "denied" ? made.reason : "").toContain("size by it");
  });
});

describe("margin mode", () => {
  test("is set before opening from flat, before the leverage", () => {
    expect(steps(trade("buy", "0.5", { leverage: 5 }), { set: CROSS })).toEqual([
      "mode isolated",
      "leverage 5",
      "buy 0.5",
    ]);
    expect(steps(position("-0.5"), { set: CROSS })).toEqual(["mode isolated", "sell 0.5"]);
    expect(plan(position("-0.5"), { set: CROSS }).warnings).toEqual([]);
    // What else is open matters only where the mode is the whole account's.
    expect(steps(trade("buy", "0.5"), { set: { ...CROSS, othersOpen: true } })).toEqual(["mode isolated", "buy 0.5"]);
  });

  test("that the venue does not tell is not taken for another: an open position is left in it, without a word", () => {
    const { marginMode: _mode, ...account } = planInput(close()).account;
    for (const order of [trade("buy", "0.3"), position("0.5")]) {
      const made = planOrder({ ...planInput(order, { position: "0.2" }), account });
      expect(made.steps.map(short)).toEqual(["buy 0.3"]);
      expect(made.warnings).toEqual([]);
    }
  });

  test("that differs on an open position: position closes first and reopens", () => {
    const set = CROSS;
    expect(steps(position("0.5", { leverage: 5 }), { position: "0.2", set })).toEqual([
      "sell 0.2 reduce",
      "mode isolated",
      "leverage 5",
      "buy 0.5",
    ]);
    expect(steps(position("0.2"), { position: "0.5", set })).toEqual(["sell 0.5 reduce", "mode isolated", "buy 0.2"]);
    expect(steps(position("-0.2"), { position: "0.5", set })).toEqual(["sell 0.5 reduce", "mode isolated", "sell 0.2"]);
    expect(plan(position("0.5"), { position: "0.2", set }).warnings[0]).toContain("isolated");
  });

  test("is kept where the position is there already, or what would be reopened is below the minimum, and that is said", () => {
    const there = plan(position("0.5"), { position: "0.5", set: CROSS });
    expect(there).toMatchObject({ outcome: "done" });
    expect(there.warnings[0]).toContain("keeps its cross margin mode");
    const tiny = plan(position("0.005"), { position: "0.5", set: CROSS });
    expect(tiny.steps.map(short)).toEqual(["sell 0.495 reduce"]);
    expect(tiny.warnings[0]).toContain("keeps its cross margin mode");
    const flip = plan(position("-0.005"), { position: "0.5", set: CROSS });
    expect(flip.steps.map(short)).toEqual(["sell 0.5 reduce"]);
  });

  test("that is one for the whole account is set while nothing else is open, and stays, said, while something is", () => {
    const traits = { marginMode: "account" } as const;
    expect(steps(trade("buy", "0.5"), { traits, set: CROSS })).toEqual(["mode isolated", "buy 0.5"]);
    const set = { ...CROSS, othersOpen: true };
    const limit = { limit: { id: "dip", price: "1900" } };
    for (const order of [trade("buy", "0.5"), position("0.5"), trade("buy", "0.5", limit)]) {
      const made = plan(order, { traits, set });
      expect(made.steps).toHaveLength(1);
      expect(made.warnings[0]).toContain("stays cross");
    }
    expect(plan(trade("buy", "0.5"), { traits, set: { othersOpen: true, marginMode: "isolated" } }).warnings).toEqual(
      [],
    );
    expect(steps(position("0.5"), { traits, set, position: "0.2" })).toEqual(["buy 0.3"]);
    expect(steps(position("0.5"), { traits, set: CROSS, position: "0.2" })).toContain("mode isolated");
  });

  test("is kept by buy and sell, and said", () => {
    for (const order of [trade("buy", "0.5"), trade("sell", "0.1"), trade("sell", "0.5")]) {
      const made = plan(order, { position: "0.2", set: CROSS });
      expect(made.steps.map(short).join()).not.toContain("mode");
      if (order.side === "buy" || order.quantity.value === "0.5") expect(made.warnings[0]).toContain("keeps its cross");
    }
  });

  test("cannot be changed on some venues: said", () => {
    const made = plan(position("0.5"), { position: "0.2", set: CROSS, traits: { marginMode: "fixed" } });
    expect(made.steps.map(short)).toEqual(["buy 0.3"]);
    expect(made.warnings[0]).toContain("keeps its cross");
    expect(steps(trade("buy", "0.5"), { set: CROSS, traits: { marginMode: "fixed" } })).toEqual(["buy 0.5"]);
  });

  test("goes with each order where the venue takes it there: a close in the position's own", () => {
    const traits = { marginMode: "on-order", reversesInOneOrder: false } as const;
    const modes = (order: AlertOrder, change: Change) =>
      plan(order, { traits, ...change }).steps.map((step) => (step.kind === "place" ? step.marginMode : step.kind));
    expect(modes(trade("buy", "0.5"), { set: CROSS })).toEqual(["isolated"]);
    expect(modes(trade("buy", "0.5"), { set: CROSS, position: "0.2" })).toEqual(["cross"]);
    expect(modes(close(), { set: CROSS, position: "0.2" })).toEqual(["cross"]);
    expect(modes(position("0.5"), { set: CROSS, position: "0.2" })).toEqual(["cross", "isolated"]);
    const { marginMode: _mode, ...unknown } = planInput(close()).account;
    expect(planOrder({ ...planInput(close(), { position: "1", traits }), account: unknown }).steps).toMatchObject([
      { marginMode: "isolated" },
    ]);
  });

  test("is set for the symbol and named by each order on some venues", () => {
    const traits = { marginMode: "setting-and-order", leverageOnOrder: "isolated" } as const;
    const modes = (order: AlertOrder, change: Change) =>
      plan(order, { traits, ...change }).steps.map((step) => `${step.kind} ${"marginMode" in step && step.marginMode}`);
    expect(modes(trade("buy", "0.5"), { set: CROSS })).toEqual(["set-margin-mode isolated", "place isolated"]);
    expect(modes(trade("buy", "0.5"), { set: CROSS, position: "0.2" })).toEqual(["place cross"]);
    expect(modes(position("0.5", { leverage: 3 }), { set: CROSS, position: "0.2" })).toEqual([
      "place cross",
      "set-margin-mode isolated",
      "place isolated",
    ]);
  });

  test("is told with the leverage: the position's own, then the one it is opened again in", () => {
    const levers = (order: AlertOrder, change: Change) =>
      plan(order, change).steps.filter((step) => step.kind === "set-leverage");
    const inCross = { set: CROSS, position: "0.2" };
    const five = { kind: "set-leverage", leverage: 5 };
    expect(levers(trade("buy", "0.5", { leverage: 5 }), { set: CROSS })).toEqual([{ ...five, marginMode: "isolated" }]);
    expect(levers(trade("buy", "0.5", { leverage: 5 }), inCross)).toEqual([{ ...five, marginMode: "cross" }]);
    expect(levers(changeLeverage(5), inCross)).toEqual([{ ...five, marginMode: "cross" }]);
    expect(levers(position("0.5", { leverage: 5 }), inCross)).toEqual([{ ...five, marginMode: "isolated" }]);
    // The position's leverage is 3, in the mode it is closed in.
    const again = position("0.5", { leverage: 3 });
    expect(levers(again, inCross)).toEqual([]);
    expect(levers(again, { ...inCross, traits: { marginMode: "on-order" } })).toEqual([
      { ...five, leverage: 3, marginMode: "isolated" },
    ]);
  });
});

describe("a symbol with a position in each margin mode", () => {
  test.each([
    ["buy", trade("buy", "0.5")],
    ["position", position("0.5")],
    ["close", close()],
    ["changeleverage", changeLeverage(5)],
  ])("%s is denied, saying what to do", (_name, order) => {
    const made = plan(order, { position: "0.2", set: { isSplit: true } });
    expect(made).toMatchObject({ outcome: "denied", code: "MARGIN_MODE_REFUSED", steps: [] });
    expect(made.outcome === "denied" ? made.reason : "").toContain("close one of them");
  });

  test("cancel goes on", () => {
    expect(steps(cancel("dip1"), { set: { isSplit: true } })).toEqual(["cancel dip1"]);
  });
});

describe("hedge mode", () => {
  const hedge = { positionMode: "hedge" } as const;
  test("is left when nothing is open in that settle coin, before anything else", () => {
    expect(steps(trade("buy", "0.5", { leverage: 5 }), { set: hedge })).toEqual(["one-way", "leverage 5", "buy 0.5"]);
    expect(steps(position("0.5"), { set: hedge })).toEqual(["one-way", "buy 0.5"]);
  });

  test("a denial or nothing to do leaves even that alone", () => {
    expect(plan(trade("buy", "0.001"), { set: hedge })).toMatchObject({ outcome: "denied", steps: [] });
    expect(plan(close(), { set: hedge })).toMatchObject({ outcome: "done", steps: [] });
    expect(plan(close(), { set: hedge, traits: { setsPositionMode: false } })).toMatchObject({ outcome: "done" });
  });

  test.each<[string, AlertOrder, Change]>([
    ["a position open", trade("buy", "0.5"), { position: "1", set: hedge }],
    ["another position open", trade("buy", "0.5"), { set: { ...hedge, othersOpen: true } }],
    ["a position to close", close(), { position: "1", set: hedge }],
    ["a leverage to change", changeLeverage(5), { set: { ...hedge, othersOpen: true } }],
    ["a venue that cannot switch", position("1"), { set: hedge, traits: { setsPositionMode: false } }],
  ])("with %s is denied, saying what to do", (_, order, change) => {
    const denied = plan(order, change);
    expect(denied).toMatchObject({ outcome: "denied", code: "HEDGE_MODE", steps: [] });
    expect(denied.reason).toContain("one-way");
    // Closing everything is no help where the venue cannot switch.
    expect(denied.reason?.includes("close every position")).toBe(change?.traits === undefined);
  });

  test("W6: where it is the symbol's own it is left while others are open; words name the symbol", () => {
    const traits = { positionModeOf: "symbol" } as const;
    const others = { traits, set: { ...hedge, othersOpen: true } };
    expect(steps(trade("buy", "0.5"), others)).toEqual(["one-way", "buy 0.5"]);
    const denied = plan(trade("buy", "0.5"), { ...others, position: "1" });
    expect(denied).toMatchObject({ outcome: "denied", code: "HEDGE_MODE", steps: [] });
    expect(denied.reason).toMatch(/^ETH\/USDT:USDT is in hedge mode.*close its positions.*one-way/);
  });

  test("cancels pass", () => {
    expect(steps(cancel("dip1"), { position: "1", set: hedge })).toEqual(["cancel dip1"]);
    for (const all of ["all", "ALL"]) {
      expect(steps(cancel(all), { position: "1", set: hedge })).toEqual(["cancel-all"]);
    }
  });
});

describe("MAX_POSITION_USD", () => {
  const set = { wanted: { marginMode: "isolated", maxPositionUsd: "1000" } } as const;
  test("denies an order after which the whole position would be worth more", () => {
    expect(steps(trade("buy", "0.5"), { set })).toEqual(["buy 0.5"]);
    for (const order of [trade("buy", "0.501"), position("-0.501")]) {
      expect(plan(order, { set })).toMatchObject({ outcome: "denied", code: "MAX_POSITION_EXCEEDED", steps: [] });
    }
    expect(plan(trade("buy", "0.2"), { set, position: "0.4" })).toMatchObject({ outcome: "denied" });
    expect(plan(position("0.6"), { set: { ...set, ...CROSS }, position: "0.4" })).toMatchObject({ outcome: "denied" });
    expect(plan(trade("buy", "0.501"), { set }).reason).toContain("1002");
  });

  test.each<[string, AlertOrder, Parameters<typeof plan>[1]]>([
    ["a reversal by a sell", trade("sell", "1"), { set, position: "0.4" }],
    ["a target through zero", position("-1"), { set, position: "0.4" }],
    [
      "the same where two orders reverse",
      position("-1"),
      { set, position: "0.4", traits: { reversesInOneOrder: false } },
    ],
    ["the same in another margin mode", position("-1"), { set: { ...set, ...CROSS }, position: "0.4" }],
  ])("M29: denies of %s the opening, not the close", (_name, order, change) => {
    const denied = plan(order, change);
    expect(denied).toMatchObject({ outcome: "steps", code: "MAX_POSITION_EXCEEDED" });
    expect(denied.steps.map(short)).toEqual(["sell 0.4 reduce"]);
    expect(denied.reason).toContain("only the close is sent; the opening part: the position would be worth");
    expect(denied.margin).toBeUndefined();
  });

  test("M29: the opening part's minimum and an empty book are denials of that kind", () => {
    expect(plan(position("-0.002"), { position: "0.4" })).toMatchObject({ code: "BELOW_MINIMUM_AMOUNT" });
    const empty = { position: "0.4", price: {} };
    expect(plan(position("-1"), empty)).toMatchObject({ code: "PRICE_UNAVAILABLE", steps: [{ contracts: "0.4" }] });
    expect(plan(position("1"), empty)).toMatchObject({ outcome: "denied", code: "PRICE_UNAVAILABLE" });
  });

  test("M29: a limit order that would reverse is denied whole", () => {
    const limit = { limit: { id: "dip1", price: "2000" } };
    expect(plan(trade("sell", "1", limit), { set, position: "0.4" })).toMatchObject({ outcome: "denied", steps: [] });
  });

  test("M22: a position that ends smaller passes, also when it is closed and opened again for its margin mode", () => {
    const smaller = { set: { ...set, ...CROSS }, position: "20" };
    expect(steps(position("15"), smaller)).toEqual(["sell 20 reduce", "mode isolated", "buy 15"]);
    expect(plan(position("21"), smaller)).toMatchObject({ outcome: "denied", steps: [] });
  });

  test("lets reductions pass", () => {
    expect(steps(trade("sell", "0.2"), { set, position: "5" })).toEqual(["sell 0.2 reduce"]);
    expect(steps(close(), { set, position: "5" })).toEqual(["sell 5 reduce"]);
  });

  test("values inverse contracts in quote", () => {
    expect(plan(trade("buy", "11@"), { set, market: INVERSE })).toMatchObject({ outcome: "denied" });
    expect(steps(trade("buy", "10@"), { set, market: INVERSE })).toEqual(["buy 10"]);
  });
});

describe("what a plan tells", () => {
  test("the inputs it was made from and what it opens, decimals as text", () => {
    const made = plan(trade("buy", "300$", { leverage: 3 }));
    expect(made).toMatchObject({
      inputs: { price: "2000", equity: "1000", free: "1000", position: "0", leverage: 3, marginMode: "isolated" },
      notional: "900",
      margin: "300",
    });
  });

  const SHORT = { position: "-0.2" };
  test.each<[string, AlertOrder, Change, string, string]>([
    ["a growth", trade("sell", "0.3"), SHORT, "600", "200"],
    ["a reversal in one order", trade("buy", "0.5"), SHORT, "600", "200"],
    ["a reversal in two steps", trade("buy", "0.5"), { ...SHORT, ...NO_ONE_ORDER }, "600", "200"],
    ["a position opened again in another mode", position("-0.6"), { ...SHORT, set: CROSS }, "1200", "400"],
    ["a limit order", trade("buy", "0.5", { limit: { id: "dip1", price: "1900" } }), SHORT, "570", "190"],
  ])("of %s what it opens, not what it closes", (_, order, change, notional, margin) => {
    expect(plan(order, change)).toMatchObject({ notional, margin });
  });

  test("takes an account of which little is known, and no traits", () => {
    const {
      marginMode: _mode,
      positionMode: _positionMode,
      leverage: _leverage,
      ...account
    } = planInput(close()).account;
    const input: PlanInput = { ...planInput(trade("buy", "0.5")), account };
    expect(planOrder(input).steps.map(short)).toEqual(["mode isolated", "buy 0.5"]);
  });
});
