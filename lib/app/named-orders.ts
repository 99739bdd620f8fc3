// Limit orders by the names people gave them: which open order is meant, as far as the ledger knows.
import type { OrderRecord } from "../core/execution/order-record.ts";
import type { Submission } from "../core/execution/phase.ts";
import { spellCustomId } from "../core/market/spell-custom-id.ts";
import type { Exchange } from "../ports/exchange.ts";
import { type Ledger, MAX_FOLLOWED } from "../ports/ledger.ts";
import type { ExecuteOrderDeps } from "./execution-deps.ts";

type Followed = Pick<Ledger, "listFollowed">;
type Owner = Pick<OrderRecord, "orderId" | "account" | "symbol" | "exchange">;

/** What other orders of the account and symbol have open on the venue, youngest first. */
export async function listOpenSubmissions(ledger: Followed, owner: Owner): Promise<readonly Submission[]> {
  const followed = await ledger.listFollowed(owner.account, { max: MAX_FOLLOWED });
  return followed
    .filter(({ symbol, orderId }) => symbol === owner.symbol && orderId !== owner.orderId)
    .flatMap(({ state }) => state.open.map(({ submission }) => submission))
    .toSorted((a, b) => b.intentAt - a.intentAt);
}

/** The open order of that name, by the venue's spelling: the youngest of which the venue has told its own id. */
export async function findNamed(ledger: Followed, owner: Owner, name: string): Promise<Submission | undefined> {
  const wanted = spellCustomId(owner.exchange, name);
  const open = await listOpenSubmissions(ledger, owner);
  return open.find(
    ({ step, venueOrderId }) =>
      step.customId !== undefined &&
      venueOrderId !== undefined &&
      spellCustomId(owner.exchange, step.customId) === wanted,
  );
}

/** Whether an order of the limit order's name is still open on the venue. One that cannot be asked is not known to be. */
export async function isLimitNameTaken(
  { ledger }: Pick<ExecuteOrderDeps, "ledger">,
  exchange: Exchange,
  record: OrderRecord,
): Promise<boolean> {
  const { order, symbol } = record;
  if (!("limit" in order) || order.limit === undefined) return false;
  const named = await findNamed(ledger, record, order.limit.id);
  if (named?.venueOrderId === undefined) return false;
  const { clientOrderId, intentAt, venueOrderId } = named;
  const seen = await exchange.findOrder({ symbol, clientOrderId, since: intentAt, venueOrderId });
  return seen.ok && seen.value?.status === "open";
}
