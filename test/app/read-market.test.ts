import { describe, expect, test } from "vitest";
import { readMarket } from "../../lib/app/read-market.ts";
import type { OrderFailure } from "../../lib/core/failure.ts";
import { err } from "../../lib/core/result.ts";
import type { Account } from "../../lib/ports/account-store.ts";
import type { Exchange } from "../../lib/ports/exchange.ts";
import { World } from "../simulation/world.ts";

const ACCOUNT: Account = {
  id: "alice",
  exchange: "paper",
  settle: "USDT",
  marginMode: "cross",
  orderTimeoutMs: 40_000,
  alertTimeoutMs: 180_000,
  maxAlertAgeMs: 180_000,
  maxLeverage: 5,
  maxPositionUsd: "1000",
};
const FAILURE: OrderFailure = { code: "VENUE_BUSY", outcome: "rejected", remedy: "retry", message: "busy" };

describe("the reading a plan is made from", () => {
  test("holds the market, the account's state and what its configuration wants", async () => {
    const read = await readMarket(new World().venue("alice"), ACCOUNT, "ETH/USDT:USDT");
    expect(read).toMatchObject({
      ok: true,
      value: {
        instrument: { symbol: "ETH/USDT:USDT" },
        snapshot: { position: "0", bid: "1999", ask: "2001" },
        wanted: { marginMode: "cross", maxLeverage: 5, maxPositionUsd: "1000" },
      },
    });
  });

  test("of a market that is not there is a denial naming close matches", async () => {
    const read = await readMarket(new World().venue("alice"), ACCOUNT, "ETC/USDT:USDT");
    expect(read).toMatchObject({ ok: false, error: { code: "MARKET_NOT_FOUND", outcome: "denied", remedy: "abort" } });
    if (!read.ok)
      expect(read.error.message).toBe(
        "paper has no perpetual market ETC/USDT:USDT; close matches: ETH/USDT:USDT, BTC/USDT:USDT",
      );
  });

  test("says just that when nothing is like it, or the markets cannot be listed", async () => {
    const venue = new World().venue("alice");
    const far = await readMarket(venue, ACCOUNT, "SHIB1000XYZ/USDT:USDT");
    expect(far.ok ? "" : far.error.message).toBe("paper has no perpetual market SHIB1000XYZ/USDT:USDT");
    const unlisted = overlaid(venue, { listInstruments: async () => err(FAILURE) });
    const near = await readMarket(unlisted, ACCOUNT, "ETC/USDT:USDT");
    expect(near.ok ? "" : near.error.message).toBe("paper has no perpetual market ETC/USDT:USDT");
  });

  test.each([
    ["the market", { findInstrument: async () => err(FAILURE) }],
    ["the account's state", { readSnapshot: async () => err(FAILURE) }],
  ])("fails as the venue does when %s cannot be read", async (_, methods) => {
    const venue = overlaid(new World().venue("alice"), methods);
    expect(await readMarket(venue, ACCOUNT, "ETH/USDT:USDT")).toEqual({ ok: false, error: FAILURE });
  });
});

/** The exchange with some of its methods replaced. */
function overlaid(exchange: Exchange, methods: Partial<Exchange>): Exchange {
  return new Proxy(exchange, {
    get: (target, name) => {
      const found: unknown = Reflect.get(name in methods ? methods : target, name);
      return typeof found === "function" ? found.bind(target) : found;
    },
  });
}
