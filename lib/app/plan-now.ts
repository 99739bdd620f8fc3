import type { SymbolOrder } from "../core/alert/alert-order.ts";
import { symbolOf } from "../core/alert/symbol-of.ts";
import type { OrderFailure } from "../core/failure.ts";
import { type PlannedOrder, plannedOrder } from "../core/order/plan-from.ts";
import { ok, type Result } from "../core/result.ts";
import type { Account } from "../ports/account-store.ts";
import type { Clock } from "../ports/clock.ts";
import type { Exchange } from "../ports/exchange.ts";
import type { GuardKeeper } from "./guard-keeper.ts";
import { readMarket } from "./read-market.ts";

/** What a plan is made with. */
export interface PlanNowDeps {
  readonly guards: GuardKeeper;
  readonly exchange: Exchange;
  readonly clock: Clock;
}

/** What an order would do if it came now, its account's switches and guards included. Nothing is sent, and nothing is noted. */
export async function planNow(
  { guards, exchange, clock }: PlanNowDeps,
  account: Account,
  order: SymbolOrder,
): Promise<Result<PlannedOrder, OrderFailure>> {
  const market = () => readMarket(exchange, account, symbolOf(order));
  const asked = { order, receivedAt: clock.now() };
  const reading = await guards.read(account, asked, { exchange, readMarket: market });
  return reading.ok ? ok(plannedOrder(order, reading.value)) : reading;
}
