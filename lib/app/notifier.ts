// Tells people what the ledger says they may want to know. It runs beside the orders, never in their way: it reads marks
// that were written with the records themselves, so that a crash loses nothing, and what fails here fails for notifications only.
//
// 1. A mark is taken off when every channel that wants it was told, has refused it, or was given up on.
// 2. What only some channels were told is kept in one small document, so that the trouble of others tells nothing twice.
//    A crash between sending and writing does: better twice than not at all.

import { unixMs } from "../core/ids.ts";
import type { Notification } from "../core/notify/notification.ts";
import { isWanted, type Subscription } from "../core/notify/notification.ts";
import { type Message, packMessages } from "../core/notify/pack-messages.ts";
import { tellAlert } from "../core/notify/tell-alert.ts";
import { tellDeadLetter } from "../core/notify/tell-dead-letter.ts";
import { tellOrder } from "../core/notify/tell-order.ts";
import { tellSilence } from "../core/notify/tell-silence.ts";
import { keepOnly, type Told, wasTold, withTold } from "../core/notify/told.ts";
import type { AccountStore } from "../ports/account-store.ts";
import type { Clock } from "../ports/clock.ts";
import type { DocumentStore } from "../ports/document-store.ts";
import type { Ledger } from "../ports/ledger.ts";
import type { Notice, NoticeBox } from "../ports/notices.ts";
import type { NotificationChannel, SendOutcome } from "../ports/notification-channel.ts";
import type { OrderQueue } from "../ports/order-queue.ts";
import type { Telemetry } from "../ports/telemetry.ts";

/** A configured channel that messages can be sent through. */
export interface OpenedChannel {
  readonly name: string;
  readonly subscription: Subscription;
  readonly silenceHours?: number;
  readonly channel: NotificationChannel;
}

/** Milliseconds, but for the count. */
export interface NotifierLimits {
  /** Marks read in one pass. */
  readonly noticesPerPass: number;
  /** No message of a pass begins later than this after its start. */
  readonly passMs: number;
  /** A channel that fails is given up on for what is older than this. */
  readonly giveUpMs: number;
}

export interface NotifierDeps {
  readonly notices: NoticeBox;
  readonly ledger: Pick<Ledger, "getOrder" | "listOrders">;
  readonly queue: Pick<OrderQueue, "deadLetters">;
  readonly accounts: Pick<AccountStore, "listAccounts">;
  readonly documents: DocumentStore;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  readonly limits: NotifierLimits;
  /** Those configured now. */
  channels(): Promise<readonly OpenedChannel[]>;
}

const DOCUMENT = "notifier";
const HOUR_MS = 3_600_000;
const FIRST_BACKOFF_MS = 1_000;
const MAX_BACKOFF_MS = 60_000;

/** When a channel may be used again. */
interface Pace {
  readonly notBefore: number;
  readonly failures: number;
}

/** One after another, `pass` tells what there is to tell. Keeps each channel's pace between passes. */
export class Notifier {
  readonly #deps: NotifierDeps;
  readonly #paces = new Map<string, Pace>();

  constructor(deps: NotifierDeps) {
    this.#deps = deps;
  }

  /** Never throws: what cannot be told now is told by a later pass. @param signal - aborted: no further message begins. */
  async pass(signal?: AbortSignal): Promise<void> {
    try {
      await this.#pass(signal);
    } catch (error) {
      const reason = error instanceof Error ? error.name : "unknown";
      this.#deps.telemetry.log("error", "notifications could not be worked on", { reason });
    }
  }

