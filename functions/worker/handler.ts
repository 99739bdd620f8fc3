// The worker on AWS: an attempt at each order it is handed; those that must wait stay queued. A schedule has it follow what rests,
// ended unknown, or was never queued; a run that overlaps another does no harm. The stack's owner may ask it to check an account,
// and the notifier what accounts hold.
import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware";
import { logMetrics } from "@aws-lambda-powertools/metrics/middleware";
import middy from "@middy/core";
import { createPowertoolsTelemetry } from "../../lib/adapters/aws/powertools-telemetry.ts";
import { dropIdleSockets } from "../../lib/adapters/keep-alive.ts";
import { readFunctionEnv } from "../../lib/config/function-env.ts";
import { answerWorkerEvent, type WorkerAnswer, type WorkerEvent } from "./answer-worker-event.ts";
import { createFollowDeps } from "./create-follow-deps.ts";
import { createWorkerDeps } from "./create-worker-deps.ts";

const env = readFunctionEnv(process.env);
const { telemetry, logger, metrics } = createPowertoolsTelemetry({ service: "worker", prefix: env.prefix });
const parts = createWorkerDeps(env, telemetry);
const followDeps = createFollowDeps(env, parts, telemetry);

export const handler = middy<WorkerEvent, WorkerAnswer>()
  .use(injectLambdaContext(logger, { resetKeys: true, logEvent: false }))
  .use(logMetrics(metrics))
  .handler(async (event) => {
    dropIdleSockets();
    const answer = await answerWorkerEvent(parts, followDeps, event);
    await parts.settle();
    return answer;
  });
