// The whole of AWS's half on this machine: the bundles that would be deployed, SQS, DynamoDB and SSM as their protocols, and
// a tap before each service.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { APIGatewayProxyResult } from "aws-lambda";
import { ENV } from "../../../lib/config/aws-names.ts";
import { NOTIFIER_TIMEOUT_MS, WORKER_TIMEOUT_MS } from "../../../lib/config/limits.ts";
import { defined } from "../../../lib/core/defined.ts";
import type { OrderRecord } from "../../../lib/core/execution/order-record.ts";
import { type BundleFolders, bundleFunctions } from "../../../lib/infra/bundle.ts";
import { type PostOptions, postEvent, TRADINGVIEW } from "./api-gateway-event.ts";
import { type EventSourceOptions, pollOnce } from "./event-source.ts";
import { type Invocation, LambdaFunction } from "./lambda-function.ts";
import { startLocalLambda } from "./local-lambda.ts";
import { startLocalServices, TOKEN } from "./local-services.ts";
import { scheduledEvent } from "./scheduled-event.ts";
import { type AfterRequest, startTap, type Tap, type TappedRequest, type Verdict } from "./tap.ts";

/** Bundles that were made, and where what their processes compile is kept, if it is: the next starts sooner than it would in Lambda. */
export interface KeptBundles extends BundleFolders {
  readonly compiled?: string;
}

export interface Bundles extends BundleFolders {
  remove(): Promise<void>;
}

export async function makeBundles(): Promise<Bundles> {
  const folder = await mkdtemp(join(tmpdir(), "whook-bundles-"));
  return { ...(await bundleFunctions(folder)), remove: () => rm(folder, { recursive: true, force: true }) };
}

/** A function of the stack. */
export type Who = keyof BundleFolders;

/** Decides about each request of a function to a service. */
export interface Taps {
  decide(who: Who, request: TappedRequest): Verdict;
  after(who: Who, ...told: Parameters<AfterRequest>): ReturnType<AfterRequest>;
}

export type DrainOptions = Pick<EventSourceOptions, "isImpatient" | "onDelivery"> & { readonly timeoutMs?: number };
export type LocalStack = Awaited<ReturnType<typeof startLocalStack>>;

/** @param accounts - entries of accounts.json. */
export async function startLocalStack(bundles: KeptBundles | Bundles, accounts: readonly object[]) {
  const services = await startLocalServices();
  services.putAccounts(accounts);
  services.putToken(TOKEN);
  const { sqs, ledger, queue } = services;

  const taps: Taps = { decide: () => "pass", after: () => undefined };
  const open: Tap[] = [];
  const tap = async (who: Who, service: string, target: string) => {
    const made = await startTap(
      service,
      target,
      (request) => taps.decide(who, request),
      (request, answer) => taps.after(who, request, answer),
    );
    open.push(made);
    return made.url;
  };
  const functionOf = async (who: Who, timeoutMs: number) => {
    const env: Record<string, string> = {
      ...defined({ NODE_COMPILE_CACHE: "compiled" in bundles ? bundles.compiled : undefined }),
      [ENV.table]: services.facts.table,
      [ENV.queueUrl]: sqs.queueUrl,
      [ENV.parameters]: services.prefix,
      [ENV.senders]: TRADINGVIEW,
      ...(who === "notify"
        ? {
            [ENV.deadLetterQueueUrl]: sqs.deadLetterQueueUrl,
            [ENV.topicArn]: services.facts.topicArn,
            [ENV.workerFunction]: services.facts.workerFunction,
            AWS_ENDPOINT_URL_LAMBDA: await tap(who, "LAMBDA", lambda.endpoint),
          }
        : {}),
    };
    for (const [service, target] of Object.entries(services.endpoints))
      env[`AWS_ENDPOINT_URL_${service}`] = await tap(who, service, target);
    return LambdaFunction.create({ name: who, folder: bundles[who], env, timeoutMs });
  };
  /** Lambda would start another environment for a second question at the same time; here it waits. */
  let asked: Promise<unknown> = Promise.resolve();
  const ask = (event: unknown): Promise<Invocation> => {
    const answer = asked.then(() => follow.invoke(event));
    asked = answer;
    return answer;
  };
  const lambda = await startLocalLambda({ [services.facts.workerFunction]: ask });
  const webhook = await functionOf("webhook", 10_000);
  const worker = await functionOf("worker", WORKER_TIMEOUT_MS);
  /** Another execution environment of the same function. */
  const secondWorker = await functionOf("worker", WORKER_TIMEOUT_MS);
  /** And the one its schedule happens to call. */
  const follow = await functionOf("worker", WORKER_TIMEOUT_MS);
  const secondFollow = await functionOf("worker", WORKER_TIMEOUT_MS);
  const notify = await functionOf("notify", NOTIFIER_TIMEOUT_MS);
  const secondNotify = await functionOf("notify", NOTIFIER_TIMEOUT_MS);
  const functions = [webhook, worker, secondWorker, follow, secondFollow, notify, secondNotify];
  const source = { client: sqs.client, queueUrl: sqs.queueUrl, worker };

  return {
    ...services,
    taps,
    webhook,
    worker,
    follow,
    notify,
    secondNotify,
    /** One more execution environment of a function. */
    another: async (who: Who) => {
      const one = await functionOf(who, who === "worker" ? WORKER_TIMEOUT_MS : 10_000);
      functions.push(one);
      return one;
    },
    /** Works on one message in that execution environment. @returns false when there was none. */
    pollWith: (one: LambdaFunction) => pollOnce({ ...source, worker: one }),
    /** One run of the schedule. */
    runFollower: () => follow.invoke(scheduledEvent()),
    /** Two runs at the same time: EventBridge starts a run at least once, and a long one is still on when the next is due. */
    runFollowerTwice: () => Promise.all([follow, secondFollow].map((one) => one.invoke(scheduledEvent()))),
    /** A tap of the worker before another service: a venue. */
    tapWorker: (service: string, target: string) => tap("worker", service, target),
    /** One request through API Gateway: what the function does not answer is a 502. */
    post: async (text: string, options: PostOptions = {}): Promise<{ status: number; body: unknown }> => {
      const invocation: Invocation = await webhook.invoke(postEvent(text, { token: TOKEN, ...options }));
      if (invocation.kind === "failed") return { status: 502, body: invocation.reason };
      const { statusCode, body } = invocation.result as APIGatewayProxyResult;
      return { status: statusCode, body: JSON.parse(body) };
    },
    /** Works on one message in two execution environments at the same time. */
    pollTwice: () => pollOnce({ ...source, second: secondWorker }),
    /** Works until every order on record has ended. @throws Error after `timeoutMs`. */
    drain: async ({ timeoutMs = 30_000, ...options }: DrainOptions = {}): Promise<readonly OrderRecord[]> => {
      const deadline = Date.now() + timeoutMs;
      for (;;) {
        const worked = await pollOnce({ ...source, isImpatient: true, ...options });
        if (worked) continue;
        const isDone = (await queue.count()) === 0;
        if (!isDone && Date.now() < deadline) {
          await new Promise((resolve) => setTimeout(resolve, 50));
          continue;
        }
        const { orders } = await ledger.listOrders({ limit: 1_000 });
        if (isDone) return orders.toReversed();
        throw new Error(`still queued: ${JSON.stringify(orders.map(({ state }) => state))}`);
      }
    },
    stop: async () => {
      await Promise.all(functions.map((one) => one.stop()));
      await Promise.all([...open, lambda].map((one) => one.stop()));
      await services.stop();
    },
  };
}