  async #pass(signal: AbortSignal | undefined): Promise<void> {
    const { clock, documents, limits } = this.#deps;
    const until = clock.now() + limits.passMs;
    const [channels, stored] = await Promise.all([this.#deps.channels(), documents.readDocument(DOCUMENT)]);
    const before: Told =
      stored === undefined ? { startedAt: clock.now(), keys: {} } : (JSON.parse(stored.body) as Told);
    const marked = await this.#marked();
    const dead = await this.#deadLetters(channels);
    const shared = [...marked.flatMap(({ notifications }) => notifications), ...dead];
    const work = await Promise.all(
      channels.map(async (opened) => {
        const silences = await this.#silences(opened, before);
        const all = [...shared.filter((one) => isWanted(opened.subscription, one)), ...silences];
        const todo = all.filter(({ key }) => !wasTold(before, opened.name, key));
        const done = await this.#tell(opened, todo, { until, signal });
        return { opened, all, done };
      }),
    );
    const now = work.reduce((told, { opened, done }) => withTold(told, opened.name, done), before);
    const isDone = ({ key }: Notification) =>
      work.every(({ opened, all }) => !all.some((one) => one.key === key) || wasTold(now, opened.name, key));
    const over = marked.filter(({ notifications }) => notifications.every(isDone));
    const cleared = new Set(over.flatMap(({ notifications }) => notifications.map(({ key }) => key)));
    const current = work.flatMap(({ all }) => all.map(({ key }) => key)).filter((key) => !cleared.has(key));
    await this.#remember(keepOnly(now, new Set(current)), stored);
    await Promise.all(over.map(({ notice }) => this.#deps.notices.clearNotice(notice)));
  }

  /** What is marked, and what there is to tell of it. */
  async #marked(): Promise<readonly { readonly notice: Notice; readonly notifications: readonly Notification[] }[]> {
    const notices = await this.#deps.notices.listNotices(this.#deps.limits.noticesPerPass);
    if (notices.length === 0) return [];
    const accounts = (await this.#deps.accounts.listAccounts()).map(({ id }) => id);
    return notices.map((notice) => {
      if (notice.kind === "alert") return { notice, notifications: tellAlert(notice.alert, accounts) };
      const told = tellOrder(notice.order);
      return { notice, notifications: told === undefined ? [] : [told] };
    });
  }

  async #deadLetters(channels: readonly OpenedChannel[]): Promise<readonly Notification[]> {
    if (!channels.some(({ subscription }) => subscription.events.includes("dead-letter"))) return [];
    const letters = await this.#deps.queue.deadLetters();
    return Promise.all(
      letters.map(async ({ message: { orderId }, receiveCount, diedAt }) =>
        tellDeadLetter({ orderId, receiveCount, diedAt }, await this.#deps.ledger.getOrder(orderId)),
      ),
    );
  }

  async #silences({ silenceHours, subscription }: OpenedChannel, told: Told): Promise<readonly Notification[]> {
    if (silenceHours === undefined) return [];
    const now = this.#deps.clock.now();
    const since = unixMs(Math.round(now - silenceHours * HOUR_MS));
    if (told.startedAt > since) return [];
    const silences = (subscription.accounts ?? [undefined]).map(async (account) => {
      const filter = { since, limit: 1, ...(account === undefined ? {} : { account }) };
      const { orders } = await this.#deps.ledger.listOrders(filter);
      return orders.length > 0 ? [] : [tellSilence({ account, hours: silenceHours, now })];
    });
    return (await Promise.all(silences)).flat();
  }

  /** @returns the keys that are done with: told, refused, or too old to go on trying. */
  async #tell(
    opened: OpenedChannel,
    todo: readonly Notification[],
    limit: { readonly until: number; readonly signal: AbortSignal | undefined },
  ): Promise<readonly string[]> {
    const inOrder = [...todo].sort((a, b) => a.at - b.at);
    const done: string[] = [];
    for (const message of packMessages(inOrder, opened.channel.packing)) {
      const outcome = await this.#send(opened, message, limit);
      const { clock, limits } = this.#deps;
      const isOver = ({ at }: Notification) =>
        outcome === "done" || (outcome === "failed" && clock.now() - at > limits.giveUpMs);
      done.push(...message.notifications.filter(isOver).map(({ key }) => key));
      if (outcome !== "done") break;
    }
    return done;
  }

  /** Tries until it is sent or refused, or the pass is over. */
  async #send(
    opened: OpenedChannel,
    message: Message,
    { until, signal }: { readonly until: number; readonly signal: AbortSignal | undefined },
  ): Promise<"done" | "failed" | "not-tried"> {
    const { clock } = this.#deps;
    let result: "failed" | "not-tried" = "not-tried";
    for (;;) {
      const wait = Math.max(0, (this.#paces.get(opened.name)?.notBefore ?? 0) - clock.now());
      if (clock.now() + wait > until) return result;
      if (wait > 0) await clock.sleep(wait, signal);
      if (signal?.aborted) return result;
      const outcome = await opened.channel.send(message);
      this.#note(opened, outcome);
      if (outcome.kind !== "failed") return "done";
      result = "failed";
    }
  }

  /** Keeps the channel's pace, and says in the log what its owner should know. */
  #note({ name, channel }: OpenedChannel, outcome: SendOutcome): void {
    const { clock, telemetry } = this.#deps;
    if (outcome.kind !== "failed") {
      this.#paces.set(name, { notBefore: clock.now() + channel.minIntervalMs, failures: 0 });
      if (outcome.kind === "refused")
        telemetry.log("error", "notification was refused", { channel: name, reason: outcome.reason });
      return;
    }
    const failures = (this.#paces.get(name)?.failures ?? 0) + 1;
    const backoff = Math.min(MAX_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (failures - 1));
    this.#paces.set(name, { notBefore: clock.now() + (outcome.retryAfterMs ?? backoff), failures });
    telemetry.log("warn", "notification could not be sent", { channel: name, reason: outcome.reason });
  }

  async #remember(told: Told, stored: { readonly body: string; readonly version: number } | undefined): Promise<void> {
    const body = JSON.stringify(told);
    if (body !== stored?.body) await this.#deps.documents.writeDocument(DOCUMENT, body, stored?.version);
  }
}
