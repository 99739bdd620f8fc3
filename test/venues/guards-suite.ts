// The panic button and the guards in front of every venue: docs/design.md#guards. Run for each EXCHANGE name of a profile.
import { afterEach, beforeEach, expect, test } from "vitest";
import { decimal, formatDecimal } from "../../lib/core/decimal.ts";
import type { OrderRecord } from "../../lib/core/execution/order-record.ts";
import type { GuardLimits } from "../../lib/core/guard/guard-limits.ts";
import type { VenueProfile } from "./profile.ts";
import { SimulatedEngine } from "./simulated-engine.ts";
import type { Simulator } from "./simulator.ts";
import { startShort } from "./start-short.ts";

const BOOK = { bid: "1999", ask: "2001" };

export function describeGuards(profile: VenueProfile, name: string): void {
  const { symbol, venueSymbol, settle, contractSize } = profile;
  let venue: Simulator;
  let engine: SimulatedEngine;
  beforeEach(async () => {
    venue = await startShort(profile);
    venue.control.setBook(venueSymbol, BOOK);
    engine = await guardedBy({});
  });
  afterEach(() => venue.stop());

  function guardedBy(limits: GuardLimits): Promise<SimulatedEngine> {
    const account = { ...profile.account, guards: { limits, timezone: "UTC" } };
    return SimulatedEngine.open({ ...profile, account }, name, venue);
  }

  const trade = (text: string, by = engine): Promise<OrderRecord> => by.execute(`${symbol} ${text}`);
  const open = () => {
    const { positions, openOrders } = venue.control.state(settle);
    return { positions: Object.keys(positions).length, orders: Object.keys(openOrders).length };
  };

  /** An order that whook knows nothing of. */
  async function placeByHand(): Promise<void> {
    const contracts = formatDecimal(decimal("0.5").div(contractSize));
    const step = { kind: "place", purpose: "open", side: "buy", orderType: "limit", contracts, price: "1800" } as const;
    await engine.exchange.setLeverage(symbol, 3, "isolated");
    const placed = await engine.exchange.placeOrder({
      symbol,
      step: { ...step, reduceOnly: false, marginMode: "isolated", leverage: 3 },
      clientOrderId: "byhand1",
    });
    expect(placed).toMatchObject({ ok: true });
  }

  test("closeall cancels what rests and closes what is open, and is close-only then", async () => {
    expect((await trade("buy 0.5 x5")).state.status).toBe("filled");
    expect((await trade("buy 0.5 x5 limit:dip1:1900")).state.status).toBe("placed");
    await placeByHand();
    expect(open()).toEqual({ positions: 1, orders: 2 });
    expect((await engine.execute("closeall")).state).toMatchObject({ status: "done", code: "FLAT" });
    expect(open()).toEqual({ positions: 0, orders: 0 });
    expect((await trade("buy 0.5 x5")).state).toMatchObject({ status: "rejected", code: "CLOSE_ONLY" });
    expect((await engine.execute("resume")).state).toMatchObject({ status: "done", code: "SWITCHED" });
    expect((await trade("buy 0.5 x5")).state.status).toBe("filled");
  }, 60_000);

  test("closeall is not flat while the positions do not show yet what filled just before it", async () => {
    venue.control.setPositionsLag(4_000);
    expect((await trade("buy 0.5 x5")).state.status).toBe("filled");
    expect((await engine.execute("closeall")).state).toMatchObject({ status: "done", code: "FLAT" });
    expect(open()).toEqual({ positions: 0, orders: 0 });
  }, 60_000);

  test("closeall cancels orders of others in symbols whook knows nothing of, or says that it cannot see them", async () => {
    await placeByHand();
    const { state, events } = await engine.execute("closeall");
    expect(state).toMatchObject({ status: "done", code: "FLAT" });
    const did = events.flatMap((event) => (event.kind === "swept" ? event.did : []));
    const isSeen = profile.without?.["orders of all symbols"] === undefined;
    const unseen = "orders in other symbols are not known: the exchange lists them by symbol only";
    expect(did).toContain(isSeen ? `cancelled 1 orders of ${symbol}` : unseen);
    expect(open().orders).toBe(isSeen ? 0 : 1);
  }, 60_000);

  test("what a guard denies is not sent; what closes is", async () => {
    const guarded = await guardedBy({ maxTotalUsd: "1500", maxOrdersPerMinute: 2 });
    expect((await trade("buy 0.5 x5", guarded)).state.status).toBe("filled");
    const before = venue.control.orders().length;
    expect((await trade("buy 0.5 x5", guarded)).state).toMatchObject({ code: "MAX_TOTAL_EXCEEDED" });
    expect((await guarded.execute("pause")).state).toMatchObject({ code: "SWITCHED" });
    expect((await trade("close", guarded)).state).toMatchObject({ status: "rejected", code: "PAUSED" });
    expect(venue.control.orders()).toHaveLength(before);
    expect((await guarded.execute("resume")).state).toMatchObject({ code: "SWITCHED" });
    expect((await trade("close 50%", guarded)).state.status).toBe("filled");
    expect((await trade("buy 0.1 x5", guarded)).state.status).toBe("filled");
    expect((await trade("buy 0.1 x5", guarded)).state).toMatchObject({ code: "MAX_ORDERS_PER_MINUTE_EXCEEDED" });
    expect((await trade("close", guarded)).state.status).toBe("filled");
    expect(open().positions).toBe(0);
  }, 60_000);

  test("M29: a reversal whose opening part is denied closes, and nothing more", async () => {
    const account = { ...profile.account, maxPositionUsd: "1500" } as const;
    const guarded = await SimulatedEngine.open({ ...profile, account }, name, venue);
    expect((await trade("buy 0.5 x5", guarded)).state.status).toBe("filled");
    const before = venue.control.orders().length;
    const { state } = await trade("sell 2 x5", guarded);
    expect(state).toMatchObject({ status: "filled", code: "MAX_POSITION_EXCEEDED" });
    expect(state.reason).toContain("only the close is sent");
    const half = formatDecimal(decimal("0.5").div(contractSize));
    expect(state.fills.contracts).toBe(half);
    expect(venue.control.orders().slice(before)).toMatchObject([{ side: "sell", filledContracts: half }]);
    expect(open()).toEqual({ positions: 0, orders: 0 });
  }, 60_000);
}
