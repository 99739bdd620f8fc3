// Where the margin of a paper position is gone, and all else that its position tells.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { liquidationPriceOf } from "../../../lib/adapters/paper/liquidation-price.ts";
import { paperPosition } from "../../../lib/adapters/paper/paper-position.ts";
import { type Book, newVenueState, type PaperSettings } from "../../../lib/adapters/paper/venue-state.ts";
import { decimal, formatDecimal } from "../../../lib/core/decimal.ts";
import { entryValueOf, profitOf } from "../../../lib/core/market/entry-value.ts";
import type { Instrument } from "../../../lib/core/market/instrument.ts";
import { ETH } from "../../core/execution/order-fixture.ts";

const LINEAR: Instrument = { ...ETH, contractSize: "0.1", priceTick: "0.01" };
const INVERSE: Instrument = { ...LINEAR, symbol: "BTC/USD:BTC", settle: "BTC", inverse: true, contractSize: "100" };
/** A hundredth of a coin a contract. */
const COIN: Instrument = { ...INVERSE, countedInBase: true, contractSize: "0.01" };

interface Held {
  readonly instrument: Instrument;
  readonly contracts: string;
  readonly entry: string;
  readonly settings: PaperSettings;
  readonly book?: Book;
}

const OTHER = { ...LINEAR, symbol: "SOL/USDT:USDT" };

/** An account with 1,000, and beside what is held a position that has gained 50 for a margin of 200. */
function holding({ instrument, contracts, entry, settings, book = { bid: entry, ask: entry } }: Held) {
  const { symbol, settle } = instrument;
  const entryValue = (size: string, at: string) =>
    formatDecimal(entryValueOf(decimal(size).abs(), at, symbol === OTHER.symbol ? OTHER : instrument));
  const state = newVenueState({ settle, deposit: "1000" });
  return {
    state: {
      ...state,
      settings: { [symbol]: settings, [OTHER.symbol]: { leverage: 5, marginMode: settings.marginMode } },
      positions: {
        [symbol]: { contracts, entryValue: entryValue(contracts, entry) },
        [OTHER.symbol]: { contracts: "100", entryValue: "10000" },
      },
    },
    context: {
      markets: {
        [symbol]: { instrument, book },
        [OTHER.symbol]: { instrument: OTHER, book: { bid: "105", ask: "105" } },
      },
    },
  };
}

function liquidation(held: Held) {
  const { state, context } = holding(held);
  return liquidationPriceOf(state, held.instrument.symbol, context);
}

const ISOLATED = (leverage: number): PaperSettings => ({ leverage, marginMode: "isolated" });
const CROSS: PaperSettings = { leverage: 10, marginMode: "cross" };

test.each([
  ["a long of leverage 10", { instrument: LINEAR, contracts: "10", entry: "2000", settings: ISOLATED(10) }, "1800"],
  ["a short of leverage 10", { instrument: LINEAR, contracts: "-10", entry: "2000", settings: ISOLATED(10) }, "2200"],
  [
    "a long that put up all of it",
    { instrument: LINEAR, contracts: "10", entry: "2000", settings: ISOLATED(1) },
    undefined,
  ],
  [
    "a short that put up all of it",
    { instrument: LINEAR, contracts: "-10", entry: "2000", settings: ISOLATED(1) },
    "4000",
  ],
  // The wallet of 1,000 and the 50 that the other one gained, for one coin.
  ["a cross long", { instrument: LINEAR, contracts: "10", entry: "2000", settings: CROSS }, "950"],
  ["a cross short", { instrument: LINEAR, contracts: "-10", entry: "2000", settings: CROSS }, "3050"],
  // 100 contracts of 100 USD are 0.2 coins of 50,000; a tenth of it is gone when they are worth 0.22.
  ["an inverse long", { instrument: INVERSE, contracts: "100", entry: "50000", settings: ISOLATED(10) }, "45454.55"],
  ["an inverse short", { instrument: INVERSE, contracts: "-100", entry: "50000", settings: ISOLATED(10) }, "55555.56"],
  [
    "an inverse short that put up all of it",
    { instrument: INVERSE, contracts: "-1", entry: "50000", settings: ISOLATED(1) },
    undefined,
  ],
  [
    "an inverse long counted in base",
    { instrument: COIN, contracts: "100", entry: "50000", settings: ISOLATED(10) },
    "45454.55",
  ],
  [
    "an inverse short counted in base",
    { instrument: COIN, contracts: "-100", entry: "50000", settings: ISOLATED(1) },
    undefined,
  ],
] satisfies [string, Held, string | undefined][])("%s loses its margin at its price", (_what, held, price) => {
  expect(liquidation(held)).toBe(price);
});

describe("at the price the loss is the margin, to a tick", () => {
  const cases = fc.record({
    instrument: fc.constantFrom(LINEAR, INVERSE, COIN),
    size: fc.integer({ min: 1, max: 5_000 }),
    isShort: fc.boolean(),
    entry: fc.integer({ min: 20_000, max: 9_000_000 }).map((cents) => formatDecimal(decimal(`${cents}e-2`))),
    leverage: fc.integer({ min: 2, max: 100 }),
  });
  test("for any isolated position", () => {
    fc.assert(
      fc.property(cases, ({ instrument, size, isShort, entry, leverage }) => {
        const contracts = `${isShort ? "-" : ""}${size}`;
        const held = { instrument, contracts, entry, settings: ISOLATED(leverage) };
        const { state, context } = holding(held);
        const told = paperPosition(state, instrument.symbol, context);
        const price = decimal(told?.liquidationPrice ?? "0");
        const entryValue = state.positions[instrument.symbol]?.entryValue ?? "0";
        const lossAt = (ticks: string) => {
          const at = { price: price.plus(decimal(instrument.priceTick).times(ticks)), market: instrument };
          return profitOf(decimal(contracts), decimal(entryValue), at).neg();
        };
        const losses = [lossAt("-1"), lossAt("1")].sort((a, b) => a.cmp(b));
        expect(losses[0]?.lte(told?.margin ?? "0")).toBe(true);
        expect(losses[1]?.gte(told?.margin ?? "0")).toBe(true);
      }),
    );
  });
});

test("a position tells its worth and its margin in the settle coin", () => {
  const book = { bid: "49999", ask: "50001" };
  const settings = ISOLATED(4);
  const linear = holding({ instrument: LINEAR, contracts: "-10", entry: "40000", settings, book });
  expect(paperPosition(linear.state, LINEAR.symbol, linear.context)).toEqual({
    symbol: LINEAR.symbol,
    positionSide: "short",
    contracts: "10",
    entryPrice: "40000",
    markPrice: "50000",
    unrealizedProfit: "-10000",
    margin: "10000",
    notional: "50000",
    liquidationPrice: "50000",
    ...settings,
  });
  const inverse = holding({ instrument: INVERSE, contracts: "100", entry: "40000", settings, book });
  expect(paperPosition(inverse.state, INVERSE.symbol, inverse.context)).toMatchObject({
    margin: "0.0625",
    notional: "0.2",
  });
  const coins = holding({ instrument: COIN, contracts: "100", entry: "40000", settings, book });
  expect(paperPosition(coins.state, COIN.symbol, coins.context)).toMatchObject({ margin: "0.25", notional: "1" });
});
