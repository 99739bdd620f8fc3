import { expect, test } from "vitest";
import { readHoldings } from "../../lib/app/read-holdings.ts";
import { denial } from "../../lib/core/failure.ts";
import { err, ok } from "../../lib/core/result.ts";
import type { Account } from "../../lib/ports/account-store.ts";
import type { Exchange } from "../../lib/ports/exchange.ts";
import { RecordingTelemetry } from "../support/recording-telemetry.ts";

const DOWN = err(denial("VENUE_UNREACHABLE", "it is down"));
const BALANCE = { settle: "USDT", equity: "1000", free: "900" };

function account(id: string): Account {
  const times = { orderTimeoutMs: 1, alertTimeoutMs: 1, maxAlertAgeMs: 1 };
  return { id, exchange: "paper", settle: "USDT", marginMode: "isolated", ...times };
}

test("what cannot be read of an account is left out, and holds no other one up", async () => {
  const telemetry = new RecordingTelemetry();
  const answers: Readonly<Record<string, Partial<Exchange>>> = {
    whole: { listPositions: async () => ok([]), readBalance: async () => ok(BALANCE) },
    poor: { listPositions: async () => ok([]), readBalance: async () => DOWN },
    blind: { listPositions: async () => DOWN, readBalance: async () => ok(BALANCE) },
    broken: { listPositions: async () => ok([]), readBalance: () => Promise.reject(new Error("it broke")) },
  };
  const exchangeFor = async ({ id }: Account) => {
    const answer = answers[id];
    // Only what is read of an exchange.
    return answer === undefined ? DOWN : ok(answer as Exchange);
  };
  const ids = [...Object.keys(answers), "keyless"];
  expect(await readHoldings({ telemetry, exchangeFor }, ids.map(account))).toEqual({
    whole: { positions: [], balance: BALANCE },
    poor: { positions: [] },
    blind: { balance: BALANCE },
    broken: {},
    keyless: {},
  });
  expect(telemetry.lines.join()).toContain('"account":"broken"');
});
