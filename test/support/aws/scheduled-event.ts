// The event a rule of EventBridge hands its function at each of its times, in the envelope of
// https://docs.aws.amazon.com/lambda/latest/dg/services-cloudwatchevents.html
import type { ScheduledEvent } from "aws-lambda";

export function scheduledEvent(): ScheduledEvent {
  return {
    version: "0",
    id: crypto.randomUUID(),
    "detail-type": "Scheduled Event",
    source: "aws.events",
    account: "000000000000",
    time: "2026-11-24T12:00:00Z",
    region: "us-east-1",
    resources: ["arn:aws:events:us-east-1:000000000000:rule/whook-follower"],
    detail: {},
  };
}
