import type { Message, Packing } from "../core/notify/pack-messages.ts";

/** What became of one message. A reason is for people, in lower case, and holds no credential. */
export type SendOutcome =
  | { readonly kind: "sent" }
  /** Not sent and may work later; `retryAfterMs` is the service's own word on when. */
  | { readonly kind: "failed"; readonly reason: string; readonly retryAfterMs?: number }
  /** Will not work until somebody changes the configuration. */
  | { readonly kind: "refused"; readonly reason: string };

/** One way to reach a person. `send` never throws for anything the service or the network did. */
export interface NotificationChannel {
  readonly packing: Packing;
  /** Between two messages, milliseconds. */
  readonly minIntervalMs: number;
  send(message: Message): Promise<SendOutcome>;
}
