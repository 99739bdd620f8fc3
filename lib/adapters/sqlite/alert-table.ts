// Alerts, which of them are open, and idempotency keys. Every method runs at once: the caller's transaction decides.
import { findOrderId, timePrefix, alertId as toAlertId, type UnixMs, unixMs } from "../../core/ids.ts";
import { isToBeTold } from "../../core/notify/tell-alert.ts";
import type { AlertFilter, AlertPage, AlertRecord, KeyClaim, OpenAlert } from "../../ports/ledger.ts";
import { numberOf, textOf } from "./row.ts";
import type { Row, Statement, WhookDatabase } from "./whook-database.ts";

const DEFAULT_PAGE = 50;
/** Keys and open alerts are of no use this long after they were written: far beyond what either decides. */
const KEPT_MS = 7 * 24 * 60 * 60 * 1_000;
/** Sort before and after every id. */
const FIRST_ID = "0";
const LAST_ID = "~";

const SQL = {
  put: `INSERT INTO ledger_alert VALUES (?, ?, ?, ?, ?) ON CONFLICT (alert_id) DO UPDATE SET
    refused = excluded.refused, noticed = max(noticed, excluded.noticed), record = excluded.record`,
  get: "SELECT record FROM ledger_alert WHERE alert_id = ?",
  list: "SELECT record FROM ledger_alert WHERE alert_id >= ? AND alert_id < ? ORDER BY alert_id DESC LIMIT ?",
  listRefused: `SELECT record FROM ledger_alert
    WHERE refused = 1 AND alert_id >= ? AND alert_id < ? ORDER BY alert_id DESC LIMIT ?`,
  noticed: "SELECT record FROM ledger_alert WHERE noticed = 1 ORDER BY alert_id LIMIT ?",
  clearNotice: "UPDATE ledger_alert SET noticed = 0 WHERE alert_id = ?",
  openOnes: "SELECT alert_id, received_at FROM open_alert WHERE body_hash = ? ORDER BY received_at, alert_id",
  open: "INSERT OR REPLACE INTO open_alert VALUES (?, ?, ?)",
  close: "DELETE FROM open_alert WHERE body_hash = ? AND alert_id = ?",
  claim: `INSERT INTO key_claim VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET order_id = excluded.order_id,
    alert_id = excluded.alert_id, line = excluded.line, claimed_at = excluded.claimed_at WHERE key_claim.claimed_at < ?`,
  claimed: "SELECT order_id, alert_id, line, claimed_at FROM key_claim WHERE key_hash = ?",
  forgetOpen: "DELETE FROM open_alert WHERE received_at < ?",
  forgetKeys: "DELETE FROM key_claim WHERE claimed_at < ?",
} as const;

/** Alerts as rows, and the bodies that are open. Its methods are parts of somebody's transaction. */
export class AlertTable {
  readonly #database: WhookDatabase;
  readonly #marksNotices: () => boolean;
  readonly #statements: Readonly<Record<keyof typeof SQL, Statement>>;
  readonly #unopened = new Set<string>();

  /** @param marksNotices - whether bad lines and warnings are marked, in the same write, for somebody to be told. */
  constructor(database: WhookDatabase, marksNotices: () => boolean) {
    this.#database = database;
    this.#marksNotices = marksNotices;
    this.#statements = database.prepareAll(SQL);
  }

  put(alert: AlertRecord): void {
    const { alertId, receivedAt, rejected } = alert;
    // Nothing of an alert is stored that is not on record as open: a resend of it would be another alert.
    if (this.#unopened.delete(alertId)) throw new Error("the alert could not be put on record as open");
    const isRefused = Number(rejected.length > 0);
    const isMarked = isToBeTold(alert) && this.#marksNotices();
    this.#statements.put.run(alertId, receivedAt, isRefused, Number(isMarked), JSON.stringify(alert));
  }

  get(alertId: string): AlertRecord | undefined {
    const row = this.#statements.get.get(alertId);
    return row === undefined ? undefined : this.#alertOf(row);
  }

  list({ refused, since, cursor, limit = DEFAULT_PAGE }: AlertFilter): AlertPage {
    const list = refused === true ? this.#statements.listRefused : this.#statements.list;
    const from = since === undefined ? FIRST_ID : timePrefix(since);
    const alerts = list.all(from, cursor ?? LAST_ID, limit).map((row) => this.#alertOf(row));
    const last = alerts.length === limit ? alerts.at(-1) : undefined;
    return { alerts, ...(last === undefined ? {} : { cursor: last.alertId }) };
  }

  /** Oldest first. */
  listNoticed(limit: number): readonly AlertRecord[] {
    return this.#statements.noticed.all(limit).map((row) => this.#alertOf(row));
  }

  clearNotice({ alertId }: AlertRecord): void {
    this.#statements.clearNotice.run(alertId);
  }

  /** The open alerts of a body, oldest first. */
  listOpen(bodyHash: string): readonly OpenAlert[] {
    return this.#statements.openOnes.all(bodyHash).map(openAlertOf);
  }

  /** From here on until it is done, `put` refuses the alert. */
  open(bodyHash: string, { alertId, receivedAt }: OpenAlert): void {
    this.#unopened.add(alertId);
    this.#statements.open.run(bodyHash, alertId, receivedAt);
    this.#unopened.delete(alertId);
  }

  close(bodyHash: string, alertIds: readonly string[]): void {
    for (const alertId of alertIds) this.#statements.close.run(bodyHash, alertId);
  }

  /** As `Ledger.claimKey`. */
  claim(keyHash: string, claim: KeyClaim, since: UnixMs): KeyClaim {
    const { orderId, alertId, line, claimedAt } = claim;
    this.#statements.claim.run(keyHash, orderId, alertId, line, claimedAt, since);
    const row = this.#statements.claimed.get(keyHash);
    return row === undefined ? claim : claimOf(row);
  }

  /** Takes away what decides nothing any more. */
  forget(now: UnixMs): void {
    this.#statements.forgetOpen.run(now - KEPT_MS);
    this.#statements.forgetKeys.run(now - KEPT_MS);
  }

  /** What this class wrote is read back as it was. */
  #alertOf(row: Row): AlertRecord {
    return this.#database.parse(textOf(row, "record")) as AlertRecord;
  }
}

function openAlertOf(row: Row): OpenAlert {
  return { alertId: toAlertId(textOf(row, "alert_id")), receivedAt: unixMs(numberOf(row, "received_at")) };
}

function claimOf(row: Row): KeyClaim {
  const orderId = findOrderId(textOf(row, "order_id"));
  if (orderId === undefined) throw new Error("a key of the data file stands for no order id");
  return {
    orderId,
    alertId: toAlertId(textOf(row, "alert_id")),
    line: numberOf(row, "line"),
    claimedAt: unixMs(numberOf(row, "claimed_at")),
  };
}
