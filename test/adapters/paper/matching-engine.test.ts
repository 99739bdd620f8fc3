import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { equityOf, freeOf } from "../../../lib/adapters/paper/margin.ts";
import {
  cancel,
  changeMarginMode,
  place,
  setLeverage,
  setPositionMode,
  tick,
} from "../../../lib/adapters/paper/matching-engine.ts";
import {
  type EngineContext,
  type EngineFill,
  newVenueState,
  type VenueState,
} from "../../../lib/adapters/paper/venue-state.ts";
import { decimal, formatDecimal } from "../../../lib/core/decimal.ts";
import { unixMs } from "../../../lib/core/ids.ts";
import type { Instrument } from "../../../lib/core/market/instrument.ts";
import { ETH } from "../../core/execution/order-fixture.ts";

const INVERSE: Instrument = {
  ...ETH,
  symbol: "ETH/USD:ETH",
  settle: "ETH",
  quote: "USD",
  inverse: true,
  contractSize: "10",
  contractStep: "1",
  minContracts: "1",
};
const FREE = { ...ETH, minNotional: "0" };

function at(bid: string, ask: string, instrument: Instrument = FREE): EngineContext {
  return {
    markets: { [instrument.symbol]: { instrument, book: { bid, ask } } },
    fees: { taker: "0.0005", maker: "0.0002" },
    now: unixMs(0),
  };
}

const START = newVenueState({ settle: "USDT", deposit: "1000", defaults: { leverage: 10, marginMode: "isolated" } });

function run(state: VenueState, side: "buy" | "sell", contracts: string, context: EngineContext, more: object = {}) {
  const [symbol = ""] = Object.keys(context.markets);
  return place(
    state,
    { symbol, side, orderType: "market", contracts, reduceOnly: false, clientOrderId: "c", ...more },
    context,
  );
}

function filled(...args: Parameters<typeof run>) {
  const result = run(...args);
  if (!result.ok) throw new Error(result.error.kind);
  return result.value;
}

describe("profit and fees", () => {
  test("a long bought at 2001 and sold at 2100 gains 99 a contract, less both fees", () => {
    const bought = filled(START, "buy", "1", at("1999", "2001"));
    const sold = filled(bought.state, "sell", "1", at("2100", "2102"));
    expect(sold.fills[0]).toMatchObject({ realizedProfit: "99", fee: "1.05" });
    expect(sold.state.wallet).toBe("1096.9495"); // 1000 − 1.0005 + 99 − 1.05
    expect(sold.state.positions).toEqual({});
  });

  test("a short gains when the price falls, partly closed by its share", () => {
    const short = filled(START, "sell", "2", at("2000", "2001"));
    const half = filled(short.state, "buy", "1", at("1899", "1900"));
    expect(half.fills[0]).toMatchObject({ realizedProfit: "100" });
    expect(half.state.positions[ETH.symbol]).toEqual({ contracts: "-1", entryValue: "2000" });
  });

  test("an inverse long gains coins as the price rises", () => {
    const start = newVenueState({ settle: "ETH", deposit: "10", defaults: { leverage: 10, marginMode: "isolated" } });
    const long = filled(start, "buy", "100", at("1999", "2000", INVERSE));
    const sold = filled(long.state, "sell", "100", at("2500", "2501", INVERSE));
    expect(sold.fills[0]?.realizedProfit).toBe("0.1"); // 100 · 10 · (1/2000 − 1/2500)
  });

  test("counted in the coin, margin and fee do not depend on the price, and the profit is paid at the closing one", () => {
    const coin = { ...INVERSE, contractSize: "0.01", countedInBase: true };
    const start = newVenueState({ settle: "ETH", deposit: "10", defaults: { leverage: 10, marginMode: "isolated" } });
    const long = filled(start, "buy", "100", at("1999", "2000", coin));
    expect(long.fills[0]?.fee).toBe("0.0005"); // 100 · 0.01 at 0.05 %
    expect(formatDecimal(freeOf(long.state, at("2500", "2501", coin)))).toBe("9.8995"); // 10 − 0.0005 − 1/10
    const sold = filled(long.state, "sell", "50", at("2500", "2501", coin));
    expect(sold.fills[0]).toMatchObject({ realizedProfit: "0.1", fee: "0.00025" }); // 0.5 · (2500 − 2000) / 2500
    expect(sold.state.positions[coin.symbol]).toEqual({ contracts: "50", entryValue: "100000" });
  });

  test("a reversal realises the old position and enters the new one at the same price", () => {
    const long = filled(START, "buy", "1", at("1999", "2000"));
    const short = filled(long.state, "sell", "3", at("2100", "2101"));
    expect(short.fills[0]?.realizedProfit).toBe("100");
    expect(short.state.positions[ETH.symbol]).toEqual({ contracts: "-2", entryValue: "4200" });
  });
});

