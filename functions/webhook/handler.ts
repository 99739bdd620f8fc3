// The webhook on AWS: takes an alert, stores and queues it, answers. It reads no exchange secret and loads no ccxt.
import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware";
import { logMetrics } from "@aws-lambda-powertools/metrics/middleware";
import middy from "@middy/core";
import type { APIGatewayProxyEvent, APIGatewayProxyResult, ScheduledEvent } from "aws-lambda";
import { allowedSenders, mapAnswer, mapRequest } from "../../lib/adapters/aws/api-gateway.ts";
import { createPowertoolsTelemetry } from "../../lib/adapters/aws/powertools-telemetry.ts";
import { isScheduled } from "../../lib/adapters/aws/scheduled-event.ts";
import { answerRequest, problem } from "../../lib/app/answer-request.ts";
import { readFunctionEnv } from "../../lib/config/function-env.ts";
import { createWebhookDeps } from "./create-webhook-deps.ts";

const env = readFunctionEnv(process.env);
const { telemetry, logger, metrics } = createPowertoolsTelemetry({ service: "webhook", prefix: env.prefix });
const isAllowed = allowedSenders(env.senders);
const deps = createWebhookDeps(env, telemetry);

export const handler = middy<APIGatewayProxyEvent | ScheduledEvent, APIGatewayProxyResult>()
  .use(injectLambdaContext(logger, { resetKeys: true, logEvent: false }))
  .use(logMetrics(metrics))
  .handler(async (event) => {
    if (isScheduled(event)) {
      // Kept warm: what the next alert needs of its stack is read before it comes.
      await deps.accounts.listAccounts();
      return mapAnswer({ status: 200, body: {} });
    }
    const { senderAddress, ...request } = mapRequest(event);
    if (!isAllowed(senderAddress)) {
      telemetry.log("warn", "request from an address that may not post", { senderAddress });
      return mapAnswer({ status: 403, body: problem("SENDER_REFUSED", "this address may not post alerts here") });
    }
    return mapAnswer(await answerRequest(deps, request));
  });
