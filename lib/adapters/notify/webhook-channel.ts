import type { ChannelTarget } from "../../config/notifications.ts";
import { isoTime } from "../../core/ids.ts";
import type { NotificationChannel } from "../../ports/notification-channel.ts";
import { postJson, secretsIn } from "./post-json.ts";

type Webhook = Extract<ChannelTarget, { kind: "webhook" }>;

const PER_PASS = 50;

/**
 * One POST of JSON for each notification: `{key, event, at, text, account?, symbol?, orderId?, alertId?}`, `at` in ISO 8601.
 * The same `key` may come twice, after a crash: it is the same happening.
 */
export function createWebhookChannel({ url, authorization }: Webhook): NotificationChannel {
  return {
    packing: { kind: "single", perPass: PER_PASS },
    minIntervalMs: 0,
    send: ({ notifications: [notification] }) => {
      const address = new URL(url.reveal());
      return postJson({
        url: address,
        secrets: [
          ...secretsIn(address),
          ...(authorization === undefined ? [] : [authorization.reveal().replace(/^\S+\s+(?=\S)/, "")]),
        ],
        body: notification === undefined ? {} : { ...notification, at: isoTime(notification.at) },
        headers: authorization === undefined ? {} : { authorization: authorization.reveal() },
      });
    },
  };
}
