// How a command fails: its message is one line, and the only thing printed.
import { reasonOf } from "../core/reason-of.ts";

/** Wrong use of a command: one line, and exit 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** A command that cannot do its work: one line, and exit 1. */
export class CommandError extends Error {
  override readonly name = "CommandError";
}

export function messageOf(error: unknown): string {
  return reasonOf(error);
}
