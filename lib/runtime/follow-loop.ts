// Follows resting and unknown orders on one machine, beside the worker.
import { type FollowOrdersDeps, followOrders } from "../app/follow-orders.ts";
import { FOLLOW_EVERY_MS } from "../config/limits.ts";
import { faultOf } from "../core/reason-of.ts";
import { type Loop, startLoop } from "./start-loop.ts";

/** Follows orders until it is stopped. */
export function startFollowLoop(deps: FollowOrdersDeps): Loop {
  const { clock, telemetry } = deps;
  return startLoop({
    clock,
    everyMs: FOLLOW_EVERY_MS,
    work: (signal) => followOrders(deps, signal),
    onError: (error) => telemetry.log("error", "orders could not be followed", { reason: faultOf(error) }),
  });
}
