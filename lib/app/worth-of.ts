import { decimal, formatDecimal } from "../core/decimal.ts";
import { denial, type OrderFailure } from "../core/failure.ts";
import type { Exposure } from "../core/guard/judge-opening.ts";
import type { HeldPosition } from "../core/guard/lately-filled.ts";
import { notionalOf } from "../core/order/size.ts";
import { err, ok, type Result } from "../core/result.ts";
import type { Exchange } from "../ports/exchange.ts";

/** What each position is worth at its mark price. */
export async function worthOf(
  exchange: Exchange,
  positions: readonly HeldPosition[],
): Promise<Result<readonly Exposure[], OrderFailure>> {
  const worth: Exposure[] = [];
  for (const { symbol, contracts, markPrice, entryPrice } of positions) {
    const price = markPrice ?? entryPrice;
    const market = await exchange.findInstrument(symbol);
    if (!market.ok) return market;
    if (market.value === undefined || price === undefined)
      return err(denial("PRICE_UNAVAILABLE", `the position in ${symbol} has no price: what it is worth is not known`));
    worth.push({ symbol, notional: formatDecimal(notionalOf(decimal(contracts), { market: market.value, price })) });
  }
  return ok(worth);
}
