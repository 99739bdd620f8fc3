import type { AlertIssue } from "../core/alert/alert-order.ts";
import type { AcceptAlertDeps, AlertAnswer } from "./accept-alert.ts";
import { openAlert } from "./open-alert.ts";

/** In characters: enough to know the sender by. */
const MAX_KEPT = 200;

/**
 * Refuses a body that holds no alert's text: on record as an alert with one bad line, so that it is told like any other,
 * and answered in the same shape. Of the body its beginning is kept.
 * @throws what the ledger throws, as when an alert is accepted.
 */
export async function refuseBody(deps: AcceptAlertDeps, body: string, issue: AlertIssue): Promise<AlertAnswer> {
  const { ledger, telemetry } = deps;
  const bodyHash = deps.hash(body);
  const { alert, opened } = await openAlert(deps, bodyHash);
  const text = [...body.slice(0, 2 * MAX_KEPT)].slice(0, MAX_KEPT).join("");
  const { line, code, message } = issue;
  const answer = { alertId: alert.alertId, accepted: [], rejected: [{ line, text, code, message }], warnings: [] };
  await ledger.putAlert({ ...answer, receivedAt: alert.receivedAt, text });
  await ledger.closeAlerts(bodyHash, opened);
  telemetry.count("AlertRejected");
  telemetry.log("info", "alert answered", { alertId: alert.alertId, accepted: 0, rejected: 1 });
  return { status: 400, body: answer };
}
