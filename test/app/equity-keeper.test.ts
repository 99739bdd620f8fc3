// Equity is noted once in a while, whoever asks, and whatever fails is left out.
import { expect, test } from "vitest";
import { EquityKeeper } from "../../lib/app/equity-keeper.ts";
import { denial } from "../../lib/core/failure.ts";
import { err, ok } from "../../lib/core/result.ts";
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

function world() {
  const clock = new VirtualClock();
  const cache = new MemoryCache();
  const noted: EquitySnapshot[] = [];
  const asked: string[] = [];
  const state = { accounts: [account("Main"), account("broken"), account("throws")], listFails: false };
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
        // The keeper reads the balance, and nothing else.
        return ok({ readBalance } as unknown as Exchange);
      },
      equity: {
        keepEquity: async (snapshot) => void noted.push(snapshot),
        listEquity: async () => noted,
      },
      cache,
      clock,
      everyMs: EVERY_MS,
    });
  return { clock, noted, asked, state, make };
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
