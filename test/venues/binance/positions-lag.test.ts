// The list of positions answers as it did before the fill, for some seconds: an opening in another symbol sees it.
import { expect, test } from "vitest";
import { SimulatedEngine } from "../simulated-engine.ts";
import { BINANCE } from "./profile.ts";

test("an opening that the positions do not show yet counts for the guards", async () => {
  const venue = await BINANCE.start();
  try {
    const account = { ...BINANCE.account, guards: { limits: { maxOpenPositions: 1 }, timezone: "UTC" } };
    const engine = await SimulatedEngine.open({ ...BINANCE, account }, "binance", venue);
    expect((await engine.execute("ETH/USDT:USDT buy 0.5 x5")).state.status).toBe("filled");
    const stale = { kind: "reply", status: 200, body: [], method: "GET", path: BINANCE.positionsPath } as const;
    venue.control.misbehave(({ path }) => (path === BINANCE.positionsPath ? stale : undefined));
    const { state } = await engine.execute("BTC/USDT:USDT buy 0.1 x5");
    expect(state).toMatchObject({ status: "rejected", code: "MAX_OPEN_POSITIONS_EXCEEDED" });
    expect(venue.control.orders()).toHaveLength(1);
    expect((await engine.execute("ETH/USDT:USDT buy 0.5 x5")).state.status).toBe("filled");
  } finally {
    await venue.stop();
  }
}, 60_000);
