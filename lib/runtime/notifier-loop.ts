// Runs the notifier on one machine, beside the orders.
import type { FileNotifications } from "../adapters/local/file-notifications.ts";
import { openChannels } from "../adapters/open-channels.ts";
import { Notifier, type NotifierDeps } from "../app/notifier.ts";
import { LOCAL_NOTIFIER_LIMITS, NOTIFY_EVERY_MS } from "../config/limits.ts";

/** What telling people from this machine needs. */
export interface NotifierLoopOptions extends Omit<NotifierDeps, "channels" | "limits"> {
  readonly notifications: FileNotifications;
}

/** Tells people until it is stopped. */
export interface NotifierLoop {
  /** Begins no further message, and waits a little for the one under way. What was not told is told by the next run. */
  stop(): Promise<void>;
}

/** The longest a stop waits. */
const STOP_MS = 2_000;

export function startNotifierLoop({ notifications, ...deps }: NotifierLoopOptions): NotifierLoop {
  const stopping = new AbortController();
  const notifier = new Notifier({
    ...deps,
    limits: LOCAL_NOTIFIER_LIMITS,
    channels: async () => openChannels(await notifications.listChannels()),
  });
  const loop = async () => {
    while (!stopping.signal.aborted) {
      await notifications
        .listChannels()
        .then(() => (notifications.isUsed ? notifier.pass({ signal: stopping.signal }) : undefined))
        .catch((error: unknown) => deps.telemetry.log("error", "nobody could be notified", { reason: String(error) }));
      await deps.clock.sleep(NOTIFY_EVERY_MS, stopping.signal);
    }
  };
  const looping = loop();
  return {
    stop: async () => {
      stopping.abort();
      await Promise.race([looping, deps.clock.sleep(STOP_MS)]);
    },
  };
}
