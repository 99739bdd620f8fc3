import type { ChannelTarget, ConfiguredChannel } from "../config/notifications.ts";
import type { NotificationChannel } from "../ports/notification-channel.ts";
import { createBrokenChannel } from "./notify/broken-channel.ts";
import { createDiscordChannel } from "./notify/discord-channel.ts";
import { createTelegramChannel } from "./notify/telegram-channel.ts";
import { createWebhookChannel } from "./notify/webhook-channel.ts";

/** A channel that messages can be sent through. */
export interface OpenChannel extends Omit<ConfiguredChannel, "target"> {
  readonly channel: NotificationChannel;
}

/** Opens what CHANNEL means. The AWS SDK is loaded with the first e-mail that needs it. */
export async function openChannels(channels: readonly ConfiguredChannel[]): Promise<readonly OpenChannel[]> {
  return Promise.all(channels.map(async ({ target, ...rest }) => ({ ...rest, channel: await openChannel(target) })));
}

async function openChannel(target: ChannelTarget): Promise<NotificationChannel> {
  switch (target.kind) {
    case "telegram":
      return createTelegramChannel(target);
    case "discord":
      return createDiscordChannel(target);
    case "webhook":
      return createWebhookChannel(target);
    case "email": {
      const { createSnsChannel } = await import("./aws/sns-channel.ts");
      return createSnsChannel(target);
    }
    case "broken":
      return createBrokenChannel(target.problem);
  }
}
