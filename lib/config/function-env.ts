// The environment of a function on AWS, read once: a bad variable stops the start and is named.
import { ENV } from "./aws-names.ts";

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

interface Rule {
  readonly allowed: string;
  isGood(text: string): boolean;
}

const RULES = {
  table: { allowed: "the name of the ledger's table", isGood: (text) => text !== "" },
  queueUrl: { allowed: "the address of the queue", isGood: (text) => URL.canParse(text) },
  parameters: {
    allowed: "the prefix of the stack's parameters, like /whook/main",
    isGood: (text) => /^\/.*[^/]$/.test(text),
  },
  deadLetterQueueUrl: { allowed: "the address of the dead-letter queue", isGood: (text) => URL.canParse(text) },
  topicArn: { allowed: "the ARN of the topic that sends e-mail", isGood: (text) => text.startsWith("arn:") },
  workerFunction: { allowed: "the name of the worker's function", isGood: (text) => text !== "" },
} as const satisfies Readonly<Record<string, Rule>>;

type Name = keyof typeof RULES;
type Env = Readonly<Record<string, string | undefined>>;

/** The settings of a function on AWS. @throws Error naming each bad variable and what is allowed. */
export function readFunctionEnv(env: Env): FunctionEnv {
  return mapEnv(env, readAll(env, ["table", "queueUrl", "parameters"]));
}

/** Those of the notifier. @throws as `readFunctionEnv` does. */
export function readNotifierEnv(env: Env): NotifierEnv {
  const read = readAll(env, ["table", "queueUrl", "parameters", "deadLetterQueueUrl", "topicArn", "workerFunction"]);
  const { deadLetterQueueUrl, topicArn, workerFunction } = read;
  return { ...mapEnv(env, read), deadLetterQueueUrl, topicArn, workerFunction };
}

function readAll<T extends Name>(env: Env, names: readonly T[]): Readonly<Record<T, string>> {
  const bad = names.filter((name) => !RULES[name].isGood(env[ENV[name]] ?? ""));
  if (bad.length > 0) throw new Error(bad.map((name) => `${ENV[name]} must be ${RULES[name].allowed}`).join("; "));
  // Every name of the list has a value.
  return Object.fromEntries(names.map((name) => [name, env[ENV[name]] ?? ""])) as Record<T, string>;
}

function mapEnv(
  env: Env,
  { table, queueUrl, parameters }: Readonly<Record<"table" | "queueUrl" | "parameters", string>>,
) {
  const senders = (env[ENV.senders] ?? "").split(",").map((sender) => sender.trim());
  return { table, queueUrl, prefix: parameters, senders: senders.filter((sender) => sender !== "") };
}
