import type { FilterChoices } from "../../dashboard/render-filters.ts";
import { strategyOf } from "../../dashboard/trade-query.ts";
import type { TradeBook } from "./trade-book.ts";

const cache = new WeakMap<TradeBook, { readonly version: number; readonly choices: FilterChoices }>();

/** What the filters offer: what the trades read so far name. */
export function choicesOf(book: TradeBook): FilterChoices {
  const known = cache.get(book);
  if (known?.version === book.version) return known.choices;
  const [accounts, strategies, symbols] = [new Set<string>(), new Set<string>(), new Set<string>()];
  for (const trade of book.trades()) {
    accounts.add(trade.account);
    strategies.add(strategyOf(trade));
    symbols.add(trade.symbol);
  }
  const choices = {
    accounts: [...accounts].sort(),
    strategies: [...strategies].sort(),
    symbols: [...symbols].sort(),
  };
  cache.set(book, { version: book.version, choices });
  return choices;
}
