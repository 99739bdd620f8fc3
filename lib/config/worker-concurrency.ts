import type { StackSettings } from "./stack-settings.ts";

/** What a new AWS account may run at once: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const NEW_ACCOUNT_CONCURRENCY = 10;
/** A trigger takes no less: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html */
const LEAST = 2;
const MOST = 50;
/** In tenths. */
const SHARE = 3;

/**
 * How many orders are at work at once: three tenths of what the account may run, so that an exchange that hangs never shuts the webhook
 * out (docs/adr/0125-three-of-ten-are-the-worker-s.md). An account nobody has asked about is taken for a new one.
 */
export function workerConcurrencyOf({
  workerConcurrency,
  accountConcurrency = NEW_ACCOUNT_CONCURRENCY,
}: Pick<StackSettings, "workerConcurrency" | "accountConcurrency">): number {
  return workerConcurrency ?? Math.min(MOST, Math.max(LEAST, Math.floor((accountConcurrency * SHARE) / 10)));
}
