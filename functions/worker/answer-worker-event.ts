import type { ScheduledEvent, SQSBatchResponse, SQSEvent } from "aws-lambda";
import { isScheduled } from "../../lib/adapters/aws/scheduled-event.ts";
import { askExchange } from "../../lib/app/ask-exchange.ts";
import type { FollowReport } from "../../lib/app/follow-orders.ts";
import { type RunFollowerDeps, runFollower } from "../../lib/app/run-follower.ts";
import type { HoldingsQuestion } from "../../lib/config/aws-names.ts";
import { FOLLOW_CUT_MS } from "../../lib/config/limits.ts";
import type { OrderFailure } from "../../lib/core/failure.ts";
import type { Result } from "../../lib/core/result.ts";
import type { ExchangeAsk } from "../../lib/ports/asked-exchange.ts";
import { answerHoldings } from "./answer-holdings.ts";
import { attemptRecords } from "./attempt-records.ts";
import type { WorkerParts } from "./create-worker-deps.ts";

/** Who calls the worker: the queue, its schedule, the stack's owner, the notifier. */
export type WorkerEvent = SQSEvent | ScheduledEvent | ExchangeAsk | HoldingsQuestion;
/** What each of them is answered. */
export type WorkerAnswer =
  | SQSBatchResponse
  | FollowReport
  | Result<unknown, OrderFailure>
  | Awaited<ReturnType<typeof answerHoldings>>;

/** What the event asks for. */
export function answerWorkerEvent(
  { asked, deps }: WorkerParts,
  followDeps: RunFollowerDeps,
  event: WorkerEvent,
): Promise<WorkerAnswer> {
  if ("exchangeAsk" in event) return askExchange(asked, event.exchangeAsk);
  if ("readHoldings" in event) return answerHoldings(deps, event);
  if (isScheduled(event)) return runFollower(followDeps, { cutMs: FOLLOW_CUT_MS });
  return attemptRecords(deps, event);
}
