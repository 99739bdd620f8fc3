// Tells people what the ledger says they may want to know. It runs beside the orders, never in their way: it reads marks
// that were written with the records themselves, so that a crash loses nothing, and what fails here fails for notifications only.
//
// 1. A mark is taken off when every channel that wants it was told, has refused it, or was given up on.
// 2. What only some channels were told is kept in one small document, so that the trouble of others tells nothing twice.
//    A crash between sending and writing does: better twice than not at all.
// 3. Two passes never tell the same: the one that is at work says so in the document, for as long as it may take at most.

import { type UnixMs, unixMs } from "../core/ids.ts";
import { mayComeAgain } from "../core/notify/may-come-again.ts";
import type { Notification } from "../core/notify/notification.ts";
import { isWanted } from "../core/notify/notification.ts";
import { packMessages } from "../core/notify/pack-messages.ts";
import { tellAlert } from "../core/notify/tell-alert.ts";
import { tellDeadLetter } from "../core/notify/tell-dead-letter.ts";
import { tellOrder } from "../core/notify/tell-order.ts";
import { tellPlan } from "../core/notify/tell-plan.ts";
import { keepOnly, type Told, wasTold, withTold } from "../core/notify/told.ts";
import { nameOf } from "../core/reason-of.ts";
import type { StoredDocument } from "../ports/document-store.ts";
import type { Notice } from "../ports/notices.ts";
import { ChannelSender } from "./channel-sender.ts";
import { ClockNews } from "./clock-news.ts";
import { NewsKeeper } from "./news-keeper.ts";
import type { NotifierDeps, OpenedChannel } from "./notifier-deps.ts";

/** When a pass of the notifier has to end. */
export interface PassOptions {
  /** No message begins later. @default passMs from now */
  readonly until?: UnixMs;
  /** Aborted: no further message begins. */
  readonly signal?: AbortSignal;
}

/** What a pass came to; a notification counts once for each channel. */
export interface PassReport {
  /** False when something it needs could not be read or written. */
  readonly isWhole: boolean;
  readonly told: number;
  /** Refused by a channel, or given up on: nobody will be told there. */
  readonly lost: number;
}

const DOCUMENT = "notifier";
const NOTHING: PassReport = { isWhole: true, told: 0, lost: 0 };

/** What one channel is to be told in a pass. */
interface Pass {
  readonly opened: OpenedChannel;
  /** All it wants of what there is. */
  readonly all: readonly Notification[];
  /** What the channel was not told yet, when it may be used in this pass. */
  readonly todo: readonly Notification[];
}

/** What is marked, and what there is to tell of it. */
interface Marked {
  readonly notice: Notice;
  readonly notifications: readonly Notification[];
}

interface Done extends Omit<PassReport, "isWhole"> {
  /** Told, refused, or too old to go on trying. */
  readonly keys: readonly string[];
}

/** A pass tells what there is to tell. Everything a pass has to know of those before it is in the ledger. */
export class Notifier {
  readonly #deps: NotifierDeps;
  readonly #clockNews: ClockNews;
  readonly #news: NewsKeeper;

  constructor(deps: NotifierDeps) {
    this.#deps = deps;
    this.#clockNews = new ClockNews(deps);
    this.#news = new NewsKeeper(deps);
  }

  /** Never throws: what cannot be told now is told by a later pass. */
  async pass(options: PassOptions = {}): Promise<PassReport> {
    try {
      return await this.#pass(options);
    } catch (error) {
      const reason = nameOf(error);
      this.#deps.telemetry.log("error", "notifications could not be worked on", { reason });
      return { ...NOTHING, isWhole: false };
    }
  }

