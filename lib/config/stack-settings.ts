// What a stack is deployed with: CDK context keys, `-c KEY=VALUE` on the command line or "context" in cdk.json.

import * as z from "zod";
import { defined } from "../core/defined.ts";
import { closestWords } from "../core/market/close-matches.ts";
import { EGRESSES, type Egress, type FixedEgressKind } from "./aws-names.ts";

/** CloudWatch keeps logs this long only: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const LOG_DAYS = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731] as const;
/** A number of days that CloudWatch can keep logs for. */
export type LogDays = (typeof LOG_DAYS)[number];

/** What one stack is deployed with. */
export interface StackSettings {
  readonly stack: string;
  /** Undefined: the one of the AWS profile. */
  readonly region?: string;
  /** Who is told by alarms. */
  readonly alarmEmail?: string;
  /** Where the channel "email" of notifications sends to. */
  readonly notifyEmail?: string;
  /** Addresses and ranges that may post beside TradingView's. */
  readonly senders: readonly string[];
  readonly egress: Egress;
  /** The fixed way out that comes next: its address is there before orders leave from it. */
  readonly nextEgress?: FixedEgressKind;
  /** Alarm when nothing came in for this long. */
  readonly silenceHours?: number;
  readonly logDays: LogDays;
  /** How many orders are at work at once. Undefined: what `workerConcurrencyOf` makes of the account's limit. */
  readonly workerConcurrency?: number;
  /** How many functions the AWS account may run at once, as `whook deploy` read it. */
  readonly accountConcurrency?: number;
  /** Whether X-Ray traces the functions. API Gateway's own tracing is never on: its segments hold the whole address. */
  readonly xray: (typeof SWITCH)[number];
}

const SWITCH = ["off", "on"] as const;
/** What a FIFO queue's name of 80 characters leaves beside CloudFormation's own part of it. */
const LONGEST_STACK = 32;

const list = z.preprocess(
  (value) => (typeof value === "string" ? value.split(",").map((part) => part.trim()) : value),
  z.array(z.string()).transform((parts) => parts.filter((part) => part !== "")),
);

const schema = z.object({
  stack: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9-]*$/)
    .max(LONGEST_STACK)
    .default("whook"),
  region: z
    .string()
    .regex(/^[a-z]{2}(-[a-z]+)+-\d$/)
    .optional(),
  alarmEmail: z.email().optional(),
  notifyEmail: z.email().optional(),
  senders: list.pipe(z.array(z.union([z.ipv4(), z.cidrv4()]))).default([]),
  egress: z.enum(EGRESSES).default("none"),
  nextEgress: z.enum(EGRESSES).exclude(["none"]).optional(),
  // CloudWatch looks back seven days at most: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
  silenceHours: z.coerce.number().int().min(1).max(168).optional(),
  logDays: z.coerce.number().pipe(z.literal(LOG_DAYS)).default(30),
  // What a trigger takes: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html. New accounts run ten functions at once.
  workerConcurrency: z.coerce.number().int().min(2).max(1_000).optional(),
  accountConcurrency: z.coerce.number().int().min(1).optional(),
  xray: z.enum(SWITCH).default("off"),
});
/** The name of a setting, as cdk.json and the command line have it. */
export type SettingKey = keyof z.output<typeof schema>;

/** For messages and help: what each key takes. The prices are list prices of us-east-1 (docs/aws.md). */
export const SETTINGS: Readonly<Record<SettingKey, string>> = {
  stack: "the name of the stack: a letter, then letters, digits and hyphens, at most 32 in all",
  region: "an AWS region, like eu-west-1",
  alarmEmail: "the e-mail address that alarms are sent to",
  notifyEmail: "the e-mail address that notifications are sent to, for a channel of the kind email",
  senders:
    "IPv4 addresses or ranges that may post beside TradingView's, with commas between: 203.0.113.7,198.51.100.0/24",
  egress:
    "none (addresses that change, free), fck-nat (one fixed address, about 7.40 USD a month) or nat-gateway (one fixed address, about 36.50 USD a month)",
  nextEgress:
    "fck-nat or nat-gateway: its address is made and kept beside the present one, for a change of egress that is to come",
  silenceHours: "a whole number of hours from 1 to 168: an alarm when no alert came in for that long",
  logDays: `how many days logs are kept: ${LOG_DAYS.join(", ")}`,
  workerConcurrency:
    "how many orders are at work at once, a whole number from 2 to 1000; three tenths of what the AWS account runs at once, at most 50, if not given",
  accountConcurrency: "how many functions the AWS account may run at once: whook deploy asks AWS",
  xray: "on or off: whether X-Ray traces the functions (about 5 USD a million traces)",
};

/**
 * The settings in `context`; keys of CDK's own may be among it.
 * @throws Error naming each bad key and what is allowed.
 */
export function readStackSettings(context: Readonly<Record<string, unknown>>): StackSettings {
  // An empty value is as good as none: `-c alarmEmail=` takes an address away.
  const given = Object.fromEntries(Object.entries(context).filter(([, value]) => value !== "" && value !== null));
  const parsed = schema.safeParse(given);
  const problems = [...misspelt(Object.keys(context)), ...(parsed.success ? [] : problemsOf(parsed.error, given))];
  if (!parsed.success || problems.length > 0) throw new Error(problems.join("; "));
  const { stack, senders, egress, logDays, xray, ...optional } = parsed.data;
  return { stack, senders, egress, logDays, xray, ...defined(optional) };
}

function isSettingKey(key: string): key is SettingKey {
  return Object.hasOwn(SETTINGS, key);
}

function problemsOf({ issues }: z.ZodError, given: Readonly<Record<string, unknown>>): readonly string[] {
  const keys = [...new Set(issues.map(({ path }) => String(path[0])))];
  return keys.filter(isSettingKey).map((key) => `context ${key} "${String(given[key])}": must be ${SETTINGS[key]}`);
}

/** A slip in a key would silently leave its default in place. */
function misspelt(keys: readonly string[]): readonly string[] {
  return keys
    .filter((key) => !isSettingKey(key))
    .flatMap((key) => {
      const [near] = closestWords(key, Object.keys(SETTINGS));
      return near === undefined ? [] : [`context ${key} is not known, did you mean ${near}?`];
    });
}
