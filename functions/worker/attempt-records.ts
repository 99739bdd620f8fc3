import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { mapRecords } from "../../lib/adapters/aws/sqs-event.ts";
import { type AttemptBatchDeps, attemptBatch } from "../../lib/app/attempt-batch.ts";

/** An attempt at each order of the records. @returns those that come again: of orders that must wait, and what is not ours. */
export async function attemptRecords(deps: AttemptBatchDeps, event: SQSEvent): Promise<SQSBatchResponse> {
  const { deliveries, unreadable, messageIdOf } = mapRecords(event);
  for (const { messageId, reason } of unreadable)
    deps.telemetry.log("error", "message is not ours", { messageId, reason });
  const waiting = await attemptBatch(deps, deliveries);
  const failed = [...waiting.map(messageIdOf), ...unreadable.map(({ messageId }) => messageId)];
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
}
