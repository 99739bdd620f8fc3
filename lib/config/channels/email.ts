import * as z from "zod";
import { entryOf, text } from "./fields.ts";

const schema = entryOf({
  CHANNEL: z.literal("email"),
  TOPIC_ARN: text("TOPIC_ARN", "arn:aws:sns:eu-central-1:123456789012:alerts").regex(
    /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,256}$/,
    { error: "TOPIC_ARN is the ARN of an SNS topic, like arn:aws:sns:eu-central-1:123456789012:alerts" },
  ),
});

/** E-mails to the subscribers of an SNS topic. Opened by lib/adapters/aws/sns-channel.ts. */
export const email = {
  schema,
  target: (entry: z.output<typeof schema>) => ({ kind: entry.CHANNEL, topicArn: entry.TOPIC_ARN }),
};
