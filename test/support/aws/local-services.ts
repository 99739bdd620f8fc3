// SQS, DynamoDB and SSM as their protocols on this machine, with the parts of one stack made in them as a deploy would.
import { createHash } from "node:crypto";
import { DynamoDBDocumentClient, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { SqsOrderQueue } from "../../../lib/adapters/aws/sqs-order-queue.ts";
import { keysOfRecords } from "../../../lib/adapters/aws/stream-event.ts";
import { DynamoDocuments } from "../../../lib/adapters/dynamo/dynamo-documents.ts";
import { DynamoLedger } from "../../../lib/adapters/dynamo/dynamo-ledger.ts";
import { DynamoNotices } from "../../../lib/adapters/dynamo/dynamo-notices.ts";
import { systemClock } from "../../../lib/adapters/local/system-clock.ts";
import { parseAccounts } from "../../../lib/config/accounts.ts";
import { PARAMETERS, parameterOf, parameterPrefix, type StackFacts } from "../../../lib/config/aws-names.ts";
import { NOTICE_ATTRIBUTE } from "../../../lib/config/ledger-schema.ts";
import { encodePublicAccount } from "../../../lib/config/public-account.ts";
import { startMail } from "../local-mail.ts";
import { startLocalSqs } from "../local-sqs.ts";
import { startLocalSsm } from "../local-ssm.ts";
import { CREDENTIALS, startDynalite } from "./start-dynalite.ts";
import { streamEvent } from "./stream-event.ts";

export const STACK = "test";
export const TOKEN = "token-of-a-test-0123456789";

export type LocalServices = Awaited<ReturnType<typeof startLocalServices>>;

export async function startLocalServices() {
  const [sqs, ssm, dynalite] = await Promise.all([
    startLocalSqs(),
    startLocalSsm(),
    startDynalite({ tableName: "whook-test" }),
  ]);
  const prefix = parameterPrefix(STACK);
  const endpoints: Readonly<Record<string, string>> = {
    DYNAMODB: dynalite.endpoint,
    SQS: sqs.endpoint,
    SSM: ssm.endpoint,
    SNS: sqs.endpoint,
  };
  const mail = await startMail(sqs);
  const facts: StackFacts = {
    url: "http://127.0.0.1:9",
    region: "us-east-1",
    table: dynalite.tableName,
    queueUrl: sqs.queueUrl,
    deadLetterQueueUrl: sqs.deadLetterQueueUrl,
    webhookFunction: "webhook",
    workerFunction: "worker",
    notifierFunction: "notifier",
    topicArn: mail.topicArn,
    webhookLogGroup: "webhook",
    workerLogGroup: "worker",
    notifierLogGroup: "notifier",
    egress: "none",
  };
  const putFacts = (change: Partial<StackFacts> = {}) =>
    ssm.put(`${prefix}/${PARAMETERS.stack}`, JSON.stringify({ ...facts, ...change }));
  putFacts();
  const notices = new DynamoNotices(dynalite);
  return {
    sqs,
    ssm,
    prefix,
    facts,
    endpoints,
    mail,
    documents: new DynamoDocuments(dynalite),
    notices,
    ledger: new DynamoLedger({ ...dynalite, clock: systemClock }),
    queue: new SqsOrderQueue(sqs),
    /** The same over one queue's address: to put something into the dead letters. */
    deadLetters: new SqsOrderQueue({ client: sqs.client, queueUrl: sqs.deadLetterQueueUrl }),
    /** What the SDK reads of the environment to speak to these services. */
    env: {
      AWS_REGION: "us-east-1",
      AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
      ...Object.fromEntries(Object.entries(endpoints).map(([name, url]) => [`AWS_ENDPOINT_URL_${name}`, url])),
    } as Readonly<Record<string, string>>,
    /** As if nobody had been called for what is marked, and so long ago that a pass may tell it. */
    forgetCalls: async () => {
      const client = DynamoDBDocumentClient.from(dynalite.client);
      for (const Key of keysOfRecords(streamEvent(await notices.listNotices(1_000))))
        await client.send(
          new UpdateCommand({
            TableName: dynalite.tableName,
            Key,
            UpdateExpression: "SET #mark = :then",
            ExpressionAttributeNames: { "#mark": NOTICE_ATTRIBUTE },
            ExpressionAttributeValues: { ":then": "2026-01-01T00:00:00.000Z" },
          }),
        );
    },
    putFacts,
    putToken: (token: string) => {
      const hash = createHash("sha256").update(token).digest("hex");
      ssm.put(`${prefix}/${PARAMETERS.token}`, token);
      ssm.put(`${prefix}/${PARAMETERS.tokenHashes}`, JSON.stringify([hash]));
    },
    /** @param entries - of accounts.json. */
    putAccounts: (entries: readonly object[]) => {
      const parsed = parseAccounts(JSON.stringify(entries));
      if (!parsed.ok) throw new Error(parsed.error.join());
      for (const [index, { account }] of parsed.value.entries()) {
        const name = parameterOf(account.id);
        ssm.put(`${prefix}/${PARAMETERS.accounts}/${name}`, JSON.stringify(entries[index]));
        ssm.put(`${prefix}/${PARAMETERS.publicAccounts}/${name}`, encodePublicAccount(account));
      }
    },
    stop: async () => {
      mail.stop();
      await Promise.all([sqs.stop(), ssm.stop(), dynalite.stop()]);
    },
  };
}
