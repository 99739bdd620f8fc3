// What the AWS account's own limit means for a stack, in words; and the way to a higher one.

import type { StackSettings } from "../config/stack-settings.ts";
import { NEW_ACCOUNT_CONCURRENCY, workerConcurrencyOf } from "../config/worker-concurrency.ts";
import type { CliIo } from "./command.ts";
import { fitText, printLine, toned } from "./print.ts";
import { saysYes } from "./says-yes.ts";

/** What AWS itself gives an account that asks: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const USUAL_LIMIT = 1_000;
/** Before each line of a note but its first. */
const HANG = "    ";
/** Lambda's "Concurrent executions" in Service Quotas. */
const QUOTA = ["--service-code", "lambda", "--quota-code", "L-B99A9384"];

/** How many functions run at once, and how many of them take orders. */
export function concurrencyLine(settings: StackSettings): string {
  const { accountConcurrency } = settings;
  const worker = workerConcurrencyOf(settings);
  if (accountConcurrency === undefined)
    return `orders at work at once: ${worker}, as fits an AWS account of ${NEW_ACCOUNT_CONCURRENCY} functions at once`;
  return `orders at work at once: ${worker} of the ${accountConcurrency} functions the AWS account may run; the rest answers alerts`;
}

/** What a limit means for a burst of alerts. */
export function limitLine(accountConcurrency: number): string {
  const runs = `AWS runs ${accountConcurrency} functions of this account at once`;
  if (accountConcurrency > NEW_ACCOUNT_CONCURRENCY) return runs;
  return `${runs}. A burst of alerts above that is answered 503 and sent again by TradingView, at most three times`;
}

/** An account as small as a new one: says so, and offers to ask AWS for more where somebody can be asked. */
export async function offerMore(io: CliIo, { accountConcurrency, region }: StackSettings): Promise<void> {
  if (accountConcurrency === undefined || accountConcurrency > NEW_ACCOUNT_CONCURRENCY) return;
  const request = ["service-quotas", "request-service-quota-increase", ...QUOTA, "--desired-value", `${USUAL_LIMIT}`];
  const where = region === undefined ? [] : ["--region", region];
  printLine(io, toned(io, "warning", fitText(io, `  note: ${limitLine(accountConcurrency)}`, HANG)));
  const isWanted = await saysYes(io, `ask AWS for ${USUAL_LIMIT}? It is free and takes hours or days`);
  if (isWanted && (await io.run("aws", [...request, ...where])) === 0) {
    const done = "  AWS was asked. Deploy again once it has agreed: more orders are then at work at once";
    return printLine(io, fitText(io, done, HANG));
  }
  const ways = "  to ask AWS for more: Service Quotas in the console (Lambda, Concurrent executions), or";
  // In one line, however wide: it is there to be copied.
  printLine(io, `${fitText(io, ways, HANG)}\n    aws ${[...request, ...where].join(" ")}`);
}
