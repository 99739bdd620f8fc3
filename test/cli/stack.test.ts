// The CLI on a stack: the same commands over SQS, DynamoDB and SSM as their protocols.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { groupIdOf } from "../../lib/app/accept-alert.ts";
import { orderRecord } from "../core/execution/order-fixture.ts";
import { type LocalServices, STACK, startLocalServices } from "../support/aws/local-services.ts";
import { runCli } from "../support/run-cli.ts";

const PAPER = { ACCOUNT_ID: "demo", EXCHANGE: "paper" };
const KEYED = { ACCOUNT_ID: "later", EXCHANGE: "bybit", API_KEY: "k-secret-k", SECRET_KEY: "s-secret-s" };

let services: LocalServices;
let folder: string;

beforeAll(async () => {
  services = await startLocalServices();
  folder = await mkdtemp(join(tmpdir(), "whook-stack-cli-"));
});
afterAll(async () => {
  await services.stop();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => {
  for (const [name, value] of Object.entries(services.env)) vi.stubEnv(name, value);
  vi.stubEnv("AWS_EC2_METADATA_DISABLED", "true");
});
afterEach(() => {
  vi.unstubAllEnvs();
});

/** Runs on the stack; accounts.json and the data of this machine are not there. */
function whook(...argv: string[]) {
  const env = {
    WHOOK_STACK: STACK,
    WHOOK_DATA_DIR: join(folder, "data"),
    WHOOK_ACCOUNTS: join(folder, "accounts.json"),
  };
  return runCli(argv, { env });
}

describe("commands that read", () => {
  beforeAll(async () => {
    services.putAccounts([PAPER, KEYED]);
    await services.ledger.createOrder(orderRecord({ account: "demo" }));
  });

  test("lint knows the stack's accounts", async () => {
    expect(await whook("lint", "demo ETH/USDT buy 1")).toMatchObject({ code: 0, out: expect.stringContaining("good") });
    expect(await whook("lint", "other ETH/USDT buy 1")).toMatchObject({ code: 1 });
  });

  test("trades and order read the stack's ledger", async () => {
    const listed = await whook("trades", "--json", "--account", "demo");
    expect(listed.code).toBe(0);
    const [trade] = JSON.parse(listed.out);
    expect(trade).toMatchObject({ account: "demo", status: "queued" });
    expect((await whook("order", trade.orderId)).out).toContain(trade.orderId);
  });

  test("plan, balance and positions of a paper account use its keys and money there", async () => {
    const planned = await whook("plan", "--json", "demo ETH/USDT buy 300$ x3");
    expect(JSON.parse(planned.out)).toMatchObject({ outcome: "steps", inputs: { equity: "10000" } });
    const balance = await whook("balance", "--account", "demo", "--json");
    expect(JSON.parse(balance.out)).toEqual([{ account: "demo", settle: "USDT", equity: "10000", free: "10000" }]);
    expect((await whook("positions", "--account", "demo")).out).toContain("nothing is open");
  });

  test("accounts are listed and checked without a key in sight, and with the address to whitelist", async () => {
    services.putFacts({ egress: "fck-nat", egressAddress: "203.0.113.7" });
    const [list, check] = [await whook("accounts", "list", "--json"), await whook("accounts", "check")];
    services.putFacts();
    expect(JSON.parse(list.out).map(({ id }: { id: string }) => id)).toEqual(["demo", "later"]);
    expect(check.out).toContain("203.0.113.7");
    for (const { out, err } of [list, check]) expect(out + err).not.toContain("secret");
  });

  test("redrive moves the stack's dead letters back", async () => {
    const { orderId } = orderRecord({});
    expect((await whook("redrive")).out).toContain("nothing to put back");
    await services.deadLetters.send([{ orderId, groupId: groupIdOf("demo", "ETH/USDT:USDT") }]);
    expect((await whook("redrive", "--json")).out).toContain('"redriven": 1');
    const [back] = await services.queue.receive({ max: 1, leaseMs: 10_000 });
    expect(back?.message.orderId).toBe(orderId);
    await services.queue.delete(back?.receipt ?? "");
  });
});

describe("what AWS refuses is one line that says what to do", () => {
  test.each([
    [
      "no such stack",
      () => services.ssm.parameters.delete(`${services.prefix}/public/stack`),
      "no stack test in us-east-1",
    ],
    ["access denied", () => services.ssm.fail("denied", 4), "AWS denied access"],
    ["no credentials", () => withoutCredentials(), "no AWS credentials"],
    ["no region", () => vi.stubEnv("AWS_REGION", undefined), "no AWS region"],
    ["nobody there", () => vi.stubEnv("AWS_ENDPOINT_URL_SSM", "http://127.0.0.1:9"), "AWS cannot be reached"],
  ])("%s", async (_, prepare, line) => {
    prepare();
    const { code, out, err } = await whook("trades");
    services.putFacts();
    expect([code, out]).toEqual([1, ""]);
    expect(err).toContain(line);
    expect(err.trim().split("\n")).toHaveLength(1);
  });

  function withoutCredentials() {
    vi.stubEnv("AWS_ACCESS_KEY_ID", undefined);
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", undefined);
    vi.stubEnv("AWS_CONFIG_FILE", join(folder, "none"));
    vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", join(folder, "none"));
  }
});
