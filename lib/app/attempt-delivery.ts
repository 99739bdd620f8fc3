// One delivery of the queue: an attempt at its order, and the message's next lease.
import { faultOf } from "../core/reason-of.ts";
import type { Delivery, OrderQueue } from "../ports/order-queue.ts";
import type { Attempt } from "./attempt.ts";
import { executeOrder } from "./execute-order.ts";
import type { ExecuteOrderDeps } from "./execution-deps.ts";

/** What working on one delivery needs of the world. */
export interface AttemptDeliveryDeps extends ExecuteOrderDeps {
  readonly queue: Pick<OrderQueue, "extend">;
}

/** After an attempt that broke, its message is free again this soon. */
const BROKEN_WAIT_MS = 2_000;

/**
 * Works on the delivery's order. Never throws.
 * @returns `ended`: the message is to be deleted. `gone`: it went with the order's end. `waits`: it was given back until its next attempt.
 */
export async function attemptDelivery(
  deps: AttemptDeliveryDeps,
  { message, receipt, receiveCount }: Delivery,
  beside: Pick<Attempt, "signal" | "record"> = {},
): Promise<"ended" | "gone" | "waits"> {
  const { clock, telemetry, queue } = deps;
  try {
    const attempt = {
      orderId: message.orderId,
      receiveCount,
      startedAt: clock.now(),
      receipt,
      ...beside,
    };
    const outcome = await executeOrder(deps, attempt);
    if (outcome.kind === "ended") return outcome.isOffQueue === true ? "gone" : "ended";
    await queue.extend(receipt, outcome.delayMs);
  } catch (error) {
    // The order goes on from its last record; what broke may be the ledger, or a fault of ours.
    const reason = faultOf(error);
    telemetry.log("error", "attempt broke off", { orderId: message.orderId, reason });
    await queue.extend(receipt, BROKEN_WAIT_MS).catch(() => undefined);
  }
  return "waits";
}
