import type { Notification } from "../core/notify/notification.ts";
import { packMessages } from "../core/notify/pack-messages.ts";
import type { Clock } from "../ports/clock.ts";
import type { OpenedChannel } from "./notifier-deps.ts";

/** What became of one channel's test message. A reason is for people and holds no credential. */
export interface ChannelTrial {
  readonly channel: string;
  readonly sent: boolean;
  readonly reason?: string;
}

/** Sends one message through each channel, once. */
export function tryChannels(
  channels: readonly Pick<OpenedChannel, "name" | "channel" | "digest">[],
  clock: Clock,
): Promise<readonly ChannelTrial[]> {
  return Promise.all(
    channels.map(async ({ name, channel, digest }): Promise<ChannelTrial> => {
      const [message] = packMessages([testNotification({ name, digest, at: clock.now() })], channel.packing);
      const outcome = message === undefined ? undefined : await channel.send(message);
      if (outcome?.kind === "sent") return { channel: name, sent: true };
      return { channel: name, sent: false, reason: outcome?.reason ?? "there was nothing to send" };
    }),
  );
}

function testNotification({
  name,
  digest,
  at,
}: Pick<Notification, "at"> & { readonly name: string; readonly digest: OpenedChannel["digest"] }): Notification {
  const daily = digest === undefined ? "" : ` Its digest comes every day at ${digest.at} (${digest.timezone}).`;
  return {
    key: `test:${at}`,
    event: "test",
    at,
    text: `This is a test of whook's channel "${name}". It works.${daily}`,
  };
}
