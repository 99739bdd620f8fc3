// `whook deploy` and `whook destroy`, with CDK's command line as far as its words: a real one needs an AWS account.
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { ledgerTable } from "../../lib/adapters/dynamo/ledger-table.ts";
import { PARAMETERS } from "../../lib/config/aws-names.ts";
import { INDEXES } from "../../lib/config/ledger-schema.ts";
import { orderRecord } from "../core/execution/order-fixture.ts";
import { type LocalLambda, startLocalLambda } from "../support/aws/local-lambda.ts";
import { type LocalServices, STACK, startLocalServices } from "../support/aws/local-services.ts";
import { CREDENTIALS } from "../support/aws/start-dynalite.ts";
import { type CliRun, runCli } from "../support/run-cli.ts";

let services: LocalServices;
let lambda: LocalLambda;
let large: LocalLambda;

beforeAll(async () => {
  services = await startLocalServices();
  lambda = await startLocalLambda({});
  large = await startLocalLambda({}, { concurrency: 1_000 });
});
afterAll(async () => {
  await services.stop();
  await Promise.all([lambda, large].map((one) => one.stop()));
});
beforeEach(() => {
  vi.stubEnv("AWS_ENDPOINT_URL_LAMBDA", lambda.endpoint);
  for (const [name, value] of Object.entries(services.env)) vi.stubEnv(name, value);
});
afterEach(() => {
  vi.unstubAllEnvs();
});

function whook(argv: readonly string[], run: Partial<CliRun> = {}) {
  return runCli(argv, { env: { WHOOK_STACK: STACK }, ...run });
}

/** What was run, as words of CDK's own command line: the same Node, CDK's own file, this project's app. */
function cdk(ran: readonly string[]): readonly string[] {
  const before = new RegExp(`^${process.execPath} \\S+/aws-cdk/bin/cdk `);
  const app = / --app "[^"]+" "\S+\/bin\/cdk\.ts"/;
  for (const line of ran) expect(line).toMatch(app);
  return ran.map((line) => line.replace(before, "cdk ").replace(app, ""));
}

/** As CloudFormation would have written them. */
function putSettings(settings: object): void {
  services.ssm.put(`${services.prefix}/${PARAMETERS.settings}`, JSON.stringify(settings));
}

