import type { Notification } from "../core/notify/notification.ts";
import { packMessages } from "../core/notify/pack-messages.ts";
import type { ChannelSender } from "./channel-sender.ts";
import type { NotifierDeps, OpenedChannel } from "./notifier-deps.ts";

/** What telling one channel came to; a notification counts once. */
export interface ChannelReport {
  /** Told, refused, or too old to go on trying. */
  readonly keys: readonly string[];
  readonly told: number;
  /** Refused by the channel, or given up on: nobody will be told there. */
  readonly lost: number;
}

/** Tells one channel what it was not told, as long as it takes it. */
export async function tellChannel(
  { clock, telemetry, limits }: Pick<NotifierDeps, "clock" | "telemetry" | "limits">,
  { opened, todo }: { readonly opened: OpenedChannel; readonly todo: readonly Notification[] },
  sender: ChannelSender,
): Promise<ChannelReport> {
  const inOrder = [...todo].sort((a, b) => a.at - b.at);
  let done: ChannelReport = { keys: [], told: 0, lost: 0 };
  for (const { notifications, text } of packMessages(inOrder, opened.channel.packing)) {
    const outcome = await sender.send(opened, { notifications, text });
    const isTooOld = ({ at }: Notification) => clock.now() - at > limits.giveUpMs;
    const lost = outcome === "refused" ? notifications : outcome === "failed" ? notifications.filter(isTooOld) : [];
    const told = outcome === "sent" ? notifications : [];
    for (const _ of told) telemetry.count("NotificationSent");
    for (const { key } of lost) {
      telemetry.count("NotificationLost");
      telemetry.log("error", "notification was given up on", { channel: opened.name, key });
    }
    done = {
      keys: [...done.keys, ...[...told, ...lost].map(({ key }) => key)],
      told: done.told + told.length,
      lost: done.lost + lost.length,
    };
    if (outcome === "failed" || outcome === "not-tried") break;
  }
  return done;
}
