import type { UnixMs } from "../ids.ts";
import type { Notification } from "./notification.ts";

/** A silence has one key as long as it lasts. */
export function tellSilence({
  account,
  hours,
  now,
}: {
  readonly account: string | undefined;
  readonly hours: number;
  readonly now: UnixMs;
}): Notification {
  const whose = account === undefined ? "any account" : `account ${account}`;
  return {
    key: `silence:${account ?? ""}:${hours}`,
    event: "silence",
    at: now,
    text: [
      `Silence: no good alert for ${whose} in ${hours} hours.`,
      "Look whether the alerts in TradingView are still active (they expire), and whether the webhook can be reached.",
    ].join("\n"),
    ...(account === undefined ? {} : { account }),
  };
}