describe("deploy", () => {
  test("prepares a new region, deploys what was chosen, says what it costs and what is next", async () => {
    const argv = ["deploy", "--region", "eu-west-1", "--alarm-email", "me@example.com", "--egress", "fck-nat", "--yes"];
    const { code, out, ran } = await whook(argv, { env: { WHOOK_STACK: "fresh" } });
    expect(code).toBe(0);
    const context =
      "--context stack=fresh --context senders= --context egress=fck-nat --context logDays=30 --context xray=off --context region=eu-west-1 --context alarmEmail=me@example.com --context accountConcurrency=10";
    expect(cdk(ran)).toEqual([
      `cdk bootstrap ${context}`,
      `cdk context --reset ami:* --force ${context}`,
      `cdk deploy --require-approval never ${context}`,
    ]);
    expect(out).toContain("egress fck-nat: 7.36 USD a month");
    expect(out).toContain("Next: whook accounts push --stack fresh");
  });

  test("keeps what a stack was deployed with, but for what is chosen anew", async () => {
    putSettings({
      stack: STACK,
      senders: ["203.0.113.7"],
      egress: "fck-nat",
      logDays: 90,
      alarmEmail: "me@example.com",
      notifyEmail: "me@example.com",
    });
    const { ran } = await whook(["deploy", "--log-days", "7", "--alarm-email", ""]);
    expect(cdk(ran).filter((line) => line.startsWith("cdk deploy"))).toEqual([
      `cdk deploy --context stack=${STACK} --context senders=203.0.113.7 --context egress=fck-nat --context logDays=7 --context xray=off --context region=us-east-1 --context notifyEmail=me@example.com --context accountConcurrency=10`,
    ]);
  });

  test.each([
    [{}, "fck-nat", true],
    [{ egress: "fck-nat" }, undefined, true],
    [{ egress: "nat-gateway" }, "fck-nat", true],
    [{ egress: "fck-nat" }, "none", false],
    [{}, "nat-gateway", false],
  ])("of %o, --egress %s: fck-nat's image is looked up anew before: %s", async (was, egress, isRenewed) => {
    putSettings({ stack: STACK, senders: [], egress: "none", logDays: 30, ...was });
    services.putFacts({ egress: "fck-nat", egressAddress: "198.51.100.7", nextEgressAddress: "203.0.113.9" });
    const { ran, out } = await whook(["deploy", ...(egress === undefined ? [] : ["--egress", egress])]);
    services.putFacts();
    const words = cdk(ran).map((line) => line.replace(/ --context.*/, ""));
    expect(words).toEqual([...(isRenewed ? ["cdk context --reset ami:* --force"] : []), "cdk deploy"]);
    expect(out.includes("orders wait about a minute, and the address stays")).toBe(isRenewed);
  });

  describe("from one fixed address to another", () => {
    const OLD = "198.51.100.7";
    const NEXT = "203.0.113.9";
    const change = ["deploy", "--egress", "nat-gateway"];
    const egressOf = (ran: readonly string[]) =>
      cdk(ran)
        .filter((line) => line.startsWith("cdk deploy"))
        .map((line) => [...line.matchAll(/(?:egress|nextEgress)=\S+/g)].map(([found]) => found));
    beforeEach(() => {
      putSettings({ stack: STACK, senders: [], egress: "fck-nat", logDays: 30 });
      services.putFacts({ egress: "fck-nat", egressAddress: OLD, nextEgressAddress: NEXT });
    });

    test("makes the next address and says it, and switches when it is allowed at the exchanges", async () => {
      const { out, ran, code } = await whook(change, { answers: ["n", "y"] });
      expect(code).toBe(0);
      expect(egressOf(ran)).toEqual([["egress=fck-nat", "nextEgress=nat-gateway"], ["egress=nat-gateway"]]);
      expect(out).toContain(`orders leave from ${OLD} still; through nat-gateway they will leave from ${NEXT}`);
    });

    test.each([
      ["when nobody says that it is allowed", ["n", "n"]],
      ["when nobody can be asked", []],
    ])("%s, it stops there and says how to go on", async (_, answers) => {
      const { out, ran } = await whook(change, { answers });
      expect(egressOf(ran)).toEqual([["egress=fck-nat", "nextEgress=nat-gateway"]]);
      expect(out).toContain(`When it is allowed: whook deploy --stack ${STACK} --egress nat-gateway`);
    });

    test("goes on where it stopped, goes back, and stays as it is in a deploy that says nothing of it", async () => {
      putSettings({ stack: STACK, senders: [], egress: "fck-nat", nextEgress: "nat-gateway", logDays: 30 });
      expect(egressOf((await whook(change)).ran)).toEqual([["egress=nat-gateway"]]);
      expect(egressOf((await whook(["deploy", "--egress", "fck-nat"])).ran)).toEqual([["egress=fck-nat"]]);
      expect(egressOf((await whook(["deploy"])).ran)).toEqual([["egress=fck-nat", "nextEgress=nat-gateway"]]);
    });
  });

  test("a table with other indexes is changed one at a time, the code that asks them in its turn", async () => {
    putSettings({ stack: STACK, senders: [], egress: "none", logDays: 30 });
    const missing = INDEXES.slice(0, 2).map(({ partition }) => partition);
    const { GlobalSecondaryIndexes = [], AttributeDefinitions = [], ...table } = ledgerTable("older");
    const client = new DynamoDBClient({
      region: "local",
      credentials: CREDENTIALS,
      endpoint: services.endpoints.DYNAMODB ?? "",
    });
    await client.send(
      new CreateTableCommand({
        ...table,
        GlobalSecondaryIndexes: GlobalSecondaryIndexes.slice(2),
        AttributeDefinitions: AttributeDefinitions.filter(({ AttributeName = "" }) => !missing.includes(AttributeName)),
      }),
    );
    client.destroy();
    services.putFacts({ table: "older" });
    const { ran, out } = await whook(["deploy"]);
    services.putFacts();
    const updates = ran.map((line) => ({
      indexes: (/indexes=(\S+)/.exec(line)?.[1] ?? "")
        .split('"name":"')
        .slice(1)
        .map((part) => part.split('"')[0]),
      isOldCode: line.includes("deployedCode="),
    }));
    const [one, two, ...kept] = INDEXES.map(({ name }) => name);
    expect(updates).toEqual([
      { indexes: [...kept, one], isOldCode: true },
      { indexes: [one, two, ...kept], isOldCode: false },
    ]);
    expect(out).toContain("change one at a time: 2 updates");
  });

  test("an address that goes is said before it is gone, and where orders leave from afterwards", async () => {
    putSettings({ stack: STACK, senders: [], egress: "fck-nat", logDays: 30 });
    services.putFacts();
    const { out } = await whook(["deploy", "--egress", "none"]);
    expect(out).toContain("keys that are bound to it are refused from then on");
    expect(out).toContain("orders leave from addresses that change");
  });

  test("says what the account's limit means, and offers to ask AWS for more where it is a new account's", async () => {
    putSettings({ stack: STACK, senders: [], egress: "none", logDays: 30 });
    const small = await whook(["deploy"], { answers: ["Yes"] });
    expect(small.out).toContain("orders at work at once: 3 of the 10 functions");
    expect(small.ran[0]).toBe(
      "aws service-quotas request-service-quota-increase --service-code lambda --quota-code L-B99A9384 --desired-value 1000 --region us-east-1",
    );
    expect(small.out).toContain("AWS was asked");
    const unasked = await whook(["deploy"]);
    expect(unasked.out).toMatch(/to ask AWS for more: .*\n {4}aws service-quotas .* us-east-1\n/);
    expect(unasked.ran).toHaveLength(1);

    vi.stubEnv("AWS_ENDPOINT_URL_LAMBDA", large.endpoint);
    const grown = await whook(["deploy"], { answers: ["y"] });
    expect(grown.out).toContain("orders at work at once: 50 of the 1000 functions");
    expect(grown.ran).toHaveLength(1);
    const chosen = await whook(["deploy", "--worker-concurrency", "20"]);
    expect(chosen.out).toContain("orders at work at once: 20 of the 1000 functions");
  });

  test("--yes asks nothing at a terminal: neither CDK's question, nor for more of AWS, nor whether an address is allowed", async () => {
    putSettings({ stack: STACK, senders: [], egress: "fck-nat", logDays: 30 });
    services.putFacts({ egress: "fck-nat", egressAddress: "198.51.100.7", nextEgressAddress: "203.0.113.9" });
    const change = ["deploy", "--egress", "nat-gateway", "--yes"];
    const { code, out, ran, asked } = await whook(change, { answers: ["y", "y", "y"] });
    services.putFacts();
    expect({ code, asked }).toEqual({ code: 0, asked: [] });
    expect(cdk(ran)).toEqual([
      expect.stringMatching(/^cdk context /),
      expect.stringMatching(/^cdk deploy --require-approval never .*nextEgress=nat-gateway/),
    ]);
    expect(out).toMatch(/to ask AWS for more: /);
    expect(out).toContain(`When it is allowed: whook deploy --stack ${STACK} --egress nat-gateway`);
  });

  test("a limit that AWS does not tell is no reason not to deploy", async () => {
    vi.stubEnv("AWS_ENDPOINT_URL_LAMBDA", "http://127.0.0.1:9");
    const { code, err, out } = await whook(["deploy"]);
    expect(code).toBe(0);
    expect(err).toContain("ten are assumed");
    expect(out).toContain("orders at work at once: 3, as fits");
  });

  test("only talks when it is asked to", async () => {
    const { code, out, ran } = await whook(["deploy", "--dry-run", "--json"]);
    expect(code).toBe(0);
    expect(ran).toEqual([]);
    expect(JSON.parse(out)).toMatchObject({ settings: { stack: STACK, egress: "none" }, egressUsdPerMonth: 0 });
  });

  test("says what is seldom meant: an American region, alarms that reach nobody", async () => {
    const { out } = await whook(["deploy", "--dry-run", "--region", "us-east-1"]);
    expect(out).toContain("refuse addresses of the United States");
    expect(out).toContain("give --alarm-email");
    // The region of the profile counts as well.
    vi.stubEnv("AWS_REGION", "us-west-2");
    expect((await whook(["deploy", "--dry-run"])).out).toContain("refuse addresses of the United States");
    const meant = await whook(["deploy", "--dry-run", "--region", "eu-west-1", "--alarm-email", "me@example.com"]);
    expect(meant.out).not.toContain("note:");
  });

  test("names a bad choice before anything is run", async () => {
    const { code, err, ran } = await whook(["deploy", "--silence-hours", "1000"]);
    expect({ code, ran }).toEqual({ code: 2, ran: [] });
    expect(err).toContain('silenceHours "1000": must be a whole number of hours from 1 to 168');
  });

  test("fails when CDK does, and goes no further", async () => {
    const { code, err, ran } = await whook(["deploy"], { env: { WHOOK_STACK: "fresh" }, exitCodeOf: () => 1 });
    expect(code).toBe(1);
    expect(ran).toHaveLength(1);
    expect(err).toContain("cdk bootstrap did not succeed");
  });
});

