// The environment of a function on AWS, read once: a bad variable stops the start and is named. In zod's small form, as
// everything the webhook loads: the large one is a quarter of its start-up.
import * as z from "zod/mini";
import { ENV } from "./aws-names.ts";

const schema = z.object({
  [ENV.table]: z.string().check(z.minLength(1)),
  [ENV.queueUrl]: z.url(),
  [ENV.parameters]: z.string().check(z.regex(/^\/.*[^/]$/)),
  [ENV.senders]: z._default(z.string(), ""),
});

const notifierSchema = z.extend(schema, {
  [ENV.deadLetterQueueUrl]: z.url(),
  [ENV.topicArn]: z.string().check(z.startsWith("arn:")),
  [ENV.workerFunction]: z.string().check(z.minLength(1)),
});

const ALLOWED: Readonly<Record<string, string>> = {
  [ENV.table]: "the name of the ledger's table",
  [ENV.queueUrl]: "the address of the queue",
  [ENV.parameters]: "the prefix of the stack's parameters, like /whook/main",
  [ENV.deadLetterQueueUrl]: "the address of the dead-letter queue",
  [ENV.topicArn]: "the ARN of the topic that sends e-mail",
  [ENV.workerFunction]: "the name of the worker's function",
};

/** Where a function on AWS finds its stack. */
export interface FunctionEnv {
  readonly table: string;
  readonly queueUrl: string;
  /** Of the stack's parameters. */
  readonly prefix: string;
  /** Addresses and ranges that may post; none: any. */
  readonly senders: readonly string[];
}

/** What the notifier has beside. */
export interface NotifierEnv extends FunctionEnv {
  readonly deadLetterQueueUrl: string;
  readonly topicArn: string;
  readonly workerFunction: string;
}

type Env = Readonly<Record<string, string | undefined>>;

/** The settings of a function on AWS. @throws Error naming the variable and what is allowed. */
export function readFunctionEnv(env: Env): FunctionEnv {
  return mapEnv(parse(schema, env));
}

/** Those of the notifier. @throws as `readFunctionEnv` does. */
export function readNotifierEnv(env: Env): NotifierEnv {
  const parsed = parse(notifierSchema, env);
  return {
    ...mapEnv(parsed),
    deadLetterQueueUrl: parsed[ENV.deadLetterQueueUrl],
    topicArn: parsed[ENV.topicArn],
    workerFunction: parsed[ENV.workerFunction],
  };
}

function parse<T>(schema: z.ZodMiniType<T>, env: Env): T {
  const read = schema.safeParse(env);
  if (read.success) return read.data;
  const names = new Set(read.error.issues.map(({ path }) => String(path[0])));
  throw new Error([...names].map((name) => `${name} must be ${ALLOWED[name]}`).join("; "));
}

function mapEnv(parsed: z.output<typeof schema>): FunctionEnv {
  const senders = parsed[ENV.senders].split(",").map((sender) => sender.trim());
  return {
    table: parsed[ENV.table],
    queueUrl: parsed[ENV.queueUrl],
    prefix: parsed[ENV.parameters],
    senders: senders.filter((sender) => sender !== ""),
  };
}
