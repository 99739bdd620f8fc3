import { describe, expect, test } from "vitest";
import type { Followed } from "../../../lib/core/execution/followed.ts";
import {
  awaitsPrice,
  isFollowed,
  isSettled,
  type OrderRecord,
  type OrderState,
} from "../../../lib/core/execution/order-record.ts";
import { FEE_FOLLOWED_MS, followUntold, isDue } from "../../../lib/core/execution/untold.ts";
import { type UnixMs, unixMs } from "../../../lib/core/ids.ts";
import type { VenueOrder } from "../../../lib/core/order/venue-order.ts";
import { tellStory } from "../../../lib/core/trade/tell-story.ts";
import { BUY, followOpen, orderRecord, venueOrder, Walk } from "./order-fixture.ts";

const FEE = { cost: "0.5", currency: "USDT" };
const ACCOUNTED = { realizedProfit: "0", closedContracts: "0" };

function without(...parts: readonly ("fee" | "averagePrice")[]): VenueOrder {
  const order = Object.entries(venueOrder()).filter(([key]) => !parts.some((part) => part === key));
  return Object.fromEntries(order) as unknown as VenueOrder;
}

/** A market order that ended with what the venue told of it so far. */
function ended(told: VenueOrder): { readonly record: OrderRecord; readonly now: UnixMs } {
  const walk = new Walk().sent();
  walk.on({ kind: "answered", order: told });
  if (walk.record.state.status === "working") walk.on({ kind: "found", order: told });
  return { record: walk.record, now: walk.now };
}

function ask(record: OrderRecord, seen: VenueOrder | undefined, now: UnixMs): Followed {
  const [execution] = record.state.executions;
  if (execution?.untold === undefined) throw new Error("all is told");
  return followUntold(record, { ...execution, untold: execution.untold }, { seen, now });
}

function booked(state: OrderState): OrderState {
  return { ...state, executions: state.executions.map((execution) => ({ ...execution, accounted: ACCOUNTED })) };
}

describe("M2: a fee that is told later", () => {
  test("is added to the fill, once, and what is in the books stays", () => {
    const { record, now } = ended(without("fee"));
    const inBooks = { ...record, state: booked(record.state) };
    expect([isSettled(inBooks.state), isFollowed(inBooks.state)]).toEqual([true, true]);
    const { state, newEvents } = ask(inBooks, venueOrder(), now);
    expect(state.fills).toEqual({ contracts: "0.5", value: "1000.5", feeCost: "0.5", feeCurrency: "USDT" });
    expect(state.executions[0]).toMatchObject({
      contracts: "0.5",
      averagePrice: "2001",
      fee: FEE,
      accounted: ACCOUNTED,
    });
    expect(newEvents).toEqual([{ at: now, kind: "told", clientOrderId: expect.any(String), fee: FEE }]);
    expect([isFollowed(state), state.endedAt, state.filledAt]).toEqual([
      false,
      record.state.endedAt,
      record.state.filledAt,
    ]);
  });

  test("may come after the price, and the price is never changed by it", () => {
    const { record, now } = ended(without("fee", "averagePrice"));
    expect([awaitsPrice(record.state), record.state.fills.value]).toEqual([true, undefined]);
    const priced = ask(record, without("fee"), now);
    expect([awaitsPrice(priced.state), isFollowed(priced.state), priced.state.fills.value]).toEqual([
      false,
      true,
      "1000.5",
    ]);
    const paid = ask({ ...record, state: priced.state }, venueOrder({ averagePrice: "2002" }), now);
    expect(paid.state.fills).toMatchObject({ value: "1000.5", feeCost: "0.5" });
    expect(isFollowed(booked(paid.state))).toBe(false);
  });

  test.each([
    ["nothing", undefined],
    ["another order", venueOrder({ venueOrderId: "9002" })],
    ["a part of the fill", venueOrder({ filledContracts: "0.2" })],
    ["the fill without its fee", without("fee")],
  ])("is not taken from %s, and is asked for again", (_what, seen) => {
    const { record, now } = ended(without("fee"));
    const { state, newEvents } = ask(record, seen, now);
    expect(state.executions[0]?.untold?.askedAt).toBe(now);
    expect([state.fills.feeCost, newEvents]).toEqual([undefined, []]);
  });

  test("is asked for after waits that grow, a last time after an hour, then no more", () => {
    const untold = { venueOrderId: "9001", intentAt: unixMs(0), since: unixMs(0) };
    const due = (askedAt: number, now: number) => isDue({ ...untold, askedAt: unixMs(askedAt) }, unixMs(now));
    expect([isDue(untold, unixMs(0)), due(10, 14), due(10, 15), due(1_000, 1_499), due(1_000, 1_500)]).toEqual([
      true,
      false,
      true,
      false,
      true,
    ]);
    expect(due(FEE_FOLLOWED_MS - 1, FEE_FOLLOWED_MS)).toBe(true);
    const { record, now } = ended(without("fee"));
    const last = unixMs(now + FEE_FOLLOWED_MS);
    const { state, newEvents } = ask({ ...record, state: booked(record.state) }, undefined, last);
    expect(isFollowed(state)).toBe(false);
    expect(newEvents).toEqual([{ at: last, kind: "told", clientOrderId: expect.any(String) }]);
    expect(ask(record, venueOrder(), last).newEvents).toMatchObject([{ fee: FEE }]);
  });

  test("is the fee of its own fill only: an order of two fills has two", () => {
    const { record, now } = ended(without("fee"));
    const other = { clientOrderId: "other", side: "buy", contracts: "1", averagePrice: "2000", fee: FEE } as const;
    const both = { ...record, state: { ...record.state, executions: [...record.state.executions, other] } };
    const { state } = ask(both, venueOrder(), now);
    expect(state.fills).toMatchObject({ contracts: "1.5", feeCost: "1" });
    expect(state.executions[1]).toEqual(other);
  });

  test("is told in the order's story, and so is a price, and that no more is asked", () => {
    const { record, now } = ended(without("fee"));
    const at = (change: object) => ({ ...record, events: [{ at: now, kind: "told", clientOrderId: "w1", ...change }] });
    const story = (change: object) => tellStory(at(change) as OrderRecord)[0]?.text;
    expect(story({ fee: FEE })).toBe("The exchange told more of w1: its fee is 0.5 USDT.");
    expect(story({ averagePrice: "2001" })).toBe("The exchange told more of w1: its price is 2001.");
    expect(story({})).toBe("The exchange did not tell all of w1: it is asked no more.");
  });
});

test("a resting order that fills on has the fee and price of all that it filled, or none yet", () => {
  const walk = new Walk(orderRecord({ order: { ...BUY, limit: { id: "dip1", price: "1900" } } })).sent();
  const part = venueOrder({ orderType: "limit", limitPrice: "1900", status: "open", filledContracts: "0.2" });
  walk.on({ kind: "answered", order: part });
  walk.on({ kind: "found", order: part });
  const { averagePrice: _price, fee: _fee, ...bare } = part;
  const filled: VenueOrder = { ...bare, status: "filled", filledContracts: "0.5" };
  const followed = followOpen(walk.record, filled, walk.now);
  const [execution] = followed?.state.executions ?? [];
  expect(execution).toMatchObject({ contracts: "0.5", untold: { venueOrderId: "9001", since: walk.now } });
  expect([execution?.fee, execution?.averagePrice, followed?.state.fills.feeCost]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});