  async #pass({ until = this.#after(this.#deps.limits.passMs), signal }: PassOptions): Promise<PassReport> {
    const { clock, documents } = this.#deps;
    const [channels, stored] = await Promise.all([this.#deps.channels(), documents.readDocument(DOCUMENT)]);
    const { busyUntil = 0, paces = {}, ...before } = toldOf(stored, clock.now());
    if (clock.now() < busyUntil) return NOTHING;
    const marked = await this.#marked();
    const dead = await this.#deadLetters(channels);
    const { found } = await this.#news.read();
    const shared = [...marked.flatMap(({ notifications }) => notifications), ...dead, ...found];
    const sender = new ChannelSender({ ...this.#deps, paces, until, ...(signal === undefined ? {} : { signal }) });
    const plans = await Promise.all(channels.map((opened) => this.#planFor(opened, { shared, before, sender })));
    const isIdle = plans.every(({ todo }) => todo.length === 0);
    const version = isIdle ? stored?.version : await this.#claim({ ...before, paces }, stored?.version);
    if (!isIdle && version === undefined) return NOTHING;
    const work = await Promise.all(plans.map(async (plan) => ({ ...plan, done: await this.#tell(plan, sender) })));
    const now = work.reduce((told, { opened, done }) => withTold(told, opened.name, done.keys), before);
    const isDone = ({ key }: Notification) =>
      work.every(({ opened, all }) => !all.some((one) => one.key === key) || wasTold(now, opened.name, key));
    const over = marked.filter(({ notifications }) => notifications.every(isDone));
    const { cleared, failure } = await this.#clear(over);
    const current = new Set(work.flatMap(({ all }) => all.map(({ key }) => key)).filter((key) => !cleared.has(key)));
    const kept = keepOnly(now, (key) => current.has(key) || mayComeAgain(key, clock.now(), this.#deps.limits));
    const body = JSON.stringify({ ...kept, paces: sender.paces() });
    if (body !== stored?.body || version !== stored.version) await documents.writeDocument(DOCUMENT, body, version);
    if (failure !== undefined) throw failure;
    const sum = (key: "told" | "lost") => work.reduce((total, { done }) => total + done[key], 0);
    return { isWhole: true, told: sum("told"), lost: sum("lost") };
  }

  async #planFor(
    opened: OpenedChannel,
    {
      shared,
      before,
      sender,
    }: { readonly shared: readonly Notification[]; readonly before: Told; readonly sender: ChannelSender },
  ): Promise<Pass> {
    const isDue = sender.isDue(opened.name);
    const silences = await this.#clockNews.silences(opened, before);
    // Exchanges are asked for it: not before it can be told.
    const digest = isDue ? await this.#clockNews.digest(opened, before) : [];
    const all = [...shared.filter((one) => isWanted(opened.subscription, one)), ...silences, ...digest];
    const todo = all.filter(({ key }) => !wasTold(before, opened.name, key));
    return { opened, all, todo: isDue ? todo : [] };
  }

  /** Says in the document that a pass is at work. @returns its version then; undefined: another pass was quicker. */
  async #claim(told: Told, version: number | undefined): Promise<number | undefined> {
    const busy: Told = { ...told, busyUntil: this.#after(this.#deps.limits.leaseMs) };
    const isClaimed = await this.#deps.documents.writeDocument(DOCUMENT, JSON.stringify(busy), version);
    return isClaimed ? (version ?? 0) + 1 : undefined;
  }

  async #marked(): Promise<readonly Marked[]> {
    const notices = await this.#deps.notices.listNotices(this.#deps.limits.noticesPerPass);
    if (notices.length === 0) return [];
    const accounts = (await this.#deps.accounts.listAccounts()).map(({ id }) => id);
    return notices.map((notice) => {
      if (notice.kind === "alert") return { notice, notifications: tellAlert(notice.alert, accounts) };
      const told = [tellOrder(notice.order), tellPlan(notice.order)];
      return { notice, notifications: told.filter((one) => one !== undefined) };
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

  async #tell({ opened, todo }: Pass, sender: ChannelSender): Promise<Done> {
    const { clock, telemetry, limits } = this.#deps;
    const inOrder = [...todo].sort((a, b) => a.at - b.at);
    let done: Done = { keys: [], told: 0, lost: 0 };
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

  /** @returns the keys of what is over for good, and what went wrong with others. */
  async #clear(over: readonly Marked[]): Promise<{ readonly cleared: ReadonlySet<string>; readonly failure: unknown }> {
    const outcomes = await Promise.allSettled(over.map(({ notice }) => this.#deps.notices.clearNotice(notice)));
    const isCleared = (_: Marked, index: number) => outcomes[index]?.status === "fulfilled";
    const cleared = over.filter(isCleared).flatMap(({ notifications }) => notifications.map(({ key }) => key));
    const failure = outcomes.find((outcome) => outcome.status === "rejected")?.reason as unknown;
    return { cleared: new Set(cleared), failure };
  }

  #after(ms: number): UnixMs {
    return unixMs(this.#deps.clock.now() + ms);
  }
}

function toldOf(stored: StoredDocument | undefined, now: UnixMs): Told {
  return stored === undefined ? { startedAt: now, keys: {} } : (JSON.parse(stored.body) as Told);
}
