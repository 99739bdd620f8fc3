import type { AlertOrder } from "../alert/alert-order.ts";
import { decimal } from "../decimal.ts";
import type { Remedy } from "../failure.ts";

/** What a call serves: an exit is worth every second of its deadline, an entry that cannot be made ends at once. */
export type Serves = "reducing" | "opening";

/** Whether nothing more is tried after `remedy`. */
export function isGivenUp(remedy: Remedy, serves: Serves): boolean {
  return remedy === "abort" || (remedy === "retry-if-reducing" && serves === "opening");
}

/** What an order serves before its plan is known: one that may open counts as opening. A cancel takes a risk away. */
export function servedBy(order: AlertOrder): Serves {
  const isFlattening = order.command === "position" && decimal(order.quantity.value).eq("0");
  return order.reduceOnly || isFlattening || order.command === "cancel" ? "reducing" : "opening";
}
