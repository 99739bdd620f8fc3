import { Duration } from "aws-cdk-lib";
import type { ITable } from "aws-cdk-lib/aws-dynamodb";
import { Grant } from "aws-cdk-lib/aws-iam";
import { FilterCriteria, FilterRule, StartingPosition } from "aws-cdk-lib/aws-lambda";
import { DynamoEventSource } from "aws-cdk-lib/aws-lambda-event-sources";
import type { Topic } from "aws-cdk-lib/aws-sns";
import { Construct } from "constructs";
import { ENV } from "../config/aws-names.ts";
import { NOTICE_ATTRIBUTE } from "../config/ledger-schema.ts";
import {
  NOTIFIER_CALL_AGE_MS,
  NOTIFIER_EVENT_AGE_MS,
  NOTIFIER_EVERY_MS,
  NOTIFIER_MEMORY_MB,
  NOTIFIER_TIMEOUT_MS,
} from "../config/limits.ts";
import { acknowledge } from "./acknowledge.ts";
import { EmailTopic } from "./email-topic.ts";
import type { LedgerTable } from "./ledger-table.ts";
import type { OrderQueueConstruct } from "./order-queue.ts";
import { runEvery } from "./run-every.ts";
import type { StackParameters } from "./stack-parameters.ts";
import { type SharedFunctionProps, WhookFunction } from "./whook-function.ts";

/** What the notifier's function works with. */
export interface NotifierProps extends SharedFunctionProps {
  readonly bundle: string;
  readonly ledger: LedgerTable;
  readonly queue: OrderQueueConstruct;
  readonly parameters: StackParameters;
  /** Asked what accounts hold. */
  readonly worker: WhookFunction;
  /** @default - nobody gets what is sent to the stack's own topic */
  readonly notifyEmail?: string;
}

/** Records that became marked are waited for this long: a flood is one run. */
const WINDOW = Duration.seconds(1);
const RECORDS = 100;

/**
 * Tells people what became of alerts. The table's stream wakes it up, off the order's way; a schedule does what that misses.
 * It stays outside of any VPC: whom it speaks to asks for no fixed address.
 */
export class NotifierConstruct extends Construct {
  readonly handler: WhookFunction;
  readonly topic: Topic;

  constructor(
    scope: Construct,
    id: string,
    { ledger, queue, parameters, worker, notifyEmail, ...props }: NotifierProps,
  ) {
    super(scope, id);
    this.topic = new EmailTopic(this, "Topic", notifyEmail);
    this.handler = new WhookFunction(this, "Handler", {
      ...props,
      environment: {
        ...props.environment,
        [ENV.deadLetterQueueUrl]: queue.deadLetters.queueUrl,
        [ENV.topicArn]: this.topic.topicArn,
        [ENV.workerFunction]: worker.functionName,
      },
      description: "whook: tells people what became of alerts",
      memoryMb: NOTIFIER_MEMORY_MB,
      timeoutMs: NOTIFIER_TIMEOUT_MS,
    });
    ledger.grantItems(this.handler);
    ledger.grantNotices(this.handler);
    queue.grantPeekDeadLetters(this.handler);
    parameters.grantPublic(this.handler.ownRole);
    parameters.grantChannels(this.handler.ownRole);
    this.topic.grantPublish(this.handler);
    // Not `grantInvoke`: that takes in every version and alias, and there are none.
    Grant.addToPrincipal({
      grantee: this.handler,
      actions: ["lambda:InvokeFunction"],
      resourceArns: [worker.functionArn],
    });
    runEvery(this, this.handler, NOTIFIER_EVERY_MS, NOTIFIER_EVENT_AGE_MS);
    this.#wakeWith(ledger);
  }

  #wakeWith({ table }: LedgerTable): void {
    const marked = { dynamodb: { NewImage: { [NOTICE_ATTRIBUTE]: { S: FilterRule.exists() } } } };
    this.handler.addEventSource(
      // CDK's own declarations do not hold under exactOptionalPropertyTypes.
      new DynamoEventSource(table as ITable, {
        startingPosition: StartingPosition.LATEST,
        batchSize: RECORDS,
        maxBatchingWindow: WINDOW,
        filters: [FilterCriteria.filter(marked)],
        // One batch of a record's part of the stream at a time, called once and soon or never: so a mark is told of by one at a time
        // (docs/adr/0101-whose-a-mark-is.md). What stays marked is left to the schedule.
        parallelizationFactor: 1,
        maxRecordAge: Duration.millis(NOTIFIER_CALL_AGE_MS),
        retryAttempts: 0,
      }),
    );
    acknowledge(this.handler, {
      "Serverless-LambdaEventSourceMappingDestination": "a lost call loses nothing: the marks stay in the table",
    });
  }
}
