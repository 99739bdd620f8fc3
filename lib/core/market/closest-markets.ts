import { closestWords } from "./close-matches.ts";

const MOST_MATCHES = 3;
/** Coins of tiny price are listed by the thousand or the million: 1000PEPE, 1000000MOG, 1MBABYDOGE, kBONK. */
const MULTIPLIER = /^(?:10{3,}|1M(?=[A-Z]{3})|k(?=[A-Z]))/;

/** The markets whose coin is most like that of `symbol`, the same coin by the thousand first; all are unified symbols. */
export function closestMarkets(symbol: string, markets: readonly string[]): readonly string[] {
  const coins = [...new Set(markets.map(coinOf))];
  return closestWords(coinOf(symbol), coins)
    .flatMap((coin) => markets.filter((market) => coinOf(market) === coin))
    .slice(0, MOST_MATCHES);
}

function coinOf(symbol: string): string {
  const base = symbol.replace(/\/.*/, "");
  return base.replace(MULTIPLIER, "");
}
