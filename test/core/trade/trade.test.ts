import { describe, expect, test } from "vitest";
import type { AlertOrder } from "../../../lib/core/alert/alert-order.ts";
import type { Accounted, FillTotals, OrderEvent, OrderState } from "../../../lib/core/execution/order-record.ts";
import { unixMs } from "../../../lib/core/ids.ts";
import type { Snapshot } from "../../../lib/core/market/snapshot.ts";
import type { VenueTraits } from "../../../lib/core/market/venue-table.ts";
import { tellStep, tellStory } from "../../../lib/core/trade/tell-story.ts";
import { storedTrade, tradeOf } from "../../../lib/core/trade/trade.ts";
import {
  BUY,
  ETH,
  FLAT,
  failure,
  orderRecord,
  read,
  reading,
  stateOf,
  T0,
  venueOrder,
  Walk,
} from "../execution/order-fixture.ts";

const CLOSE: AlertOrder = { line: 1, account: "demo", symbol: "ETH/USDT:USDT", command: "close", reduceOnly: true };

function filledWalk(order: AlertOrder = { ...BUY, leverage: 5 }): Walk {
  const walk = new Walk(orderRecord({ order }));
  walk.on({ kind: "delivered" }, 100);
  walk.on(read(order.command === "close" ? { position: "0.5" } : {}));
  if (walk.last?.action.kind === "perform") walk.on({ kind: "performed" });
  walk.on({ kind: "answered", order: venueOrder({ side: order.command === "close" ? "sell" : "buy" }) }, 50);
  return walk;
}

