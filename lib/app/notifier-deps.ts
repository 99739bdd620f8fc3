// What the notifier needs of the world.
import type { DigestTime } from "../core/notify/digest-day.ts";
import type { ComebackTimes } from "../core/notify/may-come-again.ts";
import type { Subscription } from "../core/notify/notification.ts";
import type { AccountHoldings } from "../core/notify/tell-digest.ts";
import type { Account, AccountStore } from "../ports/account-store.ts";
import type { Clock } from "../ports/clock.ts";
import type { DocumentStore } from "../ports/document-store.ts";
import type { Ledger } from "../ports/ledger.ts";
import type { NoticeBox } from "../ports/notices.ts";
import type { NotificationChannel } from "../ports/notification-channel.ts";
import type { OrderQueue } from "../ports/order-queue.ts";
import type { Telemetry } from "../ports/telemetry.ts";

/** A configured channel that messages can be sent through. */
export interface OpenedChannel {
  readonly name: string;
  readonly subscription: Subscription;
  readonly silenceHours?: number;
  readonly digest?: DigestTime;
  readonly channel: NotificationChannel;
}

/** Milliseconds, but for the count. */
export interface NotifierLimits extends ComebackTimes {
  /** Marks read in one pass. */
  readonly noticesPerPass: number;
  /** No message of a pass begins later than this after its start. */
  readonly passMs: number;
  /** A channel that fails is given up on for what is older than this. */
  readonly giveUpMs: number;
  /** No message begins later than this after somebody was called for marks. */
  readonly calledMs: number;
  /** So long a mark is left to who is called for it: longer than he may take to come and to tell. */
  readonly ownedMs: number;
  /** Longer than a pass can take: when it died without a word, the next one begins after this. */
  readonly leaseMs: number;
}

/** What telling people needs of the world. */
export interface NotifierDeps {
  readonly notices: NoticeBox;
  readonly ledger: Pick<Ledger, "getOrder" | "listOrders" | "listTrades">;
  readonly queue: Pick<OrderQueue, "deadLetters">;
  readonly accounts: Pick<AccountStore, "listAccounts">;
  readonly documents: DocumentStore;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  readonly limits: NotifierLimits;
  /** Those configured now. */
  channels(): Promise<readonly OpenedChannel[]>;
  /** What the accounts hold now, by their ids: for a digest, which goes without what cannot be read. */
  readHoldings(accounts: readonly Account[]): Promise<Readonly<Record<string, AccountHoldings>>>;
}
