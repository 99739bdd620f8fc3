// Funding and transfers stand in one list with all that moved, page by page.
import { expect, test } from "vitest";
import { unixMs } from "../../../lib/core/ids.ts";
import { sumMovements } from "../../../lib/core/trade/account-movement.ts";
import { openSimulated } from "../open-simulated.ts";
import { BITGET } from "./profile.ts";
import { startBitgetSimulator } from "./start-bitget-simulator.ts";

test("what several pages tell is told once, and an answer without a list is an error", async () => {
  const venue = await startBitgetSimulator();
  try {
    const now = Date.now();
    const settle = "USDT";
    for (let index = 0; index < 250; index++)
      venue.control.move({ at: now - 10_000 + index, kind: "funding", settle, amount: "-0.01" });
    venue.control.move({ at: now - 20_000, kind: "transfer", settle, amount: "100" });
    const exchange = await openSimulated(venue.url, { account: { exchange: "bitget", settle }, keys: BITGET.keys });
    // As the app does: the type of the account is known by then.
    await exchange.readBalance();
    venue.journal.clear();
    const span = { since: unixMs(now - 60_000), until: unixMs(now) };
    const read = await exchange.readMovements(span);
    expect(read.ok && sumMovements(read.value ?? [], span)).toMatchObject({ funding: "-2.5", transfers: "100" });
    expect(venue.journal.entries).toHaveLength(3);
    venue.control.inject({
      kind: "reply",
      status: 200,
      method: "GET",
      path: "/api/v2/mix/account/bill",
      body: { code: "00000", msg: "success", data: { endId: null } },
    });
    expect(await exchange.readMovements(span)).toMatchObject({ ok: false });
  } finally {
    await venue.stop();
  }
});
