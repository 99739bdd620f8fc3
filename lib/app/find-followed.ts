// Looking for the orders that the follower follows, account by account.
import { defined } from "../core/defined.ts";
import { hasOtherKey } from "../core/execution/account-changed.ts";
import type { OpenOrder, OrderRecord } from "../core/execution/order-record.ts";
import type { Submission } from "../core/execution/phase.ts";
import { denial } from "../core/failure.ts";
import { err } from "../core/result.ts";
import type { Account } from "../ports/account-store.ts";
import type { Exchange, OrderQuery } from "../ports/exchange.ts";
import type { ExecuteOrderDeps } from "./execution-deps.ts";

const LIMITED = denial("RATE_LIMITED", "the exchange has just said that it was asked too often");

type Deps = Pick<ExecuteOrderDeps, "exchangeFor">;

/** One account's venue in one run. Once it names its limit of requests, it is asked no more. */
export interface Asking {
  readonly account: Account;
  isLimited: boolean;
}

/** One under a price lock that is still open is cancelled, and looked at again: its order has ended, and nobody else would. */
export async function findOpen(
  deps: Deps,
  asking: Asking,
  { symbol, state }: OrderRecord,
  { submission }: OpenOrder,
): ReturnType<typeof findFollowed> {
  const query = { ...submission, symbol };
  const seen = await findFollowed(deps, asking, query);
  const isLeft = submission.step.postOnly === true && !hasOtherKey(state, asking.account);
  if (!isLeft || !seen.ok || seen.value?.status !== "open") return seen;
  const exchange = await deps.exchangeFor(asking.account);
  if (!exchange.ok) return exchange;
  const cancelled = await exchange.value.cancelOrder(symbol, submission.clientOrderId, seen.value.venueOrderId);
  const isGone = cancelled.ok || cancelled.error.code === "ORDER_NOT_FOUND";
  return isGone ? findFollowed(deps, asking, query) : seen;
}

/** The order on the venue, by everything that is known of it. */
export async function findFollowed(
  deps: Deps,
  asking: Asking,
  {
    symbol,
    clientOrderId,
    intentAt,
    venueOrderId,
    isForFills,
  }: Pick<Submission, "clientOrderId" | "intentAt" | "venueOrderId"> & Pick<OrderQuery, "symbol" | "isForFills">,
): Promise<Awaited<ReturnType<Exchange["findOrder"]>>> {
  if (asking.isLimited) return err(LIMITED);
  const exchange = await deps.exchangeFor(asking.account);
  if (!exchange.ok) return exchange;
  const query = { symbol, clientOrderId, since: intentAt, ...defined({ venueOrderId, isForFills }) };
  const seen = await exchange.value.findOrder(query);
  asking.isLimited = !seen.ok && seen.error.code === "RATE_LIMITED";
  return seen;
}
