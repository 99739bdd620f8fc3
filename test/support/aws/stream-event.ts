// What the table's stream calls the notifier with, for what is marked: https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
import type { DynamoDBStreamEvent } from "aws-lambda";
import { itemKey } from "../../../lib/adapters/dynamo/ledger-table.ts";
import type { Notice } from "../../../lib/ports/notices.ts";

export function streamEvent(notices: readonly Notice[]): DynamoDBStreamEvent {
  const keys = notices.map((notice) =>
    notice.kind === "order" ? itemKey.order(notice.order.orderId) : itemKey.alert(notice.alert.alertId),
  );
  return {
    Records: keys.map(({ pk, sk }) => ({ eventName: "MODIFY", dynamodb: { Keys: { pk: { S: pk }, sk: { S: sk } } } })),
  };
}
