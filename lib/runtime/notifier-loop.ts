// Runs the notifier on one machine, beside the orders.
import type { FileNotifications } from "../adapters/local/file-notifications.ts";
import { Notifier } from "../app/notifier.ts";
import type { NotifierDeps } from "../app/notifier-deps.ts";
import { LOCAL_NOTIFIER_LIMITS, NOTIFY_EVERY_MS } from "../config/limits.ts";
import { faultOf } from "../core/reason-of.ts";
import { type Loop, startLoop } from "./start-loop.ts";
import { waitAtMost } from "./wait-at-most.ts";

/** What telling people from this machine needs. */
export interface NotifierLoopOptions extends Omit<NotifierDeps, "channels" | "limits"> {
  readonly notifications: FileNotifications;
}

/** The longest a stop waits. */
const STOP_MS = 2_000;

/** Its `stop` waits a little for the message under way. What was not told is told by the next run. */
export function startNotifierLoop({ notifications, ...deps }: NotifierLoopOptions): Loop {
  const { clock, telemetry } = deps;
  const notifier = new Notifier({
    ...deps,
    limits: LOCAL_NOTIFIER_LIMITS,
    channels: async () => {
      const { openChannels } = await import("../adapters/open-channels.ts");
      return openChannels(await notifications.listChannels());
    },
  });
  const loop = startLoop({
    clock,
    everyMs: NOTIFY_EVERY_MS,
    work: async (signal) => {
      await notifications.listChannels();
      if (notifications.isUsed) await notifier.pass({ signal });
    },
    onError: (error) => telemetry.log("error", "nobody could be notified", { reason: faultOf(error) }),
  });
  return { stop: () => waitAtMost(loop.stop(), { clock, ms: STOP_MS }) };
}
