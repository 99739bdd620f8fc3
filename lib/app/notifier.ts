// Tells people what the ledger says they may want to know. It runs beside the orders, never in their way: it reads marks
// that were written with the records themselves, so that a crash loses nothing, and what fails here fails for notifications only.
//
// 1. A mark is taken off when every channel that wants it was told, has refused it, or was given up on.
// 2. What only some channels were told is kept in one small document, so that the trouble of others tells nothing twice.
//    A crash between sending and writing does: better twice than not at all.
// 3. Two passes never tell the same: the one that is at work says so in the document, for as long as it may take at most. On AWS
//    whoever the table calls for marks says nothing: they are his alone for as long as he may come and take (docs/adr/0101-whose-a-mark-is.md).

import { defined } from "../core/defined.ts";
import { type UnixMs, unixMs } from "../core/ids.ts";
import { mayComeAgain } from "../core/notify/may-come-again.ts";
import type { Notification } from "../core/notify/notification.ts";
import { isWanted } from "../core/notify/notification.ts";
import { keepOnly, type Told, wasTold, withTold } from "../core/notify/told.ts";
import { nameOf } from "../core/reason-of.ts";
import type { Notice } from "../ports/notices.ts";
import { ChannelSender, type ChannelSenderOptions } from "./channel-sender.ts";
import { ClockNews } from "./clock-news.ts";
import { NewsKeeper } from "./news-keeper.ts";
import type { NotifierDeps, OpenedChannel } from "./notifier-deps.ts";
import { readDeadLetters } from "./read-dead-letters.ts";
import { type Marked, readMarked } from "./read-marked.ts";
import { type ChannelReport, tellChannel } from "./tell-channel.ts";
import { type KnownTold, ToldKeeper } from "./told-keeper.ts";

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

const NOTHING: PassReport = { isWhole: true, told: 0, lost: 0 };

/** What one channel is to be told in a pass. */
interface Pass {
  readonly opened: OpenedChannel;
  /** All it wants of what there is. */
  readonly all: readonly Notification[];
  /** What the channel was not told yet, when it may be used in this pass. */
  readonly todo: readonly Notification[];
}

interface Reported extends ChannelReport {
  readonly channel: string;
}

interface Work {
  readonly plans: readonly Pass[];
  readonly marked: readonly Marked[];
  readonly before: Told;
  readonly sender: ChannelSender;
}

/** `now`: what was told then; `cleared`: what is over for good; `failure`: what went wrong with other marks. */
interface Worked {
  readonly reports: readonly Reported[];
  readonly now: Told;
  readonly cleared: ReadonlySet<string>;
  readonly failure: unknown;
}

type SenderOptions = Pick<ChannelSenderOptions, "until" | "signal">;

/** A pass tells what there is to tell. Everything a pass has to know of those before it is in the ledger. */
export class Notifier {
  readonly #deps: NotifierDeps;
  readonly #clockNews: ClockNews;
  readonly #news: NewsKeeper;
  readonly #memory: ToldKeeper;
  /** As somebody who was called left them: what is worth keeping of them is in the document. */
  #paces: NonNullable<Told["paces"]> = {};

  constructor(deps: NotifierDeps) {
    this.#deps = deps;
    this.#clockNews = new ClockNews(deps);
    this.#news = new NewsKeeper(deps);
    this.#memory = new ToldKeeper(deps);
  }

  /** Never throws: what cannot be told now is told by a later pass. */
  pass({ until = this.#after(this.#deps.limits.passMs), signal }: PassOptions = {}): Promise<PassReport> {
    return this.#guarded(() => this.#pass({ until, ...defined({ signal }) }));
  }

  /**
   * Tells of marks somebody was called for, and of nothing else. They are his alone for a time (`limits.ownedMs`), so that nobody has to
   * say first that he is at work. What cannot be told at once stays marked, for a pass. Never throws.
   */
  tellCalled(notices: readonly Notice[]): Promise<PassReport> {
    return this.#guarded(() => this.#tellCalled(notices));
  }

  async #guarded(work: () => Promise<PassReport>): Promise<PassReport> {
    try {
      return await work();
    } catch (error) {
      const reason = nameOf(error);
      this.#deps.telemetry.log("error", "notifications could not be worked on", { reason });
      return { ...NOTHING, isWhole: false };
    }
  }

