// The environment, read once: a bad variable stops the start and is named.

import * as z from "zod";
import { defined } from "../core/defined.ts";
import { TimeZone } from "../core/time-zone.ts";

const localEnv = z.object({
  PORT: z
    .string()
    .regex(/^\d{1,5}$/)
    .transform((text) => Number.parseInt(text, 10))
    .refine((port) => port <= 65_535)
    .default(8080),
  WHOOK_HOST: z.union([z.ipv4(), z.ipv6()]).default("127.0.0.1"),
  WHOOK_DATA_DIR: z.string().min(1).default(".whook"),
  WHOOK_ACCOUNTS: z.string().min(1).default("accounts.json"),
  WHOOK_NOTIFICATIONS: z.string().min(1).default("notifications.json"),
  WHOOK_TOKEN: z
    .string()
    .regex(/^[A-Za-z0-9_-]{16,256}$/)
    .optional(),
  WHOOK_STACK: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9-]{0,62}$/)
    .optional(),
  WHOOK_LOG: z.enum(["plain", "json"]).default("plain"),
  // The system's own variable: forms of it that name no zone of the tables are left alone.
  TZ: z.string().optional(),
  AWS_REGION: z.string().min(1).optional(),
  AWS_DEFAULT_REGION: z.string().min(1).optional(),
});

const ALLOWED: Readonly<Record<string, string>> = {
  PORT: "a port number from 0 to 65535",
  WHOOK_HOST: "an address of this machine, 0.0.0.0 for all of them",
  WHOOK_DATA_DIR: "the path of a folder",
  WHOOK_ACCOUNTS: "the path of a file",
  WHOOK_NOTIFICATIONS: "the path of a file",
  WHOOK_TOKEN: "16 to 256 letters, digits, - or _",
  WHOOK_STACK: "the name of a stack: a letter, then letters, digits and hyphens, at most 63 in all",
  WHOOK_LOG: "plain or json",
  TZ: "the name of a time zone",
  AWS_REGION: "the name of an AWS region",
  AWS_DEFAULT_REGION: "the name of an AWS region",
};

/** Every variable that is read. */
export const LOCAL_VARIABLES: readonly string[] = Object.keys(ALLOWED);

/** What the environment and its defaults say to whook at home. */
export interface LocalEnv {
  readonly port: number;
  /** The address that is listened on. */
  readonly host: string;
  readonly dataDir: string;
  readonly accountsFile: string;
  readonly notificationsFile: string;
  readonly token?: string;
  readonly stack?: string;
  /** How `whook start` says what happens. */
  readonly log: "plain" | "json";
  readonly zone: TimeZone;
  /** Of the stack; absent: the AWS profile's. */
  readonly region?: string;
}

/** The settings of the local runtime and the CLI. @throws Error naming the variable and what is allowed. */
export function readLocalEnv(env: Readonly<Record<string, string | undefined>>): LocalEnv {
  const parsed = parse(localEnv, env);
  const { PORT, WHOOK_DATA_DIR, WHOOK_ACCOUNTS, WHOOK_NOTIFICATIONS, WHOOK_TOKEN, WHOOK_STACK, ...aws } = parsed;
  const region = aws.AWS_REGION ?? aws.AWS_DEFAULT_REGION;
  return {
    port: PORT,
    host: parsed.WHOOK_HOST,
    dataDir: WHOOK_DATA_DIR,
    accountsFile: WHOOK_ACCOUNTS,
    notificationsFile: WHOOK_NOTIFICATIONS,
    log: parsed.WHOOK_LOG,
    zone: (parsed.TZ === undefined ? undefined : TimeZone.find(parsed.TZ)) ?? TimeZone.utc,
    ...defined({ token: WHOOK_TOKEN, stack: WHOOK_STACK, region }),
  };
}

function parse<T>(schema: z.ZodType<T>, env: Readonly<Record<string, string | undefined>>): T {
  const parsed = schema.safeParse(env);
  if (parsed.success) return parsed.data;
  const names = [...new Set(parsed.error.issues.map(({ path }) => String(path[0])))];
  throw new Error(names.map((name) => `${name} must be ${ALLOWED[name]}`).join("; "));
}
