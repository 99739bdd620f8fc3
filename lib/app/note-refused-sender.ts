import { alertId } from "../core/ids.ts";
import type { Ledger } from "../ports/ledger.ts";
import type { OpenAlertDeps } from "./open-alert.ts";

const MESSAGE =
  "a sender was refused by its address (403), and nothing of what it sent is on record: if TradingView sends from a new address, its alerts are lost. The log of the webhook's API has the address; whook deploy --senders ADDRESS lets it in";

/**
 * Puts it on record that somebody was refused by address, as an alert with one bad line: so it is told, and shown, like any other.
 * @throws what the ledger throws.
 */
export async function noteRefusedSender({
  ledger,
  clock,
  newUlid,
}: Pick<OpenAlertDeps, "clock" | "newUlid"> & { readonly ledger: Pick<Ledger, "putAlert"> }): Promise<void> {
  const receivedAt = clock.now();
  const rejected = [{ line: 1, text: "", code: "SENDER_REFUSED", message: MESSAGE }];
  const nothing = { text: "", accepted: [], warnings: [] } as const;
  await ledger.putAlert({ ...nothing, alertId: alertId(newUlid(receivedAt)), receivedAt, rejected });
}
