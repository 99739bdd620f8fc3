import { Topic } from "aws-cdk-lib/aws-sns";
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import type { Construct } from "constructs";
import { acknowledge } from "./acknowledge.ts";

/** A topic that sends e-mail to one person, once that person has confirmed the address. Takes nothing that is not TLS. */
export class EmailTopic extends Topic {
  /** @param email - absent: nobody gets what is published. */
  constructor(scope: Construct, id: string, email: string | undefined) {
    super(scope, id, { displayName: "whook", enforceSSL: true });
    acknowledge(this, {
      "Serverless-SNSRedrivePolicy":
        "nobody would look into a queue of undelivered e-mails; what they tell is on record, and alarms stay on",
    });
    if (email !== undefined) this.addSubscription(new EmailSubscription(email));
  }
}
