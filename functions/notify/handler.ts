// The notifier on AWS: called by the table's stream for what is marked, and by a schedule for what that misses, for retries, dead
// letters and silence. It tells people; no order waits for it. `whook notify test` invokes it with a test.
import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware";
import { logMetrics } from "@aws-lambda-powertools/metrics/middleware";
import middy from "@middy/core";
import { createPowertoolsTelemetry } from "../../lib/adapters/aws/powertools-telemetry.ts";
import { dropIdleSockets } from "../../lib/adapters/keep-alive.ts";
import { readNotifierEnv } from "../../lib/config/function-env.ts";
import { answerNotifierEvent, type NotifierAnswer, type NotifierEvent } from "./answer-notifier-event.ts";
import { createNotifier } from "./create-notifier.ts";

const env = readNotifierEnv(process.env);
const { telemetry, logger, metrics } = createPowertoolsTelemetry({ service: "notify", prefix: env.prefix });
const parts = createNotifier(env, telemetry);

export const handler = middy<NotifierEvent, NotifierAnswer>()
  .use(injectLambdaContext(logger, { resetKeys: true, logEvent: false }))
  .use(logMetrics(metrics))
  .handler((event) => {
    dropIdleSockets();
    return answerNotifierEvent(parts, event);
  });
