// The webhook on AWS: takes an alert, stores and queues it, answers. It reads no exchange secret and loads no ccxt.
import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware";
import { logMetrics } from "@aws-lambda-powertools/metrics/middleware";
import middy from "@middy/core";
import type { APIGatewayProxyResult } from "aws-lambda";
import { allowedSenders } from "../../lib/adapters/aws/api-gateway.ts";
import { createPowertoolsTelemetry } from "../../lib/adapters/aws/powertools-telemetry.ts";
import { dropIdleSockets } from "../../lib/adapters/keep-alive.ts";
import { readFunctionEnv } from "../../lib/config/function-env.ts";
import { answerWebhookEvent, type WebhookEvent } from "./answer-webhook-event.ts";
import { createWebhookDeps } from "./create-webhook-deps.ts";

const env = readFunctionEnv(process.env);
const { telemetry, logger, metrics } = createPowertoolsTelemetry({ service: "webhook", prefix: env.prefix });
const isAllowed = allowedSenders(env.senders);
const deps = createWebhookDeps(env, telemetry);

export const handler = middy<WebhookEvent, APIGatewayProxyResult>()
  .use(injectLambdaContext(logger, { resetKeys: true, logEvent: false }))
  .use(logMetrics(metrics))
  .handler((event) => {
    dropIdleSockets();
    return answerWebhookEvent(deps, isAllowed, event);
  });
