// For the accounts whose type or region leads to another API of their venue, and for every environment beside the live one: the
// worker dies at each of its calls to the ledger and to the venue, over real ccxt and real HTTP, the message comes again, and
// there is exactly one fill and a true ledger.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { decimal, formatDecimal } from "../../lib/core/decimal.ts";
import type { OrderRecord } from "../../lib/core/execution/order-record.ts";
import { Crash, CrashAt, Process } from "../simulation/crashes.ts";
import { ACCOUNT_TYPES } from "../venues/account-types.ts";
import { SimulatedEngine } from "../venues/simulated-engine.ts";
import type { Simulator } from "../venues/simulator.ts";
import { SIMULATORS } from "../venues/simulators.ts";
import { startShort } from "../venues/start-short.ts";

interface Line {
  readonly before?: string;
  readonly line: string;
  readonly filled: string;
}

const BUY: Line = { line: "buy 0.5 x5", filled: "0.5" };
const REVERSAL: Line = { before: BUY.line, line: "position -0.5 x5", filled: "1" };
const CLOSE: Line = { before: BUY.line, line: "close", filled: "0.5" };

/** An environment trades over the API of its venue's first name, whose accounts die at more: a reversal shows it. */
const ROWS = [
  ...ACCOUNT_TYPES.map((profile) => ({ profile, name: profile.names[0] ?? "", lines: [BUY, REVERSAL, CLOSE] })),
  ...[...SIMULATORS, ...ACCOUNT_TYPES].flatMap((profile) =>
    profile.names.slice(1).map((name) => ({ profile, name, lines: [REVERSAL] })),
  ),
];

const BOOK = { bid: "1999", ask: "2001" };

describe.each(ROWS.map((row) => [`${row.name} ${row.profile.accountType ?? ""}`.trim(), row] as const))(
  "%s",
  (_, { profile, name, lines }) => {
    const { symbol, venueSymbol, contractSize } = profile;
    let venue: Simulator;
    let engine: SimulatedEngine;
    beforeAll(async () => {
      venue = await startShort(profile);
      venue.control.setBook(venueSymbol, BOOK);
      engine = await SimulatedEngine.open(profile, name, venue);
    }, 60_000);
    afterAll(() => venue.stop());

    /** Works on the line until it has ended. Its first attempt dies. */
    async function executeDying(text: string, crash: CrashAt): Promise<OrderRecord> {
      const orderId = await engine.accept(text);
      for (let receiveCount = 1; ; receiveCount++) {
        const attempt =
          receiveCount === 1
            ? engine.attempt(orderId, receiveCount, new Process(crash)).catch(waitForMessage)
            : engine.attempt(orderId, receiveCount);
        const delayMs = await attempt;
        if (delayMs === undefined) return engine.record(orderId);
        await engine.clock.sleep(delayMs);
      }
    }

    const baseOf = (contracts: string) => formatDecimal(decimal(contracts).times(contractSize));

    test.each(lines)(
      "$line",
      async ({ before, line, filled }) => {
        for (let point = 1; ; point++) {
          await engine.execute(`${symbol} close`);
          if (before !== undefined) await engine.execute(`${symbol} ${before}`);
          const ordersBefore = venue.control.orders().length;
          const crash = new CrashAt(point);
          const { state } = await executeDying(`${symbol} ${line}`, crash);
          const where = `crash ${crash.where ?? "nowhere"}`;
          expect(state.status, where).toBe("filled");
          expect(baseOf(state.fills.contracts), where).toBe(filled);
          const onVenue = venue.control.orders().slice(ordersBefore);
          const sum = onVenue.reduce((total, order) => total.plus(order.filledContracts), decimal("0"));
          expect(baseOf(formatDecimal(sum)), where).toBe(filled);
          if (crash.where === undefined) {
            expect(point).toBeGreaterThan(10);
            return;
          }
        }
      },
      240_000,
    );
  },
);

/** The message comes again when its lease is over. */
function waitForMessage(error: unknown): number {
  if (error instanceof Crash) return 14_000;
  throw error;
}
