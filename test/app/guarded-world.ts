// An account with guards on the paper venue, its markets at a price of 100, and what a test does and asks there.
import type { GuardLimits } from "../../lib/core/guard/guard-limits.ts";
import { tradeOf } from "../../lib/core/trade/trade.ts";
import { ETH as MARKET } from "../core/execution/order-fixture.ts";
import { World, type WorldOptions } from "../simulation/world.ts";

export const GUARDED_BASES = ["ETH", "BTC", "SOL", "XRP"];

export function guarded(
  limits: GuardLimits,
  { timezone = "UTC", ...options }: WorldOptions & { timezone?: string } = {},
): World {
  const instruments = GUARDED_BASES.map((base) => ({ ...MARKET, symbol: `${base}/USDT:USDT`, base }));
  const world = new World({ guards: { limits, timezone }, instruments, ...options });
  for (const base of GUARDED_BASES) setPrice(world, base, 100);
  return world;
}

export function setPrice(world: World, base: string, price: number): void {
  world.feed.setQuote(`${base}/USDT:USDT`, { bid: String(price), ask: String(price) });
}

/** Each alert, and its end, before the next. */
export async function post(world: World, ...alerts: readonly string[]): Promise<void> {
  for (const alert of alerts) {
    await world.post(alert);
    await world.drain();
  }
}

/** In the order they came. */
export function tradesOf(world: World) {
  return [...world.ledger.all()].sort((a, b) => (a.orderId < b.orderId ? -1 : 1)).map(tradeOf);
}

export function last(world: World) {
  return tradesOf(world).at(-1);
}
