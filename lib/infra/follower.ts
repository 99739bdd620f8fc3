import type { IVpc } from "aws-cdk-lib/aws-ec2";
import { Construct } from "constructs";
import { FOLLOW_SCHEDULE_MS, FOLLOW_TIMEOUT_MS, WORKER_MEMORY_MB } from "../config/limits.ts";
import type { LedgerTable } from "./ledger-table.ts";
import { runEvery } from "./run-every.ts";
import type { StackParameters } from "./stack-parameters.ts";
import { type SharedFunctionProps, WhookFunction } from "./whook-function.ts";

/** What the follower's function works with. */
export interface FollowerProps extends SharedFunctionProps {
  readonly bundle: string;
  readonly ledger: LedgerTable;
  readonly parameters: StackParameters;
  /** @default - outside of any VPC */
  readonly vpc?: IVpc;
}

/** Follows resting and unknown orders to their end, on a schedule. It reaches exchanges by the worker's way, and sends nothing. */
export class Follower extends Construct {
  readonly handler: WhookFunction;

  constructor(scope: Construct, id: string, { ledger, parameters, ...props }: FollowerProps) {
    super(scope, id);
    this.handler = new WhookFunction(this, "Handler", {
      ...props,
      description: "whook: follows orders to their end",
      memoryMb: WORKER_MEMORY_MB,
      timeoutMs: FOLLOW_TIMEOUT_MS,
    });
    ledger.grantItems(this.handler);
    ledger.grantPreviousOrder(this.handler);
    ledger.grantByStatus(this.handler);
    parameters.grantPublic(this.handler.ownRole);
    parameters.grantAccounts(this.handler.ownRole);
    runEvery(this, this.handler, FOLLOW_SCHEDULE_MS);
  }
}
