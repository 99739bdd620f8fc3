// Orders and alerts by their ids, or by the beginnings of them that tables show.

import type { OrderRecord } from "../core/execution/order-record.ts";
import { type AlertId, findOrderId, type OrderId, timeOf, alertId as toAlertId, unixMs } from "../core/ids.ts";
import type { AlertRecord, Ledger } from "../ports/ledger.ts";
import { CommandError, UsageError } from "./errors.ts";

/** Shorter ones stand for hours of orders. */
const LEAST = 6;
const ID_LETTERS = /^[0-9a-hjkmnp-tv-z]+[0-9a-z]*$/;
const ALERT_ID_LENGTH = 26;
const ORDER_ID_LENGTH = 29;
/** Of several that begin alike, so many are named. */
const NAMED = 5;
const LOOKED_THROUGH = 200;

/** An order, or an alert with its orders. */
export interface FoundOrders {
  readonly alert?: AlertRecord;
  readonly orders: readonly OrderRecord[];
}

/** @param text - an id or its beginning. @param open - the ledger, once it is worth looking. @throws UsageError, or CommandError when there is no such one, or more than one. */
export async function findOrders(text: string, open: () => Promise<Ledger>): Promise<FoundOrders> {
  const id = text.trim().toLowerCase();
  const isWritten = id.length >= LEAST && id.length <= ORDER_ID_LENGTH && ID_LETTERS.test(id);
  if (!isWritten)
    throw new UsageError(
      `"${text}" is neither the id of an order (29 letters and digits), nor of an alert (26), nor the first ${LEAST} or more of one`,
    );
  const ledger = await open();
  const orderId = findOrderId(id);
  if (orderId !== undefined) return findOrder(orderId, ledger);
  const alertId = id.length === ALERT_ID_LENGTH ? toAlertId(id) : await alertBeginning(id, ledger);
  const alert = await ledger.getAlert(alertId);
  if (alert === undefined) throw new CommandError(`there is no alert ${id}: npx whook alerts lists those there are`);
  const orders = await Promise.all(alert.accepted.map((line) => ledger.getOrder(line.orderId)));
  return { alert, orders: orders.filter((record) => record !== undefined) };
}

async function findOrder(orderId: OrderId, ledger: Ledger): Promise<FoundOrders> {
  const record = await ledger.getOrder(orderId);
  if (record !== undefined) return { orders: [record] };
  throw new CommandError(`there is no order ${orderId}: npx whook trades lists those there are`);
}

/** Ids begin with their time, so that those that begin alike lie beside each other. */
async function alertBeginning(beginning: string, ledger: Ledger): Promise<AlertId> {
  const of = beginning.slice(0, ALERT_ID_LENGTH);
  const first = toAlertId(of.padEnd(ALERT_ID_LENGTH, "0"));
  const last = toAlertId(of.padEnd(ALERT_ID_LENGTH, "z"));
  // A page ends before its cursor; no alert has the last id there can be.
  const { alerts } = await ledger.listAlerts({ since: unixMs(timeOf(first)), cursor: last, limit: LOOKED_THROUGH });
  const found = alerts.map(({ alertId }) => alertId).filter((alertId) => alertId.startsWith(of));
  const [only] = found;
  if (only === undefined)
    throw new CommandError(`no order or alert begins with ${beginning}: npx whook trades lists those there are`);
  if (found.length === 1) return only;
  const more = found.length > NAMED ? ` and ${found.length - NAMED} more` : "";
  throw new CommandError(
    `several begin with ${beginning}: ${found.slice(0, NAMED).join(", ")}${more}; write more of it`,
  );
}
