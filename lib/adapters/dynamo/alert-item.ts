// An alert as its item and back. The item is the record itself with the keys beside it.
import { INDEX_PARTITION, INDEX_SORT } from "../../config/ledger-schema.ts";
import { timeOf } from "../../core/ids.ts";
import type { AlertRecord } from "../../ports/ledger.ts";
import { alertDayKey, itemKey, REFUSED } from "./ledger-table.ts";

export function alertItem(alert: AlertRecord): Record<string, unknown> {
  const { alertId } = alert;
  const listed = {
    [INDEX_PARTITION.day]: alertDayKey(timeOf(alertId)),
    ...(alert.rejected.length === 0 ? {} : { [INDEX_PARTITION.status]: REFUSED }),
    [INDEX_SORT]: alertId,
  };
  return { ...itemKey.alert(alertId), ...listed, ...alert };
}

export function alertOf(item: Record<string, unknown>): AlertRecord {
  const { pk: _pk, sk: _sk, dayKey: _day, statusKey: _status, orderId: _sort, noticeKey: _notice, ...alert } = item;
  return alert as unknown as AlertRecord;
}
