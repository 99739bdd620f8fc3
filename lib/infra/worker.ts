import type { IVpc } from "aws-cdk-lib/aws-ec2";
import { SqsEventSource } from "aws-cdk-lib/aws-lambda-event-sources";
import { Construct } from "constructs";
import { FOLLOW_SCHEDULE_MS, WORKER_MEMORY_MB, WORKER_TIMEOUT_MS } from "../config/limits.ts";
import { acknowledge } from "./acknowledge.ts";
import type { LedgerTable } from "./ledger-table.ts";
import type { OrderQueueConstruct } from "./order-queue.ts";
import { runEvery } from "./run-every.ts";
import type { StackParameters } from "./stack-parameters.ts";
import { type SharedFunctionProps, WhookFunction } from "./whook-function.ts";

/** What the worker's function works with. */
export interface WorkerProps extends SharedFunctionProps {
  readonly bundle: string;
  readonly ledger: LedgerTable;
  readonly queue: OrderQueueConstruct;
  readonly parameters: StackParameters;
  /** Orders at work at once. */
  readonly concurrency: number;
  /** @default - outside of any VPC */
  readonly vpc?: IVpc;
}

/**
 * Takes orders from the queue, one at a time and group by group, to the exchanges. Once a minute a schedule has it follow resting,
 * unknown and lost orders: the same process, kept warm by that, serves the next order.
 */
export class Worker extends Construct {
  readonly handler: WhookFunction;

  constructor(scope: Construct, id: string, { ledger, queue, parameters, concurrency, ...props }: WorkerProps) {
    super(scope, id);
    this.handler = new WhookFunction(this, "Handler", {
      ...props,
      description: "whook: takes orders to the exchanges",
      memoryMb: WORKER_MEMORY_MB,
      timeoutMs: WORKER_TIMEOUT_MS,
    });
    this.handler.addEventSource(
      new SqsEventSource(queue.queue, {
        // One order, one deadline: with more in a batch the first order's wait would hold the others.
        batchSize: 1,
        reportBatchItemFailures: true,
        // An exchange that hangs must not take all the functions an account may run at once: the webhook is one of them.
        maxConcurrency: concurrency,
      }),
    );
    acknowledge(this.handler, {
      "Serverless-LambdaEventSourceMappingDestination":
        "the queue's own dead-letter queue takes what the worker cannot",
    });
    ledger.grantItems(this.handler);
    ledger.grantPreviousOrder(this.handler);
    ledger.grantOpen(this.handler);
    queue.grantSend(this.handler);
    parameters.grantPublic(this.handler.ownRole);
    parameters.grantAccounts(this.handler.ownRole);
    runEvery(this, this.handler, FOLLOW_SCHEDULE_MS);
  }
}
