import { RemovalPolicy } from "aws-cdk-lib";
import { AttributeType, BillingMode, ProjectionType, StreamViewType, Table } from "aws-cdk-lib/aws-dynamodb";
import { Grant, type IGrantable } from "aws-cdk-lib/aws-iam";
import { Construct } from "constructs";
import type { TableIndex } from "../config/index-steps.ts";
import { INDEX, INDEX_SORT, INDEXES, TABLE_KEY, TTL_ATTRIBUTE } from "../config/ledger-schema.ts";

const text = (name: string) => ({ name, type: AttributeType.STRING });

/** The system of record: it outlives the stack, can be put back to any second of the last 35 days, and is not deleted by a slip. */
export class LedgerTable extends Construct {
  readonly table: Table;

  /** @param indexes - those of an update that is one of several; the schema's if not given. */
  constructor(scope: Construct, id: string, indexes: readonly TableIndex[] = INDEXES) {
    super(scope, id);
    // Not TableV2: cdk-nag's check of the recovery does not see it.
    this.table = new Table(this, "Table", {
      partitionKey: text(TABLE_KEY.partition),
      sortKey: text(TABLE_KEY.sort),
      billingMode: BillingMode.PAY_PER_REQUEST,
      timeToLiveAttribute: TTL_ATTRIBUTE,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
      // Read by the notifier's trigger, which is not paid for: https://aws.amazon.com/dynamodb/pricing/on-demand/
      stream: StreamViewType.NEW_IMAGE,
    });
    for (const { name, partition } of indexes) {
      this.table.addGlobalSecondaryIndex({
        indexName: name,
        partitionKey: text(partition),
        sortKey: text(INDEX_SORT),
        projectionType: ProjectionType.KEYS_ONLY,
      });
    }
  }

  /** Single items, by key: what storing an alert and changing an order takes. */
  grantItems(grantee: IGrantable): void {
    this.#grant(grantee, ["GetItem", "PutItem", "UpdateItem"], [this.table.tableArn]);
  }

  /** The order before another one of its market, and the account's orders that are still followed. */
  grantPreviousOrder(grantee: IGrantable): void {
    this.#grant(grantee, ["BatchGetItem"], [this.table.tableArn]);
    this.#grant(grantee, ["Query"], [this.#index("market"), this.#index("followed")]);
  }

  /** What is marked for the notifier, and the newest orders of all accounts or of one. */
  grantNotices(grantee: IGrantable): void {
    this.#grant(grantee, ["BatchGetItem"], [this.table.tableArn]);
    this.#grant(grantee, ["Query"], [this.#index("open"), this.#index("day"), this.#index("account")]);
  }

  /** Orders that have not ended. */
  grantOpen(grantee: IGrantable): void {
    this.#grant(grantee, ["Query"], [this.#index("open")]);
  }

  #index(of: keyof typeof INDEX): string {
    return `${this.table.tableArn}/index/${INDEX[of]}`;
  }

  #grant(grantee: IGrantable, actions: readonly string[], resourceArns: string[]): void {
    Grant.addToPrincipal({ grantee, actions: actions.map((action) => `dynamodb:${action}`), resourceArns });
  }
}
