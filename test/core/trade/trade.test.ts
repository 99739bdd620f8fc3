import { describe, expect, test } from "vitest";
import type { AlertOrder } from "../../../lib/core/alert/alert-order.ts";
import type { OrderEvent } from "../../../lib/core/execution/order-record.ts";
import { unixMs } from "../../../lib/core/ids.ts";
import { tellStep, tellStory } from "../../../lib/core/trade/tell-story.ts";
import { tradeOf } from "../../../lib/core/trade/trade.ts";
import { BUY, failure, orderRecord, read, T0, venueOrder, Walk } from "../execution/order-fixture.ts";

const CLOSE: AlertOrder = { line: 1, account: "demo", symbol: "ETH/USDT:USDT", command: "close", reduceOnly: true };

function filledWalk(order: AlertOrder = { ...BUY, leverage: 5 }): Walk {
  const walk = new Walk(orderRecord({ order }));
  walk.on({ kind: "delivered" }, 100);
  walk.on(read(order.command === "close" ? { position: "0.5" } : {}));
  if (walk.last?.action.kind === "perform") walk.on({ kind: "performed" });
  walk.on({ kind: "answered", order: venueOrder({ side: order.command === "close" ? "sell" : "buy" }) }, 50);
  return walk;
}

describe("a trade", () => {
  test("is told in full, in the documented order of keys", () => {
    const trade = tradeOf(filledWalk().record);
    expect(trade).toEqual({
      orderId: expect.any(String),
      alertId: expect.any(String),
      line: 1,
      text: "demo ETH/USDT buy 0.5",
      account: "demo",
      exchange: "binance",
      symbol: "ETH/USDT:USDT",
      command: "buy",
      side: "buy",
      orderType: "market",
      status: "filled",
      code: "FILLED",
      reason: "0.5 contracts filled",
      requestedContracts: "0.5",
      filledContracts: "0.5",
      averagePrice: "2001",
      fee: { cost: "0.5", currency: "USDT" },
      leverage: 5,
      slippageBps: "5",
      attempts: 1,
      clientOrderIds: [`${trade.orderId}100`],
      receivedAt: "2023-11-14T22:13:20.000Z",
      firstAttemptAt: "2023-11-14T22:13:20.100Z",
      submittedAt: "2023-11-14T22:13:20.150Z",
      endedAt: "2023-11-14T22:13:20.150Z",
    });
  });

  test("that waits has only what is known", () => {
    expect(tradeOf(orderRecord({ order: CLOSE }))).toEqual({
      orderId: expect.any(String),
      alertId: expect.any(String),
      line: 1,
      text: expect.any(String),
      account: "demo",
      exchange: "binance",
      symbol: "ETH/USDT:USDT",
      command: "close",
      status: "queued",
      requestedContracts: "0",
      filledContracts: "0",
      attempts: 0,
      clientOrderIds: [],
      receivedAt: "2023-11-14T22:13:20.000Z",
    });
  });

  test("of a sell counts a lower price as the worse one", () => {
    expect(tradeOf(filledWalk(CLOSE).record)).toMatchObject({ side: "sell", slippageBps: "-5", leverage: 3 });
  });
});

describe("the story of an order", () => {
  const place = { kind: "place", side: "buy", orderType: "market", contracts: "0.5", reduceOnly: false } as const;
  const submission = { clientOrderId: "id0", step: place, intentAt: T0, positionBefore: "0" };
  const inputs = { equity: "10", free: "9", position: "0", price: "2000" };
  const at = unixMs(T0 + 1_250);

  test.each<[OrderEvent, string]>([
    [{ at, kind: "received" }, 'The alert came with the line "demo ETH/USDT buy 0.5" for account demo on binance.'],
    [{ at, kind: "attempt", attempt: 1 }, "Work on it began."],
    [{ at, kind: "attempt", attempt: 3 }, "Attempt 3 began."],
    [
      {
        at,
        kind: "planned",
        plan: { outcome: "steps", steps: [place], inputs, warnings: ["mind the gap"], reason: "half is left" },
      },
      "The position was 0 contracts, the free balance 9 at a price of 2000. The plan: buy 0.5 contracts at the market. Half is left. Note: mind the gap.",
    ],
    [
      {
        at,
        kind: "planned",
        plan: {
          outcome: "done",
          reason: "all is well",
          steps: [],
          inputs: { equity: "1", free: "1", position: "0" },
          warnings: [],
        },
      },
      "The position was 0 contracts, the free balance 1. Nothing to send (done). All is well.",
    ],
    [
      { at, kind: "planned", plan: { outcome: "steps", steps: [place], inputs, warnings: [] } },
      "The position was 0 contracts, the free balance 9 at a price of 2000. The plan: buy 0.5 contracts at the market.",
    ],
    [
      { at, kind: "setting", step: { kind: "set-leverage", leverage: 3 } },
      "Asked the exchange to set the leverage to 3.",
    ],
    [
      { at, kind: "setting-failed", step: { kind: "cancel-all" }, failure: failure({ remedy: "abort" }) },
      "The exchange did not cancel every open order of the symbol: the venue said no.",
    ],
    [{ at, kind: "intent", submission }, "Sending id0: buy 0.5 contracts at the market."],
    [{ at, kind: "accepted", clientOrderId: "id0", venueOrderId: "77" }, "The exchange took id0 as its order 77."],
    [
      { at, kind: "accepted", clientOrderId: "id0", venueOrderId: "77", adopted: true },
      "Found on the exchange: it had taken id0 as its order 77.",
    ],
    [
      { at, kind: "refused", clientOrderId: "id0", failure: failure({ remedy: "abort" }) },
      "The exchange refused id0: the venue said no.",
    ],
    [
      { at, kind: "outcome-unknown", clientOrderId: "id0", message: "cut off" },
      "Whether id0 was placed is not known: cut off. Looking for it.",
    ],
    [{ at, kind: "not-found", clientOrderId: "id0" }, "The exchange does not know id0 at this moment."],
    [
      { at, kind: "filled", clientOrderId: "id0", contracts: "0.5", averagePrice: "2001" },
      "Filled 0.5 contracts at 2001.",
    ],
    [
      { at, kind: "filled", clientOrderId: "id0", contracts: "0.5", inferred: true },
      "Filled 0.5 contracts, judged by how the position moved.",
    ],
    [{ at, kind: "shrunk", from: "2", to: "1", why: "too big" }, "Made smaller, from 2 to 1 contracts: too big."],
    [
      { at, kind: "read-failed", failure: failure({ remedy: "retry" }) },
      "The account could not be read: the venue said no.",
    ],
    [{ at, kind: "waiting", untilMs: unixMs(at + 1_500), why: "busy" }, "Waiting 1.5 s: busy."],
    [
      { at, kind: "ended", status: "filled", code: "FILLED", reason: "all done" },
      "Ended as filled (FILLED): all done.",
    ],
  ])("tells %o", (event, text) => {
    expect(tellStory(orderRecord({ events: [event] }))).toEqual([{ at, after: "+1.250 s", text }]);
  });

  test("names each kind of step", () => {
    expect(
      [
        { ...place, orderType: "limit", price: "1900", customId: "dip1", reduceOnly: true } as const,
        { kind: "cancel", customId: "dip1" } as const,
        { kind: "set-margin-mode", marginMode: "cross" } as const,
        { kind: "set-position-mode", positionMode: "one-way" } as const,
      ].map(tellStep),
    ).toEqual([
      "buy 0.5 contracts at 1900, named dip1, only to reduce",
      "cancel the order named dip1",
      "set the margin mode to cross",
      "set the position mode to one-way",
    ]);
  });
});
