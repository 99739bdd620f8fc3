// Looking for an order that was sent and not heard of since.
import { whyUnproven } from "../core/execution/account-changed.ts";
import type { ExecutionEvent, Sighting } from "../core/execution/decision.ts";
import type { OrderRecord } from "../core/execution/order-record.ts";
import type { Submission } from "../core/execution/phase.ts";
import { failureOf, type OrderFailure } from "../core/failure.ts";
import { LOOK_UP_GRACE_MS } from "../core/market/venue-table.ts";
import { err, ok, type Result } from "../core/result.ts";
import type { Account } from "../ports/account-store.ts";
import type { Exchange } from "../ports/exchange.ts";
import type { ExecuteOrderDeps } from "./execution-deps.ts";
import { hasSwept, haveOthersWorked } from "./others-worked.ts";

/** An order that was sent, and where to look for it. */
export interface LookUp {
  readonly exchange: Exchange;
  readonly account: Account;
  readonly record: OrderRecord;
  readonly submission: Submission;
}

/** What became of an order: the venue's own word, else the position's. */
export async function lookUpOrder(deps: ExecuteOrderDeps, look: LookUp): Promise<ExecutionEvent> {
  const { exchange, record, submission } = look;
  const { clientOrderId, intentAt, venueOrderId } = submission;
  const { symbol } = record;
  const known = venueOrderId === undefined ? {} : { venueOrderId };
  const found = await exchange.findOrder({ symbol, clientOrderId, since: intentAt, ...known });
  const unproven =
    found.ok && found.value === undefined ? whyUnproven(record.state, clientOrderId, exchange.provenType) : undefined;
  const order = unproven === undefined ? found : err(failureOf("OUTCOME_UNKNOWN", unproven));
  if (order.ok && order.value !== undefined) return { kind: "found", order: order.value };
  const seen = await sightPosition(deps, look);
  if (!order.ok) return { kind: "look-up-failed", failure: order.error, ...(seen.ok ? { seen: seen.value } : {}) };
  if (!seen.ok) return { kind: "look-up-failed", failure: seen.error };
  const graceMs = exchange.traits.lookUpGraceMs ?? LOOK_UP_GRACE_MS;
  return { kind: "not-found", ...seen.value, graceMs };
}

/**
 * The position now, and whether it may be believed: asked once it has moved, and of an order that the venue took, for another's
 * fill may have taken its move back.
 */
async function sightPosition(
  { ledger }: ExecuteOrderDeps,
  { exchange, account, record, submission }: LookUp,
): Promise<Result<Sighting, OrderFailure>> {
  const snapshot = await exchange.readSnapshot(record.symbol, { toReduce: true, unpriced: true });
  if (!snapshot.ok) return snapshot;
  const { position } = snapshot.value;
  // What the position was before is known from a reading of the first attempt on: what was sent again was reckoned from that.
  const since = record.state.firstAttemptAt ?? submission.intentAt;
  const isEvidence = position !== submission.positionBefore || submission.venueOrderId !== undefined;
  const isShared = isEvidence && (await haveOthersWorked(ledger, { account, record, since }));
  // A closeall may have taken its move back: asked also where the position is as it was.
  const isSwept = await hasSwept(ledger, account.id, since);
  return ok({ position, ...(isShared ? { othersWorked: true } : {}), ...(isSwept ? { swept: true } : {}) });
}