describe("M19: warnings", () => {
  const said = { line: 1, code: "IGNORED", message: '"x3" is ignored' };

  test("of the line and of the plan are the trade's, and in its story", () => {
    const { record } = filledWalk();
    const { work } = record.state;
    if (work?.plan === undefined) throw new Error("no plan");
    const planned = { ...work, plan: { ...work.plan, warnings: ["the leverage stays at 20"] } };
    const state = { ...record.state, phase: { kind: "ended" }, work: planned } as const;
    expect(tradeOf({ ...record, warnings: [said], state }).warnings).toEqual([
      said.message,
      "the leverage stays at 20",
    ]);
    const [received] = tellStory({ ...record, warnings: [said] });
    expect(received?.text).toMatch(/^The alert came with the line ".*" for .* on binance\. Note: "x3" is ignored\.$/);
  });

  test("are none of a trade that was stored before they were kept", () => {
    const { warnings: _warnings, ...old } = tradeOf(orderRecord());
    expect(storedTrade(JSON.parse(JSON.stringify(old)))).toEqual(tradeOf(orderRecord()));
    const warned = tradeOf(orderRecord({ warnings: [said] }));
    expect(storedTrade(JSON.parse(JSON.stringify(warned)))).toEqual(warned);
  });
});

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
      sentContracts: "0.5",
      filledContracts: "0.5",
      notes: [],
      warnings: [],
      averagePrice: "2001",
      receiptPrice: "2000",
      slippageBps: "5",
      notional: "1000.5",
      leverage: 5,
      margin: "200",
      settle: "USDT",
      fee: { cost: "0.5", currency: "USDT" },
      attempts: 1,
      clientOrderIds: [`${trade.orderId}100`],
      receivedAt: "2023-11-14T22:13:20.000Z",
      firstAttemptAt: "2023-11-14T22:13:20.100Z",
      submittedAt: "2023-11-14T22:13:20.150Z",
      filledAt: "2023-11-14T22:13:20.150Z",
      endedAt: "2023-11-14T22:13:20.150Z",
      stagesMs: { queued: 100, sending: 50, filling: 0, total: 150 },
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
      sentContracts: "0",
      filledContracts: "0",
      notes: [],
      warnings: [],
      settle: "USDT",
      attempts: 0,
      clientOrderIds: [],
      receivedAt: "2023-11-14T22:13:20.000Z",
      stagesMs: {},
    });
  });

  test("of a buy that waits says on which side", () => {
    expect(tradeOf(orderRecord())).toMatchObject({ side: "buy", status: "queued" });
  });

  test.each<[string, number | undefined, Partial<Snapshot>, VenueTraits, number | undefined]>([
    ["the one that was set for it", 5, { leverage: 3 }, {}, 5],
    ["set for it at the maximum, whatever was asked", 500, { leverage: 3 }, {}, 100],
    ["the maximum that was set already", 500, { leverage: 100 }, {}, 100],
    ["the one that went with the order, at the maximum", 500, { leverage: 3 }, { leverageOnOrder: true }, 100],
    ["the one set where none was asked", undefined, { leverage: 3 }, {}, 3],
  ])("worked with the leverage that is %s", (_, asked, snapshot, traits, leverage) => {
    const order = { ...BUY, ...(asked === undefined ? {} : { leverage: asked }) };
    expect(tradeOf(new Walk(orderRecord({ order })).sent(snapshot, traits).record).leverage).toBe(leverage);
  });

  test("that left a position worked with the leverage set after its reduction", () => {
    const order: AlertOrder = { ...BUY, command: "sell", side: "sell", leverage: 5 };
    expect(tradeOf(new Walk(orderRecord({ order })).sent({ position: "1" }).record).leverage).toBe(5);
  });

  test("worked with the leverage asked where the venue keeps none", () => {
    const { leverage: _set, ...silent } = FLAT;
    const walk = new Walk(orderRecord({ order: { ...BUY, leverage: 5 } }));
    walk.on({ kind: "delivered" });
    const cross = { ...reading({}, { leverageInCross: false }), wanted: { marginMode: "cross" } as const };
    walk.on({ kind: "read", reading: { ...cross, snapshot: { ...silent, marginMode: "cross" } } });
    expect(walk.last?.action.kind).toBe("send");
    expect(tradeOf(walk.record).leverage).toBe(5);
  });

  test("names the strategy, and compares with the alert's own price", () => {
    const trade = tradeOf(filledWalk({ ...BUY, tag: "macd", price: "1900.95" }).record);
    expect(trade).toMatchObject({ tag: "macd", alertPrice: "1900.95", alertSlippageBps: "526.32", slippageBps: "5" });
  });

  test("says why less was sent than asked, and less filled than sent", () => {
    const walk = new Walk().sent({ equity: "300", free: "300", leverage: 3 });
    walk.on({ kind: "refused", failure: failure({ code: "FUNDS_INSUFFICIENT", remedy: "shrink" }) });
    walk.on(read({ free: "300" }));
    walk.on({ kind: "answered", order: venueOrder({ contracts: "0.443", filledContracts: "0.443" }) });
    expect(tradeOf(walk.record)).toMatchObject({
      requestedContracts: "0.5",
      sentContracts: "0.443",
      filledContracts: "0.443",
      reason: "0.443 of 0.5 contracts filled; made smaller: the venue refused the size as too big: the venue said no",
      notes: [expect.stringMatching(/^made smaller, from 0.5 to 0.443 contracts: /)],
      margin: "295.333333333333",
    });
  });

  test("that grows a long position has the margin of all of it", () => {
    const walk = new Walk(orderRecord({ order: { ...BUY, quantity: { value: "2", unit: "contracts" } } }));
    walk.sent({ position: "1", leverage: 3 });
    expect([tradeOf(walk.record).margin, walk.record.state.work?.plan?.margin]).toEqual([
      "1333.333333333333",
      "1333.333333333333",
    ]);
  });

  test("of a reversal that was cut has the margin of what was opened", () => {
    const walk = new Walk(orderRecord({ order: { ...BUY, quantity: { value: "2", unit: "contracts" } } }));
    walk.sent({ position: "-1", equity: "300", free: "300", leverage: 3 });
    const planned = walk.record.state.work?.plan;
    expect([tradeOf(walk.record).margin, planned?.margin]).toEqual(["666.666666666667", "666.666666666667"]);
    walk.on({ kind: "answered", order: venueOrder({ contracts: "1", filledContracts: "1" }) });
    walk.on(read({ free: "300" }));
    const [cut] = walk.record.events.filter(({ kind }) => kind === "shrunk");
    expect(cut).toMatchObject({ from: "1", to: "0.443" });
    expect(tradeOf(walk.record).margin).toBe("295.333333333333");
  });

  test("of a reversal whose opening was stopped has no margin, also where its record kept one", () => {
    const walk = new Walk(orderRecord({ order: { ...BUY, quantity: { value: "2", unit: "contracts" } } }));
    walk.sent({ position: "-1" });
    const { state } = walk.record;
    const { work } = state;
    if (!("submission" in state.phase) || work?.plan === undefined) throw new Error("nothing was sent");
    const close = { ...state.phase.submission.step, purpose: "close", contracts: "1" } as const;
    const stopped = { ...state, work: { ...work, plan: { ...work.plan, steps: [close] } } };
    // A state as an older version stored it, which no walk comes to.
    expect(tradeOf({ ...walk.record, state: stopped as OrderState })).not.toHaveProperty("margin");
  });

  test("tells what the plan warned of among its warnings, and there alone", () => {
    const walk = new Walk(orderRecord({ order: { ...BUY, leverage: 500 } })).sent();
    expect(tradeOf(walk.record)).toMatchObject({ notes: [], warnings: [expect.stringContaining("100")] });
    const dust = { ...BUY, command: "position", quantity: { value: "1e-9", unit: "base" } } as const;
    const target = new Walk(orderRecord({ order: dust }));
    target.sent({ position: "0.5" });
    expect(tradeOf(target.record)).toMatchObject({
      notes: [],
      warnings: ["the target of 1e-9 is taken as zero: it is next to nothing"],
    });
  });

  test("tells what the plan left undone", () => {
    const close = new Walk(
      orderRecord({ order: { ...BUY, command: "sell", side: "sell", quantity: { value: "0.505", unit: "base" } } }),
    );
    close.sent({ position: "0.5" });
    expect(tradeOf(close.record).notes).toEqual([close.record.state.work?.plan?.reason]);
  });

  test("that found nothing to do has no note besides its reason", () => {
    const walk = new Walk(orderRecord({ order: CLOSE })).sent();
    expect(tradeOf(walk.record)).toMatchObject({ status: "done", notes: [], reason: expect.any(String) });
  });

  test("counts the rest of an order that was sent again once", () => {
    const walk = new Walk().sent();
    const parts = { status: "canceled", filledContracts: "0.2", averagePrice: "2000" } as const;
    walk.on({ kind: "answered", order: venueOrder({ status: "open", filledContracts: "0" }) });
    walk.on({ kind: "found", order: venueOrder(parts) });
    walk.wake();
    walk.on({ kind: "answered", order: venueOrder({ contracts: "0.3", filledContracts: "0.3" }) });
    expect(tradeOf(walk.record)).toMatchObject({
      sentContracts: "0.5",
      filledContracts: "0.5",
      averagePrice: "2000.6",
    });
    expect(walk.record.state.executions.map(({ contracts }) => contracts)).toEqual(["0.2", "0.3"]);
  });

  describe("result", () => {
    const accounted = { realizedProfit: "10", closedContracts: "0.5" };
    const executed = (...accounts: readonly (Accounted | undefined)[]) => {
      const { record } = filledWalk();
      const [execution] = record.state.executions;
      if (execution === undefined) throw new Error("no execution");
      const executions = accounts.map((account) =>
        account === undefined ? execution : { ...execution, accounted: account },
      );
      return { ...record, state: { ...record.state, executions } };
    };

    test("is what its executions did, and the same less the fee", () => {
      expect(tradeOf(executed(accounted, accounted))).toMatchObject({
        realizedProfit: "20",
        netProfit: "19.5",
        closedContracts: "1",
      });
      expect(tradeOf(executed(accounted))).not.toHaveProperty("outsideContracts");
      expect(tradeOf(executed(accounted))).not.toHaveProperty("positionMoved");
    });

    test("is not told before all of it is reckoned", () => {
      for (const trade of [tradeOf(executed(accounted, undefined)), tradeOf(executed())])
        expect(trade).not.toHaveProperty("realizedProfit");
    });

    test("marks what came from outside", () => {
      const marked = { ...accounted, outsideContracts: "2", positionMoved: "-3" };
      expect(tradeOf(executed(marked, accounted))).toMatchObject({ outsideContracts: "2", positionMoved: "-3" });
    });

    test.each<[string, Partial<FillTotals>]>([
      ["is not known", {}],
      ["is in another coin", { feeCost: "1", feeCurrency: "BNB" }],
    ])("has no net profit when the fee %s", (_, fee) => {
      const record = executed(accounted);
      const fills = { contracts: "0.5", value: "1000.5", ...fee };
      const trade = tradeOf({ ...record, state: { ...record.state, fills } });
      expect(trade).toHaveProperty("realizedProfit");
      expect(trade).not.toHaveProperty("netProfit");
    });
  });

  test("of an inverse market averages in coins and is worth its contracts", () => {
    const { record } = filledWalk();
    const instrument = { ...ETH, symbol: "BTC/USD:BTC", settle: "BTC", inverse: true, contractSize: "100" };
    const fills = { contracts: "10", value: "0.0002" };
    const state = stateOf({ ...record.state, phase: { kind: "ended" }, work: { deadline: T0, instrument }, fills });
    expect(tradeOf({ ...record, symbol: instrument.symbol, state })).toMatchObject({
      averagePrice: "50000",
      notional: "1000",
      settle: "BTC",
    });
  });

  test("of a sell counts a lower price as the worse one", () => {
    expect(tradeOf(filledWalk(CLOSE).record)).toMatchObject({ side: "sell", slippageBps: "-5", leverage: 3 });
  });
});

