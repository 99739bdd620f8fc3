import { expect, test } from "vitest";
import { ExchangePool } from "../../lib/app/exchange-pool.ts";
import { Credentials } from "../../lib/core/credentials.ts";
import { denial } from "../../lib/core/failure.ts";
import { err } from "../../lib/core/result.ts";
import { simulatedAccount } from "../venues/open-simulated.ts";

const account = simulatedAccount(undefined);
const entry = { account, credentials: new Credentials({ apiKey: "key", secret: "secret" }) };

test("what could not be opened, however it failed, is opened anew the next time", async () => {
  const fails = [
    () => Promise.reject(new Error("too many open files")),
    async () => err(denial("VENUE_UNSUPPORTED", "no such venue")),
  ];
  let opened = 0;
  const pool = new ExchangePool({
    accounts: { findConfigured: async () => entry },
    open: async () => fails[opened++ % 2]?.() ?? err(denial("VENUE_UNSUPPORTED", "none")),
  });
  await expect(pool.exchangeFor(account)).rejects.toThrow("too many open files");
  expect(await pool.exchangeFor(account)).toMatchObject({ ok: false, error: { code: "VENUE_UNSUPPORTED" } });
  await expect(pool.exchangeFor(account)).rejects.toThrow("too many open files");
  expect(opened).toBe(3);
});
