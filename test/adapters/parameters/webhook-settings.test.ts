import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { parametersBelow } from "../../../lib/adapters/parameters/parameter-reader.ts";
import { WebhookSettings } from "../../../lib/adapters/parameters/webhook-settings.ts";
import { parseAccounts } from "../../../lib/config/accounts.ts";
import { encodePublicAccount } from "../../../lib/config/public-account.ts";
import type { LocalSsm } from "../../support/local-ssm.ts";
import type { RecordingTelemetry } from "../../support/recording-telemetry.ts";
import type { VirtualClock } from "../../support/virtual-clock.ts";
import { beforeEachWorld, PREFIX } from "./parameter-world.ts";

const TOKEN = "first-token-of-this-stack";
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

let ssm: LocalSsm;
let clock: VirtualClock;
let telemetry: RecordingTelemetry;
let settings: WebhookSettings;

beforeEachWorld((world) => {
  ({ ssm, clock, telemetry } = world);
  settings = new WebhookSettings({
    read: (path) => parametersBelow(ssm.client, path),
    prefix: PREFIX,
    clock,
    telemetry,
  });
  ssm.put(`${PREFIX}/public/token-hashes`, JSON.stringify([sha256(TOKEN)]));
});

function putAccount(id: string, more: object = {}): void {
  const parsed = parseAccounts(JSON.stringify([{ ACCOUNT_ID: id, EXCHANGE: "paper", ...more }]));
  if (!parsed.ok) throw new Error(parsed.error.join());
  for (const { account } of parsed.value)
    ssm.put(`${PREFIX}/public/accounts/${id.toLowerCase()}`, encodePublicAccount(account));
}

describe("accounts", () => {
  test("are all there, however many pages they take", async () => {
    for (let index = 0; index < 25; index++) putAccount(`account${index}`);
    expect(await settings.listAccounts()).toHaveLength(25);
    expect(ssm.operations).toHaveLength(3);
  });

  test("carry what reading an alert takes, and no endpoint", async () => {
    putAccount("Mine", {
      SYMBOLS: ["ETHUSDT"],
      MAX_LEVERAGE: 5,
      MAX_OVERSIZE: "2.5",
      MAX_POSITION_USD: "100.5",
      MAX_TOTAL_USD: 500,
      ENDPOINT: "http://10.0.0.1:1",
    });
    expect(await settings.findAccount("mINE")).toEqual({
      id: "Mine",
      exchange: "paper",
      settle: "USDT",
      marginMode: "isolated",
      orderTimeoutMs: 40_000,
      alertTimeoutMs: 180_000,
      maxAlertAgeMs: 180_000,
      symbols: ["ETH/USDT:USDT"],
      maxLeverage: 5,
      maxPositionUsd: "100.5",
      maxOversize: "2.5",
      guards: { limits: { maxTotalUsd: "500" }, timezone: "UTC" },
    });
    expect(await settings.findAccount("other")).toBeUndefined();
  });

  test("are read again after a minute, and not before", async () => {
    putAccount("one");
    await settings.listAccounts();
    putAccount("two");
    clock.advance(59_999);
    expect(await settings.listAccounts()).toHaveLength(1);
    clock.advance(1);
    expect(await settings.listAccounts()).toHaveLength(2);
  });

  test("read by several at once cost one request", async () => {
    putAccount("one");
    await Promise.all([settings.listAccounts(), settings.listAccounts(), settings.isToken(TOKEN)]);
    expect(ssm.operations).toHaveLength(1);
  });

  test.each(["throttled", "denied", "internal", "dropped"] as const)(
    "that were read go on being used when SSM is %s",
    async (fault) => {
      putAccount("one");
      await settings.listAccounts();
      clock.advance(60_000);
      ssm.fail(fault);
      expect(await settings.listAccounts()).toHaveLength(1);
      expect(telemetry.lines.join()).toContain("the last ones are used");
      putAccount("two");
      expect(await settings.listAccounts()).toHaveLength(2);
    },
  );

  test("throw when SSM fails the first time, and are read the next time", async () => {
    putAccount("one");
    ssm.fail("throttled");
    await expect(settings.listAccounts()).rejects.toThrow("Throttling");
    expect(await settings.listAccounts()).toHaveLength(1);
  });
});

describe("tokens", () => {
  test("are known by their hashes, two at once while one replaces the other", async () => {
    ssm.put(`${PREFIX}/public/token-hashes`, JSON.stringify([sha256("new"), sha256(TOKEN)]));
    expect(await settings.isToken(TOKEN)).toBe(true);
    expect(await settings.isToken("new")).toBe(true);
    expect(await settings.isToken(sha256(TOKEN))).toBe(false);
    expect(await settings.isToken("")).toBe(false);
  });

  test("made a moment ago are known; strangers cost SSM a request every five seconds at most", async () => {
    expect(await settings.isToken("new")).toBe(false);
    ssm.put(`${PREFIX}/public/token-hashes`, JSON.stringify([sha256("new")]));
    expect(await settings.isToken("new")).toBe(false);
    clock.advance(5_000);
    expect(await settings.isToken("new")).toBe(true);
    const before = ssm.operations.length;
    for (let turn = 0; turn < 20; turn++) await settings.isToken(`guess${turn}`);
    expect(ssm.operations).toHaveLength(before);
  });

  test("are none when the stack has none", async () => {
    ssm.parameters.clear();
    expect(await settings.isToken(TOKEN)).toBe(false);
  });
});
