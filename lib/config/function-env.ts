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

const ALLOWED: Readonly<Record<string, string>> = {
  [ENV.table]: "the name of the ledger's table",
  [ENV.queueUrl]: "the address of the queue",
  [ENV.parameters]: "the prefix of the stack's parameters, like /whook/main",
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

/** The settings of a function on AWS. @throws Error naming the variable and what is allowed. */
export function readFunctionEnv(env: Readonly<Record<string, string | undefined>>): FunctionEnv {
  const read = schema.safeParse(env);
  if (!read.success) {
    const names = new Set(read.error.issues.map(({ path }) => String(path[0])));
    throw new Error([...names].map((name) => `${name} must be ${ALLOWED[name]}`).join("; "));
  }
  const parsed = read.data;
  const senders = parsed[ENV.senders].split(",").map((sender) => sender.trim());
  return {
    table: parsed[ENV.table],
    queueUrl: parsed[ENV.queueUrl],
    prefix: parsed[ENV.parameters],
    senders: senders.filter((sender) => sender !== ""),
  };
}
