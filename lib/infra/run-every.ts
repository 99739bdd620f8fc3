import { Duration } from "aws-cdk-lib";
import { Rule, Schedule } from "aws-cdk-lib/aws-events";
import { LambdaFunction as LambdaTarget } from "aws-cdk-lib/aws-events-targets";
import type { Construct } from "constructs";
import { acknowledge } from "./acknowledge.ts";
import type { WhookFunction } from "./whook-function.ts";

/** The shortest that Lambda offers. */
const ONE_MINUTE_MS = 60_000;

/**
 * Runs a function on a schedule. A run that failed, or could not begin, is not tried again: the next one does its work.
 * EventBridge's retries and Lambda's own are switched off apart: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 * @param ageMs - so long a call waits for a place among the functions that may run at once.
 */
export function runEvery(scope: Construct, handler: WhookFunction, everyMs: number, ageMs = ONE_MINUTE_MS): void {
  handler.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: Duration.millis(ageMs) });
  const rule = new Rule(scope, "Schedule", {
    schedule: Schedule.rate(Duration.millis(everyMs)),
    targets: [new LambdaTarget(handler, { retryAttempts: 0 })],
  });
  const reason = "a missed run leaves nothing behind: the next one does its work";
  acknowledge(rule, { "Serverless-EventBusDLQ": reason });
  acknowledge(handler, { "Serverless-LambdaAsyncFailureDestination": reason });
}
