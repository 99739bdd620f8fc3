// S3 on the ledgers that whook has, in front of every venue: an account's name that leads to another exchange by then. The suites of
// the venues play the same on a ledger in memory.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DynamoLedger } from "../../lib/adapters/dynamo/dynamo-ledger.ts";
import type { Ledger } from "../../lib/ports/ledger.ts";
import { Crash, Process } from "../simulation/crashes.ts";
import { startDynalite } from "../support/aws/start-dynalite.ts";
import { SkippingClock } from "../support/skipping-clock.ts";
import { openSqliteFolder } from "../support/sqlite-folder.ts";
import { SimulatedEngine } from "./simulated-engine.ts";
import { SIMULATORS } from "./simulators.ts";

interface Opened {
  readonly ledger: Ledger;
  close(): Promise<void>;
}

const LEDGERS: Readonly<Record<string, () => Promise<Opened>>> = {
  SQLite: async () => {
    const { data, close } = await openSqliteFolder();
    return { ledger: data.ledger, close };
  },
  DynamoDB: async () => {
    const { stop, ...table } = await startDynalite();
    return { ledger: new DynamoLedger({ ...table, clock: new SkippingClock() }), close: stop };
  },
};

describe.each(Object.entries(LEDGERS))("S3: with its orders in %s", (_, open) => {
  let opened: Opened;
  beforeAll(async () => {
    opened = await open();
  }, 60_000);
  afterAll(() => opened.close());

  test.each(SIMULATORS.map((profile) => [profile.names[0] ?? "", profile] as const))(
    "what went out on %s is neither sent, looked for, followed nor cancelled elsewhere",
    async (name, profile) => {
      const { symbol, venueSymbol } = profile;
      const elsewhere = name === "okx" ? "bybit" : "okx";
      const venue = await profile.start();
      try {
        venue.control.setBook(venueSymbol, { bid: "1999", ask: "2001" });
        const engine = await SimulatedEngine.open({ ...profile, ledger: opened.ledger }, name, venue);
        const rests = await engine.execute(`${symbol} buy 0.5 x5 limit:dip1:1900`);
        const [open] = rests.state.open;
        const lost = await engine.accept(`${symbol} buy 0.5 x5`);
        const dying = new Process({ diesAt: (point) => point === "after exchange.placeOrder" });
        await expect(engine.attempt(lost, 1, dying)).rejects.toThrow(Crash);
        const waits = await engine.accept(`${symbol} sell 0.5 x5`);
        const cancels = await engine.accept(`${symbol} cancel:dip1`);
        const placed = venue.control.orders().length;
        engine.moveAccount(elsewhere);
        venue.journal.clear();

        const told = await engine.finish(lost);
        expect(told.state).toMatchObject({ status: "rejected", code: "ACCOUNT_CHANGED" });
        expect(told.state.reason).toMatch(new RegExp(`on ${elsewhere} now.*was placed on ${name} is not known`));
        for (const orderId of [waits, cancels])
          expect((await engine.finish(orderId)).state).toMatchObject({ status: "rejected", code: "ACCOUNT_CHANGED" });
        await engine.follow(60_000);
        const { state } = await engine.record(rests.orderId);
        expect(state).toMatchObject({ status: "rejected", code: "ACCOUNT_CHANGED", open: [] });
        expect(state.reason).toContain(`${name} had taken dip1 as its order ${open?.submission.venueOrderId}`);
        expect(venue.journal.entries).toEqual([]);
        expect(venue.control.orders()).toHaveLength(placed);
      } finally {
        await venue.stop();
      }
    },
    60_000,
  );
});
