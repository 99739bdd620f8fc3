import { describe, expect, test } from "vitest";
import { mapOrder, mapPlaced, withFills } from "../../../lib/adapters/ccxt/map-order.ts";
import type { VenueOrder } from "../../../lib/core/order/venue-order.ts";

const SYMBOL = "BTC/USDT:USDT";
type Foreign = Parameters<typeof mapOrder>[0];
type Fill = Parameters<typeof withFills>[1][number];

function foreign(change: Record<string, unknown> = {}): Foreign {
  const base = {
    id: "7",
    clientOrderId: "a",
    side: "buy",
    type: "market",
    status: "closed",
    amount: "2",
    filled: "2",
    average: "10.5",
    price: "0",
  };
  return { ...base, ...change } as unknown as Foreign;
}

function fill(amount: string, price: string, cost: string, currency = "USDT"): Fill {
  return { amount, price, fee: { cost, currency } } as unknown as Fill;
}

const SENT = {
  symbol: SYMBOL,
  step: { kind: "place", purpose: "open", side: "buy", orderType: "market", contracts: "2", reduceOnly: false },
} as const;

describe("mapOrder", () => {
  test.each([
    ["open", "0", "open"],
    ["open", "1", "open"],
    ["canceling", "1", "open"],
    ["closed", "2", "filled"],
    ["closed", "1", "canceled"],
    ["canceled", "0", "canceled"],
    ["canceled", "2", "filled"],
    ["expired", "1", "canceled"],
    ["rejected", "0", "rejected"],
  ])("%s with %s of 2 filled is %s", (status, filled, expected) => {
    expect(mapOrder(foreign({ status, filled }), SYMBOL).status).toBe(expected);
  });

  test.each([
    ["an unknown status", { status: "odd" }],
    ["no status", { status: undefined }],
    ["no size", { amount: undefined }],
    ["a size that is a float", { amount: 2 }],
    ["no filled size", { filled: undefined }],
    ["no id", { id: undefined }],
    ["no side", { side: undefined }],
    ["M31: a filled size below zero", { status: "canceled", filled: "-1" }],
    ["M31: a size below zero", { amount: "-2", filled: "0", status: "open" }],
  ])("%s is no order to act on", (_name, change) => {
    expect(() => mapOrder(foreign(change), SYMBOL)).toThrow(/the venue's order/);
  });

  test("an order that filled nothing has no average price, a market order no limit price", () => {
    const order = mapOrder(foreign({ status: "canceled", filled: "0", average: "0", price: "9" }), SYMBOL);
    expect("averagePrice" in order || "limitPrice" in order).toBe(false);
  });
});

describe("mapPlaced", () => {
  test.each([undefined, null, ""])("an answer with the id %j names no order", (id) => {
    expect(mapPlaced(foreign({ id }), SENT, "a")).toBeUndefined();
  });

  test("M31: an answer with a filled size below zero names none either", () => {
    expect(mapPlaced(foreign({ filled: "-1" }), SENT, "a")).toBeUndefined();
  });

  test("an answer with nothing but an id says the order was taken", () => {
    const bare = { id: "7" } as unknown as Foreign;
    expect(mapPlaced(bare, SENT, "a")).toEqual({
      venueOrderId: "7",
      clientOrderId: "a",
      symbol: SYMBOL,
      side: "buy",
      orderType: "market",
      status: "open",
      contracts: "2",
      filledContracts: "0",
    });
  });
});

describe("withFills", () => {
  const { averagePrice: _average, ...order }: VenueOrder = mapOrder(foreign(), SYMBOL);
  const LINEAR = { inverse: false };

  test("adds fees up and weighs prices", () => {
    const filled = withFills(order, [fill("1.5", "10", "0.1"), fill("0.5", "12", "0.2")], LINEAR);
    expect(filled).toMatchObject({ averagePrice: "10.5", fee: { cost: "0.3", currency: "USDT" } });
  });

  test("the average of contracts counted in dollars is that of the coins they cost, of those counted in coins that of the dollars", () => {
    const fills = [fill("1", "10", "0"), fill("1", "40", "0")];
    expect(withFills(order, fills, { inverse: true })).toMatchObject({ averagePrice: "16" });
    expect(withFills(order, fills, { inverse: true, countedInBase: true })).toMatchObject({ averagePrice: "25" });
  });

  test("keeps the average the venue told", () => {
    expect(withFills({ ...order, averagePrice: "10.4" }, [fill("2", "10", "0")], LINEAR).averagePrice).toBe("10.4");
  });

  test("says nothing while fills are missing", () => {
    expect(withFills(order, [fill("1.5", "10", "0.1")], LINEAR)).toEqual(order);
    expect(withFills(order, [], LINEAR)).toEqual(order);
  });

  test("does not add fees in different coins", () => {
    expect("fee" in withFills(order, [fill("1", "10", "0.1"), fill("1", "10", "0.1", "BNB")], LINEAR)).toBe(false);
  });
});
