import type { DatabaseSync } from "node:sqlite";

/**
 * Undoes the open transaction. Never throws: after a full disk and the like SQLite has undone it already, and the error that
 * led here is the one to tell. https://www.sqlite.org/lang_transaction.html
 */
export function rollBack(db: DatabaseSync): void {
  try {
    db.exec("ROLLBACK");
  } catch {
    // No transaction is open.
  }
}
