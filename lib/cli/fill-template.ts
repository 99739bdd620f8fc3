// A TradingView template as it may arrive (docs/design.md#interfaces). The placeholders and what stands in them:
// https://www.tradingview.com/support/solutions/43000531021 and, of strategies, .../43000481368
import type { AlertAccount } from "../core/alert/alert-order.ts";
import { tokenize } from "../core/alert/tokenize.ts";
import { findVenue } from "../core/market/venue-table.ts";

/** A template with its placeholders filled in. */
export interface TemplateSample {
  readonly name: "long" | "short" | "flat";
  readonly text: string;
}

/** What a strategy's own placeholders hold when it has gone to that side, the samples one after another. */
const STRATEGY = {
  long: { position: "1.5", size: "1.5", previous: "flat", previousSize: "0", action: "buy", contracts: "1.5" },
  short: { position: "-0.5", size: "0.5", previous: "long", previousSize: "1.5", action: "sell", contracts: "2" },
  flat: { position: "0", size: "0", previous: "long", previousSize: "1.5", action: "sell", contracts: "1.5" },
} as const;
const ORDER_ID = "Close entry(s) order Long";
const PRICE = "65000.5";
const LINEAR_SETTLES: readonly string[] = ["USDT", "USDC", "USD"];
const PLACEHOLDER = /\{\{\s*([^{}]*?)\s*\}\}/g;

/** The template as it arrives when a strategy is long, short and flat. A placeholder that is not known stays. */
export function fillTemplate(
  template: string,
  accounts: readonly AlertAccount[],
  now: number,
): readonly TemplateSample[] {
  const lines = template.split("\n").map((line) => ({ line, account: accountIn(line, accounts) }));
  return (["long", "short", "flat"] as const).map((name) => ({
    name,
    text: lines.map(({ line, account }) => fill(line, valuesFor(name, account, now))).join("\n"),
  }));
}

function fill(line: string, values: Readonly<Record<string, string>>): string {
  return line.replace(PLACEHOLDER, (placeholder, name: string) =>
    Object.hasOwn(values, name) ? (values[name] ?? placeholder) : placeholder,
  );
}

function valuesFor(
  name: TemplateSample["name"],
  account: AlertAccount | undefined,
  now: number,
): Readonly<Record<string, string>> {
  const { position, size, previous, previousSize, action, contracts } = STRATEGY[name];
  const { ticker, base, quote } = tickerOf(account);
  const time = `${new Date(now).toISOString().slice(0, 19)}Z`;
  return {
    ticker,
    exchange: account?.exchange.toUpperCase() ?? "BINANCE",
    "syminfo.basecurrency": base,
    "syminfo.currency": quote,
    open: PRICE,
    high: PRICE,
    low: PRICE,
    close: PRICE,
    volume: "12.5",
    time,
    timenow: time,
    interval: "15",
    "strategy.position_size": position,
    "strategy.market_position": name,
    "strategy.market_position_size": size,
    "strategy.prev_market_position": previous,
    "strategy.prev_market_position_size": previousSize,
    "strategy.order.action": action,
    "strategy.order.contracts": contracts,
    "strategy.order.price": PRICE,
    "strategy.order.id": ORDER_ID,
    "strategy.order.comment": ORDER_ID,
  };
}

/** What TradingView calls BTC, or the only coin of an inverse account, on the account's venue. */
function tickerOf(account: AlertAccount | undefined): {
  readonly ticker: string;
  readonly base: string;
  readonly quote: string;
} {
  const settle = account?.settle ?? "USDT";
  const [base, quote] = LINEAR_SETTLES.includes(settle) ? ["BTC", settle] : [settle, "USD"];
  const mark = findVenue(account?.exchange ?? "")?.chartMark ?? ".P";
  return { ticker: base + quote + mark, base, quote };
}

/** The account that a line names, inside JSON too. */
function accountIn(line: string, accounts: readonly AlertAccount[]): AlertAccount | undefined {
  const words = new Set(tokenize(line.replace(/[":,]/g, " ")).map(({ text }) => text.toLowerCase()));
  return accounts.find(({ id }) => words.has(id.toLowerCase()));
}
