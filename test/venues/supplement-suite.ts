// No order waits for what only adds to it (docs/design.md#execution): the lists of its fills and fees may fail, be forbidden, be
// behind. The follower adds what they tell, once. Run for each EXCHANGE name of a profile.
import { afterEach, beforeEach, expect, test } from "vitest";
import { decimal, formatDecimal } from "../../lib/core/decimal.ts";
import { isFollowed, type OrderRecord } from "../../lib/core/execution/order-record.ts";
import { FEE_FOLLOWED_MS } from "../../lib/core/execution/untold.ts";
import { tradeOf } from "../../lib/core/trade/trade.ts";
import type { VenueProfile } from "./profile.ts";
import { SimulatedEngine } from "./simulated-engine.ts";
import type { Simulator } from "./simulator.ts";
import { startShort } from "./start-short.ts";

const BOOK = { bid: "1999", ask: "2001" };
const FOR_EVER = 10_000;
const FOLLOW_MS = 15_000;

export function describeSupplements(profile: VenueProfile, name: string): void {
  const { symbol, venueSymbol, contractSize, settle, supplements, toldByFills, feeInOrder } = profile;
  let venue: Simulator;
  let engine: SimulatedEngine;
  beforeEach(async () => {
    venue = await startShort(profile);
    venue.control.setBook(venueSymbol, BOOK);
    engine = await SimulatedEngine.open(profile, name, venue);
  });
  afterEach(() => venue.stop());

  const failing = (status: number) => {
    for (const path of supplements) {
      venue.control.inject({ kind: "reply", status, body: "<html>no</html>", method: "GET", path, times: FOR_EVER });
    }
  };
  const contracts = formatDecimal(decimal("0.5").div(contractSize));

  /** Carries out a line, which must end at once, whole, and at the right price where an order tells it. */
  async function ended(text: string, price: string, isFeeBehind = false): Promise<OrderRecord> {
    const record = await engine.execute(`${symbol} ${text}`);
    expect(record.state).toMatchObject({ status: "filled", code: "FILLED", attempts: 1, fills: { contracts } });
    expect(record.events.filter(({ kind }) => kind === "waiting")).toEqual([]);
    if (toldByFills === undefined) expect(tradeOf(record).averagePrice).toBe(price);
    const { fee } = tradeOf(record);
    if (feeInOrder === true && !isFeeBehind) expect(fee).toMatchObject({ currency: settle });
    if (feeInOrder !== true) expect(fee).toBeUndefined();
    expect(isFollowed(record.state)).toBe(fee === undefined);
    return record;
  }

  test.each([500, 404, 403])(
    "M2: fills and fees answered %i for ever: filled at once, fee added later",
    async (status) => {
      failing(status);
      const opened = await ended("buy 0.5 x5", "2001");
      const closed = await ended("close", "1999");
      await engine.follow(FOLLOW_MS);
      venue.control.clearFaults();
      for (let run = 0; run < 4; run++) await engine.follow(FOLLOW_MS);
      for (const [{ orderId }, averagePrice] of [
        [opened, "2001"],
        [closed, "1999"],
      ] as const) {
        const record = await engine.record(orderId);
        expect(tradeOf(record)).toMatchObject({ averagePrice, fee: { currency: settle } });
        expect(record.state.fills).toMatchObject({ contracts });
        expect(isFollowed(record.state)).toBe(false);
        expect(record.events.filter(({ kind }) => kind === "told")).toHaveLength(feeInOrder === true ? 0 : 1);
        expect(record.events.filter(({ kind }) => kind === "filled")).toHaveLength(1);
      }
      const profits = [opened, closed].map(async ({ orderId }) => tradeOf(await engine.record(orderId)).netProfit);
      const net = (await Promise.all(profits)).reduce((sum, profit = "NaN") => sum.plus(profit), decimal("0"));
      const balance = await engine.exchange.readBalance();
      if (!balance.ok) throw new Error(balance.error.message);
      const deposit = decimal(settle === "ETH" ? "5" : "10000");
      expect(Number(formatDecimal(decimal(balance.value.equity).minus(deposit).minus(net)))).toBeCloseTo(0, 6);
    },
  );

  test("M2: fills and fees that hang hold no order, and the follower waits for them", async (context) => {
    if (name.startsWith("phemex")) context.skip("its report of fills is what tells the order");
    if (name !== profile.names[0]) context.skip("it takes real seconds, and a demo name's client is the same");
    for (const path of supplements) venue.control.inject({ kind: "slow", ms: 3_500, method: "GET", path, times: 4 });
    const { orderId, state } = await engine.execute(`${symbol} buy 0.5 x5`);
    expect(state).toMatchObject({ status: "filled", code: "FILLED", attempts: 1, fills: { contracts } });
    expect((state.endedAt ?? 0) - (state.submittedAt ?? 0)).toBeLessThan(3_000);
    await engine.follow(FOLLOW_MS);
    expect(tradeOf(await engine.record(orderId))).toMatchObject({ averagePrice: "2001", fee: { currency: settle } });
  });

  test("M2: a list of fills that is behind holds no order, and half a list adds nothing", async () => {
    venue.control.tellFills("none");
    const { orderId } = await ended("buy 0.5 x5", "2001", true);
    venue.control.tellFills("all");
    await engine.follow(FOLLOW_MS);
    expect(tradeOf(await engine.record(orderId))).toMatchObject({ averagePrice: "2001", fee: { currency: settle } });
  });

  test.skipIf(feeInOrder)("M2: a fee that is never told is asked for less and less, then no more", async () => {
    failing(403);
    const { orderId } = await ended("buy 0.5 x5", "2001");
    venue.journal.clear();
    for (let age = 0; age <= FEE_FOLLOWED_MS + FOLLOW_MS; age += FOLLOW_MS) await engine.follow(FOLLOW_MS);
    const record = await engine.record(orderId);
    expect(isFollowed(record.state)).toBe(false);
    const [path = ""] = supplements.filter((each) => venue.journal.find("GET", each).length > 0);
    expect(venue.journal.find("GET", path).length).toBeLessThan(20);
    expect(record.events.at(-1)).toEqual({ at: expect.any(Number), kind: "told", clientOrderId: expect.any(String) });
  });
}
