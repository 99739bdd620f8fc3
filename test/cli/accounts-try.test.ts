// `whook accounts try` against every venue's simulator, and killed at every request it makes.
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { TrialFile } from "../../lib/adapters/local/trial-file.ts";
import { type TrialDeps, tryAccount } from "../../lib/app/try-account.ts";
import { unixMs } from "../../lib/core/ids.ts";
import type { Exchange } from "../../lib/ports/exchange.ts";
import { runCli } from "../support/run-cli.ts";
import { ACCOUNT_TYPES } from "../venues/account-types.ts";
import { BITGET } from "../venues/bitget/profile.ts";
import { openSimulated, simulatedAccount } from "../venues/open-simulated.ts";
import { entryOf, type VenueProfile } from "../venues/profile.ts";
import type { Simulator } from "../venues/simulator.ts";
import { SIMULATORS } from "../venues/simulators.ts";
import { startShort } from "../venues/start-short.ts";

const PROFILES = [...SIMULATORS, ...ACCOUNT_TYPES];

let folder: string;
let venue: Simulator | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "whook-try-"));
});
afterEach(async () => {
  await venue?.stop();
  await rm(folder, { recursive: true, force: true });
});

async function start(profile: VenueProfile): Promise<Simulator> {
  venue = await startShort(profile);
  venue.control.setBook(profile.venueSymbol, { bid: "1999", ask: "2001" });
  return venue;
}

async function whook(profile: VenueProfile, name: string, argv: readonly string[], answers?: readonly string[]) {
  const url = venue?.url ?? "";
  await writeFile(join(folder, "accounts.json"), JSON.stringify([entryOf(profile, name, url)]), { mode: 0o600 });
  const env = { WHOOK_DATA_DIR: join(folder, "data"), WHOOK_ACCOUNTS: join(folder, "accounts.json") };
  const run = ["accounts", "try", "sim", profile.symbol, ...argv];
  return runCli(run, { env, ...(answers === undefined ? {} : { answers }) });
}

const resting = (profile: VenueProfile) =>
  Object.values(venue?.control.state(profile.settle).openOrders ?? {}).map(({ clientOrderId }) => clientOrderId);

describe.each(PROFILES.map((profile) => [`${profile.names[0]} ${profile.accountType ?? ""}`.trim(), profile] as const))(
  "%s",
  (_title, profile) => {
    test.each([...profile.names])("%s is proven with one order, which does not stay", async (name) => {
      await start(profile);
      const { code, out } = await whook(profile, name, ["--yes"]);
      expect(out).toContain("found by the exchange's id");
      expect(out).toContain("sim is ready to trade");
      expect(code).toBe(0);
      expect(venue?.control.orders()).toMatchObject([{ orderType: "limit", side: "buy", filledContracts: "0" }]);
      expect(resting(profile)).toEqual([]);
      expect(venue?.control.state(profile.settle).positions).toEqual({});
    });
  },
);

describe("asks first", () => {
  test("and sends nothing when the answer is no", async () => {
    await start(BITGET);
    const { code, out, err } = await whook(BITGET, "bitget", [], ["no"]);
    expect(err).toContain("buy 0.01 contracts of ETH/USDT:USDT at 1799.1");
    expect([code, out]).toEqual([1, expect.stringContaining("nothing was sent")]);
    expect(venue?.control.orders()).toEqual([]);
  });

  test("and without a terminal wants --yes", async () => {
    await start(BITGET);
    expect((await whook(BITGET, "bitget", [])).code).toBe(2);
    expect(venue?.control.orders()).toEqual([]);
  });

  test("yes is yes", async () => {
    await start(BITGET);
    expect((await whook(BITGET, "bitget", [], ["yes"])).code).toBe(0);
  });
});

test("a refused order is told in the exchange's words, and nothing is left on record", async () => {
  await start(BITGET);
  const body = { code: "40014", msg: "Incorrect permissions", data: null };
  venue?.control.inject({ kind: "reply", status: 400, body, ...BITGET.placing });
  const { code, out } = await whook(BITGET, "bitget", ["--yes"]);
  expect([code, out]).toEqual([1, expect.stringMatching(/Incorrect permissions.*not proven/s)]);
  await expect(readFile(join(folder, "data", "trials.json"))).rejects.toThrow("ENOENT");
});

test("an answer that is lost is looked for, and the order cancelled", async () => {
  await start(BITGET);
  venue?.control.inject({ kind: "drop-after", ...BITGET.placing });
  const { code, out } = await whook(BITGET, "bitget", ["--yes"]);
  expect([code, out]).toEqual([0, expect.stringContaining("it is looked for")]);
  expect(resting(BITGET)).toEqual([]);
});

