// Equity is noted once in a while, whoever asks, and whatever fails is left out.
import { expect, test } from "vitest";
import { EquityKeeper } from "../../lib/app/equity-keeper.ts";
import { denial } from "../../lib/core/failure.ts";
import { unixMs } from "../../lib/core/ids.ts";
import { err, ok } from "../../lib/core/result.ts";
import type { MovementSpan } from "../../lib/core/trade/account-movement.ts";
import type { EquitySnapshot } from "../../lib/core/trade/equity-snapshot.ts";
import type { Account } from "../../lib/ports/account-store.ts";
import type { Exchange } from "../../lib/ports/exchange.ts";
import { MemoryCache } from "../support/memory-cache.ts";
import { VirtualClock } from "../support/virtual-clock.ts";

const EVERY_MS = 15 * 60_000;

function account(id: string): Account {
  const times = { orderTimeoutMs: 40_000, alertTimeoutMs: 180_000, maxAlertAgeMs: 180_000 };
  return { id, exchange: "paper", settle: "USDT", marginMode: "isolated", ...times };
}

interface State {
  accounts: Account[];
  listFails: boolean;
  movements: Awaited<ReturnType<Exchange["readMovements"]>>;
}

function world() {
  const clock = new VirtualClock();
  const cache = new MemoryCache();
  const noted: EquitySnapshot[] = [];
  const asked: string[] = [];
  const spans: MovementSpan[] = [];
  const state: State = {
    accounts: [account("Main"), account("broken"), account("throws")],
    listFails: false,
    movements: ok([]),
  };
  const make = () =>
    new EquityKeeper({
      accounts: {
        listAccounts: async () => {
          if (state.listFails) throw new Error("no accounts now");
          return state.accounts;
        },
      },
      exchangeFor: async ({ id }) => {
        asked.push(id);
        if (id === "throws") throw new Error("unexpected");
        if (id === "broken") return err(denial("RATE_LIMITED", "asked too often"));
        const readBalance = async () => ok({ settle: "USDT", equity: "1000.5", free: "900" });
        const readMovements = async (span: MovementSpan) => {
          spans.push(span);
          return state.movements;
        };
        // The keeper reads the balance and what moved, and nothing else.
        return ok({ readBalance, readMovements } as unknown as Exchange);
      },
      equity: {
        keepEquity: async (snapshot) => void noted.push(snapshot),
        listEquity: async () => noted,
      },
      cache,
      clock,
      everyMs: EVERY_MS,
    });
  return { clock, noted, asked, spans, state, make };
}

test("each account is asked once in the time, also by another process, and a look that fails counts", async () => {
  const { clock, noted, asked, make } = world();
  const keeper = make();
  const began = clock.now();
  await keeper.keep();
  expect(noted).toEqual([{ account: "Main", at: began, settle: "USDT", equity: "1000.5", free: "900" }]);
  await keeper.keep();
  await make().keep();
  expect(asked).toEqual(["Main", "broken", "throws"]);
  clock.advance(EVERY_MS);
  await make().keep();
  await keeper.keep();
  expect(asked).toHaveLength(6);
  expect(noted.map(({ at }) => at - began)).toEqual([0, EVERY_MS]);
});

test("it fails for nobody, and asks nothing once it is to stop", async () => {
  const { state, asked, make } = world();
  state.listFails = true;
  await expect(make().keep()).resolves.toBeUndefined();
  state.listFails = false;
  await make().keep(AbortSignal.abort());
  expect(asked).toEqual([]);
});

test("what moved is asked for stretch by stretch, without a gap or an overlap, and only what the venue has listed by then", async () => {
  const { clock, noted, spans, state, make } = world();
  state.accounts = [account("Main")];
  const began = clock.now();
  const from = (minutes: number) => unixMs(began + minutes * 60_000);
  await make().keep();
  // The first time there is no stretch to ask for.
  expect([spans, noted[0]?.moved]).toEqual([[], undefined]);
  state.movements = ok([
    { at: from(-2), kind: "transfer", amount: "999" },
    { at: from(1), kind: "funding", amount: "-0.25" },
    { at: from(2), kind: "transfer", amount: "100" },
    { at: from(14), kind: "funding", amount: "0.125" },
    { at: from(14.5), kind: "transfer", amount: "7" },
  ]);
  clock.advance(EVERY_MS);
  await make().keep();
  expect(noted[1]?.moved).toEqual({ since: from(-1), funding: "-0.125", transfers: "100" });
  // One that is not told is asked for again, with what came since.
  state.movements = err(denial("RATE_LIMITED", "asked too often"));
  clock.advance(EVERY_MS);
  await make().keep();
  expect(noted[2]).toMatchObject({ equity: "1000.5" });
  expect(noted[2]?.moved).toBeUndefined();
  state.movements = ok([{ at: from(14.5), kind: "transfer", amount: "7" }]);
  clock.advance(EVERY_MS);
  await make().keep();
  expect(noted[3]?.moved).toEqual({ since: from(14), funding: "0", transfers: "7" });
  // A venue that does not tell says nothing, not that nothing moved.
  state.movements = ok(undefined);
  clock.advance(EVERY_MS);
  await make().keep();
  expect(noted[4]?.moved).toBeUndefined();
  // After a long silence the last day is asked for.
  clock.advance(3 * 24 * 60 * 60_000);
  await make().keep();
  expect(spans.at(-1)).toEqual({ since: clock.now() - 24 * 60 * 60_000, until: clock.now() - 60_000 });
});
