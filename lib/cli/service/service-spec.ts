// What runs as a service of the system, whichever system it is.
import { fileURLToPath } from "node:url";
import { UsageError } from "../errors.ts";
import { packageRoot } from "../package-root.ts";

/** What a system has to know to run whook. */
export interface ServiceSpec {
  readonly name: string;
  /** The program, then its arguments. */
  readonly command: readonly string[];
  /** Where it runs: its data, its accounts and {@link SECRETS_FILE} are looked for from there. */
  readonly folder: string;
  /** What the environment says now, and no secret. */
  readonly settings: Readonly<Record<string, string>>;
  /** Of a service of the whole machine: whose rights it has. */
  readonly user?: string;
}

/** Beside the accounts, for what a file that everybody reads must not hold. Node reads it, so that every system does alike. */
export const SECRETS_FILE = "whook.env";

/** In each file whook made: another's is neither replaced nor removed. */
export const SERVICE_MARK = "made by whook service install; whook service remove takes it away";

/** As `npm start` has them. */
const MEMORY = ["--max-semi-space-size=8", "--max-old-space-size=1536"];
const SETTINGS = [
  "PORT",
  "WHOOK_HOST",
  "WHOOK_DATA_DIR",
  "WHOOK_ACCOUNTS",
  "WHOOK_NOTIFICATIONS",
  "WHOOK_LOG",
  "WHOOK_DASHBOARD_PORT",
  "WHOOK_DASHBOARD_HOST",
  "WHOOK_DASHBOARD_NAMES",
  "TZ",
];
const SECRETS = ["WHOOK_TOKEN", "WHOOK_DASHBOARD_PASSWORD"];
/** Neither a unit nor a plist can hold them, or not without losing them. */
const UNWRITABLE = /\p{Cc}|[\s\\]$/u;
/** systemd refuses them in a program's path, quoted or not: string_is_safe in its src/basic/string-util.c. */
const UNWRITABLE_IN_PROGRAM = /["'\\]/;

/** This very Node and this very whook, from a clone or installed: no search path decides. */
export function serviceCommand(): readonly string[] {
  const whook = fileURLToPath(new URL("bin/whook.js", packageRoot()));
  return [process.execPath, ...MEMORY, `--env-file-if-exists=${SECRETS_FILE}`, whook, "start"];
}

/** The settings of `env` that a service takes over. */
export function serviceSettings(env: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  return Object.fromEntries(SETTINGS.flatMap((name) => (env[name] ? [[name, env[name]]] : [])));
}

/** The secrets that are set in `env`, by name: a service has them from {@link SECRETS_FILE} only. */
export function secretsSet(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  return SECRETS.filter((name) => env[name]);
}

/** @throws UsageError naming what no service's file can hold. */
export function checkWritable({ command, folder, settings }: ServiceSpec): void {
  const texts = [folder, ...command, ...Object.values(settings)];
  const bad =
    texts.find((text) => UNWRITABLE.test(text)) ?? command.slice(0, 1).find((text) => UNWRITABLE_IN_PROGRAM.test(text));
  if (bad !== undefined)
    throw new UsageError(
      `${JSON.stringify(bad)} cannot stand in a service's file: a name there has no control character, no space or backslash at its end, and Node's path no quote`,
    );
}
