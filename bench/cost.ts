// What one alert uses on AWS, with the notification of its order, and idle runs of the scheduled functions: the bundles that would be deployed, over the protocols of SQS,
// DynamoDB and SSM. `USAGE` of lib/core/cost is set from these figures; AWS's own processors, network and venues differ.
import { once } from "node:events";
import { createServer } from "node:http";
import { PARAMETERS } from "../lib/config/aws-names.ts";
import type { Invocation, LambdaFunction } from "../test/support/aws/lambda-function.ts";
import { makeBundles, startLocalStack, type Who } from "../test/support/aws/local-stack.ts";
import { scheduledEvent } from "../test/support/aws/scheduled-event.ts";
import { streamEvent } from "../test/support/aws/stream-event.ts";
import { BINANCE } from "../test/venues/binance/profile.ts";
import { readCount } from "./bench-words.ts";
import { describeMachine, percentile, report } from "./machine.ts";
import { TableMeter } from "./table-meter.ts";

const ROUNDS = readCount("what an alert uses on AWS", { of: "ALERTS", usual: 9 });
/** Of each request to the venue, and of the one that tells of an order. */
const VENUE_LATENCY_MS = 100;

const bundles = await makeBundles();
const venue = await BINANCE.start();
const stack = await startLocalStack(bundles, [{ ACCOUNT_ID: "demo", EXCHANGE: "paper" }]);
const told = createServer((request, response) => {
  request.resume();
  setTimeout(() => response.end("{}"), VENUE_LATENCY_MS);
});
told.listen(0, "127.0.0.1");
await once(told, "listening");
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
  const address = told.address();
  const channel = { CHANNEL: "webhook", URL: `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}` };
  stack.ssm.put(`${stack.prefix}/${PARAMETERS.channels}/script`, JSON.stringify({ NAME: "script", ...channel }));
  process.stdout.write(`usage on AWS, ${ROUNDS} alerts of one order each\n  ${describeMachine()}\n`);
  await measureAlerts("paper", "demo");
  await measureAlerts(`Binance's simulator, ${VENUE_LATENCY_MS} ms a request`, "bin");
  await measureIdleRuns("follower", stack.worker);
  await measureIdleRuns("notifier", stack.notify);
} finally {
  told.closeAllConnections();
  told.close();
  await stack.stop();
  await venue.stop();
  meter.stop();
  await bundles.remove();
}

/** Each round cold, then each round warm, but the notifier, which its schedule keeps warm; the counts are those of cold starts, which read what warm ones still hold. */
async function measureAlerts(title: string, account: string): Promise<void> {
  const { webhook, worker, notify } = stack;
  // Markets are fetched once a day, and the first order of a market has none before it.
  await trade(account, 0);
  await trade(account, 1);
  reset([webhook, worker, notify]);
  for (let round = 0; round < ROUNDS; round++) {
    for (const one of [webhook, worker]) one.crash();
    await trade(account, round);
  }
  const counts = countsOf(ROUNDS);
  const logs = [webhook, worker, notify].map(({ output }) => Math.round(output.length / ROUNDS));
  const cold = [durations(webhook), durations(worker)];
  reset([webhook, worker, notify]);
  for (let round = 0; round < ROUNDS; round++) await trade(account, ROUNDS + round);
  process.stdout.write(`${title}\n`);
  report({
    "webhook, cold / warm": `${cold[0]} / ${durations(webhook)} ms`,
    "worker, cold / warm": `${cold[1]} / ${durations(worker)} ms`,
    "notifier, warm": `${durations(notify)} ms`,
    "own log lines of the webhook / worker / notifier": `${logs.join(" / ")} bytes`,
    ...counts,
  });
}

async function trade(account: string, round: number): Promise<void> {
  const { status } = await stack.post(`${account} ETH/USDT ${round % 2 === 0 ? "buy" : "sell"} 0.5`);
  if (status !== 200) throw new Error(`answered ${status}`);
  const order = (await stack.drain()).at(-1);
  if (order?.account !== account || order.state.status !== "filled" || order.state.attempts !== 1)
    throw new Error(`not filled at once: ${order?.account} ${order?.state.status} ${order?.state.reason}`);
  const called = streamEvent(await stack.notices.listNotices(10));
  const { told: count } = resultOf(await stack.notify.invoke(called)) as { told: number };
  if (count !== 1) throw new Error(`${count} notifications of one order`);
}

function resultOf(invocation: Invocation): unknown {
  if (invocation.kind === "failed") throw new Error(invocation.reason);
  return invocation.result;
}

/** Runs with nothing to follow or to tell, of two accounts and one channel, warm: they are once a minute. */
async function measureIdleRuns(name: string, scheduled: LambdaFunction): Promise<void> {
  const run = async () => {
    const done = resultOf(await scheduled.invoke(scheduledEvent())) as { looked?: number; told?: number };
    if ((done.looked ?? done.told) !== 0) throw new Error(`not idle: ${JSON.stringify(done)}`);
  };
  await run();
  reset([scheduled]);
  for (let round = 0; round < ROUNDS; round++) await run();
  process.stdout.write(`${name}, an idle run of 2 accounts and 1 channel, warm\n`);
  report({
    duration: `${durations(scheduled)} ms`,
    "own log lines": `${Math.round(scheduled.output.length / ROUNDS)} bytes`,
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
  const eachOf = (units: Readonly<Record<Who, number>>, who: readonly Who[]) =>
    who.map((one) => each(units[one])).join(" / ");
  const rows = [...requests].sort(([a], [b]) => a.localeCompare(b)).map(([name, sum]) => [name, each(sum)]);
  return {
    ...Object.fromEntries(rows),
    "write units, webhook / worker / notifier": eachOf(meter.writes, ["webhook", "worker", "notify"]),
    "read units, webhook / worker / notifier": eachOf(meter.reads, ["webhook", "worker", "notify"]),
    "kept in the table": `${each(meter.keptBytes / 1_000)} kB`,
  };
}
