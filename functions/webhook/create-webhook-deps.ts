import { createHash } from "node:crypto";
import { monotonicFactory } from "ulid";
import { createDataClients } from "../../lib/adapters/aws/data-clients.ts";
import { SqsOrderQueue } from "../../lib/adapters/aws/sqs-order-queue.ts";
import { StepwiseAlertStore } from "../../lib/adapters/aws/stepwise-alert-store.ts";
import { DynamoLedger } from "../../lib/adapters/dynamo/dynamo-ledger.ts";
import { systemClock as clock } from "../../lib/adapters/local/system-clock.ts";
import { type ReadParameters, WebhookSettings } from "../../lib/adapters/parameters/webhook-settings.ts";
import type { AnswerRequestDeps } from "../../lib/app/answer-request.ts";
import type { FunctionEnv } from "../../lib/config/function-env.ts";
import { ALERT_WINDOWS, MAX_ALERT_BYTES, MAX_ANSWER_BYTES } from "../../lib/config/limits.ts";
import type { Telemetry } from "../../lib/ports/telemetry.ts";

/** What the webhook's use case needs, from the stack's own parts. */
export function createWebhookDeps({ table, queueUrl, prefix }: FunctionEnv, telemetry: Telemetry): AnswerRequestDeps {
  const { dynamo, sqs } = createDataClients("webhook");
  let reader: Promise<ReadParameters> | undefined;
  const read: ReadParameters = async (path) => {
    reader ??= loadReader();
    return (await reader)(path);
  };
  const settings = new WebhookSettings({ read, prefix, clock, telemetry });
  const ledger = new DynamoLedger({ client: dynamo, tableName: table, clock, marksNotices: () => true });
  const queue = new SqsOrderQueue({ client: sqs, queueUrl });
  return {
    ledger,
    alertStore: new StepwiseAlertStore({ ledger, queue, removeMessage: async () => undefined }),
    accounts: settings,
    isToken: (token) => settings.isToken(token),
    maxAlertBytes: MAX_ALERT_BYTES,
    clock,
    telemetry,
    newUlid: monotonicFactory(),
    hash: (text) => createHash("sha256").update(text).digest("hex"),
    windows: ALERT_WINDOWS,
    maxAnswerBytes: MAX_ANSWER_BYTES,
  };
}

async function loadReader(): Promise<ReadParameters> {
  const { createParameterReader } = await import("../../lib/adapters/parameters/parameter-reader.ts");
  return createParameterReader("webhook");
}