  async #pass(options: SenderOptions): Promise<PassReport> {
    const [channels, known] = await Promise.all([this.#deps.channels(), this.#memory.read()]);
    if (this.#memory.isBusy(known)) return NOTHING;
    const marked = await readMarked(this.#deps, await this.#deps.notices.listNotices(this.#deps.limits.noticesPerPass));
    const own = marked.filter(({ notice }) => !this.#isOthers(notice));
    const dead = await readDeadLetters(this.#deps, channels);
    const { found } = await this.#news.read();
    const shared = [...own.flatMap(({ notifications }) => notifications), ...dead, ...found];
    const before = known.told;
    const sender = this.#sender(before.paces, options);
    const plans = await Promise.all(channels.map((opened) => this.#planFor(opened, { shared, before, sender })));
    const isIdle = plans.every(({ todo }) => todo.length === 0);
    const claimed = isIdle ? known : await this.#memory.claim(known, this.#after(this.#deps.limits.leaseMs));
    if (claimed === undefined) return NOTHING;
    const { reports, now, cleared, failure } = await this.#work({ plans, marked: own, before, sender });
    const there = [...marked.flatMap(({ notifications }) => notifications), ...plans.flatMap(({ all }) => all)];
    const current = new Set(there.map(({ key }) => key).filter((key) => !cleared.has(key)));
    const isOver = (key: string) => !current.has(key) && !mayComeAgain(key, this.#deps.clock.now(), this.#deps.limits);
    // What was told meanwhile, by somebody who was called, is none of what this pass may forget.
    const over = new Set(Object.values(now.keys).flat().filter(isOver));
    await this.#memory.change(claimed, ({ busyUntil: _, ...told }) => ({
      ...keepOnly(withAll(told, reports), (key) => !over.has(key)),
      paces: sender.paces(),
    }));
    if (failure !== undefined) throw failure;
    return totalOf(reports);
  }

  async #tellCalled(notices: readonly Notice[]): Promise<PassReport> {
    const [channels, known] = await Promise.all([this.#deps.channels(), this.#memory.read()]);
    const marked = await readMarked(this.#deps, notices);
    const before = known.told;
    const until = this.#after(this.#deps.limits.calledMs);
    const sender = this.#sender({ ...this.#paces, ...before.paces }, { until });
    const shared = marked.flatMap(({ notifications }) => notifications);
    const plans = channels.map((opened) => {
      const all = shared.filter((one) => isWanted(opened.subscription, one));
      // One that fails is tried by passes, at its pace.
      const isDue = sender.isDue(opened.name) && (before.paces?.[opened.name]?.failures ?? 0) === 0;
      return { opened, all, todo: isDue ? all.filter(({ key }) => !wasTold(before, opened.name, key)) : [] };
    });
    const { reports, cleared, failure } = await this.#work({ plans, marked, before, sender });
    this.#paces = sender.paces();
    await this.#keepCalled(known, reports, cleared);
    if (failure !== undefined) throw failure;
    return totalOf(reports);
  }

  /** Nothing is written where every mark is off and no channel failed: nobody needs to know more. */
  async #keepCalled(known: KnownTold, reports: readonly Reported[], cleared: ReadonlySet<string>): Promise<void> {
    const failing = Object.entries(this.#paces).filter(([, { failures }]) => failures > 0);
    const isKept = (key: string) => !cleared.has(key) || mayComeAgain(key, this.#deps.clock.now(), this.#deps.limits);
    const kept = reports.map((report) => ({ ...report, keys: report.keys.filter(isKept) }));
    if (failing.length === 0 && kept.every(({ keys }) => keys.length === 0)) return;
    await this.#memory.change(known, (told) => ({
      ...withAll(told, kept),
      paces: { ...told.paces, ...Object.fromEntries(failing) },
    }));
  }

  /** Tells each channel its part, and takes off the marks that are over. */
  async #work({ plans, marked, before, sender }: Work): Promise<Worked> {
    const reports = await Promise.all(
      plans.map(async (plan) => ({ ...(await tellChannel(this.#deps, plan, sender)), channel: plan.opened.name })),
    );
    const now = withAll(before, reports);
    const isDone = ({ key }: Notification) =>
      plans.every(({ opened, all }) => !all.some((one) => one.key === key) || wasTold(now, opened.name, key));
    const over = marked.filter(({ notifications }) => notifications.every(isDone));
    return { reports, now, ...(await this.#clear(over)) };
  }

  /** Whether whoever was called for it may be at it still. */
  #isOthers({ markedAt }: Notice): boolean {
    return markedAt !== undefined && this.#deps.clock.now() - markedAt < this.#deps.limits.ownedMs;
  }

  #sender(paces: Told["paces"] = {}, options: SenderOptions): ChannelSender {
    return new ChannelSender({ ...this.#deps, paces, ...options });
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

/** What was told with what now was. */
function withAll(told: Told, reports: readonly Reported[]): Told {
  return reports.reduce((all, { channel, keys }) => withTold(all, channel, keys), told);
}

function totalOf(reports: readonly Reported[]): PassReport {
  const sum = (key: "told" | "lost") => reports.reduce((total, report) => total + report[key], 0);
  return { isWhole: true, told: sum("told"), lost: sum("lost") };
}
