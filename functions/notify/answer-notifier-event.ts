import type { DynamoDBStreamEvent, ScheduledEvent } from "aws-lambda";
import { isStreamed, keysOfRecords } from "../../lib/adapters/aws/stream-event.ts";
import { systemClock as clock } from "../../lib/adapters/local/system-clock.ts";
import type { PassReport } from "../../lib/app/notifier.ts";
import { runNotifier } from "../../lib/app/run-notifier.ts";
import type { ChannelTrial } from "../../lib/app/try-channels.ts";
import type { NotifyTest } from "../../lib/config/aws-names.ts";
import { AWS_NOTIFIER_LIMITS } from "../../lib/config/limits.ts";
import type { NotifierParts } from "./create-notifier.ts";

/** What an alarm calls a function with: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-actions-Lambda.html */
interface AlarmEvent {
  readonly alarmData: { readonly alarmName: string };
}

/** Who calls the notifier: the table's stream, its schedule, the stack's owner, an alarm. */
export type NotifierEvent = DynamoDBStreamEvent | ScheduledEvent | NotifyTest | AlarmEvent;
/** What the notifier answers; only the owner reads it. */
export type NotifierAnswer = PassReport | readonly ChannelTrial[] | undefined;

/** @throws Error when something could not be told: the alarm counts it. Nothing is done again because of it: what can still be told stays marked. */
export async function answerNotifierEvent(parts: NotifierParts, event: NotifierEvent): Promise<NotifierAnswer> {
  if ("notifyTest" in event) return parts.tryChannels(event.notifyTest.channel);
  // Once it is on record, the stream calls.
  if ("alarmData" in event) return parts.noteAlarm(event.alarmData.alarmName).then(() => undefined);
  const report = isStreamed(event)
    ? await parts.notifier.tellCalled(await parts.notices.readNotices(keysOfRecords(event)))
    : await runNotifier(parts.notifier, { clock, runMs: AWS_NOTIFIER_LIMITS.passMs });
  if (!report.isWhole) throw new Error("notifications could not be worked on: the log says why");
  if (report.lost > 0) throw new Error(`${report.lost} notifications were given up on: the log says by which channel`);
  return report;
}
