// What a position in isolated margin may be worth on KuCoin, by leverage. Anyone may ask; of which tier an account is, it is not said:
// https://www.kucoin.com/docs-new/rest/futures-trading/positions/get-isolated-margin-risk-limit, read alike by ccxt 4.5.84
// (kucoin.js, fetchMarketLeverageTiers) and JKorf/Kucoin.Net (KucoinFuturesRiskLimit.cs).

import { type DecimalString, decimal, formatDecimal } from "../../../../core/decimal.ts";
import type { PlaceStep } from "../../../../core/order/plan.ts";
import type { KucoinFuturesClient } from "../../ccxt.ts";
import { jsonOf } from "../../json-reply.ts";

export async function readKucoinLimits(
  client: KucoinFuturesClient,
  symbol: string,
  { leverage, marginMode }: PlaceStep,
): Promise<readonly DecimalString[]> {
  // Cross margin has limits of its own, and an inverse market's are in its coin.
  if (leverage === undefined || marginMode === "cross" || client.market(symbol).inverse === true) return [];
  const { data } = jsonOf(await client.futuresPublicGetContractsRiskLimitSymbol({ symbol: client.marketId(symbol) }));
  const tiers = Array.isArray(data) ? data.map(jsonOf) : [];
  return tiers
    .filter(({ maxLeverage }) => Number(maxLeverage) >= leverage) // Leverages, no amounts.
    .map(({ maxRiskLimit }) => formatDecimal(decimal(String(maxRiskLimit))));
}
