// Follows resting and unknown orders on one machine, beside the worker.
import { type FollowOrdersDeps, followOrders } from "../app/follow-orders.ts";
import { FOLLOW_EVERY_MS } from "../config/limits.ts";

/** Follows orders until it is stopped. */
export interface FollowLoop {
  /** Begins no further look, and waits for the one under way. */
  stop(): Promise<void>;
}

export function startFollowLoop(deps: FollowOrdersDeps): FollowLoop {
  const stopping = new AbortController();
  const loop = async () => {
    while (!stopping.signal.aborted) {
      await followOrders(deps, stopping.signal).catch((error: unknown) =>
        deps.telemetry.log("error", "orders could not be followed", { reason: String(error) }),
      );
      await deps.clock.sleep(FOLLOW_EVERY_MS, stopping.signal);
    }
  };
  const looping = loop();
  return {
    stop: async () => {
      stopping.abort();
      await looping;
    },
  };
}
