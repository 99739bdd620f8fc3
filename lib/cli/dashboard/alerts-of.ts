import { defined } from "../../core/defined.ts";
import type { AlertId } from "../../core/ids.ts";
import { type Trade, tradeOf } from "../../core/trade/trade.ts";
import type { AlertEntry, AlertsData, LineEntry } from "../../dashboard/render-alerts.ts";
import type { AlertRecord, Ledger } from "../../ports/ledger.ts";

const PAGE = 50;
/** An order is queued only once it is on record, and an alert answered only then. */
export const NEVER_STORED = "not on record: whook stopped before it answered, and sent nothing";
/** Where only what failed is wanted, so many alerts are looked through for one page. */
const SEARCHED = 500;
const FAILED: ReadonlySet<string> = new Set(["refused", "rejected", "expired", "unknown", "missing"]);

/** One page of the feed, with what became of each line. */
export async function alertsOf(
  ledger: Pick<Ledger, "listAlerts" | "getOrder">,
  show: AlertsData["show"],
  before: AlertId | undefined,
): Promise<Pick<AlertsData, "alerts" | "older">> {
  const limit = show === "all" ? PAGE : SEARCHED;
  const page = await ledger.listAlerts({ limit, ...defined({ cursor: before }) });
  const alerts = await Promise.all(page.alerts.map((alert) => alertEntryOf(ledger, alert)));
  return {
    alerts: show === "all" ? alerts : alerts.map(failedLines).filter(({ lines }) => lines.length > 0),
    ...defined({ older: page.cursor }),
  };
}

export async function alertEntryOf(ledger: Pick<Ledger, "getOrder">, alert: AlertRecord): Promise<AlertEntry> {
  const { alertId, receivedAt, accepted, rejected, unlisted, warnings } = alert;
  const good = accepted.map(async ({ line, orderId, account, symbol }): Promise<LineEntry> => {
    const record = await ledger.getOrder(orderId);
    if (record === undefined)
      return { line, text: `${account} ${symbol}`, status: "missing", outcome: NEVER_STORED, orderId };
    const { warnings: own, ...rest } = lineOf(tradeOf(record));
    const said = warnings.filter((warning) => warning.line === line).map(({ message }) => message);
    return { ...rest, line, warnings: [...new Set([...said, ...own])] };
  });
  const bad = rejected.map(
    ({ line, text, message }): LineEntry => ({ line, text, status: "refused", outcome: message }),
  );
  const lines = [...(await Promise.all(good)), ...bad].sort((a, b) => a.line - b.line);
  return { alertId, at: receivedAt, lines, ...defined({ unlisted }) };
}

function lineOf(trade: Trade): LineEntry & Pick<Trade, "warnings"> {
  const { line, text, orderId, warnings, netProfit, settle, closedContracts = "0" } = trade;
  const isClosing = closedContracts !== "0" && netProfit !== undefined;
  return {
    line,
    text,
    status: trade.code === "OUTCOME_UNKNOWN" ? "unknown" : trade.status,
    outcome: outcomeOf(trade),
    warnings,
    orderId,
    ...(isClosing ? { net: { amount: netProfit, coin: settle } } : {}),
  };
}

function outcomeOf({ status, code, filledContracts, averagePrice, reason }: Trade): string {
  const fill = `${filledContracts} contracts at ${averagePrice}`;
  if (status === "filled" && averagePrice !== undefined)
    return code === "FILLED" || reason === undefined ? fill : `${fill}: ${reason}`;
  return reason ?? (status === "queued" ? "waits for its turn" : "is being worked on");
}

function failedLines(alert: AlertEntry): AlertEntry {
  return { ...alert, lines: alert.lines.filter(({ status }) => FAILED.has(status)) };
}
