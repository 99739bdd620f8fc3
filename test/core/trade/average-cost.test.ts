import { describe, expect, test } from "vitest";
import { decimal } from "../../../lib/core/decimal.ts";
import type { ProfitMarket } from "../../../lib/core/market/entry-value.ts";
import { applyCostFill, type CostBook, EMPTY_COST, matchPosition } from "../../../lib/core/trade/average-cost.ts";

const LINEAR = { contractSize: "1", inverse: false };
/** 100 USD a contract. */
const INVERSE = { contractSize: "100", inverse: true };
/** A tenth of a coin a contract, settled in the coin. */
const COIN = { contractSize: "0.1", inverse: true, countedInBase: true };

/** Each fill is signed contracts and a price; without a price it is not known. */
type Fills = readonly (readonly [contracts: string, price?: string])[];

function run(fills: Fills, market: ProfitMarket = LINEAR, start: CostBook = EMPTY_COST) {
  let book = start;
  const results = fills.map(([contracts, price]) => {
    const applied = applyCostFill(
      book,
      { contracts: decimal(contracts), ...(price === undefined ? {} : { price }) },
      market,
    );
    book = applied.book;
    return applied.accounted;
  });
  return { book, last: results.at(-1), profits: results.map(({ realizedProfit }) => realizedProfit) };
}

describe("realised profit by average cost", () => {
  test.each<[string, Fills, readonly string[], CostBook]>([
    ["opening has none", [["2", "100"]], ["0"], { contracts: "2", entryValue: "200", outside: "0" }],
    [
      "a long closed higher gains",
      [
        ["2", "100"],
        ["-2", "110"],
      ],
      ["0", "20"],
      EMPTY_COST,
    ],
    [
      "a short closed higher loses",
      [
        ["-2", "100"],
        ["2", "110"],
      ],
      ["0", "-20"],
      EMPTY_COST,
    ],
    [
      "two buys are averaged, and a part closed takes its share",
      [
        ["1", "100"],
        ["3", "120"],
        ["-1", "125"],
      ],
      ["0", "0", "10"],
      { contracts: "3", entryValue: "345", outside: "0" },
    ],
    [
      "a reversal closes first, then opens at its own price",
      [
        ["2", "100"],
        ["-5", "90"],
        ["3", "80"],
      ],
      ["0", "-20", "30"],
      EMPTY_COST,
    ],
    [
      "thirds add up to the whole, to the last decimal",
      [
        ["3", "10"],
        ["-1", "11"],
        ["-1", "11"],
        ["-1", "11"],
      ],
      ["0", "1", "1", "1"],
      EMPTY_COST,
    ],
  ])("%s", (_, fills, profits, book) => {
    const ran = run(fills);
    expect(ran.profits).toEqual(profits);
    expect(ran.book).toEqual(book);
  });

  test("of an inverse market is in the base coin", () => {
    // 10 contracts of 100 USD: 0.02 BTC at 50,000; 0.016 BTC at 62,500.
    const long = [
      ["10", "50000"],
      ["-10", "62500"],
    ] as const;
    expect(run(long, INVERSE).profits).toEqual(["0", "0.004"]);
    const short = [
      ["-10", "50000"],
      ["10", "62500"],
    ] as const;
    expect(run(short, INVERSE).profits).toEqual(["0", "-0.004"]);
    // The same dollars as 0.2 contracts of a tenth: (62,500 - 50,000) · 0.02 = 250 USD, and 250 / 62,500 coins.
    const counted = [
      ["0.2", "50000"],
      ["-0.2", "62500"],
    ] as const;
    expect(run(counted, COIN).profits).toEqual(["0", "0.004"]);
  });

  test("counted in the coin that settles it averages prices as a linear one, and pays at the price of the close", () => {
    const { profits, book } = run(
      [
        ["1", "100"],
        ["3", "120"], // 460 for 4: 115 on average
        ["-2", "125"], // (125 - 115) · 2 · 0.1 / 125
        ["-5", "92"], // (92 - 115) · 2 · 0.1 / 92, and three are short at 92
        ["3", "115"], // (92 - 115) · 3 · 0.1 / 115
      ],
      COIN,
    );
    expect(profits).toEqual(["0", "0", "0.016", "-0.05", "-0.06"]);
    expect(book).toEqual(EMPTY_COST);
  });

  test("says how much was closed", () => {
    expect(
      run([
        ["2", "100"],
        ["-5", "90"],
      ]).last,
    ).toEqual({ realizedProfit: "-20", closedContracts: "2" });
    expect(run([["2", "100"]]).last).toEqual({ realizedProfit: "0", closedContracts: "0" });
  });
});

