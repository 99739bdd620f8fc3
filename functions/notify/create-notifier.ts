import { monotonicFactory } from "ulid";
import { createClients } from "../../lib/adapters/aws/clients.ts";
import { SqsOrderQueue } from "../../lib/adapters/aws/sqs-order-queue.ts";
import { DynamoDocuments } from "../../lib/adapters/dynamo/dynamo-documents.ts";
import { DynamoLedger } from "../../lib/adapters/dynamo/dynamo-ledger.ts";
import { DynamoNotices } from "../../lib/adapters/dynamo/dynamo-notices.ts";
import { systemClock as clock } from "../../lib/adapters/local/system-clock.ts";
import { openChannels } from "../../lib/adapters/open-channels.ts";
import { NotifierChannels } from "../../lib/adapters/parameters/notifier-channels.ts";
import { parametersBelow } from "../../lib/adapters/parameters/parameter-reader.ts";
import { WebhookSettings } from "../../lib/adapters/parameters/webhook-settings.ts";
import { noteAlarm } from "../../lib/app/note-alarm.ts";
import { Notifier } from "../../lib/app/notifier.ts";
import { type ChannelTrial, tryChannels } from "../../lib/app/try-channels.ts";
import type { NotifierEnv } from "../../lib/config/function-env.ts";
import { AWS_NOTIFIER_LIMITS } from "../../lib/config/limits.ts";
import type { Telemetry } from "../../lib/ports/telemetry.ts";

/** What the notifier's handler works with, made once for a process. */
export interface NotifierParts {
  readonly notifier: Notifier;
  readonly notices: DynamoNotices;
  /** Puts on record what an alarm saw: the stream calls for it, and it is told. */
  noteAlarm(alarmName: string): Promise<void>;
  /** A message through the channel of that name, or through each. */
  tryChannels(name: string | undefined): Promise<readonly ChannelTrial[]>;
}

/** The notifier's use cases, over the stack's own parts. */
export function createNotifier(env: NotifierEnv, telemetry: Telemetry): NotifierParts {
  const { table, queueUrl, prefix, deadLetterQueueUrl, topicArn, workerFunction } = env;
  const { dynamo, sqs, ssm } = createClients("worker");
  const channels = new NotifierChannels({ client: ssm, prefix, topicArn, clock, telemetry });
  const inTable = { client: dynamo, tableName: table };
  const ledger = new DynamoLedger({ ...inTable, clock, marksNotices: () => true });
  const newUlid = monotonicFactory();
  const notices = new DynamoNotices(inTable);
  return {
    notices,
    notifier: new Notifier({
      notices,
      ledger,
      queue: new SqsOrderQueue({ client: sqs, queueUrl, deadLetterQueueUrl }),
      accounts: new WebhookSettings({ read: (path) => parametersBelow(ssm, path), prefix, clock, telemetry }),
      documents: new DynamoDocuments(inTable),
      clock,
      telemetry,
      limits: AWS_NOTIFIER_LIMITS,
      channels: async () => openChannels(await channels.listChannels()),
      // Loaded once a day: not with every start.
      readHoldings: async (accounts) => {
        const { askHoldings } = await import("../../lib/adapters/aws/worker-holdings.ts");
        return askHoldings(workerFunction, accounts);
      },
    }),
    noteAlarm: (alarmName) => noteAlarm({ ledger, clock, newUlid }, alarmName),
    tryChannels: async (name) => {
      const all = await openChannels(await channels.readChannels());
      const wanted = all.filter((one) => name === undefined || one.name.toLowerCase() === name.toLowerCase());
      return tryChannels(wanted, clock);
    },
  };
}
