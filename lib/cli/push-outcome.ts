import type { PushOutcome } from "../adapters/aws/push-entry.ts";

/** Names of fields only: their values may be keys. */
export function tellPush(outcome: PushOutcome): string {
  return outcome.kind === "changed" ? `changed: ${outcome.keys.join(", ")}` : outcome.kind;
}
