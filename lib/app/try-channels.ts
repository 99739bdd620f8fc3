import type { Notification } from "../core/notify/notification.ts";
import { packMessages } from "../core/notify/pack-messages.ts";
import type { Clock } from "../ports/clock.ts";
import type { NotificationChannel } from "../ports/notification-channel.ts";

/** What became of one channel's test message. A reason is for people and holds no credential. */
export interface ChannelTrial {
  readonly channel: string;
  readonly sent: boolean;
  readonly reason?: string;
}

/** Sends one message through each channel, once. */
export function tryChannels(
  channels: readonly { readonly name: string; readonly channel: NotificationChannel }[],
  clock: Clock,
): Promise<readonly ChannelTrial[]> {
  return Promise.all(
    channels.map(async ({ name, channel }): Promise<ChannelTrial> => {
      const [message] = packMessages([testNotification(name, clock)], channel.packing);
      const outcome = message === undefined ? undefined : await channel.send(message);
      if (outcome?.kind === "sent") return { channel: name, sent: true };
      return { channel: name, sent: false, reason: outcome?.reason ?? "there was nothing to send" };
    }),
  );
}

function testNotification(channel: string, clock: Clock): Notification {
  const at = clock.now();
  return { key: `test:${at}`, event: "test", at, text: `This is a test of whook's channel "${channel}". It works.` };
}
