// What `whook cost` counts with is what the bundles use: units and bytes of the table, of one order and of idle runs.
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { TableMeter } from "../../bench/table-meter.ts";
import { PARAMETERS } from "../../lib/config/aws-names.ts";
import { STANDING, USAGE } from "../../lib/core/cost/usage.ts";
import { type LocalStack, startLocalStack } from "../support/aws/local-stack.ts";
import { scheduledEvent } from "../support/aws/scheduled-event.ts";
import { sharedBundles } from "../support/aws/shared-bundles.ts";
import { streamEvent } from "../support/aws/stream-event.ts";
import { BINANCE } from "../venues/binance/profile.ts";
import type { Simulator } from "../venues/simulator.ts";

let stack: LocalStack;
let venue: Simulator;
let meter: TableMeter;
/** Of the one channel. */
let told: Server;

beforeAll(async () => {
  venue = await BINANCE.start();
  // With the account below there are two, as in the estimate.
  stack = await startLocalStack(await sharedBundles(), [{ ACCOUNT_ID: "demo", EXCHANGE: "paper" }]);
  meter = new TableMeter(stack.endpoints.DYNAMODB ?? "");
  stack.taps.after = (who, request, answer) =>
    request.service === "DYNAMODB" ? meter.count(who, request, answer) : undefined;
  const ENDPOINT = await stack.tapWorker("venue", venue.url);
  const { apiKey, secret } = BINANCE.keys;
  stack.putAccounts([{ ACCOUNT_ID: "bin", EXCHANGE: "binance", API_KEY: apiKey, SECRET_KEY: secret, ENDPOINT }]);
  told = createServer((request, response) => {
    request.resume();
    response.end("{}");
  });
  told.listen(0, "127.0.0.1");
  await once(told, "listening");
  const address = told.address();
  const channel = { CHANNEL: "webhook", URL: `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}` };
  stack.ssm.put(`${stack.prefix}/${PARAMETERS.channels}/script`, JSON.stringify({ NAME: "script", ...channel }));
  // Markets are fetched once a day, and the first order of a market has none before it.
  for (const side of ["buy", "sell"]) await trade(side);
}, 60_000);
afterAll(async () => {
  told.closeAllConnections();
  told.close();
  await stack.stop();
  await venue.stop();
  meter.stop();
});
beforeEach(() => meter.reset());

/** One order to its end, and the call that tells of it. */
async function trade(side: string): Promise<void> {
  expect((await stack.post(`bin ETH/USDT ${side} 0.5`)).status).toBe(200);
  const order = (await stack.drain()).at(-1);
  expect(order?.state).toMatchObject({ status: "filled", attempts: 1 });
  const called = streamEvent(await stack.notices.listNotices(10));
  expect(await stack.notify.invoke(called)).toMatchObject({ result: { told: 1 } });
}

test("an order, of functions that start for it: its units by function, and what is kept of it", async () => {
  for (const one of [stack.webhook, stack.worker]) one.crash();
  await trade("buy");
  expect(meter.writes).toEqual({
    webhook: USAGE.webhookWrites,
    worker: USAGE.workerWrites,
    notify: USAGE.notifierWrites,
  });
  expect(meter.reads).toMatchObject({ worker: USAGE.workerReads, notify: USAGE.notifierReads });
  expect(meter.keptBytes / 1_000).toBeCloseTo(USAGE.tableKb, 1);
}, 60_000);

test("an idle run of the follower and of the notifier: what it reads, and that it writes nothing", async () => {
  for (const one of [stack.worker, stack.notify]) await one.invoke(scheduledEvent());
  meter.reset();
  for (const one of [stack.worker, stack.notify]) await one.invoke(scheduledEvent());
  expect(meter.reads).toEqual({ webhook: 0, worker: STANDING.followReads, notify: STANDING.notifierReads });
  expect(meter.writes).toEqual({ webhook: 0, worker: 0, notify: 0 });
}, 60_000);
