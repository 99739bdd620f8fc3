import type { AlertIssue } from "../core/alert/alert-order.ts";
import type { AcceptAlertDeps, AlertAnswer } from "./accept-alert.ts";
import { openAlert } from "./open-alert.ts";

/** In bytes: enough to know the sender by. */
const MAX_KEPT = 200;

/**
 * Refuses a body that holds no alert's text: on record as an alert with one bad line, so that it is told like any other,
 * and answered in the same shape. Of the body its beginning is kept.
 * @throws what the ledger throws, as when an alert is accepted.
 */
export async function refuseBody(
  deps: AcceptAlertDeps,
  body: Uint8Array,
  { line, code, message }: AlertIssue,
): Promise<AlertAnswer> {
  const { ledger, telemetry } = deps;
  // Whatever the bytes are, each is a character.
  const bodyHash = deps.hash(new TextDecoder("latin1").decode(body));
  const { alert, opened } = await openAlert(deps, bodyHash);
  const text = beginningOf(body);
  const answer = { alertId: alert.alertId, accepted: [], rejected: [{ line, text, code, message }], warnings: [] };
  await ledger.putAlert({ ...answer, receivedAt: alert.receivedAt, text });
  await ledger.closeAlerts(bodyHash, opened);
  telemetry.count("AlertRejected");
  telemetry.log("info", "alert answered", { alertId: alert.alertId, accepted: 0, rejected: 1 });
  return { status: 400, body: answer };
}

/** As text that can be shown: a character that is cut is left out, what is none or moves the cursor is marked. */
function beginningOf(body: Uint8Array): string {
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(body.subarray(0, MAX_KEPT), { stream: true });
  return text.replace(/(?![\n\r\t])\p{Cc}/gu, "\uFFFD");
}
