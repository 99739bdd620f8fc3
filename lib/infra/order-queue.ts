import { Duration } from "aws-cdk-lib";
import type { IGrantable } from "aws-cdk-lib/aws-iam";
import { DeduplicationScope, FifoThroughputLimit, Queue, QueueEncryption, type QueueProps } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { MAX_RECEIVE_COUNT, QUEUE_RETENTION_DAYS, QUEUE_VISIBILITY_MS } from "../config/limits.ts";
import { acknowledge } from "./acknowledge.ts";

/**
 * High throughput, one group beside the other. Never deduplicated by content: two equal alerts are two orders (docs/aws.md).
 */
const FIFO = {
  fifo: true,
  contentBasedDeduplication: false,
  deduplicationScope: DeduplicationScope.MESSAGE_GROUP,
  fifoThroughputLimit: FifoThroughputLimit.PER_MESSAGE_GROUP_ID,
  encryption: QueueEncryption.SQS_MANAGED,
  enforceSSL: true,
  retentionPeriod: Duration.days(QUEUE_RETENTION_DAYS),
} as const satisfies QueueProps;

/** Orders on their way to the worker, and those that broke it too often. */
export class OrderQueueConstruct extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.deadLetters = new Queue(this, "DeadLetters", FIFO);
    acknowledge(this.deadLetters, { "Serverless-SQSRedrivePolicy": "it is itself the queue others are redriven to" });
    this.queue = new Queue(this, "Orders", {
      ...FIFO,
      visibilityTimeout: Duration.millis(QUEUE_VISIBILITY_MS),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: MAX_RECEIVE_COUNT },
    });
  }

  /** CDK's own grant of sending adds two rights that no function uses. */
  grantSend(grantee: IGrantable): void {
    this.queue.grant(grantee, "sqs:SendMessage");
  }

  /** To list them and put each back at once: not to delete one. */
  grantPeekDeadLetters(grantee: IGrantable): void {
    this.deadLetters.grant(grantee, "sqs:ReceiveMessage", "sqs:ChangeMessageVisibility", "sqs:GetQueueAttributes");
  }
}
