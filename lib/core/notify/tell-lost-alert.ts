import type { Chain } from "../chain/chain.ts";
import { isoTime, type UnixMs, unixMs } from "../ids.ts";
import type { Group } from "./news.ts";
import type { Notification } from "./notification.ts";

/** That a group's targets do not follow one another: once for these alerts. */
export function tellLostAlert(
  { account, symbol }: Group,
  { links, holds }: Pick<Chain, "links" | "holds">,
  now: UnixMs,
): Notification {
  const steps = links.map(({ prev, target }) => `${prev} to ${target}`);
  const newest = unixMs(Math.max(...links.map(({ receivedAt }) => receivedAt)));
  return {
    key: `lost:${account}:${symbol}:${newest}:${isoTime(newest).slice(0, 10)}`,
    event: "lost-alert",
    at: now,
    text: [
      `PLEASE CHECK: an alert of ${account} ${symbol} was lost, or somebody traded by hand: its targets do not follow one another (${steps.join(", ")}).`,
      `Compare the position with the strategy's. What is held: whook order ${holds}`,
    ].join("\n"),
    account,
    symbol,
  };
}
