import type { Notice, NoticeBox } from "../../ports/notices.ts";
import type { AlertTable } from "./alert-table.ts";
import type { OrderTable } from "./order-table.ts";
import type { WhookDatabase } from "./whook-database.ts";

/** The notice box port over the data file: the marks are a column of the orders and of the alerts. */
export class SqliteNotices implements NoticeBox {
  readonly #database: WhookDatabase;
  readonly #orders: OrderTable;
  readonly #alerts: AlertTable;

  constructor(
    database: WhookDatabase,
    { orders, alerts }: { readonly orders: OrderTable; readonly alerts: AlertTable },
  ) {
    this.#database = database;
    this.#orders = orders;
    this.#alerts = alerts;
  }

  async listNotices(limit: number): Promise<readonly Notice[]> {
    const orders = this.#orders.listNoticed(limit).map((order): Notice => ({ kind: "order", order }));
    const alerts = this.#alerts.listNoticed(limit).map((alert): Notice => ({ kind: "alert", alert }));
    return [...alerts, ...orders].sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1)).slice(0, limit);
  }

  /** Taken back by a power cut, it is told again, under the same key. */
  clearNotice(notice: Notice): Promise<void> {
    return this.#database.transact("lazy", () => {
      if (notice.kind === "order") this.#orders.clearNotice(notice.order);
      else this.#alerts.clearNotice(notice.alert);
    });
  }
}

/** Sorts by time, an alert before its orders. */
function idOf(notice: Notice): string {
  return notice.kind === "order" ? notice.order.orderId : notice.alert.alertId;
}
