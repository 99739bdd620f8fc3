import type { PushOutcome } from "../adapters/parameters/push-entry.ts";

/** Names of fields only: their values may be keys. */
export function tellPush(outcome: PushOutcome): string {
  return outcome.kind === "changed" ? `changed: ${outcome.keys.join(", ")}` : outcome.kind;
}
