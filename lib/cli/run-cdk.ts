import type { StackSettings } from "../config/stack-settings.ts";
import type { CliIo } from "./command.ts";
import { CommandError } from "./errors.ts";

/** CDK's own command line, from this project and with these settings as its context. @throws CommandError when it fails. */
export async function runCdk(io: CliIo, words: readonly string[], settings: StackSettings): Promise<void> {
  const context = Object.entries(settings).flatMap(([key, value]) => ["--context", `${key}=${String(value)}`]);
  const code = await io.run("npx", ["cdk", ...words, ...context]);
  if (code !== 0) throw new CommandError(`cdk ${words[0]} did not succeed: what it said is above`);
}
