import { describe, expect, test } from "vitest";
import { systemClock } from "../../lib/adapters/local/system-clock.ts";
import { type AskExchangeDeps, askExchange } from "../../lib/app/ask-exchange.ts";
import { Credentials } from "../../lib/core/credentials.ts";
import { failureOf } from "../../lib/core/failure.ts";
import { err, ok } from "../../lib/core/result.ts";
import type { Account } from "../../lib/ports/account-store.ts";
import type { Exchange } from "../../lib/ports/exchange.ts";

const ACCOUNT: Account = {
  id: "main",
  exchange: "binance",
  settle: "USDT",
  marginMode: "cross",
  orderTimeoutMs: 40_000,
  alertTimeoutMs: 180_000,
  maxAlertAgeMs: 180_000,
};
const SECRETS = { apiKey: "key-of-the-account", secret: "secret-of-the-account" };

function depsWith(exchange: Partial<Exchange>, refreshed: string[] = []): AskExchangeDeps {
  return {
    accounts: {
      findConfigured: async (id) =>
        id === "main" ? { account: ACCOUNT, credentials: new Credentials(SECRETS) } : undefined,
      refresh: async (id) => refreshed.push(id) > 0,
    },
    // Only what a test asks of it is called.
    exchangeFor: async () => ok(exchange as Exchange),
    clock: systemClock,
    cutMs: 13_000,
  };
}

const CHECK = { account: "main", method: "checkAccount", args: [] } as const;

describe("an exchange that is asked by its owner", () => {
  test("answers with what its port says, its keys read anew first", async () => {
    const refreshed: string[] = [];
    const findings = [{ level: "ok" as const, message: "the key may trade" }];
    expect(await askExchange(depsWith({ checkAccount: async () => ok(findings) }, refreshed), CHECK)).toEqual(
      ok(findings),
    );
    expect(refreshed).toEqual(["main"]);
  });

  test("gives no secret away, whatever the venue quotes", async () => {
    const quoted = failureOf("AUTHENTICATION_FAILED", `no such key: ${SECRETS.apiKey}, ${btoa(SECRETS.secret)}`);
    const answer = await askExchange(depsWith({ checkAccount: async () => err(quoted) }), CHECK);
    expect(answer).toMatchObject({ ok: false, error: { message: expect.stringContaining("[redacted]") } });
    for (const secret of [SECRETS.apiKey, SECRETS.secret, btoa(SECRETS.secret)])
      expect(JSON.stringify(answer)).not.toContain(secret);
  });

  test("one that hangs is given up while its function still runs: what was sent may be there", async () => {
    const hanging = { placeOrder: () => new Promise<never>(() => undefined) };
    const step = {
      kind: "place",
      purpose: "open",
      side: "buy",
      orderType: "limit",
      contracts: "1",
      reduceOnly: false,
    } as const;
    const order = { symbol: "ETH/USDT:USDT", step, clientOrderId: "whooktry1" };
    expect(
      await askExchange({ ...depsWith(hanging), cutMs: 20 }, { account: "main", method: "placeOrder", args: [order] }),
    ).toMatchObject({ ok: false, error: { outcome: "unknown" } });
  });

  test("an account that the stack does not have is named", async () => {
    expect(await askExchange(depsWith({}), { ...CHECK, account: "other" })).toMatchObject({
      ok: false,
      error: { code: "ACCOUNT_UNKNOWN", message: "the stack has no account other" },
    });
  });
});
