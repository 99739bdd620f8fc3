// `whook deploy` and `whook destroy`, with CDK's command line as far as its words: a real one needs an AWS account.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { PARAMETERS } from "../../lib/config/aws-names.ts";
import { type LocalServices, STACK, startLocalServices } from "../support/aws/local-services.ts";
import { type CliRun, runCli } from "../support/run-cli.ts";

let services: LocalServices;

beforeAll(async () => {
  services = await startLocalServices();
});
afterAll(() => services.stop());
beforeEach(() => {
  for (const [name, value] of Object.entries(services.env)) vi.stubEnv(name, value);
});
afterEach(() => {
  vi.unstubAllEnvs();
});

function whook(argv: readonly string[], run: Partial<CliRun> = {}) {
  return runCli(argv, { env: { WHOOK_STACK: STACK }, ...run });
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
      "--context stack=fresh --context senders= --context egress=fck-nat --context logDays=30 --context workerConcurrency=5 --context region=eu-west-1 --context alarmEmail=me@example.com";
    expect(ran).toEqual([`npx cdk bootstrap ${context}`, `npx cdk deploy --require-approval never ${context}`]);
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
    expect(ran).toEqual([
      `npx cdk deploy --context stack=${STACK} --context senders=203.0.113.7 --context egress=fck-nat --context logDays=7 --context workerConcurrency=5 --context notifyEmail=me@example.com`,
    ]);
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
    expect(ran).toEqual([expect.stringMatching(/^npx cdk destroy --force --context stack=test .*region=us-east-1/)]);
    expect(out).toContain(`table ${services.facts.table} with the history stays`);
    expect(await accounts()).toEqual([]);
    expect([...services.ssm.parameters.keys()].filter((name) => name.includes("/secret/"))).toEqual([]);
    await expect(services.ledger.listOrders({})).resolves.toEqual({ orders: [] });
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
