// The worker on AWS: an attempt at each order it is handed; those that must wait stay queued.
import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware";
import { logMetrics } from "@aws-lambda-powertools/metrics/middleware";
import middy from "@middy/core";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { createPowertoolsTelemetry } from "../../lib/adapters/aws/powertools-telemetry.ts";
import { mapRecords } from "../../lib/adapters/aws/sqs-event.ts";
import { attemptBatch } from "../../lib/app/attempt-batch.ts";
import { readFunctionEnv } from "../../lib/config/function-env.ts";
import { createWorkerDeps } from "./create-worker-deps.ts";

const env = readFunctionEnv(process.env);
const { telemetry, logger, metrics } = createPowertoolsTelemetry({ service: "worker", prefix: env.prefix });
const { deps, settle } = createWorkerDeps(env, telemetry);

export const handler = middy<SQSEvent, SQSBatchResponse>()
  .use(injectLambdaContext(logger, { resetKeys: true, logEvent: false }))
  .use(logMetrics(metrics))
  .handler(async (event) => {
    const { deliveries, unreadable, messageIdOf } = mapRecords(event);
    for (const { messageId, reason } of unreadable)
      telemetry.log("error", "message is not ours", { messageId, reason });
    const waiting = await attemptBatch(deps, deliveries);
    await settle();
    const failed = [...waiting.map(messageIdOf), ...unreadable.map(({ messageId }) => messageId)];
    return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
  });
