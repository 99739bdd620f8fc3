import { findOrderId, type OrderId } from "../../core/ids.ts";
import type { Clock } from "../../ports/clock.ts";
import { type LostAlert, type PostedAlert, postAlert } from "../post-alert.ts";
import { inSeconds, type SmokeCheck } from "./smoke-check.ts";

/** TradingView hangs up after this: https://www.tradingview.com/support/solutions/43000529348-how-to-configure-webhook-alerts/ */
const SENDER_WAITS_MS = 3_000;
const NAME = "webhook";

/** What a post to the stack's webhook showed. */
export interface WebhookFinding {
  readonly check: SmokeCheck;
  /** Absent: nothing was accepted, and the orders are to be stored without the webhook. */
  readonly orderIds?: readonly OrderId[];
}

/** Posts an alert as TradingView would. @param url - holds the token: it is part of no message. */
export async function checkWebhook(clock: Clock, url: string, text: string): Promise<WebhookFinding> {
  const startedAt = clock.now();
  const posted = await postAlert(url, text);
  const answerMs = clock.now() - startedAt;
  const reply = typeof posted === "string" ? undefined : posted.reply;
  const orderIds = reply?.accepted.flatMap(({ orderId }) => findOrderId(orderId) ?? []) ?? [];
  if (orderIds.length === 0) return { check: refusal(posted) };
  const isInTime = answerMs <= SENDER_WAITS_MS;
  const late = `; TradingView waits ${inSeconds(SENDER_WAITS_MS)}. Try again: the first answer after a while takes longest`;
  const detail = `took the alert and answered after ${inSeconds(answerMs)}${isInTime ? "" : late}`;
  return { check: { name: NAME, outcome: isInTime ? "passed" : "failed", detail, figures: { answerMs } }, orderIds };
}

function refusal(posted: PostedAlert | LostAlert): SmokeCheck {
  if (typeof posted === "string") return { name: NAME, outcome: "failed", detail: "it did not answer" };
  const { status, reply } = posted;
  if (status === 403) {
    const detail =
      "this machine's address is not among the senders: whook deploy --senders takes it, beside those there are. The alert was stored and queued from here";
    return { name: NAME, outcome: "not checked", detail };
  }
  if (reply?.rejected.some(({ code }) => code === "ACCOUNT_UNKNOWN")) {
    const detail =
      "it still knows the accounts of a minute ago only: try again in a minute. The alert was stored and queued from here";
    return { name: NAME, outcome: "not checked", detail };
  }
  const why = reply?.rejected.map(({ message }) => `: ${message}`).join("") ?? "";
  return { name: NAME, outcome: "failed", detail: `it answered ${status}${why}` };
}