describe("the story of an order", () => {
  const place = {
    kind: "place",
    purpose: "open",
    side: "buy",
    orderType: "market",
    contracts: "0.5",
    reduceOnly: false,
  } as const;
  const lever = { kind: "set-leverage", leverage: 3 } as const;
  const submission = { clientOrderId: "id0", step: place, intentAt: T0, positionBefore: "0" };
  const inputs = { equity: "10", free: "9", position: "0", price: "2000" };
  const at = unixMs(T0 + 1_250);

  test.each<[OrderEvent, string]>([
    [{ at, kind: "received" }, 'The alert came with the line "demo ETH/USDT buy 0.5" for account demo on binance.'],
    [{ at, kind: "attempt", attempt: 1 }, "Work on it began."],
    [{ at, kind: "attempt", attempt: 3 }, "Attempt 3 began."],
    [
      { at, kind: "swept", did: ["cancelled the orders of ETH/USDT:USDT", "closed 0.5"] },
      "Of the whole account: cancelled the orders of ETH/USDT:USDT; closed 0.5.",
    ],
    [
      {
        at,
        kind: "planned",
        plan: { outcome: "steps", steps: [lever, place], inputs, warnings: ["mind the gap"], reason: "half is left" },
      },
      "The position was 0 contracts, the free balance 9 at a price of 2000. The plan: set the leverage to 3, then buy 0.5 contracts at the market. Half is left. Note: mind the gap.",
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
    expect(tellStory(orderRecord({ text: " demo ETH/USDT buy 0.5\t", events: [event] }))).toEqual([
      { at, after: "+1.250 s", text },
    ]);
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

test("of one record is made once, however often it is asked for", () => {
  const record = orderRecord();
  expect(tradeOf(record)).toBe(tradeOf(record));
});
