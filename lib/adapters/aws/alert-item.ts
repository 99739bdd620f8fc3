// An alert as its item and back. The item is the record itself with the keys beside it.
import { INDEX_PARTITION, INDEX_SORT } from "../../config/ledger-schema.ts";
import type { AlertRecord } from "../../ports/ledger.ts";
import { itemKey } from "./ledger-table.ts";

export function alertItem(alert: AlertRecord): Record<string, unknown> {
  return { ...itemKey.alert(alert.alertId), [INDEX_SORT]: alert.alertId, ...alert };
}

export function alertOf(item: Record<string, unknown>): AlertRecord {
  const { pk: _pk, sk: _sk, [INDEX_SORT]: _sort, [INDEX_PARTITION.notice]: _notice, ...alert } = item;
  return alert as unknown as AlertRecord;
}
