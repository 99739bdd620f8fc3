// What the books say was earned is what the paper venue's balance changed by, to the last decimal.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { place, tick } from "../../../lib/adapters/paper/matching-engine.ts";
import { type EngineContext, type EngineFill, newVenueState } from "../../../lib/adapters/paper/venue-state.ts";
import { type Decimal, decimal, formatDecimal, ZERO } from "../../../lib/core/decimal.ts";
import { orderIdOf, unixMs } from "../../../lib/core/ids.ts";
import type { Instrument } from "../../../lib/core/market/instrument.ts";
import { bookExecutions, EMPTY_BOOK, type MarketBook } from "../../../lib/core/trade/market-book.ts";
import { ALERT, ETH } from "../../core/execution/order-fixture.ts";

const { minNotional: _none, ...LINEAR } = { ...ETH, contractSize: "0.1" };
const INVERSE: Instrument = {
  ...LINEAR,
  symbol: "BTC/USD:BTC",
  base: "BTC",
  quote: "USD",
  settle: "BTC",
  inverse: true,
  contractSize: "100",
  contractStep: "1",
  minContracts: "1",
  priceTick: "0.5",
};
/** A hundredth of a coin a contract. */
const COIN: Instrument = { ...INVERSE, countedInBase: true, contractSize: "0.01" };
const DEPOSIT = "1000000";

interface Move {
  readonly side: "buy" | "sell";
  readonly steps: number;
  readonly ticks: number;
  readonly isLimit: boolean;
  readonly reduceOnly: boolean;
}

const move: fc.Arbitrary<Move> = fc.record({
  side: fc.constantFrom("buy" as const, "sell" as const),
  steps: fc.integer({ min: 1, max: 7 }).map((count) => count ** 3),
  ticks: fc.integer({ min: 20_000, max: 400_000 }),
  isLimit: fc.boolean(),
  reduceOnly: fc.boolean(),
});

function contextAt(instrument: Instrument, ticks: number): EngineContext {
  const price = decimal(instrument.priceTick).times(String(ticks));
  const book = { bid: formatDecimal(price), ask: formatDecimal(price.plus(instrument.priceTick)) };
  const fees = { taker: "0.00055", maker: "0.0002" };
  return { markets: { [instrument.symbol]: { instrument, book } }, fees, now: unixMs(0) };
}

/** Runs the moves on the venue and keeps the books by its fills. `check` is called after every fill. */
function run(
  instrument: Instrument,
  moves: readonly Move[],
  check: (now: {
    readonly wallet: string;
    readonly net: Decimal;
    readonly book: MarketBook;
    readonly held: string;
  }) => void,
): readonly EngineFill[] {
  let state = newVenueState({ settle: instrument.settle, deposit: DEPOSIT });
  let book = EMPTY_BOOK;
  let net = ZERO;
  const all: EngineFill[] = [];
  for (const { side, steps, ticks, isLimit, reduceOnly } of moves) {
    const context = contextAt(instrument, ticks);
    const ticked = tick(state, instrument.symbol, context);
    const contracts = formatDecimal(decimal(instrument.contractStep).times(String(steps)));
    const limit = isLimit ? { limitPrice: formatDecimal(decimal(instrument.priceTick).times(String(ticks - 50))) } : {};
    const orderType = isLimit ? ("limit" as const) : ("market" as const);
    const request = { symbol: instrument.symbol, side, orderType, contracts, ...limit, reduceOnly, clientOrderId: "x" };
    const placed = place(ticked.state, request, context);
    state = placed.ok ? placed.value.state : ticked.state;
    for (const fill of [...ticked.fills, ...(placed.ok ? placed.value.fills : [])]) {
      const execution = { clientOrderId: "id", side: fill.side, contracts: fill.contracts, averagePrice: fill.price };
      const booking = { orderId: orderIdOf(ALERT, all.length), executions: [execution], market: instrument };
      const booked = bookExecutions(book, booking);
      const again = bookExecutions(booked.book, booking);
      expect(again).toEqual(booked);
      book = booked.book;
      net = net.plus(booked.executions[0]?.accounted?.realizedProfit ?? "").minus(fill.fee);
      all.push(fill);
    }
    check({ wallet: state.wallet, net, book, held: state.positions[instrument.symbol]?.contracts ?? "0" });
  }
  return all;
}

describe.each([
  ["linear", LINEAR],
  ["inverse", INVERSE],
  ["coin-counted inverse", COIN],
] as const)("on a %s market", (_, instrument) => {
  test("profit less fees over any sequence of fills is the change of the balance", () => {
    let [fills, closed] = [0, 0];
    fc.assert(
      fc.property(fc.array(move, { minLength: 1, maxLength: 40 }), (moves) => {
        const all = run(instrument, moves, ({ wallet, net, book, held }) => {
          expect(formatDecimal(net)).toBe(formatDecimal(decimal(wallet).minus(DEPOSIT)));
          expect(book.cost.contracts).toBe(held);
        });
        fills += all.length;
        closed += all.filter(({ realizedProfit }) => realizedProfit !== "0").length;
      }),
      { numRuns: 300 },
    );
    // The property would hold for no fills too.
    expect([fills > 1_000, closed > 300]).toEqual([true, true]);
  });
});

test("once flat, the profit is what was received for all that was sold less what was paid for all that was bought", () => {
  fc.assert(
    fc.property(fc.array(move, { minLength: 1, maxLength: 20 }), (moves) => {
      let profit = ZERO;
      // Prices so near each other that nothing is liquidated.
      const toMarket = moves.map((one) => ({
        ...one,
        ticks: 100_000 + (one.ticks % 10_000),
        isLimit: false,
        reduceOnly: false,
      }));
      const signed = toMarket.reduce((sum, { side, steps }) => sum + (side === "buy" ? steps : -steps), 0);
      const flatten = { side: signed > 0 ? "sell" : "buy", steps: Math.abs(signed), ticks: 100_000 } as const;
      const all = signed === 0 ? toMarket : [...toMarket, { ...flatten, isLimit: false, reduceOnly: false }];
      const fills = run(LINEAR, all, ({ net }) => {
        profit = net;
      });
      const cash = fills.reduce((sum, { side, contracts, price, fee }) => {
        const value = decimal(contracts).times(price).times(LINEAR.contractSize);
        return (side === "sell" ? sum.plus(value) : sum.minus(value)).minus(fee);
      }, ZERO);
      // Each closing fill is rounded to twelve decimals of the coin.
      expect(profit.minus(cash).abs().lte(`${fills.length}e-12`)).toBe(true);
    }),
    { numRuns: 200 },
  );
});
