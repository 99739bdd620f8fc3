// What the orders of a smoke test say about the queue and the worker: from their records alone.
import { MAX_IN_PLACE_WAIT_MS } from "../../config/limits.ts";
import { isEnded, type OrderRecord } from "../../core/execution/order-record.ts";
import { inSeconds, type SmokeCheck } from "./smoke-check.ts";

/** SQS counts whole seconds and the worker rounds its waits down to them: a message may be back this much sooner than asked. */
const EARLY_MS = 1_000;
/** How much later than asked an attempt may begin: the event source has to receive the message, and a cold worker to start. */
const LATE_MS = 3_000;

/** From the alert to the queue, the worker and the ledger. */
export function judgePaperOrder(record: OrderRecord): SmokeCheck {
  const name = "paper order";
  const { firstAttemptAt, endedAt } = record.state;
  if (firstAttemptAt === undefined || endedAt === undefined || record.state.status !== "filled")
    return { name, outcome: "failed", detail: notFilled(record) };
  const queueMs = firstAttemptAt - record.receivedAt;
  const workMs = endedAt - firstAttemptAt;
  const detail = `filled: ${inSeconds(queueMs)} from the alert to the first attempt, ${inSeconds(workMs)} from there to its end`;
  return { name, outcome: "passed", detail, figures: { queueMs, workMs } };
}

/** @param records - of one group, in the order of their alert. */
export function judgeGroup(records: readonly OrderRecord[]): SmokeCheck {
  const name = "order of a group";
  const unfilled = records.find(({ state }) => state.status !== "filled");
  if (unfilled !== undefined) return { name, outcome: "failed", detail: notFilled(unfilled) };
  const gapsMs = records.slice(1).map(({ state }, index) => {
    const endedBefore = records[index]?.state.endedAt ?? Number.POSITIVE_INFINITY;
    return (state.firstAttemptAt ?? Number.NEGATIVE_INFINITY) - endedBefore;
  });
  const overlap = gapsMs.findIndex((gap) => gap < 0);
  if (overlap >= 0) {
    const [before, after] = [records[overlap]?.orderId, records[overlap + 1]?.orderId];
    return { name, outcome: "failed", detail: `${after} began before ${before} had ended`, figures: { gapsMs } };
  }
  const gaps = gapsMs.map(inSeconds).join(", ");
  const detail = `${records.length} orders one after the other; each began after the one before it ended, by ${gaps}`;
  return { name, outcome: "passed", detail, figures: { gapsMs } };
}

/** @param record - of an order whose exchange never answers: it waits between attempts. */
export function judgeWaits(record: OrderRecord): SmokeCheck {
  const name = "visibility delay";
  const waits = queuedWaits(record);
  if (waits.length === 0)
    return { name, outcome: "failed", detail: `order ${record.orderId} never waited on the queue: ${endOf(record)}` };
  const figures = {
    askedMs: waits.map(({ askedMs }) => askedMs),
    measuredMs: waits.map(({ measuredMs }) => measuredMs),
  };
  const pairs = waits.map(
    ({ askedMs, measuredMs }) => `${inSeconds(askedMs)} asked, ${inSeconds(measuredMs)} measured`,
  );
  const isGood = waits.every(
    ({ askedMs, measuredMs }) => measuredMs >= askedMs - EARLY_MS && measuredMs <= askedMs + LATE_MS,
  );
  const allowed = `; allowed is from ${inSeconds(EARLY_MS)} less to ${inSeconds(LATE_MS)} more`;
  return {
    name,
    outcome: isGood ? "passed" : "failed",
    detail: `${pairs.join("; ")}${isGood ? "" : allowed}`,
    figures,
  };
}

/** @param record - of an order whose exchange never answers. */
export function judgeDeadline(record: OrderRecord): SmokeCheck {
  const name = "deadline";
  const { status, code, firstAttemptAt, endedAt, work, attempts } = record.state;
  if (status !== "expired" || code !== "DEADLINE_EXCEEDED" || firstAttemptAt === undefined || endedAt === undefined)
    return { name, outcome: "failed", detail: `order ${record.orderId} should have expired: ${endOf(record)}` };
  const figures = { endedMs: endedAt - firstAttemptAt, allowedMs: record.orderTimeoutMs, attempts };
  const isInTime = endedAt <= (work?.deadline ?? 0);
  const detail = `an order whose exchange never answers expired ${inSeconds(figures.endedMs)} after its first attempt, ${inSeconds(figures.allowedMs)} are allowed; ${attempts} attempts`;
  return { name, outcome: isInTime ? "passed" : "failed", detail, figures };
}

/** Each wait that was too long to be waited inside the worker, and when its next attempt began. */
function queuedWaits({ events }: OrderRecord): readonly { readonly askedMs: number; readonly measuredMs: number }[] {
  return events.flatMap((event, index) => {
    if (event.kind !== "waiting") return [];
    const askedMs = event.untilMs - event.at;
    const next = events.slice(index).find(({ kind }) => kind === "attempt");
    if (askedMs <= MAX_IN_PLACE_WAIT_MS || next === undefined) return [];
    return [{ askedMs, measuredMs: next.at - event.at }];
  });
}

function notFilled(record: OrderRecord): string {
  return `order ${record.orderId} was not filled: ${endOf(record)}`;
}

function endOf(record: OrderRecord): string {
  const { status, code, reason, attempts } = record.state;
  if (isEnded(record.state)) return `${status}, ${code}: ${reason}`;
  if (attempts === 0) return "it is still queued, no attempt began: look at the worker's log, and at the alarms";
  return `it has not ended, after ${attempts} attempts: whook order ${record.orderId} tells its story`;
}
