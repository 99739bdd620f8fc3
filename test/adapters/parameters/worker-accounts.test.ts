import { describe, expect, test } from "vitest";
import { WorkerAccounts } from "../../../lib/adapters/parameters/worker-accounts.ts";
import { parameterOf } from "../../../lib/config/aws-names.ts";
import type { LocalSsm } from "../../support/local-ssm.ts";
import type { RecordingTelemetry } from "../../support/recording-telemetry.ts";
import type { VirtualClock } from "../../support/virtual-clock.ts";
import { beforeEachWorld, PREFIX } from "./parameter-world.ts";

let ssm: LocalSsm;
let clock: VirtualClock;
let telemetry: RecordingTelemetry;
let accounts: WorkerAccounts;

beforeEachWorld((world) => {
  ({ ssm, clock, telemetry } = world);
  accounts = new WorkerAccounts({ client: ssm.client, prefix: PREFIX, clock, telemetry });
});

function putAccount(id: string, secret = "first-secret"): void {
  const entry = { ACCOUNT_ID: id, EXCHANGE: "binance", API_KEY: "a-key", SECRET_KEY: secret };
  ssm.put(`${PREFIX}/secret/accounts/${parameterOf(id)}`, JSON.stringify(entry));
}

test("an account is found in any case, with its keys", async () => {
  putAccount("My-Binance_1");
  const found = await accounts.findConfigured("mY-bINANCE_1");
  expect(found?.account).toMatchObject({ id: "My-Binance_1", exchange: "binance" });
  expect(found?.credentials.reveal()).toEqual({ apiKey: "a-key", secret: "first-secret" });
});

test.each([
  ["Fünf", "f.fc.nf"],
  ["счёт", ".441..447..451..442."],
  ["a.b", "a.2e.b"],
  ["a/b", "a.2f.b"],
  ["plain_ID-9", "plain_id-9"],
])("%s has a parameter name SSM takes", (id, name) => {
  expect(parameterOf(id)).toBe(name);
});

test("an account that is not there is not found, and found once it is", async () => {
  expect(await accounts.findAccount("mine")).toBeUndefined();
  putAccount("mine");
  clock.advance(300_000);
  expect(await accounts.findAccount("mine")).toBeDefined();
});

test("stays the same object for five minutes, and after them when nothing changed", async () => {
  putAccount("mine");
  const first = await accounts.findConfigured("mine");
  clock.advance(299_999);
  await accounts.findConfigured("mine");
  expect(ssm.operations).toHaveLength(1);
  clock.advance(1);
  expect(await accounts.findConfigured("mine")).toBe(first);
  expect(ssm.operations).toHaveLength(2);
});

describe("after its keys were refused", () => {
  test("an entry that was replaced is read, at once", async () => {
    putAccount("mine");
    await accounts.findConfigured("mine");
    putAccount("mine", "second-secret");
    clock.advance(1_000);
    expect(await accounts.refresh("mine")).toBe(true);
    expect((await accounts.findConfigured("mine"))?.credentials.reveal().secret).toBe("second-secret");
  });

  test("an entry that is still the same says so, and is asked for once a second at most", async () => {
    putAccount("mine");
    await accounts.findConfigured("mine");
    clock.advance(1_000);
    expect(await accounts.refresh("mine")).toBe(false);
    expect(await accounts.refresh("mine")).toBe(false);
    expect(ssm.operations).toHaveLength(2);
  });
});

test.each(["throttled", "denied", "internal", "dropped"] as const)(
  "an entry goes on being used when SSM is %s",
  async (fault) => {
    putAccount("mine");
    const first = await accounts.findConfigured("mine");
    clock.advance(300_000);
    ssm.fail(fault);
    expect(await accounts.findConfigured("mine")).toBe(first);
    expect(telemetry.lines.join()).toContain("the last entry is used");
  },
);

test("a failure before anything was read is thrown", async () => {
  putAccount("mine");
  ssm.fail("throttled");
  await expect(accounts.findAccount("mine")).rejects.toThrow("Throttling");
});

test("a stored entry that is broken is named, without its secrets", async () => {
  const entry = {
    ACCOUNT_ID: "mine",
    EXCHANGE: "binance",
    API_KEY: "a-key",
    SECRET_KEY: "first-secret",
    MARGIN_MODE: "x",
  };
  ssm.put(`${PREFIX}/secret/accounts/mine`, JSON.stringify(entry));
  const error = await accounts.findAccount("mine").catch(String);
  expect(error).toContain("account mine: MARGIN_MODE is isolated or cross");
  expect(error).not.toMatch(/a-key|first-secret/);
});
