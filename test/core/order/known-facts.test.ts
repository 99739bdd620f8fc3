import { describe, expect, test } from "vitest";
import { knownFacts } from "../../../lib/core/order/known-facts.ts";
import { planOrder } from "../../../lib/core/order/plan-order.ts";
import { MARKET, planInput, position, trade } from "./plan-fixture.ts";

type Change = Parameters<typeof planInput>[1];

describe("what a venue says as zero where none can be is not known", () => {
  test.each<[string, Change, Change]>([
    ["a leverage", { set: { leverage: 0 } }, { set: { leverage: 1 } }],
    ["a largest order", { market: { ...MARKET, maxContracts: "0", maxNotional: "0.0" } }, {}],
    ["a largest leverage", { market: { ...MARKET, maxLeverage: 0 } }, { market: { ...MARKET, maxLeverage: 125 } }],
    ["a tick", { market: { ...MARKET, priceTick: "0" } }, {}],
    ["a bid", { price: { bid: "0", ask: "2001" } }, { price: { ask: "2001" } }],
    ["an ask", { price: { bid: "1999", ask: "-1" } }, { price: { bid: "1999" } }],
    ["both sides of the book", { price: { bid: "0", ask: "0" } }, { price: {} }],
  ])("%s", (_, zero, same) => {
    for (const order of [trade("buy", "0.5"), trade("sell", "90$"), position("-10%"), position("0.5")]) {
      const { inputs: _read, ...plan } = planOrder(planInput(order, zero));
      expect(planOrder(planInput(order, same))).toMatchObject(plan);
    }
  });

  test("a limit order too, and a size nobody could carry is not judged by it", () => {
    const limit = { limit: { id: "dip1", price: "2000" } };
    const market = { ...MARKET, maxLimitContracts: "0", priceTick: "0" };
    expect(planOrder(planInput(trade("buy", "1", limit), { market }))).toMatchObject({ outcome: "steps" });
    const set = { leverage: 0, wanted: { marginMode: "isolated" as const, maxOversize: "5" } };
    expect(planOrder(planInput(trade("buy", "600"), { set }))).toMatchObject({ outcome: "steps", warnings: [] });
  });

  test("what is known stays as it is", () => {
    const input = planInput(trade("buy", "1"), { market: { ...MARKET, maxContracts: "7", priceTick: "0.1" } });
    expect(knownFacts(input)).toEqual(input);
  });
});

test.each(["-1000", "0"])("a percentage of an equity of %s is nothing, never an order on the other side", (equity) => {
  for (const order of [trade("buy", "10%"), trade("sell", "10%"), position("10%"), position("-10%")]) {
    const plan = planOrder(planInput(order, { set: { equity } }));
    expect(plan).toMatchObject({ outcome: "denied", code: "ROUNDS_TO_ZERO", steps: [] });
  }
});

test("an empty book stops no target through zero that is only to reduce", () => {
  const plan = planOrder(planInput(position("-1", { reduceOnly: true }), { position: "0.4", price: {} }));
  expect(plan.steps).toMatchObject([{ kind: "place", purpose: "close", side: "sell", contracts: "0.4" }]);
  expect(plan.outcome === "steps" && plan.code === undefined && plan.reason === undefined).toBe(true);
});

test("a position that is there already says when its leverage stays", () => {
  const there = { position: "0.5", refused: ["set-leverage" as const] };
  const plan = planOrder(planInput(position("0.5", { leverage: 9 }), there));
  expect(plan).toMatchObject({ outcome: "done", warnings: [expect.stringContaining("3 stays in force")] });
  expect(planOrder(planInput(position("0.5"), there)).warnings).toEqual([]);
});
