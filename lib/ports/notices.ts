import type { OrderRecord } from "../core/execution/order-record.ts";
import type { UnixMs } from "../core/ids.ts";
import type { AlertRecord } from "./ledger.ts";

/** Something on record that nobody was told of yet: an order that ended, an alert with bad lines or warnings. */
export type Notice = NoticeOf & {
  /** Where whoever is called for a mark has it to himself for a time: since when it is there. */
  readonly markedAt?: UnixMs;
};

type NoticeOf =
  | { readonly kind: "order"; readonly order: OrderRecord }
  | { readonly kind: "alert"; readonly alert: AlertRecord };

/**
 * The ledger's outbox. A record is marked in the same write that ends the order or stores the alert, so that a crash loses
 * no notice. Methods throw what the database throws.
 */
export interface NoticeBox {
  /** At most `limit`, as they are on record now. A mark of a moment ago may be missing still. */
  listNotices(limit: number): Promise<readonly Notice[]>;
  /** Takes the mark off, unless the record has changed since it was read. */
  clearNotice(notice: Notice): Promise<void>;
}