describe("margin", () => {
  test("an opening order needs its margin and fee free", () => {
    // 1000 free at 10x: 4.97 contracts at 2001 need 994.5 and a fee of 4.97.
    expect(run(START, "buy", "4.97", at("1999", "2001")).ok).toBe(true);
    expect(run(START, "buy", "4.98", at("1999", "2001"))).toMatchObject({
      ok: false,
      error: { kind: "insufficient-margin" },
    });
  });

  test("a resting order ties its margin up until it is cancelled", () => {
    const context = at("1999", "2001");
    const resting = filled(START, "buy", "1", context, { orderType: "limit", limitPrice: "1900" });
    expect(formatDecimal(freeOf(resting.state, context))).toBe("810");
    const canceled = cancel(resting.state, resting.order.venueOrderId, context);
    if (!canceled.ok) throw new Error(canceled.error.kind);
    expect(formatDecimal(freeOf(canceled.value.state, context))).toBe("1000");
    expect(cancel(canceled.value.state, resting.order.venueOrderId, context)).toMatchObject({
      error: { kind: "order-not-found" },
    });
  });

  test("the profit of a cross position is free, that of an isolated one is not", () => {
    const long = filled(START, "buy", "1", at("1999", "2000"));
    const later = at("2099", "2101");
    const isolated = freeOf(long.state, later);
    const cross = { ...long.state, settings: { [ETH.symbol]: { leverage: 10, marginMode: "cross" as const } } };
    expect(formatDecimal(freeOf(cross, later).minus(isolated))).toBe("100");
    expect(formatDecimal(equityOf(long.state, later))).toBe("1099");
  });

  test.each(["isolated", "cross"] as const)("a position whose %s margin is used up is liquidated", (marginMode) => {
    const start = newVenueState({ settle: "USDT", deposit: "1000", defaults: { leverage: 10, marginMode } });
    const long = filled(start, "buy", "4", at("1999", "2000"));
    const symbol = ETH.symbol;
    expect(tick(long.state, symbol, at("1850", "1851")).fills).toEqual([]);
    const gone = tick(long.state, symbol, at("1700", "1701"));
    expect(gone.fills).toMatchObject([{ side: "sell", contracts: "4", price: "1700" }]);
    expect(gone.state.positions).toEqual({});
  });
});

test("a post-only order that would trade at once is taken and cancelled; any other rests", () => {
  const postOnly = { orderType: "limit", postOnly: true };
  const crossing = filled(START, "buy", "0.5", at("1999", "2001"), { ...postOnly, limitPrice: "2001" });
  expect(crossing.order).toMatchObject({ status: "canceled", filledContracts: "0" });
  expect(crossing.order).not.toHaveProperty("postOnly");
  expect(crossing.state).toEqual({ ...START, sequence: 1 });
  const resting = filled(START, "sell", "0.5", at("1999", "2001"), { ...postOnly, limitPrice: "2000" });
  expect(Object.values(resting.state.openOrders)).toMatchObject([{ status: "open", limitPrice: "2000" }]);
});

