// What an alert would do now, without doing it.
import type { AlertOrder } from "../core/alert/alert-order.ts";
import { denial, type OrderFailure } from "../core/failure.ts";
import { closestWords } from "../core/market/close-matches.ts";
import type { Instrument } from "../core/market/instrument.ts";
import type { Plan } from "../core/order/plan.ts";
import { planOrder } from "../core/order/plan-order.ts";
import { err, ok, type Result } from "../core/result.ts";
import type { Account } from "../ports/account-store.ts";
import type { Exchange } from "../ports/exchange.ts";

/** An order, the market it is for, and its plan. */
export type PlannedOrder = Plan & { readonly order: AlertOrder; readonly market: Instrument };

/** Plans one order against the account as it is now. Sends nothing. @returns why not, when the venue cannot be read. */
export async function planNow(
  order: AlertOrder,
  { exchange, account }: { readonly exchange: Exchange; readonly account: Account },
): Promise<Result<PlannedOrder, OrderFailure>> {
  const market = await exchange.findInstrument(order.symbol);
  if (!market.ok) return market;
  if (market.value === undefined) return err(await noMarket(exchange, order));
  const snapshot = await exchange.readSnapshot(order.symbol);
  if (!snapshot.ok) return snapshot;
  const { position, bid, ask, ...state } = snapshot.value;
  const price = { ...(bid === undefined ? {} : { bid }), ...(ask === undefined ? {} : { ask }) };
  const plan = planOrder({
    order,
    market: market.value,
    account: { ...state, wanted: wantedOf(account) },
    position,
    price,
    traits: exchange.traits,
  });
  return ok({ order, market: market.value, ...plan });
}

/** What the account's configuration wants of a plan. */
export function wantedOf({ marginMode, maxLeverage, maxPositionUsd }: Account) {
  return {
    marginMode,
    ...(maxLeverage === undefined ? {} : { maxLeverage }),
    ...(maxPositionUsd === undefined ? {} : { maxPositionUsd }),
  };
}

/** Markets whose symbol is like the one that is not there. */
export async function closeMatches(exchange: Exchange, symbol: string): Promise<readonly string[]> {
  const markets = await exchange.listInstruments();
  if (!markets.ok) return [];
  return closestWords(
    symbol,
    markets.value.map((market) => market.symbol),
  );
}

async function noMarket(exchange: Exchange, { symbol, account }: AlertOrder): Promise<OrderFailure> {
  const near = await closeMatches(exchange, symbol);
  const hint = near.length === 0 ? "" : `; close matches: ${near.join(", ")}`;
  const message = `account ${account} has no perpetual market ${symbol}${hint}`;
  return denial("MARKET_NOT_FOUND", message);
}
