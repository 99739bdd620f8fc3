import { GetTopicAttributesCommand, PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { EMAIL_TRIES, SEND_TIMEOUT_MS } from "../../config/limits.ts";
import { nameOf } from "../../core/reason-of.ts";
import type { NotificationChannel } from "../../ports/notification-channel.ts";

const MAX_CHARACTERS = 20_000;
const PER_PASS = 1;
/** https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
const MAX_SUBJECT = 100;
/** Nobody can do anything about these but the owner. */
const REFUSALS = new Set(["AuthorizationError", "AuthorizationErrorException", "NotFound", "NotFoundException"]);
const PATIENCE = { connectionTimeout: 5_000, requestTimeout: SEND_TIMEOUT_MS, throwOnRequestTimeout: true };

/** The topic, and what reaches it. */
export interface SnsChannelOptions {
  readonly topicArn: string;
  /** @default one of the topic's region, with the environment's credentials */
  readonly client?: SNSClient;
}

/** E-mails to whoever has subscribed to an SNS topic. */
export function createSnsChannel({ topicArn, client }: SnsChannelOptions): NotificationChannel {
  const region = topicArn.split(":")[3] ?? "";
  const sns = client ?? new SNSClient({ region, maxAttempts: EMAIL_TRIES, requestHandler: PATIENCE });
  return {
    packing: { kind: "text", perPass: PER_PASS, maxCharacters: MAX_CHARACTERS },
    minIntervalMs: 0,
    send: async ({ text, notifications }) => {
      try {
        const Subject = subjectOf(text, notifications.length);
        await sns.send(new PublishCommand({ TopicArn: topicArn, Subject, Message: text }));
        return { kind: "sent" };
      } catch (error) {
        const name = nameOf(error);
        return { kind: REFUSALS.has(name) ? "refused" : "failed", reason: `SNS did not take it (${name})` };
      }
    },
  };
}

/** How many get what is published to a topic: only who has confirmed counts. @throws what the SDK throws. */
export async function countSubscribers(topicArn: string): Promise<number> {
  const client = new SNSClient({ region: topicArn.split(":")[3] ?? "" });
  try {
    const { Attributes } = await client.send(new GetTopicAttributesCommand({ TopicArn: topicArn }));
    return Number.parseInt(Attributes?.SubscriptionsConfirmed ?? "0", 10);
  } finally {
    client.destroy();
  }
}

/** The first line, in the characters a subject may hold. */
function subjectOf(text: string, count: number): string {
  const [first = ""] = text.split("\n", 1);
  const more = count > 1 ? ` (and ${count - 1} more)` : "";
  const plain = `whook: ${first}`.replace(/[^\x20-\x7e]/g, "?");
  return plain.slice(0, MAX_SUBJECT - more.length) + more;
}
