import { expect, test } from "vitest";
import { runCli } from "../support/run-cli.ts";

test("says what there is to pay, of which prices, and what a fixed address costs", async () => {
  const { code, out } = await runCli(["cost", "--alerts", "1000"], { env: {} });
  expect(code).toBe(0);
  // Not free: 1,000 × 3.50 USD a million for the API, 12,300 writes, 12,400 reads, the follower's 219,000 and the notifier's 109,500, 5,840
  // writes of equity, the recovery of 0.02 GB, two metrics of twelve and an alarm of eleven.
  expect(out).toContain("to pay: 0.76 USD a month for 1000 alerts, egress none");
  expect(out).toMatch(/follower +runs +43800/);
  expect(out).toMatch(/notifier +runs +43800/);
  expect(out).toContain("list prices of us-east-1, 2026-11-24");
  expect(out).toContain("none 0.00, fck-nat 7.36, nat-gateway 36.50 USD a month");
});

test("as JSON, with what it was counted from", async () => {
  const { out } = await runCli(["cost", "--alerts", "100000", "--egress", "nat-gateway", "--json"], { env: {} });
  const json = JSON.parse(out);
  expect(json).toMatchObject({ alerts: 100_000, egress: "nat-gateway", prices: { region: "us-east-1" } });
  expect(json.items.at(-1)).toMatchObject({ service: "egress", usd: 36.5 });
});

test.each(["-1", "many", "1.5"])("refuses --alerts %s", async (alerts) => {
  const { code, err } = await runCli(["cost", `--alerts=${alerts}`], { env: {} });
  expect(code).toBe(2);
  expect(err).toContain("write how many alerts a month");
});
