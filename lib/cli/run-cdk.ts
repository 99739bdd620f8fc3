import { createRequire } from "node:module";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import type { StackSettings } from "../config/stack-settings.ts";
import type { CliIo } from "./command.ts";
import { CommandError } from "./errors.ts";
import type { UpdateContext } from "./table-steps.ts";

/** CDK's own command line, from this project and with these settings as its context. @throws CommandError when it fails. */
export async function runCdk(
  io: CliIo,
  words: readonly string[],
  settings: StackSettings,
  update: UpdateContext = {},
): Promise<void> {
  const context = Object.entries({ ...settings, ...update }).flatMap(([key, value]) => [
    "--context",
    `${key}=${String(value)}`,
  ]);
  // This very Node runs both: neither a shell's search path nor npx decides which.
  const app = `"${process.execPath}" "${appFile()}"`;
  const code = await io.run(process.execPath, [cdkFile(), ...words, "--app", app, ...context]);
  if (code !== 0) throw new CommandError(`cdk ${words[0]} did not succeed: what it said is above`);
}

function cdkFile(): string {
  try {
    return createRequire(import.meta.url).resolve("aws-cdk/bin/cdk");
  } catch {
    throw new CommandError(
      "CDK is not installed here: this needs a clone of whook, and npm ci in it without --omit=dev",
    );
  }
}

/** `bin/cdk`, in TypeScript or compiled, as this file is. */
function appFile(): string {
  const extension = extname(fileURLToPath(import.meta.url));
  return fileURLToPath(new URL(`../../bin/cdk${extension}`, import.meta.url));
}
