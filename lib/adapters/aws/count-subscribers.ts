import { GetTopicAttributesCommand, SNSClient } from "@aws-sdk/client-sns";

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
