// The environment, read once: a bad variable stops the start and is named.

import { isIP } from "node:net";
import { defined } from "../core/defined.ts";
import { TimeZone } from "../core/time-zone.ts";

/** What a variable may hold, when it is set. */
interface Variable {
  readonly allowed: string;
  fits(text: string): boolean;
}

const isSaid = (text: string) => text !== "";
/** Without a schema library: every command reads them, and its start-up is theirs. */
const VARIABLES = {
  PORT: { allowed: "a port number from 0 to 65535", fits: (text) => /^\d{1,5}$/.test(text) && Number(text) <= 65_535 },
  WHOOK_HOST: {
    allowed: "an address of this machine, 0.0.0.0 for all of them",
    fits: (text) => isIP(text) !== 0 && !text.includes("%"),
  },
  WHOOK_DATA_DIR: { allowed: "the path of a folder", fits: isSaid },
  WHOOK_ACCOUNTS: { allowed: "the path of a file", fits: isSaid },
  WHOOK_NOTIFICATIONS: { allowed: "the path of a file", fits: isSaid },
  WHOOK_TOKEN: {
    allowed: "16 to 256 letters, digits, - or _",
    fits: (text) => /^[A-Za-z0-9_-]{16,256}$/.test(text),
  },
  WHOOK_STACK: {
    allowed: "the name of a stack: a letter, then letters, digits and hyphens, at most 63 in all",
    fits: (text) => /^[A-Za-z][A-Za-z0-9-]{0,62}$/.test(text),
  },
  WHOOK_LOG: { allowed: "plain or json", fits: (text) => text === "plain" || text === "json" },
  // The system's own variable: forms of it that name no zone of the tables are left alone.
  TZ: { allowed: "the name of a time zone", fits: () => true },
  AWS_REGION: { allowed: "the name of an AWS region", fits: isSaid },
  AWS_DEFAULT_REGION: { allowed: "the name of an AWS region", fits: isSaid },
} satisfies Readonly<Record<string, Variable>>;

/** Every variable that is read. */
export const LOCAL_VARIABLES: readonly string[] = Object.keys(VARIABLES);

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
  const wrong = Object.entries<Variable>(VARIABLES).filter(([name, { fits }]) => {
    const text = env[name];
    return text !== undefined && !fits(text);
  });
  if (wrong.length > 0) throw new Error(wrong.map(([name, { allowed }]) => `${name} must be ${allowed}`).join("; "));
  const { PORT = "8080", TZ, AWS_REGION, AWS_DEFAULT_REGION } = env;
  return {
    port: Number.parseInt(PORT, 10),
    host: env.WHOOK_HOST ?? "127.0.0.1",
    dataDir: env.WHOOK_DATA_DIR ?? ".whook",
    accountsFile: env.WHOOK_ACCOUNTS ?? "accounts.json",
    notificationsFile: env.WHOOK_NOTIFICATIONS ?? "notifications.json",
    log: env.WHOOK_LOG === "json" ? "json" : "plain",
    zone: (TZ === undefined ? undefined : TimeZone.find(TZ)) ?? TimeZone.utc,
    ...defined({ token: env.WHOOK_TOKEN, stack: env.WHOOK_STACK, region: AWS_REGION ?? AWS_DEFAULT_REGION }),
  };
}
