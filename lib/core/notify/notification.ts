// What a person is told about, and who wants to be told of it.
import type { UnixMs } from "../ids.ts";

/** What can be chosen per channel. `silence` is chosen by saying how long, `digest` by saying when. */
export const NOTIFY_EVENTS = [
  "filled",
  "rejected",
  "expired",
  "bad-alert",
  "warning",
  "unknown-outcome",
  "dead-letter",
  "day-loss",
  "lost-alert",
  "silence",
  "digest",
] as const;
/** What a notification may be about; EVENTS of a channel choose among them. */
export type NotifyEvent = (typeof NOTIFY_EVENTS)[number];

/** One thing to tell, in words a person understands. Holds no credential. */
export interface Notification {
  /** The same for the same happening, in every process: what was told is known by it. */
  readonly key: string;
  readonly event: NotifyEvent | "test";
  readonly at: UnixMs;
  readonly text: string;
  /** Configured spelling; absent: it concerns no account that is known. */
  readonly account?: string;
  /** Several of them, instead of the one. */
  readonly accounts?: readonly string[];
  readonly symbol?: string;
  readonly orderId?: string;
  readonly alertId?: string;
}

/** What one channel wants to hear. */
export interface Subscription {
  readonly events: readonly NotifyEvent[];
  /** Account ids in lower case; absent: all. */
  readonly accounts?: readonly string[];
}

/** What concerns no known account is told to everyone who wants its kind: nobody else would hear of it. */
export function isWanted({ events, accounts }: Subscription, notification: Notification): boolean {
  if (!events.some((chosen) => chosen === notification.event)) return false;
  const { account, accounts: concerned = account === undefined ? [] : [account] } = notification;
  return (
    accounts === undefined || concerned.length === 0 || concerned.some((id) => accounts.includes(id.toLowerCase()))
  );
}
