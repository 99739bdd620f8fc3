import { describe, expect, test } from "vitest";
import type { OrderExecution } from "../../../lib/core/execution/order-record.ts";
import { orderIdOf } from "../../../lib/core/ids.ts";
import {
  bookExecutions,
  EMPTY_BOOK,
  isPositionMoved,
  type MarketBook,
  withoutSettled,
} from "../../../lib/core/trade/market-book.ts";
import { ALERT } from "../execution/order-fixture.ts";

const MARKET = { contractSize: "1", inverse: false };
const INVERSE = { contractSize: "1", inverse: true };
const FIRST = orderIdOf(ALERT, 0);
const SECOND = orderIdOf(ALERT, 1);

function execution(change: Partial<OrderExecution> = {}): OrderExecution {
  return { clientOrderId: "id0", side: "buy", contracts: "2", averagePrice: "100", positionBefore: "0", ...change };
}

/** An execution while resting: where the position stood before it is not known. */
function resting(contracts: string, averagePrice?: string): OrderExecution {
  return { clientOrderId: "dip1", side: "buy", contracts, ...(averagePrice === undefined ? {} : { averagePrice }) };
}

const OPENED = bookExecutions(EMPTY_BOOK, { orderId: FIRST, executions: [execution()], market: MARKET });

describe("the book of a market", () => {
  test("takes executions and says what each did", () => {
    expect(OPENED.executions).toEqual([execution({ accounted: { realizedProfit: "0", closedContracts: "0" } })]);
    const closing = execution({ side: "sell", contracts: "3", averagePrice: "110", positionBefore: "2" });
    const closed = bookExecutions(OPENED.book, { orderId: SECOND, executions: [closing], market: MARKET });
    expect(closed.executions[0]?.accounted).toEqual({ realizedProfit: "20", closedContracts: "2" });
    expect(closed.book.cost).toEqual({ contracts: "-1", entryValue: "110", outside: "0" });
    expect(closed.book.booked.map(({ orderId }) => orderId)).toEqual([FIRST, SECOND]);
  });

  test("counts an execution that comes twice once", () => {
    const again = bookExecutions(OPENED.book, { orderId: FIRST, executions: [execution()], market: MARKET });
    expect(again).toEqual(OPENED);
  });

  test("tells orders apart whose executions have the same name", () => {
    const other = execution({ positionBefore: "2" });
    const { book } = bookExecutions(OPENED.book, { orderId: SECOND, executions: [other], market: MARKET });
    expect(book.cost.contracts).toBe("4");
  });

  test("leaves an execution that is accounted for as it is", () => {
    const { book } = bookExecutions(EMPTY_BOOK, { orderId: FIRST, executions: OPENED.executions, market: MARKET });
    expect(book).toEqual(EMPTY_BOOK);
  });

  test("takes several executions of one order one after another", () => {
    const close = execution({ clientOrderId: "id1", side: "sell", averagePrice: "90", positionBefore: "2" });
    const open = execution({ clientOrderId: "id2", side: "sell", contracts: "1", averagePrice: "89" });
    const { book } = bookExecutions(OPENED.book, { orderId: SECOND, executions: [close, open], market: MARKET });
    expect(book.cost).toEqual({ contracts: "-1", entryValue: "89", outside: "0" });
  });

  test("marks that the position had moved outside, and goes by the venue's", () => {
    const closing = execution({ side: "sell", contracts: "5", averagePrice: "110", positionBefore: "5" });
    const { book, executions } = bookExecutions(OPENED.book, {
      orderId: SECOND,
      executions: [closing],
      market: MARKET,
    });
    expect(executions[0]?.accounted).toEqual({
      realizedProfit: "20",
      closedContracts: "2",
      outsideContracts: "3",
      positionMoved: "3",
    });
    expect(book.cost).toEqual({ contracts: "0", entryValue: "0", outside: "0" });
  });

  describe("an order that fills bit by bit", () => {
    const fillUp = (market: typeof MARKET, ...parts: readonly OrderExecution[]) => {
      let book: MarketBook = EMPTY_BOOK;
      return parts.map((part) => {
        const booked = bookExecutions(book, { orderId: FIRST, executions: [part], market });
        book = booked.book;
        return booked;
      });
    };

    test("is booked by what came since", () => {
      const [, second] = fillUp(MARKET, resting("1", "100"), resting("3", "102"));
      expect(second?.book.cost).toEqual({ contracts: "3", entryValue: "306", outside: "0" });
      expect(second?.book.booked).toHaveLength(1);
    });

    test("from a known position: that it stood elsewhere before its first part is not held against the next", () => {
      const [, second] = fillUp(MARKET, execution({ contracts: "1" }), execution({ contracts: "3" }));
      expect(second?.book.cost).toEqual({ contracts: "3", entryValue: "300", outside: "0" });
      expect(second?.executions[0]?.accounted).not.toHaveProperty("positionMoved");
    });

    test("is left as it was booked when the venue tells less than before", () => {
      const [first, second] = fillUp(MARKET, resting("3", "102"), resting("2", "102"));
      expect(second?.book).toEqual(first?.book);
    });

    test("of an inverse market too", () => {
      const [, second] = fillUp(INVERSE, resting("100", "50"), resting("200", "40"));
      expect(second?.book.cost).toEqual({ contracts: "200", entryValue: "5", outside: "0" });
      const coin = { ...INVERSE, countedInBase: true };
      const [, counted] = fillUp(coin, resting("1", "100"), resting("3", "102"));
      expect(counted?.book.cost).toEqual({ contracts: "3", entryValue: "306", outside: "0" });
    });

    test("adds up what it closed", () => {
      let { book } = bookExecutions(EMPTY_BOOK, {
        orderId: SECOND,
        executions: [execution({ side: "sell", contracts: "4" })],
        market: MARKET,
      });
      const accounts = [resting("1", "90"), resting("5", "90"), resting("6", "90")].map((part) => {
        const booked = bookExecutions(book, { orderId: FIRST, executions: [part], market: MARKET });
        book = booked.book;
        return booked.executions[0]?.accounted;
      });
      expect(accounts).toEqual([
        { realizedProfit: "10", closedContracts: "1" },
        { realizedProfit: "40", closedContracts: "4" },
        { realizedProfit: "40", closedContracts: "4" },
      ]);
    });

    test("keeps what it closed of contracts from outside", () => {
      const start: MarketBook = { ...EMPTY_BOOK, cost: { contracts: "0", entryValue: "0", outside: "-3" } };
      const first = bookExecutions(start, { orderId: FIRST, executions: [resting("1", "90")], market: MARKET });
      const second = bookExecutions(first.book, { orderId: FIRST, executions: [resting("2", "90")], market: MARKET });
      expect(second.executions[0]?.accounted?.outsideContracts).toBe("2");
    });

    test.each<[string, OrderExecution, OrderExecution]>([
      ["first price was not told", resting("1"), resting("3", "102")],
      ["last price is not told", resting("1", "100"), resting("3")],
      ["prices contradict each other", resting("1", "100"), resting("3", "10")],
    ])("whose %s has a part without cost", (_, one, other) => {
      const [, second] = fillUp(MARKET, one, other);
      expect(second?.book.cost.outside).not.toBe("0");
    });
  });

  test("forgets the executions of orders that need it no more", () => {
    const closing = execution({ side: "sell", positionBefore: "2" });
    const { book } = bookExecutions(OPENED.book, { orderId: SECOND, executions: [closing], market: MARKET });
    expect(withoutSettled(book, new Set([FIRST])).booked.map(({ orderId }) => orderId)).toEqual([SECOND]);
  });
});

describe("a moved position", () => {
  const isMoved = (executions: readonly OrderExecution[], orderId = SECOND) =>
    isPositionMoved(OPENED.book, { orderId, executions });

  test("is one whose contracts before the execution are not the book's", () => {
    expect(isMoved([execution({ positionBefore: "2" })])).toBe(false);
    expect(isMoved([execution({ positionBefore: "0" })])).toBe(true);
  });

  test("cannot be told without knowing the position before, or by an execution that is booked", () => {
    expect(isMoved([resting("1", "100")])).toBe(false);
    expect(isMoved([])).toBe(false);
    expect(isMoved([execution()], FIRST)).toBe(false);
    expect(isMoved([execution({ accounted: { realizedProfit: "0", closedContracts: "0" } })])).toBe(false);
  });
});