describe("destroy", () => {
  beforeEach(() => {
    services.putAccounts([{ ACCOUNT_ID: "demo", EXCHANGE: "paper" }]);
    services.putToken("token-of-a-test-0123456789");
    services.putFacts();
    putSettings({ stack: STACK, senders: [], egress: "none", logDays: 30 });
    services.ssm.put(`${services.prefix}/${PARAMETERS.channels}/phone`, '{"NAME":"phone"}');
  });
  const accounts = async () => JSON.parse((await whook(["accounts", "list", "--json"])).out);

  test("takes stack, keys and token away and leaves the history", async () => {
    const { code, out, ran } = await whook(["destroy"], { answers: [STACK] });
    expect(code).toBe(0);
    expect(cdk(ran)).toEqual([expect.stringMatching(/^cdk destroy --force --context stack=test .*region=us-east-1/)]);
    expect(out).toContain(`table ${services.facts.table} with the history stays`);
    expect(await accounts()).toEqual([]);
    expect([...services.ssm.parameters.keys()].filter((name) => name.includes("/secret/"))).toEqual([]);
    await expect(services.ledger.listOrders({})).resolves.toEqual({ orders: [] });
  });

  test("the table it leaves can be read by its name, without its stack", async () => {
    await services.ledger.createOrder(orderRecord({ account: "gone" }));
    const kept = await runCli(["trades", "--table", services.facts.table, "--account", "gone", "--json"], { env: {} });
    expect(kept.code).toBe(0);
    expect(JSON.parse(kept.out)).toMatchObject([{ account: "gone", status: "queued" }]);
    const none = await runCli(["trades", "--table", "no-such-table"], { env: {} });
    expect(none).toMatchObject({ code: 1, err: expect.stringContaining("there is no table no-such-table") });
  });

  test("changes nothing unless the name of the stack is typed", async () => {
    const { code, ran } = await whook(["destroy"], { answers: ["yes"] });
    expect({ code, ran }).toEqual({ code: 1, ran: [] });
    expect(await accounts()).toHaveLength(1);
  });

  test("asks for --yes where nobody can be asked", async () => {
    expect(await whook(["destroy"])).toMatchObject({ code: 2, ran: [] });
  });

  test("keeps the keys while the stack is still there", async () => {
    const { code } = await whook(["destroy", "--yes"], { exitCodeOf: () => 1 });
    expect(code).toBe(1);
    expect(await accounts()).toHaveLength(1);
  });
});
