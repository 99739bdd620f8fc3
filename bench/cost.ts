// What one alert uses on AWS, and an idle run of the reconciler: the bundles that would be deployed, over the protocols of SQS,
// DynamoDB and SSM. `USAGE` of lib/core/cost is set from these figures; AWS's own processors, network and venues differ.
import type { LambdaFunction } from "../test/support/aws/lambda-function.ts";
import { makeBundles, startLocalStack } from "../test/support/aws/local-stack.ts";
import { BINANCE } from "../test/venues/binance/profile.ts";
import { describeMachine, percentile, report } from "./machine.ts";
import { TableMeter } from "./table-meter.ts";

const ROUNDS = Number.parseInt(process.argv[2] ?? "9", 10);
/** Of each request to the venue. */
const VENUE_LATENCY_MS = 100;

const bundles = await makeBundles();
const venue = await BINANCE.start();
const stack = await startLocalStack(bundles, [{ ACCOUNT_ID: "demo", EXCHANGE: "paper" }]);
const meter = new TableMeter(stack.endpoints.DYNAMODB ?? "");
/** Requests by function, service and operation. */
const requests = new Map<string, number>();
stack.taps.after = async (who, request, answer) => {
  const what = request.service === "venue" ? "venue" : `${request.service} ${request.operation}`;
  const name = `${who}: ${what}`;
  requests.set(name, (requests.get(name) ?? 0) + 1);
  if (request.service === "DYNAMODB") await meter.count(who, request, answer);
};
try {
  const { apiKey, secret } = BINANCE.keys;
  const endpoint = await stack.tapWorker("venue", venue.url);
  stack.putAccounts([
    { ACCOUNT_ID: "bin", EXCHANGE: "binance", API_KEY: apiKey, SECRET_KEY: secret, ENDPOINT: endpoint },
  ]);
  venue.control.setLatency(VENUE_LATENCY_MS);
  process.stdout.write(`usage on AWS, ${ROUNDS} alerts of one order each\n  ${describeMachine()}\n`);
  await measureAlerts("paper", "demo");
  await measureAlerts(`Binance's simulator, ${VENUE_LATENCY_MS} ms a request`, "bin");
  await measureIdleRuns();
} finally {
  await stack.stop();
  await venue.stop();
  meter.stop();
  await bundles.remove();
}

/** Each round cold, then each round warm; the counts are those of cold starts, which read what warm ones still hold. */
async function measureAlerts(title: string, account: string): Promise<void> {
  const functions = [stack.webhook, stack.worker];
  // Markets are fetched once a day, and the first order of a market has none before it.
  await trade(account, 0);
  await trade(account, 1);
  reset(functions);
  for (let round = 0; round < ROUNDS; round++) {
    for (const one of functions) one.crash();
    await trade(account, round);
  }
  const counts = countsOf(ROUNDS);
  const logs = { webhook: stack.webhook.output.length, worker: stack.worker.output.length };
  const cold = [durations(stack.webhook), durations(stack.worker)];
  reset(functions);
  for (let round = 0; round < ROUNDS; round++) await trade(account, ROUNDS + round);
  process.stdout.write(`${title}\n`);
  report({
    "webhook, cold / warm": `${cold[0]} / ${durations(stack.webhook)} ms`,
    "worker, cold / warm": `${cold[1]} / ${durations(stack.worker)} ms`,
    "own log lines of the webhook / worker": `${Math.round(logs.webhook / ROUNDS)} / ${Math.round(logs.worker / ROUNDS)} bytes`,
    ...counts,
  });
}

async function trade(account: string, round: number): Promise<void> {
  const { status } = await stack.post(`${account} ETH/USDT ${round % 2 === 0 ? "buy" : "sell"} 0.5`);
  if (status !== 200) throw new Error(`answered ${status}`);
  const order = (await stack.drain()).at(-1);
  if (order?.account !== account || order.state.status !== "filled" || order.state.attempts !== 1)
    throw new Error(`not filled at once: ${order?.account} ${order?.state.status} ${order?.state.reason}`);
}

/** Runs with nothing to follow, of two accounts, warm: it runs once a minute. */
async function measureIdleRuns(): Promise<void> {
  const run = async () => {
    const invocation = await stack.follow();
    if (invocation.kind === "failed") throw new Error(invocation.reason);
    const { looked } = invocation.result as { looked: number };
    if (looked !== 0) throw new Error(`${looked} orders are followed`);
  };
  await run();
  reset([stack.reconcile]);
  for (let round = 0; round < ROUNDS; round++) await run();
  process.stdout.write("reconciler, an idle run of 2 accounts, warm\n");
  report({
    duration: `${durations(stack.reconcile)} ms`,
    "own log lines": `${Math.round(stack.reconcile.output.length / ROUNDS)} bytes`,
    ...countsOf(ROUNDS),
  });
}

function reset(functions: readonly LambdaFunction[]): void {
  for (const one of functions) {
    one.output = "";
    one.billedMs.length = 0;
  }
  requests.clear();
  meter.reset();
}

function durations({ billedMs }: LambdaFunction): number {
  return Math.round(percentile(billedMs, 0.5));
}

/** What was counted since the last reset, for one of `rounds`. */
function countsOf(rounds: number): Readonly<Record<string, string>> {
  const each = (sum: number) => String(Math.round((sum / rounds) * 10) / 10);
  const rows = [...requests].sort(([a], [b]) => a.localeCompare(b)).map(([name, sum]) => [name, each(sum)]);
  return {
    ...Object.fromEntries(rows),
    "write units, webhook + worker": `${each(meter.writes.webhook)} + ${each(meter.writes.worker)}`,
    "read units, webhook / worker / reconciler": (["webhook", "worker", "reconcile"] as const)
      .map((who) => each(meter.reads[who]))
      .join(" / "),
    "kept in the table": `${each(meter.keptBytes / 1_000)} kB`,
  };
}
