import type { ScheduledEvent } from "aws-lambda";

/** Whether a schedule of the stack calls. https://docs.aws.amazon.com/lambda/latest/dg/services-cloudwatchevents.html */
export function isScheduled(event: object): event is ScheduledEvent {
  return "detail-type" in event;
}
