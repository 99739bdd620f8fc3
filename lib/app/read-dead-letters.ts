import type { Notification } from "../core/notify/notification.ts";
import { tellDeadLetter } from "../core/notify/tell-dead-letter.ts";
import type { NotifierDeps, OpenedChannel } from "./notifier-deps.ts";

/** What there is to tell of orders that were set aside; nothing is asked while no channel wants to know. */
export async function readDeadLetters(
  { queue, ledger }: Pick<NotifierDeps, "queue" | "ledger">,
  channels: readonly OpenedChannel[],
): Promise<readonly Notification[]> {
  if (!channels.some(({ subscription }) => subscription.events.includes("dead-letter"))) return [];
  const letters = await queue.deadLetters();
  return Promise.all(
    letters.map(async ({ message: { orderId }, receiveCount, diedAt }) =>
      tellDeadLetter({ orderId, receiveCount, diedAt }, await ledger.getOrder(orderId)),
    ),
  );
}
