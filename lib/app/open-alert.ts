import { type AlertId, alertId, type UnixMs } from "../core/ids.ts";
import type { Clock } from "../ports/clock.ts";
import type { Ledger, OpenAlert } from "../ports/ledger.ts";

/** What putting an alert on record as open needs of the world. */
export interface OpenAlertDeps {
  readonly ledger: Ledger;
  readonly clock: Clock;
  /** A new ULID of that instant; each sorts after the one before. */
  newUlid(time: UnixMs): string;
  readonly windows: ResendWindow;
}

/** Milliseconds: the same body this long after an open alert continues it; sooner or later it is another alert. */
export interface ResendWindow {
  readonly resendAfterMs: number;
  readonly resendUntilMs: number;
}

/** An alert that is open on record: a new one, or the one that this delivery continues. */
export interface OpenedAlert {
  readonly alert: OpenAlert;
  /** What to close with the answer: this alert, and the one this delivery opened before it knew. */
  readonly opened: readonly AlertId[];
}

/** Continues the alert of this body that was never answered, or opens a new one. */
export async function openAlert(
  { ledger, clock, windows, newUlid }: OpenAlertDeps,
  bodyHash: string,
): Promise<OpenedAlert> {
  const now = clock.now();
  const fresh = { alertId: alertId(newUlid(now)), receivedAt: now };
  const open = await ledger.openAlert(bodyHash, fresh);
  const isResend = ({ receivedAt }: OpenAlert) =>
    now - receivedAt >= windows.resendAfterMs && now - receivedAt <= windows.resendUntilMs;
  const unanswered = open.find(isResend);
  if (unanswered === undefined) return { alert: fresh, opened: [fresh.alertId] };
  return { alert: unanswered, opened: [unanswered.alertId, fresh.alertId] };
}
