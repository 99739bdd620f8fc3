import { expect, test } from "vitest";
import { ENV } from "../../lib/config/aws-names.ts";
import { readFunctionEnv, readNotifierEnv } from "../../lib/config/function-env.ts";

const SHARED = {
  [ENV.table]: "table",
  [ENV.queueUrl]: "https://sqs.example.com/1/orders.fifo",
  [ENV.parameters]: "/whook/main",
  [ENV.senders]: "203.0.113.7, 198.51.100.0/24",
};
const OWN = {
  [ENV.deadLetterQueueUrl]: "https://sqs.example.com/1/dead.fifo",
  [ENV.topicArn]: "arn:aws:sns:eu-central-1:123456789012:own",
  [ENV.workerFunction]: "worker",
};

test("the notifier reads what all functions read, and its own", () => {
  expect(readNotifierEnv({ ...SHARED, ...OWN })).toEqual({
    ...readFunctionEnv(SHARED),
    deadLetterQueueUrl: OWN[ENV.deadLetterQueueUrl],
    topicArn: OWN[ENV.topicArn],
    workerFunction: OWN[ENV.workerFunction],
  });
});

test("what is missing or wrong stops the start, named with what it must be", () => {
  expect(() => readNotifierEnv(SHARED)).toThrow(
    "WHOOK_DEAD_LETTER_QUEUE_URL must be the address of the dead-letter queue; WHOOK_TOPIC_ARN must be the ARN",
  );
  expect(() => readNotifierEnv({ ...SHARED, ...OWN, [ENV.table]: "" })).toThrow("WHOOK_TABLE must be the name");
});
