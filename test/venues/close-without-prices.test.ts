// The way out of a position does not wait for a ticker: on every venue a close goes while its prices cannot be had.
import { describe, expect, test } from "vitest";
import { SimulatedEngine } from "./simulated-engine.ts";
import { SIMULATORS } from "./simulators.ts";
import { startShort } from "./start-short.ts";

/** Where each venue is asked for its best bid and ask. */
const PRICES: Readonly<Record<string, string>> = {
  binance: "/fapi/v1/ticker/bookTicker",
  bingx: "/openApi/swap/v2/quote/bookTicker",
  bitget: "/api/v2/mix/market/ticker",
  bybit: "/v5/market/tickers",
  coinex: "/v2/futures/depth",
  krakenfutures: "/derivatives/api/v3/tickers/PF_ETHUSD",
  kucoinfutures: "/api/v1/ticker",
  okx: "/api/v5/market/books",
  phemex: "/md/v2/orderbook",
};

describe.each(SIMULATORS.map((profile) => [profile.names[0] ?? "", profile] as const))("%s", (name, profile) => {
  test("a close and a share of it go while prices fail; what must be sized by one waits", async () => {
    const venue = await startShort(profile);
    venue.control.setBook(profile.venueSymbol, { bid: "1999", ask: "2001" });
    const engine = await SimulatedEngine.open(profile, name, venue);
    await engine.execute(`${profile.symbol} buy 0.4 x5`);
    venue.control.inject({
      kind: "reply",
      status: 500,
      body: "",
      method: "GET",
      path: PRICES[name] ?? "",
      times: 10_000,
    });
    const unpriced = await engine.execute(`${profile.symbol} buy 0.1 x5`);
    expect(unpriced.state.status).toBe("expired");
    for (const line of ["close 50%", "close"]) {
      const { state, events } = await engine.execute(`${profile.symbol} ${line}`);
      expect(state.status).toBe("filled");
      expect(events.filter(({ kind }) => kind === "read-failed")).toEqual([]);
    }
    await venue.stop();
  }, 60_000);
});
