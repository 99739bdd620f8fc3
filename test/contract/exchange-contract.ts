// What every exchange adapter must do. Run for each venue. The account starts flat with 10,000 of the settle coin, the
// market at 1,999 / 2,001, leverage 1 or more set. What a venue cannot do is named with its reason, and skipped.
import { afterEach, beforeEach, describe, expect, type TestContext, test } from "vitest";
import type { Side } from "../../lib/core/alert/alert-order.ts";
import { decimal, formatDecimal } from "../../lib/core/decimal.ts";
import type { OrderFailure } from "../../lib/core/failure.ts";
import { unixMs } from "../../lib/core/ids.ts";
import type { PlaceStep } from "../../lib/core/order/plan.ts";
import type { VenueOrder } from "../../lib/core/order/venue-order.ts";
import type { Result } from "../../lib/core/result.ts";
import type { Exchange } from "../../lib/ports/exchange.ts";
import { carriedWithOrder } from "../support/carried-with-order.ts";

/** What not every venue can do. */
export type Capability =
  | "one-order reversal"
  | "hedge mode"
  | "margin mode setting"
  | "leverage setting"
  | "duplicate refusal"
  | "partial market fill"
  /** Says how long to wait after a rate limit. */
  | "retry-after"
  /** Tells the leverage and margin mode of a symbol without a position. */
  | "settings when flat"
  /** Knows an order that was cancelled before any of it was filled. */
  | "cancelled orders"
  /** Lists open orders without being told a symbol. */
  | "orders of all symbols";

export interface ExchangeUnderTest {
  readonly exchange: Exchange;
  /** Unified symbol of the market at 2,000. */
  readonly symbol: string;
  /** @default "USDT" */
  readonly settle?: string;
  /** Base units in one contract. @default "1" */
  readonly contractSize?: string;
  /** Why the venue cannot do it. */
  readonly without?: Partial<Readonly<Record<Capability, string>>>;
  readonly control: {
    setPrice(bid: string, ask: string): void;
    /** How many contracts the book can fill; undefined: any number. */
    setLiquidity(contracts: string | undefined): void;
    setHedgeMode?(): Promise<void> | void;
  };
  close(): Promise<void>;
}

function must<T>(result: Result<T, OrderFailure>): T {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}

function failureOf<T>(result: Result<T, OrderFailure>): OrderFailure {
  if (result.ok) throw new Error("it did not fail");
  return result.error;
}

