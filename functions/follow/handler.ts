// The follower on AWS, on a schedule: follows resting and unknown orders to their end. A run that overlaps another does no harm.
import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware";
import { logMetrics } from "@aws-lambda-powertools/metrics/middleware";
import middy from "@middy/core";
import type { ScheduledEvent } from "aws-lambda";
import { createPowertoolsTelemetry } from "../../lib/adapters/aws/powertools-telemetry.ts";
import { type FollowReport, followOrders } from "../../lib/app/follow-orders.ts";
import { readFunctionEnv } from "../../lib/config/function-env.ts";
import { createFollowDeps } from "./create-follow-deps.ts";

const env = readFunctionEnv(process.env);
const { telemetry, logger, metrics } = createPowertoolsTelemetry({ service: "look-up", prefix: env.prefix });
const { deps, settle } = createFollowDeps(env, telemetry);

export const handler = middy<ScheduledEvent, FollowReport>()
  .use(injectLambdaContext(logger, { resetKeys: true, logEvent: false }))
  .use(logMetrics(metrics))
  .handler(async () => {
    const report = await followOrders(deps);
    await settle();
    return report;
  });
