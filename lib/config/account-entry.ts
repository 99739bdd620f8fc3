import type { MarginMode } from "../core/market/modes.ts";
import type { VenueName } from "../core/market/venue-table.ts";

/** Completed while it is written; any other text is looked at when the entry is read. */
type AnyText = string & {};

/**
 * One account as it is written in accounts.json, or given to `openAccount`. Numbers may be in quotes, and a key that is
 * undefined is one that is not there.
 * @example
 * const entry: AccountEntry = { ACCOUNT_ID: "main", EXCHANGE: "okx", API_KEY: key, SECRET_KEY: secret, PASSWORD: password };
 */
export interface AccountEntry {
  /** The name in alerts: not only digits, no white space, no word of the syntax. @example "main" */
  readonly ACCOUNT_ID: string;
  /** @example "binance", or "paper", which needs no keys */
  readonly EXCHANGE: VenueName | AnyText;
  /** Of the exchange, allowed to trade and never to withdraw. Not of `paper`. */
  readonly API_KEY?: string | undefined;
  /** What goes with `API_KEY`. */
  readonly SECRET_KEY?: string | undefined;
  /** Of the key, where the exchange gives one. */
  readonly PASSWORD?: string | undefined;
  /** @default "isolated" */
  readonly MARGIN_MODE?: MarginMode | AnyText | undefined;
  /** The coin margin and profit are in. @default "USDT"; "USD" on krakenfutures */
  readonly SETTLE_COIN?: string | undefined;
  /** Seconds an order is tried from its first attempt on, at most 900. @default 40 */
  readonly ORDER_TIMEOUT?: number | string | undefined;
  /** Seconds an order may wait for its turn. @default 180 */
  readonly ALERT_TIMEOUT?: number | string | undefined;
  /** Seconds an alert with `at:` may be old. @default 180 */
  readonly MAX_ALERT_AGE?: number | string | undefined;
  /** Caps the leverage: a whole number. @default the market's @example 5 */
  readonly MAX_LEVERAGE?: number | string | undefined;
  /** USD a position may be worth once it is opened or grown. @default no limit @example 2000 */
  readonly MAX_POSITION_USD?: number | string | undefined;
  /** Times the account's equity that the margin of an opening in coins or contracts may be: a lost `$`. @default no limit @example 5 */
  readonly MAX_OVERSIZE?: number | string | undefined;
  /** USD that may be lost since the day's first equity; nothing opens then until the day ends. @default no limit @example 100 */
  readonly MAX_DAILY_LOSS_USD?: number | string | undefined;
  /** Symbols that may have a position, or an order that opens one. @default no limit @example 3 */
  readonly MAX_OPEN_POSITIONS?: number | string | undefined;
  /** USD that all positions together may be worth. @default no limit @example 5000 */
  readonly MAX_TOTAL_USD?: number | string | undefined;
  /** Orders that open, within 60 s. @default no limit @example 10 */
  readonly MAX_ORDERS_PER_MINUTE?: number | string | undefined;
  /** Whether a signal has to say when it was made: `at:{{timenow}}`. @default false */
  readonly REQUIRE_AT?: boolean | undefined;
  /** Where a day of the guards ends. @default "UTC" @example "Europe/Berlin" */
  readonly TIMEZONE?: string | undefined;
  /** The only symbols the account trades, in any spelling. @default all @example ["ETH/USDT", "BTCUSDT.P"] */
  readonly SYMBOLS?: readonly string[] | undefined;
  /** Hedge mode is not supported. @default "one-way" */
  readonly POSITION_MODE?: "one-way" | undefined;
  /** Where the account was opened, on OKX and Bybit. @default "global" @example "eea" on okx, "eu" on bybit */
  readonly REGION?: string | undefined;
  /** Which API trades it, on Bitget and Binance. @default the exchange is asked once @example "unified" on bitget, "portfolio" on binance */
  readonly ACCOUNT_TYPE?: string | undefined;
  /** An origin instead of the exchange's own, for proxies and test servers. @default the exchange's @example "http://127.0.0.1:9001" */
  readonly ENDPOINT?: string | undefined;
}
