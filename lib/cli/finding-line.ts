import type { AccountFinding } from "../ports/exchange.ts";
import type { CliIo } from "./command.ts";
import { type Tone, toned } from "./print.ts";

const TONES = { ok: "good", warning: "warning", problem: "bad" } as const satisfies Record<
  AccountFinding["level"],
  Tone
>;

/** What was found about an account, and what to do about it. */
export function findingLine(io: CliIo, { level, message, advice }: AccountFinding): string {
  const todo = advice === undefined ? "" : `: ${advice}`;
  return `${toned(io, TONES[level], level.padEnd(8))} ${message}${todo}`;
}
