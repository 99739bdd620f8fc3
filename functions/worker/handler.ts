// The worker on AWS: an attempt at each order it is handed; those that must wait stay queued. A schedule has it follow what rests,
// ended unknown, or was never queued; a run that overlaps another does no harm. The stack's owner may ask it to check an account,
// and the notifier what accounts hold.
import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware";
import { logMetrics } from "@aws-lambda-powertools/metrics/middleware";
import middy from "@middy/core";
import type { ScheduledEvent, SQSBatchResponse, SQSEvent } from "aws-lambda";
import { createPowertoolsTelemetry } from "../../lib/adapters/aws/powertools-telemetry.ts";
import { isScheduled } from "../../lib/adapters/aws/scheduled-event.ts";
import { dropIdleSockets } from "../../lib/adapters/keep-alive.ts";
import { askExchange } from "../../lib/app/ask-exchange.ts";
import type { FollowReport } from "../../lib/app/follow-orders.ts";
import { runFollower } from "../../lib/app/run-follower.ts";
import type { HoldingsQuestion } from "../../lib/config/aws-names.ts";
import { readFunctionEnv } from "../../lib/config/function-env.ts";
import { FOLLOW_CUT_MS } from "../../lib/config/limits.ts";
import type { OrderFailure } from "../../lib/core/failure.ts";
import type { Result } from "../../lib/core/result.ts";
import type { ExchangeAsk } from "../../lib/ports/asked-exchange.ts";
import { answerHoldings } from "./answer-holdings.ts";
import { attemptRecords } from "./attempt-records.ts";
import { createFollowDeps } from "./create-follow-deps.ts";
import { createWorkerDeps } from "./create-worker-deps.ts";

const env = readFunctionEnv(process.env);
const { telemetry, logger, metrics } = createPowertoolsTelemetry({ service: "worker", prefix: env.prefix });
const parts = createWorkerDeps(env, telemetry);
const followDeps = createFollowDeps(env, parts, telemetry);

type Event = SQSEvent | ScheduledEvent | ExchangeAsk | HoldingsQuestion;
type Answer =
  | SQSBatchResponse
  | FollowReport
  | Result<unknown, OrderFailure>
  | Awaited<ReturnType<typeof answerHoldings>>;

export const handler = middy<Event, Answer>()
  .use(injectLambdaContext(logger, { resetKeys: true, logEvent: false }))
  .use(logMetrics(metrics))
  .handler(async (event) => {
    dropIdleSockets();
    const answer = await answerTo(event);
    await parts.settle();
    return answer;
  });

function answerTo(event: Event): Promise<Answer> {
  if ("exchangeAsk" in event) return askExchange(parts.asked, event.exchangeAsk);
  if ("readHoldings" in event) return answerHoldings(parts.deps, event);
  if (isScheduled(event)) return runFollower(followDeps, { cutMs: FOLLOW_CUT_MS });
  return attemptRecords(parts.deps, event);
}
