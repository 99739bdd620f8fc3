// What an account's money did for no order, where the venue tells it, and an order's own candles (docs/design.md#in-users-hands):
// to look at, and nothing waits for either. Run for each EXCHANGE name of a profile.
import { afterEach, beforeEach, expect, test } from "vitest";
import { unixMs } from "../../lib/core/ids.ts";
import { CANDLE_STEPS } from "../../lib/core/market/candle.ts";
import { sumMovements } from "../../lib/core/trade/account-movement.ts";
import { openSimulated } from "./open-simulated.ts";
import type { VenueProfile } from "./profile.ts";
import { SimulatedEngine } from "./simulated-engine.ts";
import type { Simulator } from "./simulator.ts";
import { startShort } from "./start-short.ts";

const BOOK = { bid: "1999", ask: "2001" };
const HOUR_MS = 3_600_000;

export function describeMovements(profile: VenueProfile, name: string): void {
  const { symbol, venueSymbol, settle, keys } = profile;
  const account = { exchange: name, settle, ...profile.account };
  let venue: Simulator;
  beforeEach(async () => {
    venue = await startShort(profile);
    venue.control.setBook(venueSymbol, BOOK);
  });
  afterEach(() => venue.stop());

  test("funding and transfers are told apart, each with its sign, and orders are neither", async () => {
    const now = Date.now();
    const engine = await SimulatedEngine.open(profile, name, venue);
    await engine.execute(`${symbol} buy 0.1`);
    const move = (at: number, kind: "funding" | "transfer", amount: string, coin = settle) =>
      venue.control.move({ at, kind, settle: coin, amount });
    move(now - HOUR_MS, "transfer", "77");
    move(now - 1_000, "funding", "-0.11040000");
    move(now - 900, "funding", "0.02");
    move(now - 800, "transfer", "1000.5");
    move(now - 700, "transfer", "-0.25");
    move(now - 600, "transfer", "5", "BNB");
    const span = { since: unixMs(now - 60_000), until: unixMs(now) };
    const exchange = await openSimulated(venue.url, { account, keys });
    // As it is asked beside a balance: the account's type is known by then.
    await exchange.readBalance();
    venue.journal.clear();
    const read = await exchange.readMovements(span);
    if (profile.tellsMovements !== true) return expect(read).toEqual({ ok: true, value: undefined });
    expect(read.ok && sumMovements(read.value ?? [], span)).toEqual({
      since: span.since,
      funding: "-0.0904",
      transfers: "1000.25",
    });
    expect(venue.journal.entries.length).toBeLessThanOrEqual(2);
  });

  test("more than is told at once is an error, not less than there was", async () => {
    if (profile.tellsMovements !== true) return;
    const now = Date.now();
    for (let index = 0; index < 1_000; index++)
      venue.control.move({ at: now - 10_000 + index, kind: "funding", settle, amount: "1" });
    const exchange = await openSimulated(venue.url, { account, keys });
    const read = await exchange.readMovements({ since: unixMs(now - 60_000), until: unixMs(now) });
    expect(read.ok).toBe(false);
  });

  test.each(["1m", "1h"] as const)(
    "an order on its venue's candles, of %s: from the time on that is asked for, as many, exact",
    async (step) => {
      const exchange = await openSimulated(venue.url, { account, keys });
      const ms = CANDLE_STEPS[step];
      const since = unixMs(Math.floor((Date.now() - 120 * ms) / ms) * ms);
      const read = await exchange.readCandles({ symbol, step, since, count: 77 });
      expect(read).toMatchObject({ ok: true });
      const candles = read.ok ? read.value : [];
      expect(candles.map(({ at }) => at)).toEqual(Array.from({ length: 77 }, (_, index) => since + index * ms));
      expect(candles[0]).toEqual({ at: since, open: "1999", high: "2001", low: "1999", close: "2001" });
    },
  );
}