describe("settings", () => {
  const context = at("1999", "2001");
  test("leverage has a range, and a position must be able to carry it", () => {
    expect(setLeverage(START, ETH.symbol, 101, context)).toMatchObject({ error: { kind: "leverage-out-of-range" } });
    expect(setLeverage(START, "NOPE", 5, context)).toMatchObject({ error: { kind: "unknown-market" } });
    const long = filled(START, "buy", "4", context);
    expect(setLeverage(long.state, ETH.symbol, 20, context).ok).toBe(true);
    expect(setLeverage(long.state, ETH.symbol, 2, context)).toMatchObject({ error: { kind: "insufficient-margin" } });
  });

  test("modes change only when nothing is open", () => {
    const long = filled(START, "buy", "1", context).state;
    const resting = filled(START, "buy", "1", context, { orderType: "limit", limitPrice: "1900" }).state;
    expect(changeMarginMode(long, ETH.symbol, "cross")).toMatchObject({ error: { kind: "position-open" } });
    expect(changeMarginMode(resting, ETH.symbol, "cross")).toMatchObject({ error: { kind: "orders-open" } });
    expect(changeMarginMode(START, ETH.symbol, "cross").ok).toBe(true);
    expect(setPositionMode(long, "hedge")).toMatchObject({ error: { kind: "position-open" } });
    expect(setPositionMode(resting, "hedge")).toMatchObject({ error: { kind: "orders-open" } });
    expect(setPositionMode(START, "hedge").ok).toBe(true);
  });
});

test("a reduce-only order that rests is cancelled once there is nothing to reduce", () => {
  const long = filled(START, "buy", "1", at("1999", "2001"));
  const top = filled(long.state, "sell", "1", at("1999", "2001"), {
    orderType: "limit",
    limitPrice: "2500",
    reduceOnly: true,
  });
  const flat = filled(top.state, "sell", "1", at("1999", "2001"));
  const late = tick(flat.state, ETH.symbol, at("2600", "2601"));
  expect(late.orders).toMatchObject([{ status: "canceled", filledContracts: "0" }]);
  expect(late.state.positions).toEqual({});
});

describe("over any sequence of orders and prices", () => {
  const action = fc.record({
    side: fc.constantFrom("buy" as const, "sell" as const),
    contracts: fc.integer({ min: 1, max: 3_000 }).map((count) => formatDecimal(`${count}e-3`)),
    price: fc.integer({ min: 1_500, max: 2_500 }),
    isLimit: fc.boolean(),
    reduceOnly: fc.boolean(),
  });

  test.each<[string, Instrument, string]>([
    ["linear", FREE, "100000"],
    ["inverse", { ...INVERSE, contractStep: "0.001", minContracts: "0.001" }, "100"],
    ["coin-counted", { ...INVERSE, contractStep: "0.001", minContracts: "0.001", countedInBase: true }, "100000"],
  ])(
    "the wallet moves by exactly profit less fees, and reduce-only never grows or flips (%s)",
    (_, instrument, deposit) => {
      fc.assert(
        fc.property(fc.array(action, { maxLength: 30 }), (actions) => {
          let state = newVenueState({
            settle: instrument.settle,
            deposit,
            defaults: { leverage: 5, marginMode: "cross" },
          });
          const fills: EngineFill[] = [];
          for (const { side, contracts, price, isLimit, reduceOnly } of actions) {
            const context = at(String(price), String(price + 2), instrument);
            const ticked = tick(state, instrument.symbol, context);
            fills.push(...ticked.fills);
            const before = decimal(ticked.state.positions[instrument.symbol]?.contracts ?? "0");
            const limit = isLimit
              ? { orderType: "limit", limitPrice: String(price + (side === "buy" ? -20 : 20)) }
              : {};
            const result = run(ticked.state, side, contracts, context, { ...limit, reduceOnly });
            state = result.ok ? result.value.state : ticked.state;
            if (result.ok) fills.push(...result.value.fills);
            const after = decimal(state.positions[instrument.symbol]?.contracts ?? "0");
            if (reduceOnly && !isLimit)
              expect(after.abs().lte(before.abs()) && after.times(before).gte("0")).toBe(true);
          }
          const moved = fills.reduce(
            (sum, { realizedProfit, fee }) => sum.plus(realizedProfit).minus(fee),
            decimal(deposit),
          );
          expect(state.wallet).toBe(formatDecimal(moved));
          const held = fills.reduce(
            (sum, { side, contracts }) => (side === "buy" ? sum.plus(contracts) : sum.minus(contracts)),
            decimal("0"),
          );
          expect(state.positions[instrument.symbol]?.contracts ?? "0").toBe(formatDecimal(held));
        }),
        { numRuns: 300 },
      );
    },
  );
});
