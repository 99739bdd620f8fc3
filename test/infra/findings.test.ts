// cdk-nag's packs and CDK's own template validator, on every kind of stack there is.
import type { App } from "aws-cdk-lib";
import { Queue } from "aws-cdk-lib/aws-sqs";
import { expect, test } from "vitest";
import { EGRESSES } from "../../lib/config/aws-names.ts";
import { stackOf } from "./synthesize.ts";

const SLOW_MS = 120_000;

test.each(EGRESSES)("nothing is found in a stack with egress %s", { timeout: SLOW_MS }, (egress) => {
  const stack = stackOf({ egress, silenceHours: 12, alarmEmail: "me@example.com", senders: "203.0.113.7" });
  expect(() => (stack.node.root as App).synth()).not.toThrow();
});

test("a stack with a finding does not synthesize", { timeout: SLOW_MS }, () => {
  const stack = stackOf();
  new Queue(stack, "Unencrypted");
  expect(() => (stack.node.root as App).synth()).toThrow("AwsSolutions-SQS4");
});
