// Sends messages at each channel's pace: not too fast, and after failures ever more slowly.
import { type UnixMs, unixMs } from "../core/ids.ts";
import type { Message } from "../core/notify/pack-messages.ts";
import type { Pace } from "../core/notify/told.ts";
import type { Clock } from "../ports/clock.ts";
import type { NotificationChannel, SendOutcome } from "../ports/notification-channel.ts";
import type { Telemetry } from "../ports/telemetry.ts";

const FIRST_BACKOFF_MS = 1_000;
const MAX_BACKOFF_MS = 60_000;

/** What one pass of sending goes by. */
export interface ChannelSenderOptions {
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  /** By channel, as they were left. */
  readonly paces: Readonly<Record<string, Pace>>;
  /** No message begins later. */
  readonly until: UnixMs;
  readonly signal?: AbortSignal;
}

type NamedChannel = { readonly name: string; readonly channel: NotificationChannel };

/**
 * Sends through channels for one pass, each at its own pace: one that failed or is limited waits, and holds no other back.
 */
export class ChannelSender {
  readonly #options: ChannelSenderOptions;
  readonly #paces: Map<string, Pace>;

  constructor(options: ChannelSenderOptions) {
    this.#options = options;
    this.#paces = new Map(Object.entries(options.paces));
  }

  /** Whether the channel may be used before the time is over. */
  isDue(name: string): boolean {
    return this.#notBefore(name) <= this.#options.until;
  }

  /** Tries until it is sent or refused, or the time is over. */
  async send(to: NamedChannel, message: Message): Promise<SendOutcome["kind"] | "not-tried"> {
    const { clock, until, signal } = this.#options;
    let result: "failed" | "not-tried" = "not-tried";
    for (;;) {
      const wait = Math.max(0, this.#notBefore(to.name) - clock.now());
      if (clock.now() + wait > until) return result;
      if (wait > 0) await clock.sleep(wait, signal);
      if (signal?.aborted) return result;
      const outcome = await to.channel.send(message);
      this.#note(to, outcome);
      if (outcome.kind !== "failed") return outcome.kind;
      result = "failed";
    }
  }

  /** The paces worth storing: of channels that wait or have failed. */
  paces(): Readonly<Record<string, Pace>> {
    const now = this.#options.clock.now();
    return Object.fromEntries(
      [...this.#paces].filter(([, { notBefore, failures }]) => failures > 0 || notBefore > now),
    );
  }

  /** Keeps the channel's pace, and says in the log what its owner should know. */
  #note({ name, channel }: NamedChannel, outcome: SendOutcome): void {
    const { clock, telemetry } = this.#options;
    if (outcome.kind !== "failed") {
      this.#paces.set(name, { notBefore: unixMs(clock.now() + channel.minIntervalMs), failures: 0 });
      if (outcome.kind === "refused")
        telemetry.log("error", "notification was refused", { channel: name, reason: outcome.reason });
      return;
    }
    const failures = (this.#paces.get(name)?.failures ?? 0) + 1;
    const backoff = Math.min(MAX_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (failures - 1));
    this.#paces.set(name, { notBefore: unixMs(clock.now() + (outcome.retryAfterMs ?? backoff)), failures });
    telemetry.log("warn", "notification could not be sent", { channel: name, reason: outcome.reason });
  }

  #notBefore(name: string): number {
    return this.#paces.get(name)?.notBefore ?? 0;
  }
}
