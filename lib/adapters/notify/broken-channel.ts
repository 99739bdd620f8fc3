import type { NotificationChannel } from "../../ports/notification-channel.ts";

/** Stands for a channel whose settings cannot be used, so that whatever it is to tell says so. */
export function createBrokenChannel(problem: string): NotificationChannel {
  return {
    packing: { kind: "single", perPass: 50 },
    minIntervalMs: 0,
    send: async () => ({ kind: "refused", reason: problem }),
  };
}
