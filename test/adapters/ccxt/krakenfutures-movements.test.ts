// What Kraken's log of an account tells of funding and transfers: the traps that one suite for all venues cannot show.
import { afterEach, beforeEach, expect, test } from "vitest";
import { unixMs } from "../../../lib/core/ids.ts";
import { type MovementSpan, sumMovements } from "../../../lib/core/trade/account-movement.ts";
import { SIMULATED_KEYS, startKrakenSimulator } from "../../venues/krakenfutures/start-kraken-simulator.ts";
import { openSimulated } from "../../venues/open-simulated.ts";
import type { Simulator } from "../../venues/simulator.ts";

let simulator: Simulator;
let span: MovementSpan;
beforeEach(async () => {
  const now = Date.now();
  span = { since: unixMs(now - 60_000), until: unixMs(now + 60_000) };
  simulator = await startKrakenSimulator({ accounts: [{ ...SIMULATED_KEYS, tradeFunding: "-0.0123" }] });
  simulator.control.delistFillers();
  simulator.control.setBook("PF_XBTUSD", { bid: "60000", ask: "60001" });
});
afterEach(() => simulator.stop());

function open(settle = "USD"): ReturnType<typeof openSimulated> {
  return openSimulated(simulator.url, { keys: SIMULATED_KEYS, account: { exchange: "krakenfutures", settle } });
}

test("funding that a trade realizes is in both of its rows, and counts once", async () => {
  const exchange = await open();
  for (const side of ["buy", "sell"] as const) {
    const step = {
      kind: "place",
      purpose: "open",
      side,
      orderType: "market",
      contracts: "0.01",
      reduceOnly: false,
    } as const;
    await exchange.placeOrder({ symbol: "BTC/USD:USD", step, clientOrderId: side });
  }
  simulator.control.move({ at: Date.now(), kind: "funding", settle: "USD", amount: "0.0004" });
  const read = await exchange.readMovements(span);
  expect(read.ok && sumMovements(read.value ?? [], span)).toMatchObject({ funding: "-0.0242", transfers: "0" });
});

test.each(["transfer", "funding"] as const)(
  "%s of other collateral is an error: it is equity, and its worth is not told",
  async (kind) => {
    simulator.control.move({ at: Date.now(), kind, settle: "EUR", amount: "100" });
    const exchange = await open();
    expect(await exchange.readMovements(span)).toMatchObject({ ok: false });
  },
);

test("what stays in a wallet that backs no position moved nothing", async () => {
  simulator.control.move({ at: Date.now(), kind: "transfer", settle: "BNB", amount: "100" });
  const exchange = await open();
  expect(await exchange.readMovements(span)).toEqual({ ok: true, value: [] });
});

test("an account of one coin's inverse market does not tell it", async () => {
  const exchange = await open("BTC");
  expect(await exchange.readMovements(span)).toEqual({ ok: true, value: undefined });
  expect(simulator.journal.find("GET", "/api/history/v3/account-log")).toHaveLength(0);
});
