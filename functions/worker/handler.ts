// The worker on AWS: an attempt at each order it is handed; those that must wait stay queued. A schedule has it follow what rests,
// ended unknown, or was never queued; a run that overlaps another does no harm. The stack's owner may ask it to check an account,
// and the notifier what accounts hold.
import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware";
import { logMetrics } from "@aws-lambda-powertools/metrics/middleware";
import middy from "@middy/core";
import type { ScheduledEvent, SQSBatchResponse, SQSEvent } from "aws-lambda";
import { createPowertoolsTelemetry } from "../../lib/adapters/aws/powertools-telemetry.ts";
import { isScheduled } from "../../lib/adapters/aws/scheduled-event.ts";
import { mapRecords } from "../../lib/adapters/aws/sqs-event.ts";
import { dropIdleSockets } from "../../lib/adapters/keep-alive.ts";
import { askExchange } from "../../lib/app/ask-exchange.ts";
import { attemptBatch } from "../../lib/app/attempt-batch.ts";
import type { FollowReport } from "../../lib/app/follow-orders.ts";
import { runFollower } from "../../lib/app/run-follower.ts";
import type { HoldingsQuestion } from "../../lib/config/aws-names.ts";
import { readFunctionEnv } from "../../lib/config/function-env.ts";
import { FOLLOW_CUT_MS } from "../../lib/config/limits.ts";
import type { OrderFailure } from "../../lib/core/failure.ts";
import type { Result } from "../../lib/core/result.ts";
import type { ExchangeAsk } from "../../lib/ports/asked-exchange.ts";
import { answerHoldings } from "./answer-holdings.ts";
import { createFollowDeps } from "./create-follow-deps.ts";
import { createWorkerDeps } from "./create-worker-deps.ts";

const env = readFunctionEnv(process.env);
const { telemetry, logger, metrics } = createPowertoolsTelemetry({ service: "worker", prefix: env.prefix });
const parts = createWorkerDeps(env, telemetry);
const followDeps = createFollowDeps(env, parts, telemetry);

type Answer =
  | SQSBatchResponse
  | FollowReport
  | Result<unknown, OrderFailure>
  | Awaited<ReturnType<typeof answerHoldings>>;

export const handler = middy<SQSEvent | ScheduledEvent | ExchangeAsk | HoldingsQuestion, Answer>()
  .use(injectLambdaContext(logger, { resetKeys: true, logEvent: false }))
  .use(logMetrics(metrics))
  .handler(async (event) => {
    dropIdleSockets();
    if ("exchangeAsk" in event) return askExchange(parts.asked, event.exchangeAsk);
    if ("readHoldings" in event) return answerHoldings(parts, event);
    if (isScheduled(event)) {
      const report = await runFollower(followDeps, { cutMs: FOLLOW_CUT_MS });
      await parts.settle();
      return report;
    }
    const { deliveries, unreadable, messageIdOf } = mapRecords(event);
    for (const { messageId, reason } of unreadable)
      telemetry.log("error", "message is not ours", { messageId, reason });
    const waiting = await attemptBatch(parts.deps, deliveries);
    await parts.settle();
    const failed = [...waiting.map(messageIdOf), ...unreadable.map(({ messageId }) => messageId)];
    return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
  });
