// What the alerts of one bar, laid in order, make of an order (docs/design.md#alerts-of-one-bar-in-the-wrong-order).
import type { AlertOrder } from "../alert/alert-order.ts";
import type { Plan, RefusedSetting } from "../order/plan.ts";
import { planFrom, type Reading } from "../order/plan-from.ts";

/** Why an order that came late trades nothing; undefined: it trades. */
export function superseded({ chain }: Reading): string | undefined {
  if (chain?.verdict.kind !== "superseded") return undefined;
  return `it came late: order ${chain.verdict.by}, whose target comes after this one's, is held already`;
}

/** The plan of the order, or of the one whose target the group is to hold. */
export function planInChain(order: AlertOrder, reading: Reading, refused: readonly RefusedSetting[] = []): Plan {
  const { chain } = reading;
  const restored = chain?.verdict.kind === "restored" ? chain.verdict : undefined;
  const made = planFrom(restored?.order ?? order, reading, refused);
  const lost = "the targets before this bar do not follow one another: an alert was lost, or somebody traded by hand";
  const plan = chain?.lost === true ? { ...made, warnings: [...made.warnings, lost] } : made;
  if (restored === undefined || plan.outcome === "denied") return plan;
  const because = `the target of order ${restored.by} comes after this one's and is traded in its place`;
  const reason = plan.reason === undefined ? because : `${because}; ${plan.reason}`;
  return plan.outcome === "done"
    ? { ...plan, reason, code: "RESTORED" }
    : { ...plan, reason, code: plan.code ?? "RESTORED" };
}
