// The notifier on AWS: woken up by the table's stream when something is marked, and by a schedule for what that misses, for
// retries, dead letters and silence. It tells people; no order waits for it. `whook notify test` invokes it with a test.
import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware";
import { logMetrics } from "@aws-lambda-powertools/metrics/middleware";
import middy from "@middy/core";
import type { DynamoDBStreamEvent, ScheduledEvent } from "aws-lambda";
import { createPowertoolsTelemetry } from "../../lib/adapters/aws/powertools-telemetry.ts";
import { dropIdleSockets } from "../../lib/adapters/keep-alive.ts";
import { systemClock as clock } from "../../lib/adapters/local/system-clock.ts";
import type { PassReport } from "../../lib/app/notifier.ts";
import { runNotifier } from "../../lib/app/run-notifier.ts";
import type { ChannelTrial } from "../../lib/app/try-channels.ts";
import type { NotifyTest } from "../../lib/config/aws-names.ts";
import { readNotifierEnv } from "../../lib/config/function-env.ts";
import { AWS_NOTIFIER_LIMITS } from "../../lib/config/limits.ts";
import { createNotifier } from "./create-notifier.ts";

const env = readNotifierEnv(process.env);
const { telemetry, logger, metrics } = createPowertoolsTelemetry({ service: "notify", prefix: env.prefix });
const { notifier, noteRefusedSender, tryChannels } = createNotifier(env, telemetry);

/** What an alarm calls a function with: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-actions-Lambda.html */
interface AlarmEvent {
  readonly alarmData: { readonly alarmName: string };
}

export const handler = middy<
  ScheduledEvent | DynamoDBStreamEvent | NotifyTest | AlarmEvent,
  PassReport | readonly ChannelTrial[]
>()
  .use(injectLambdaContext(logger, { resetKeys: true, logEvent: false }))
  .use(logMetrics(metrics))
  .handler(async (event) => {
    dropIdleSockets();
    if ("notifyTest" in event) return tryChannels(event.notifyTest.channel);
    // One alarm alone calls: that a sender was refused by its address.
    if ("alarmData" in event) await noteRefusedSender();
    const report = await runNotifier(notifier, { clock, runMs: AWS_NOTIFIER_LIMITS.passMs });
    // The alarm counts what fails. Nothing is done again because of it: what can still be told stays marked.
    if (!report.isWhole) throw new Error("notifications could not be worked on: the log says why");
    if (report.lost > 0)
      throw new Error(`${report.lost} notifications were given up on: the log says by which channel`);
    return report;
  });
