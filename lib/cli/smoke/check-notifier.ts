// Whether the notifier works: it takes the mark off an order that has ended, with or without anybody to tell.
import { AWS_NOTIFIER_LIMITS, NOTIFIER_EVERY_MS } from "../../config/limits.ts";
import type { OrderRecord } from "../../core/execution/order-record.ts";
import type { OrderId, UnixMs } from "../../core/ids.ts";
import type { Clock } from "../../ports/clock.ts";
import { inSeconds, type SmokeCheck } from "./smoke-check.ts";

const NAME = "notifier";
const POLL_MS = 250;
/** Its schedule has come by in this time, whatever became of the call of the table's stream. */
const WAIT_MS = AWS_NOTIFIER_LIMITS.ownedMs + 1.5 * NOTIFIER_EVERY_MS;
/** A look that came later was the schedule's. */
const PROMPT_MS = 10_000;

/** What watching the notifier needs: the mark of an order goes once the notifier has seen it. */
export interface CheckNotifierDeps {
  readonly clock: Clock;
  readonly notices: { isMarked(orderId: OrderId): Promise<boolean> };
  readonly signal: AbortSignal;
}

/** @param record - of an order that has ended. */
export async function checkNotifier(
  { clock, notices, signal }: CheckNotifierDeps,
  { orderId, state: { endedAt = clock.now() } }: Pick<OrderRecord, "orderId" | "state">,
): Promise<SmokeCheck> {
  const giveUpAt = clock.now() + WAIT_MS;
  while (await notices.isMarked(orderId)) {
    if (signal.aborted || clock.now() >= giveUpAt) return judgeNotifier(endedAt, undefined);
    await clock.sleep(POLL_MS, signal);
  }
  return judgeNotifier(endedAt, clock.now());
}

/** @param seenAt - when its mark was seen to be gone; undefined: it never was. */
export function judgeNotifier(endedAt: UnixMs, seenAt: UnixMs | undefined): SmokeCheck {
  if (seenAt === undefined)
    return {
      name: NAME,
      outcome: "failed",
      detail: "it did not look at the order: look at its log, and at the alarm NotifierFailed",
    };
  const noticedMs = seenAt - endedAt;
  const woken = noticedMs <= PROMPT_MS ? "" : "; its schedule did that, the call of the table's stream did not come";
  const detail = `looked at the order ${inSeconds(noticedMs)} after its end${woken}`;
  return { name: NAME, outcome: "passed", detail, figures: { noticedMs } };
}