describe("contracts from outside", () => {
  const outside = (contracts: string): CostBook => ({ ...EMPTY_COST, outside: contracts });

  test("are closed after whook's own, without a profit", () => {
    const start = { contracts: "1", entryValue: "100", outside: "2" };
    const { book, last } = run([["-2", "110"]], LINEAR, start);
    expect(last).toEqual({ realizedProfit: "10", closedContracts: "1", outsideContracts: "1" });
    expect(book).toEqual(outside("1"));
  });

  test("are closed before an opposite position opens", () => {
    const { book, last } = run([["5", "110"]], LINEAR, outside("-2"));
    expect(last).toEqual({ realizedProfit: "0", closedContracts: "0", outsideContracts: "2" });
    expect(book).toEqual({ contracts: "3", entryValue: "330", outside: "0" });
  });

  test("stand beside what whook opens in the same direction", () => {
    expect(run([["-1", "100"]], LINEAR, outside("-2")).book).toEqual({
      contracts: "-1",
      entryValue: "100",
      outside: "-2",
    });
  });

  test("are also those opened at a price nobody told", () => {
    const { book, profits } = run([["1", "100"], ["2"]]);
    expect(book).toEqual({ contracts: "1", entryValue: "100", outside: "2" });
    expect(profits).toEqual(["0", "0"]);
  });

  test("so are whook's own when the closing price is not told", () => {
    const { book, last } = run([["4", "100"], ["-1"]]);
    expect(last).toEqual({ realizedProfit: "0", closedContracts: "0", outsideContracts: "1" });
    expect(book).toEqual({ contracts: "3", entryValue: "300", outside: "0" });
  });

  test("and both together", () => {
    const { last } = run([["-5"]], LINEAR, { contracts: "1", entryValue: "100", outside: "2" });
    expect(last).toEqual({ realizedProfit: "0", closedContracts: "0", outsideContracts: "3" });
  });
});

describe("a position that is not the book's", () => {
  const LONG: CostBook = { contracts: "4", entryValue: "400", outside: "0" };
  const SHORT: CostBook = { contracts: "-4", entryValue: "400", outside: "0" };

  test.each<[string, CostBook, string, CostBook, string]>([
    ["is the book's own: nothing changes", LONG, "4", LONG, "0"],
    ["larger: the rest came from outside", LONG, "6", { ...LONG, outside: "2" }, "2"],
    ["smaller: part of ours was closed outside", LONG, "1", { contracts: "1", entryValue: "100", outside: "0" }, "-3"],
    ["gone", LONG, "0", EMPTY_COST, "-4"],
    ["turned", LONG, "-1", { ...EMPTY_COST, outside: "-1" }, "-5"],
    ["there when the book is empty", EMPTY_COST, "3", { ...EMPTY_COST, outside: "3" }, "3"],
    ["a larger short", SHORT, "-6", { ...SHORT, outside: "-2" }, "-2"],
    ["a smaller short", SHORT, "-1", { contracts: "-1", entryValue: "100", outside: "0" }, "3"],
    ["less from outside than before", { ...LONG, outside: "2" }, "5", { ...LONG, outside: "1" }, "-1"],
    ["nothing left from outside", { ...LONG, outside: "2" }, "4", LONG, "-2"],
  ])("%s", (_, book, position, expected, moved) => {
    const matched = matchPosition(book, position);
    expect(matched.book).toEqual(expected);
    expect(matched.moved.toFixed()).toBe(moved);
  });
});
