// From the alert to the exchange on AWS, step by step: the bundles that would be deployed, over the protocols of SQS, DynamoDB and SSM on
// this machine. docs/aws.md's table is made from it; what AWS adds between the steps is assumed there.
import { PARAMETERS } from "../lib/config/aws-names.ts";
import { makeBundles, startLocalStack, type Who } from "../test/support/aws/local-stack.ts";
import type { TappedRequest } from "../test/support/aws/tap.ts";
import { BINANCE } from "../test/venues/binance/profile.ts";
import { readCount } from "./bench-words.ts";
import { describeMachine, percentile, report } from "./machine.ts";

const ROUNDS = readCount("the way from the alert to the exchange on AWS", { of: "ALERTS", usual: 9 });

/** When something of one alert happened. */
type Moment =
  | "posted"
  | "asked"
  | "queued"
  | "answered"
  | "handed over"
  | "read"
  | "venue asked"
  | "intent"
  | "order sent";
type Step = readonly [name: string, from: Moment, to: Moment];

const STEPS: readonly Step[] = [
  ["webhook: until its first request", "posted", "asked"],
  ["webhook: alert and order stored, queued", "asked", "queued"],
  ["webhook: closed and answered, beside the queue", "queued", "answered"],
  ["webhook, until the order is queued", "posted", "queued"],
  ["worker: until its first request", "handed over", "read"],
  ["worker: order, books, guards and keys read", "read", "venue asked"],
  ["worker: position, balance, price read side by side; plan", "venue asked", "intent"],
  ["worker: the intent on record", "intent", "order sent"],
  ["worker, until the order is sent", "handed over", "order sent"],
];

const bundles = await makeBundles();
const venue = await BINANCE.start();
const stack = await startLocalStack(bundles, [{ ACCOUNT_ID: "demo", EXCHANGE: "paper" }]);
let moments = new Map<Moment, number>();
const mark = (moment: Moment) => void (moments.has(moment) || moments.set(moment, performance.now()));
stack.taps.decide = (who, request) => {
  note(who, request);
  return "pass";
};
stack.taps.after = (who, { operation }) => {
  if (who === "webhook" && operation === "SendMessageBatch") mark("queued");
};
try {
  const { apiKey, secret } = BINANCE.keys;
  const endpoint = await stack.tapWorker("venue", venue.url);
  stack.putAccounts([
    { ACCOUNT_ID: "bin", EXCHANGE: "binance", API_KEY: apiKey, SECRET_KEY: secret, ENDPOINT: endpoint },
  ]);
  stack.ssm.parameters.delete(`${stack.prefix}/${PARAMETERS.publicAccounts}/demo`);
  process.stdout.write(
    `from the alert to the exchange, ${ROUNDS} alerts, medians and the least, ms\n  ${describeMachine()}\n`,
  );
  // Markets are fetched once a day.
  for (let round = 0; round < 2; round++) await trade(round);
  await measure("warm", () => undefined);
  await measure("cold", () => {
    for (const one of [stack.webhook, stack.worker]) one.crash();
  });
  const starts = { webhook: [] as number[], worker: [] as number[] };
  for (let round = 0; round < ROUNDS; round++)
    for (const who of ["webhook", "worker"] as const) starts[who].push(await stack[who].start());
  report({ "of a cold step, the start of webhook / worker": `${middle(starts.webhook)} / ${middle(starts.worker)}` });
} finally {
  await stack.stop();
  await venue.stop();
  await bundles.remove();
}

function note(who: Who, { service, operation }: TappedRequest): void {
  if (who === "webhook") mark("asked");
  if (who !== "worker") return;
  mark("read");
  if (service === "venue")
    mark(operation.startsWith("POST") && operation.endsWith("/order") ? "order sent" : "venue asked");
  if (operation === "UpdateItem" && moments.has("venue asked")) mark("intent");
}

async function trade(round: number): Promise<void> {
  moments = new Map();
  mark("posted");
  const { status } = await stack.post(`bin ETH/USDT ${round % 2 === 0 ? "buy" : "sell"} 0.5`);
  mark("answered");
  if (status !== 200) throw new Error(`answered ${status}`);
  await stack.drain({ onDelivery: () => mark("handed over") });
}

async function measure(title: string, prepare: () => void): Promise<void> {
  const took = STEPS.map((): number[] => []);
  for (let round = 0; round < ROUNDS; round++) {
    prepare();
    await trade(round);
    for (const [index, [, from, to]] of STEPS.entries())
      took[index]?.push((moments.get(to) ?? Number.NaN) - (moments.get(from) ?? Number.NaN));
  }
  process.stdout.write(`${title}\n`);
  report(Object.fromEntries(STEPS.map(([name], index) => [name, middle(took[index] ?? [])])));
}

function middle(all: readonly number[]): string {
  return `${Math.round(percentile(all, 0.5))} (least ${Math.round(Math.min(...all))})`;
}
