// What the routes of the simulator share: markets, books, accounts, the clock and how orders are remembered.
import type { Book, EngineChange, EngineContext, MarketNow } from "../../../lib/adapters/paper/venue-state.ts";
import { decimal, formatDecimal } from "../../../lib/core/decimal.ts";
import { unixMs } from "../../../lib/core/ids.ts";
import { type BinanceAccount, createAccount, type SimulatedAccount, stateOf } from "./binance-account.ts";
import { BinanceError } from "./binance-error.ts";
import { createMarkets, type SimulatedMarket } from "./markets.ts";

export class BinanceVenue {
  readonly markets: ReadonlyMap<string, SimulatedMarket> = createMarkets();
  readonly books = new Map<string, Book>();
  readonly accounts: ReadonlyMap<string, BinanceAccount>;
  /** Orders younger than this are denied by GET /fapi/v1/order, milliseconds. */
  lookUpLagMs = 0;
  /** How far Binance's clock is ahead of this machine's, milliseconds. */
  clockOffsetMs = 0;

  constructor(accounts: readonly SimulatedAccount[]) {
    this.accounts = new Map(accounts.map((account) => [account.apiKey, createAccount(account)]));
    for (const [symbol, { price, instrument }] of this.markets) {
      this.books.set(symbol, { bid: price, ask: formatDecimal(decimal(price).plus(instrument.priceTick)) });
    }
  }

  now(): number {
    return Date.now() + this.clockOffsetMs;
  }

  /** @throws BinanceError -1121 */
  market(symbol: string): SimulatedMarket {
    const market = this.markets.get(symbol);
    if (market === undefined) throw new BinanceError(-1121, "Invalid symbol.");
    return market;
  }

  book(symbol: string): Book {
    const book = this.books.get(symbol);
    if (book === undefined) throw new BinanceError(-1121, "Invalid symbol.");
    return book;
  }

  /** The world around one operation: the market asked for, and those with positions or orders. */
  context(account: BinanceAccount, symbol?: string): EngineContext {
    const named = [...account.states.values()].flatMap((state) => [
      ...Object.keys(state.positions),
      ...Object.values(state.openOrders).map((order) => order.symbol),
    ]);
    const markets: Record<string, MarketNow> = {};
    for (const name of symbol === undefined ? named : [...named, symbol]) {
      markets[name] = { instrument: this.market(name).instrument, book: this.book(name) };
    }
    return { markets, fees: { taker: "0.0005", maker: "0.0002" }, now: unixMs(this.now()) };
  }

  /** Puts what the engine did on record. */
  apply(account: BinanceAccount, settle: string, change: EngineChange): void {
    account.states.set(settle, change.state);
    for (const order of change.orders) account.orders.set(order.venueOrderId, order);
    account.fills.push(...change.fills);
  }

  /** Whether a margin or position mode may not change: something of the account is resting. */
  hasOrders(account: BinanceAccount): boolean {
    return [...account.states.values()].some((state) => Object.keys(state.openOrders).length > 0);
  }

  isHedged(account: BinanceAccount): boolean {
    return stateOf(account, "USDT").positionMode === "hedge";
  }
}
