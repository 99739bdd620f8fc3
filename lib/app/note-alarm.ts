import { alertId } from "../core/ids.ts";
import type { Ledger } from "../ports/ledger.ts";
import type { OpenAlertDeps } from "./open-alert.ts";

const SENT_AGAIN =
  "TradingView sends such an alert up to three times more; compare whook trades with your alerts, and look at your positions";

/** What happened before any function of whook saw a request, by the alarm that saw it: how it is put on record. */
export const ALARM_NEWS = {
  SenderRefused: {
    code: "SENDER_REFUSED",
    message:
      "a sender was refused by its address (403), and nothing of what it sent is on record: if TradingView sends from a new address, its alerts are lost. The log of the webhook's API has the address; whook deploy --senders ADDRESS lets it in",
  },
  Throttled: {
    code: "THROTTLED",
    message: `AWS held a function of this account back, since too many were at work at once: an alert may have been answered 503. ${SENT_AGAIN}. whook deploy offers to ask AWS for a higher limit`,
  },
  RequestsThrottled: {
    code: "THROTTLED",
    message: `alerts came faster than the webhook's API lets through, and were answered 503. ${SENT_AGAIN}`,
  },
  WebhookFailed: {
    code: "NOT_STORED",
    message: `an alert was answered 5xx, and may not be on record. ${SENT_AGAIN}`,
  },
} as const;

/**
 * Puts it on record that an alarm went off, as an alert with one bad line: so it is told, and shown, like any other.
 * @param alarmName - as CloudFormation makes it of the alarm's place in the stack. @throws what the ledger throws.
 */
export async function noteAlarm(
  { ledger, clock, newUlid }: Pick<OpenAlertDeps, "clock" | "newUlid"> & { readonly ledger: Pick<Ledger, "putAlert"> },
  alarmName: string,
): Promise<void> {
  const receivedAt = clock.now();
  const [, known] = Object.entries(ALARM_NEWS).find(([name]) => alarmName.includes(`Alarms${name}`)) ?? [];
  const news = known ?? { code: "ALARM", message: `alarm ${alarmName} went off` };
  const nothing = { text: "", accepted: [], warnings: [] } as const;
  const rejected = [{ line: 1, text: "", ...news }];
  await ledger.putAlert({ ...nothing, alertId: alertId(newUlid(receivedAt)), receivedAt, rejected });
}
