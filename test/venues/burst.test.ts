// A strategy on many symbols closes its bar: fifty alerts at once on one account, with the venue's limits on as documented
// (docs/design.md#planning, docs/adr/0096-a-burst-waits-at-home.md).
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { tradeOf } from "../../lib/core/trade/trade.ts";
import type { RequestClock } from "../support/request-clock.ts";
import { DOCUMENTED_LIMITS } from "./documented-limits.ts";
import { startPhemexSimulator } from "./phemex/start-phemex-simulator.ts";
import { SimulatedEngine } from "./simulated-engine.ts";
import type { Simulator } from "./simulator.ts";
import { SIMULATORS } from "./simulators.ts";

const SYMBOLS = 7;
const ALERTS = 50;
/** Enough to go beyond every limit by the second: demo trading has the live names' limits. */
const DEMO_ALERTS = 21;
/** What the slowest limit needs: Kraken's lets twenty orders through in ten seconds. */
const LONGEST_MS = 60_000;

const NAMES = SIMULATORS.flatMap((profile) => profile.names.map((name) => ({ name, profile })));

describe.each(NAMES)("$name", ({ name, profile }) => {
  const isDemo = name !== profile.names[0];
  const alerts = isDemo ? DEMO_ALERTS : ALERTS;
  let venue: Simulator;
  let engine: SimulatedEngine<RequestClock>;
  let symbols: readonly string[];

  beforeEach(async () => {
    const start = profile.startDemo !== undefined && isDemo ? profile.startDemo : profile.start;
    venue = await (profile.names[0] === "phemex" ? startPhemexSimulator({ limitsRequests: true }) : start());
    engine = await SimulatedEngine.openVirtual(profile, name, venue);
    const listed = await engine.clock.finish(engine.exchange.listInstruments());
    if (!listed.ok) throw new Error(listed.error.message);
    symbols = listed.value.slice(0, SYMBOLS).map(({ base, quote }) => `${base}/${quote}`);
    venue.control.limitRequests(DOCUMENTED_LIMITS[String(profile.names[0])] ?? []);
    venue.journal.clear();
  });
  afterEach(() => venue.stop());

  test(`${alerts} alerts at once over ${SYMBOLS} symbols are all filled, and none meets a 429`, async () => {
    const began = engine.clock.now();
    const groups = symbols.map(async (symbol, group) => {
      const records = [];
      for (let alert = group; alert < alerts; alert += SYMBOLS)
        records.push(await engine.execute(`${symbol} buy 150$ x2`));
      return records;
    });
    const records = (await engine.clock.finish(Promise.all(groups))).flat();
    const ends = records.map((record) => tradeOf(record)).map(({ status, code, reason }) => ({ status, code, reason }));
    expect(ends.filter(({ status }) => status !== "filled")).toEqual([]);
    expect(ends).toHaveLength(alerts);
    const refused = venue.journal.entries.filter(({ status, fault }) => status === 429 || fault === "rate-limit");
    expect(refused.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
    expect(venue.control.orders()).toHaveLength(alerts);
    expect(engine.clock.now() - began).toBeLessThan(LONGEST_MS);
  });
});
