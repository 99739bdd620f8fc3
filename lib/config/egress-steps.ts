import type { StackSettings } from "./stack-settings.ts";

/** What a stack has of ways out. */
export type EgressState = Pick<StackSettings, "egress" | "nextEgress">;

/**
 * The updates that lead to the way out that is wanted. From one fixed address to another takes two: the next address is made and said
 * first, so that it is on the exchanges' lists before an order leaves from it.
 */
export function egressSteps(
  deployed: EgressState | undefined,
  wanted: StackSettings["egress"],
): readonly [EgressState, ...EgressState[]] {
  const last: EgressState = { egress: wanted };
  if (deployed === undefined || deployed.egress === "none" || wanted === "none") return [last];
  if (deployed.egress === wanted || deployed.nextEgress === wanted) return [last];
  return [{ egress: deployed.egress, nextEgress: wanted }, last];
}