export function describeExchange(name: string, make: () => Promise<ExchangeUnderTest>): void {
  describe(`${name} as an exchange`, () => {
    let under: ExchangeUnderTest;
    let exchange: Exchange;
    let symbol: string;
    let count = 0;
    beforeEach(async () => {
      under = await make();
      ({ exchange, symbol } = under);
      if (under.without?.["leverage setting"] === undefined) must(await exchange.setLeverage(symbol, 5, "isolated"));
    });
    afterEach(() => under.close());

    /** Base units as the venue counts them. */
    const size = (base: string) => formatDecimal(decimal(base).div(under.contractSize ?? "1"));
    /** What the planner would send: leverage and margin mode travel with each order on some venues. */
    const step = (side: Side, base: string, change: Partial<PlaceStep>): PlaceStep => ({
      kind: "place",
      purpose: "open",
      side,
      orderType: "market",
      contracts: size(base),
      reduceOnly: false,
      ...carriedWithOrder(exchange.traits, { leverage: 5, marginMode: "isolated" }),
      ...change,
    });
    const market = (side: Side, base: string, reduceOnly = false) => step(side, base, { reduceOnly });
    const limit = (side: Side, base: string, price: string) =>
      step(side, base, { orderType: "limit", price, customId: "ignored" });
    /** Skips a test of what the venue cannot do. */
    const needs = (context: TestContext, capability: Capability) => {
      const reason = under.without?.[capability];
      if (reason !== undefined) context.skip(reason);
    };

    const place = async (step: PlaceStep, clientOrderId = `id${++count}`) =>
      exchange.placeOrder({ symbol, step, clientOrderId });
    const find = async (clientOrderId: string) =>
      must(await exchange.findOrder({ symbol, clientOrderId, since: unixMs(Date.now() - 60_000) }));
    /** Places and reads until the venue shows it whole. */
    const fill = async (step: PlaceStep): Promise<VenueOrder> => {
      const clientOrderId = `id${++count}`;
      must(await place(step, clientOrderId));
      const order = await find(clientOrderId);
      if (order === undefined) throw new Error("the order cannot be found");
      return order;
    };
    const snapshot = async () => must(await exchange.readSnapshot(symbol));
    /** With the settings: some venues tell them of open positions only. */
    const settings = async () => {
      if (under.without?.["settings when flat"] !== undefined) await fill(market("buy", "0.5"));
      return snapshot();
    };
    const expectCancelled = async (clientOrderId: string) => {
      const isForgotten = under.without?.["cancelled orders"] !== undefined;
      const order = await find(clientOrderId);
      expect(order?.status).toBe(isForgotten ? undefined : "canceled");
    };

    test("knows its markets, and none that are not there", async () => {
      const instrument = must(await exchange.findInstrument(symbol));
      expect(instrument).toMatchObject({ symbol, inverse: false });
      expect(decimal(instrument?.contractStep ?? "0").gt("0")).toBe(true);
      expect(must(await exchange.findInstrument("NOPE/USDT:USDT"))).toBeUndefined();
      expect(must(await exchange.listInstruments()).map((each) => each.symbol)).toContain(symbol);
    });

    test("reads everything a plan needs", async () => {
      expect(await snapshot()).toMatchObject({
        position: "0",
        equity: "10000",
        free: "10000",
        bid: "1999",
        ask: "2001",
        positionMode: "one-way",
        othersOpen: false,
      });
    });

    test("reads the leverage that is set", async (context) => {
      needs(context, "leverage setting");
      expect(await settings()).toMatchObject({ leverage: 5 });
    });

    test("fills a market order at the book, with average price and fee", async () => {
      const order = await fill(market("buy", "0.5"));
      expect(order).toMatchObject({
        side: "buy",
        status: "filled",
        filledContracts: size("0.5"),
        averagePrice: "2001",
        symbol,
      });
      expect(decimal(order.fee?.cost ?? "0").gt("0")).toBe(true);
      expect((await snapshot()).position).toBe(size("0.5"));
    });

    test("finds an order by our id, and does not find one that was never placed", async () => {
      must(await place(market("buy", "0.5"), "mine0"));
      expect(await find("mine0")).toMatchObject({ clientOrderId: "mine0" });
      expect(await find("never0")).toBeUndefined();
    });

    test("ties up margin while a position is open, and frees it", async () => {
      await fill(market("buy", "1"));
      const open = await snapshot();
      expect(decimal(open.free).lt("9700")).toBe(true);
      expect(decimal(open.equity).gt("9990")).toBe(true);
      await fill(market("sell", "1", true));
      expect((await snapshot()).free).toBe((await snapshot()).equity);
    });

    test("reverses in one order", async (context) => {
      needs(context, "one-order reversal");
      await fill(market("buy", "0.5"));
      await fill(market("sell", "1.5"));
      expect((await snapshot()).position).toBe(size("-1"));
    });

    test("reduces, and never past zero", async () => {
      await fill(market("buy", "0.5"));
      await fill(market("sell", "0.2", true));
      expect((await snapshot()).position).toBe(size("0.3"));
      await place(market("sell", "2", true));
      expect(decimal((await snapshot()).position).gte("0")).toBe(true);
    });

    test("has nothing to reduce when flat, and on the wrong side", async () => {
      expect(failureOf(await place(market("sell", "0.5", true)))).toMatchObject({ remedy: "nothing-to-reduce" });
      await fill(market("buy", "0.5"));
      expect(failureOf(await place(market("buy", "0.5", true)))).toMatchObject({ remedy: "nothing-to-reduce" });
    });

    test("refuses what the balance does not pay for, to be made smaller", async () => {
      expect(failureOf(await place(market("buy", "100")))).toMatchObject({ outcome: "rejected", remedy: "shrink" });
      expect((await snapshot()).position).toBe("0");
    });

    test("refuses what is off the grid or below the minimum, for good", async () => {
      const { outcome, remedy } = failureOf(await place(market("buy", "0.00000001")));
      expect(remedy).toBe("abort");
      // By the venue, or on the way to it.
      expect(["rejected", "denied"]).toContain(outcome);
    });

    test("cancels the rest of an order the book cannot fill", async (context) => {
      needs(context, "partial market fill");
      under.control.setLiquidity(size("0.2"));
      const order = await fill(market("buy", "0.5"));
      expect(order).toMatchObject({ status: "canceled", filledContracts: size("0.2") });
      expect((await snapshot()).position).toBe(size("0.2"));
    });

    test("keeps a limit order until its price comes", async () => {
      expect(must(await place(limit("buy", "0.5", "1900"), "dip1"))).toMatchObject({
        status: "open",
        orderType: "limit",
      });
      expect(await find("dip1")).toMatchObject({ status: "open", limitPrice: "1900", filledContracts: "0" });
      under.control.setPrice("1898", "1899");
      await snapshot();
      expect(await find("dip1")).toMatchObject({
        status: "filled",
        filledContracts: size("0.5"),
        averagePrice: "1900",
      });
    });

    test("cancels one order by its name, once", async () => {
      must(await place(limit("buy", "0.5", "1900"), "dip1"));
      must(await place(limit("buy", "0.5", "1800"), "dip2"));
      must(await exchange.cancelOrder(symbol, "dip1"));
      await expectCancelled("dip1");
      expect(await find("dip2")).toMatchObject({ status: "open" });
      expect(failureOf(await exchange.cancelOrder(symbol, "dip1"))).toMatchObject({ code: "ORDER_NOT_FOUND" });
    });

    test("cancels all of a symbol, and none when there are none", async () => {
      must(await exchange.cancelAllOrders(symbol));
      must(await place(limit("buy", "0.5", "1900"), "dip1"));
      must(await place(limit("sell", "0.5", "2900"), "top1"));
      must(await exchange.cancelAllOrders(symbol));
      await expectCancelled("dip1");
      await expectCancelled("top1");
    });

    test("lists the symbols with an open order, whoever placed it", async (context) => {
      needs(context, "orders of all symbols");
      expect(must(await exchange.listOpenSymbols())).toEqual([]);
      must(await place(limit("buy", "0.5", "1900"), "dip1"));
      expect(must(await exchange.listOpenSymbols())).toEqual([symbol]);
      must(await exchange.cancelAllOrders(symbol));
      expect(must(await exchange.listOpenSymbols())).toEqual([]);
    });

    test("takes no second open order of one name", async (context) => {
      needs(context, "duplicate refusal");
      must(await place(limit("buy", "0.5", "1900"), "dip1"));
      expect(failureOf(await place(limit("buy", "0.4", "1800"), "dip1"))).toMatchObject({ remedy: "adopt" });
    });

    test("sets leverage, also to what it is already", async (context) => {
      needs(context, "leverage setting");
      // A value that venues with a list of them have.
      for (const leverage of [8, 8]) must(await exchange.setLeverage(symbol, leverage, "isolated"));
      expect(await settings()).toMatchObject({ leverage: 8 });
    });

    test("sets the margin mode, also to what it is already", async (context) => {
      needs(context, "margin mode setting");
      for (const mode of ["cross", "cross", "isolated"] as const) must(await exchange.setMarginMode(symbol, mode, 8));
      expect(await settings()).toMatchObject({ marginMode: "isolated" });
    });

    test("sets one-way mode, also when it is so already", async (context) => {
      needs(context, "hedge mode");
      for (const _ of [1, 2]) must(await exchange.setPositionMode(symbol, "one-way"));
      expect(await snapshot()).toMatchObject({ positionMode: "one-way" });
    });

    test("refuses a leverage above the maximum, for good", async (context) => {
      needs(context, "leverage setting");
      expect(failureOf(await exchange.setLeverage(symbol, 1_000, "isolated"))).toMatchObject({ remedy: "abort" });
    });

    test("says when the account is in hedge mode, and leaves it", async (context) => {
      needs(context, "hedge mode");
      await under.control.setHedgeMode?.();
      expect((await snapshot()).positionMode).toBe("hedge");
      must(await exchange.setPositionMode(symbol, "one-way"));
      expect((await snapshot()).positionMode).toBe("one-way");
    });

    test("lists what is open, with side, size and entry", async () => {
      expect(must(await exchange.listPositions())).toEqual([]);
      await fill(market("sell", "0.5"));
      expect(must(await exchange.listPositions())).toMatchObject([
        { symbol, positionSide: "short", contracts: size("0.5"), entryPrice: "1999" },
      ]);
    });

    test("tells the balance", async () => {
      expect(must(await exchange.readBalance())).toMatchObject({
        settle: under.settle ?? "USDT",
        equity: "10000",
        free: "10000",
      });
    });

    test.each([
      ["profit", "2099", "2101", 49.5],
      ["loss", "1899", "1901", -50.5],
    ])("M12: equity counts an unrealised %s once", async (_what, bid, ask, profit) => {
      await place(market("buy", "0.5"));
      under.control.setPrice(bid, ask);
      // Bought at 2,001; the fee is the only thing beside it.
      const { equity } = must(await exchange.readBalance());
      expect(Math.abs(Number(equity) - 10_000 - profit)).toBeLessThan(1.5);
      expect(Math.abs(Number((await snapshot()).equity) - 10_000 - profit)).toBeLessThan(1.5);
    });

    test("finds nothing wrong with an account in order", async () => {
      const findings = must(await exchange.checkAccount());
      expect(findings.filter(({ level }) => level === "problem")).toEqual([]);
      expect(findings.length).toBeGreaterThan(0);
    });
  });
}
