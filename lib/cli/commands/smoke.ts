import { randomBytes } from "node:crypto";
import { readAccountConcurrency } from "../../adapters/aws/account-concurrency.ts";
import { StepwiseAlertStore } from "../../adapters/aws/stepwise-alert-store.ts";
import { DynamoNotices } from "../../adapters/dynamo/dynamo-notices.ts";
import { createPinoTelemetry } from "../../adapters/local/pino-telemetry.ts";
import { systemClock as clock } from "../../adapters/local/system-clock.ts";
import { defined } from "../../core/defined.ts";
import { limitLine } from "../account-limit.ts";
import type { CliIo, Command, CommandContext } from "../command.ts";
import { UsageError } from "../errors.ts";
import { printJson, printLine, type Tone, toned } from "../print.ts";
import { checkRealAccounts } from "../smoke/check-real-accounts.ts";
import { runSmoke } from "../smoke/run-smoke.ts";
import { type SmokeAccounts, smokeAccounts } from "../smoke/smoke-accounts.ts";
import type { SmokeCheck } from "../smoke/smoke-check.ts";
import type { Stack } from "../stack.ts";

const DEFAULT_WAIT_S = 60;
const TONES: Readonly<Record<SmokeCheck["outcome"], Tone>> = {
  passed: "good",
  failed: "bad",
  "not checked": "warning",
};

/** After a deploy: does the real stack do what the tests say it does? */
export const smoke: Command = {
  options: [
    { flags: "--wait <SECONDS>", summary: `how long an order may take to its end; ${DEFAULT_WAIT_S} if not given` },
  ],
  examples: ["whook smoke", "whook smoke --stack whook --json"],
  where: "stack",
  async run(context, { options }) {
    const { io, isJson, openStack } = context;
    const waitMs = secondsOf(options.wait) * 1_000;
    const stack = await openStack();
    const accounts = smokeAccounts(randomBytes(3).toString("hex"));
    const accountConcurrency = await readAccountConcurrency(stack.facts.region).catch(() => undefined);
    if (!isJson) announce(io, stack, accounts);
    if (!isJson && accountConcurrency !== undefined) printLine(io, `  ${limitLine(accountConcurrency)}`);
    const checks = await check(context, { stack, accounts, waitMs });
    const isPassed = checks.every(({ outcome }) => outcome !== "failed");
    if (isJson) printJson(io, { stack: stack.name, passed: isPassed, ...defined({ accountConcurrency }), checks });
    else printLine(io, verdict(checks));
    return isPassed ? 0 : 1;
  },
};

interface Subject {
  readonly stack: Stack;
  readonly accounts: SmokeAccounts;
  readonly waitMs: number;
}

/** Runs every check; the accounts are gone at the end, however it ends. */
async function check({ io, isJson, backend }: CommandContext, { stack, accounts, waitMs }: Subject) {
  const checks: SmokeCheck[] = [];
  const tell = (found: SmokeCheck) => {
    checks.push(found);
    if (!isJson) printCheck(io, found);
  };
  const stop = new AbortController();
  void io.untilStopped().then(() => stop.abort());
  try {
    for (const account of Object.values(accounts)) await stack.accounts.push(account);
    const [ledger, queue] = [await backend.ledger(), await backend.queue()];
    const run = runSmoke({
      ledger,
      notices: new DynamoNotices({ client: stack.clients.dynamo, tableName: stack.facts.table }),
      alertStore: new StepwiseAlertStore({ ledger, queue, removeMessage: async () => undefined }),
      webhookUrl: await backend.webhookUrl(),
      clock,
      telemetry: createPinoTelemetry("error"),
      accounts,
      waitMs,
      signal: stop.signal,
    });
    for await (const found of run) tell(found);
    for (const found of await checkRealAccounts(backend)) tell(found);
  } finally {
    const removed = await removeAccounts(stack, accounts);
    tell(removed);
    // What ended the checks early would be all that is said.
    if (isJson && removed.outcome === "failed") io.err(`${removed.detail}\n`);
  }
  return checks;
}

/** Never throws: one that cannot be removed does not keep the other, nor hide why the checks ended. */
async function removeAccounts(stack: Stack, accounts: SmokeAccounts): Promise<SmokeCheck> {
  const name = "accounts removed";
  const ids = Object.values(accounts).map(({ account }) => account.id);
  const removals = await Promise.allSettled(ids.map((id) => stack.accounts.remove(id)));
  const left = ids.filter((_, index) => removals[index]?.status === "rejected");
  if (left.length === 0) return { name, outcome: "passed", detail: ids.join(", ") };
  const commands = left.map((id) => `whook accounts remove ${id} --stack ${stack.name}`).join(", ");
  return { name, outcome: "failed", detail: `AWS did not remove all of them: ${commands}` };
}

function secondsOf(text: string | undefined): number {
  if (text === undefined) return DEFAULT_WAIT_S;
  if (/^[1-9]\d{0,3}$/.test(text)) return Number.parseInt(text, 10);
  throw new UsageError(`--wait ${text}: a whole number of seconds from 1 to 9999`);
}

function announce(io: CliIo, { name }: Stack, { paper, silent }: SmokeAccounts): void {
  printLine(io, `smoke test of stack ${name}, about half a minute. No exchange sees an order, no real money moves:`);
  printLine(io, `  ${paper.account.id} is a paper account: four orders`);
  printLine(
    io,
    `  ${silent.account.id} has an exchange's name, an address nobody listens on and no keys: one order that expires`,
  );
  printLine(
    io,
    "  both accounts are removed at the end; their orders stay on record, your channels are told of them, and the alarm OrdersExpired may send an e-mail",
  );
}

function printCheck(io: CliIo, { name, outcome, detail }: SmokeCheck): void {
  printLine(io, `${toned(io, TONES[outcome], outcome.padEnd(11))}  ${name}: ${detail}`);
}

function verdict(checks: readonly SmokeCheck[]): string {
  const count = (outcome: SmokeCheck["outcome"]) => checks.filter((found) => found.outcome === outcome).length;
  return `${count("passed")} passed, ${count("failed")} failed, ${count("not checked")} not checked`;
}