/** Nobody waits: sleep takes no time, and the clock shows that it did. */
function hurriedClock(): TrialDeps["clock"] {
  let skipped = 0;
  return {
    now: () => unixMs(Date.now() + skipped),
    sleep: async (ms) => {
      skipped += ms;
    },
  };
}

describe("an order of an earlier trial that went elsewhere is not asked for here", () => {
  const file = () => join(folder, "data", "trials.json");
  const TRIAL = { account: "sim", symbol: BITGET.symbol, name: "whooktryold", startedAt: 0 };
  const HERE = { exchange: "bitget", settle: "USDT" };

  test.each([
    ["EXCHANGE", { ...HERE, exchange: "bitgetdemo" }, "may still rest on bitgetdemo"],
    ["SETTLE_COIN", { ...HERE, settle: "USDC" }, "settled in USDC"],
    ["place", { ...HERE, stack: "night" }, "of the stack night"],
  ])("another %s: it is named with where it is, and stays on record", async (_what, sentTo, words) => {
    await start(BITGET);
    await new TrialFile(file()).add({ ...TRIAL, sentTo });
    const { code, out } = await whook(BITGET, "bitget", ["--yes"]);
    expect([code, out]).toEqual([1, expect.stringContaining("whooktryold")]);
    expect(out.replaceAll(/\s+/g, " ")).toContain(words);
    expect(out).not.toContain("nothing of it rests");
    expect(await new TrialFile(file()).list()).toEqual([{ ...TRIAL, sentTo }]);
    expect(venue?.control.orders()).toEqual([]);
  });

  test("another key that does not find it: it stays on record", async () => {
    const { url } = await start(BITGET);
    const account = { ...simulatedAccount(url, { exchange: "bitget", settle: "USDT" }), keyMark: "11111111" };
    const exchange = await openSimulated(url, { account, keys: BITGET.keys });
    const trial = { ...TRIAL, sentTo: { ...HERE, keyMark: "00000000" } };
    await new TrialFile(file()).add(trial);
    const told: string[] = [];
    const tell: TrialDeps["tell"] = ({ advice = "" }) => told.push(advice);
    const record = new TrialFile(file());
    const deps = { exchange, account, symbol: BITGET.symbol, record, clock: hurriedClock(), tell };
    expect(await tryAccount({ ...deps, newName: () => "whooktrynew", confirm: async () => true })).toBe(false);
    expect(told.at(-1)).toContain("with the key it was sent with");
    expect(await record.list()).toEqual([trial]);
    expect(venue?.control.orders()).toEqual([]);
  });

  test("one that was noted without a place is looked for here, as before", async () => {
    await start(BITGET);
    await new TrialFile(file()).add(TRIAL);
    expect(await whook(BITGET, "bitget", ["--yes"])).toMatchObject({ code: 0 });
    await expect(readFile(file())).rejects.toThrow("ENOENT");
  });
});

/** A run that ends with its process at the `dieAt`-th call of the exchange, before the call or after it. */
class Killed extends Error {}

function killedAt(exchange: Exchange, dieAt: number, when: "before" | "after"): Exchange {
  let calls = 0;
  return new Proxy(exchange, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== "function") return value;
      return async (...args: unknown[]) => {
        calls += 1;
        if (calls === dieAt && when === "before") throw new Killed();
        const answer: unknown = await value.apply(target, args);
        if (calls === dieAt) throw new Killed();
        return answer;
      };
    },
  });
}

describe.each(PROFILES.map((profile) => [`${profile.names[0]} ${profile.accountType ?? ""}`.trim(), profile] as const))(
  "%s killed at every step",
  (_title, profile) => {
    test.each([...profile.names])(
      "%s: the next run leaves nothing resting, and proves the account",
      async (name) => {
        const simulator = await start(profile);
        const account = simulatedAccount(simulator.url, { exchange: name, settle: profile.settle, ...profile.account });
        const exchange = await openSimulated(simulator.url, { account, keys: profile.keys });
        const clock = hurriedClock();
        let count = 0;
        const run = (over: Exchange) => {
          const deps: TrialDeps = {
            exchange: over,
            account,
            symbol: profile.symbol,
            record: new TrialFile(join(folder, "trials.json")),
            clock,
            newName: () => `whooktry${++count}`,
            confirm: async () => true,
            tell: () => undefined,
          };
          return tryAccount(deps);
        };
        // The market, the reading, the order, two look-ups, the cancel and the look after it.
        for (let dieAt = 1; dieAt <= 7; dieAt++) {
          for (const when of ["before", "after"] as const) {
            await expect(run(killedAt(exchange, dieAt, when))).rejects.toBeInstanceOf(Killed);
            expect(await run(exchange), `killed ${when} call ${dieAt}`).toBe(true);
            expect(resting(profile)).toEqual([]);
          }
        }
      },
      60_000,
    );
  },
);
