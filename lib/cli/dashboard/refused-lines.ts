// Every line of an alert that was not traded, kept beside the trades: a page says what failed, and these failed before they were orders.
import { defined } from "../../core/defined.ts";
import { type AlertId, type UnixMs, unixMs } from "../../core/ids.ts";
import type { AlertRecord, Ledger, RejectedLine } from "../../ports/ledger.ts";

/** A line of an alert that was not traded. */
export interface RefusedLine {
  readonly alertId: AlertId;
  readonly at: UnixMs;
  readonly text: string;
  readonly message: string;
}

/** Alerts with bad lines read at a time. */
const ALERTS = 100;
/** Characters kept of a bad line: an alert may be 64 KiB of them. */
const LONGEST_TEXT = 300;
/** A look begins this long before the newest: it may have been stored late. */
const OVERLAP_MS = 10 * 60 * 1_000;

/** They are few: all of them are read the first time, then the newest. */
export class RefusedLines {
  readonly #byAlert = new Map<AlertId, readonly RefusedLine[]>();
  #newest: UnixMs | undefined;

  /** In no order. */
  *all(): Iterable<RefusedLine> {
    for (const lines of this.#byAlert.values()) yield* lines;
  }

  /** Those since then, or what has come since the last look. @param onNew - told of each alert that was not known. */
  async read(
    ledger: Pick<Ledger, "listAlerts">,
    { signal, onNew, from }: { readonly signal: AbortSignal; readonly onNew: () => void; readonly from?: UnixMs },
  ): Promise<void> {
    const lately = this.#newest === undefined ? undefined : unixMs(this.#newest - OVERLAP_MS);
    const since = defined({ since: from ?? lately });
    let newest = this.#newest;
    let cursor: AlertId | undefined;
    do {
      const page = await ledger.listAlerts({ refused: true, limit: ALERTS, ...since, ...defined({ cursor }) });
      for (const alert of page.alerts) {
        if (!this.#byAlert.has(alert.alertId)) onNew();
        this.#byAlert.set(alert.alertId, alert.rejected.map(refusedLineOf(alert)));
        newest = newest === undefined || alert.receivedAt > newest ? alert.receivedAt : newest;
      }
      cursor = page.cursor;
    } while (cursor !== undefined && !signal.aborted);
    this.#newest = newest;
  }

  clear(): void {
    this.#byAlert.clear();
    this.#newest = undefined;
  }
}

function refusedLineOf({ alertId, receivedAt }: AlertRecord): (line: RejectedLine) => RefusedLine {
  return ({ text, message }) => ({ alertId, at: receivedAt, text: cut(text), message: cut(message) });
}

function cut(text: string): string {
  return text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text;
}
