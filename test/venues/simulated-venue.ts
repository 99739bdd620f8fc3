// What the routes of every simulator share: markets, books, accounts, the clock, and the matching engine of the paper
// venue with what it did kept on record. The engine knows a market by the venue's own symbol.
import { cancel, type EngineRequest, place, tick } from "../../lib/adapters/paper/matching-engine.ts";
import type {
  Book,
  EngineChange,
  EngineContext,
  EngineOrder,
  EngineRefusal,
  FeeRates,
  MarketNow,
  VenueState,
} from "../../lib/adapters/paper/venue-state.ts";
import { type Decimal, type DecimalString, decimal, formatDecimal } from "../../lib/core/decimal.ts";
import { unixMs } from "../../lib/core/ids.ts";
import type { Instrument } from "../../lib/core/market/instrument.ts";
import { ok, type Result } from "../../lib/core/result.ts";
import { isFiller } from "./market-maker.ts";
import { type AccountSetup, SimulatedAccount } from "./simulated-account.ts";

export interface SimulatedMarket {
  /** `symbol` and `venueSymbol` are both the venue's. */
  readonly instrument: Instrument;
  /** The bid its book starts with; the ask is one tick above. */
  readonly price: string;
}

export interface VenueOptions<M extends SimulatedMarket, S extends AccountSetup> {
  readonly markets: ReadonlyMap<string, M>;
  /** Coins an account has a wallet in; the first is the one with money. */
  readonly settles: readonly string[];
  readonly accounts: readonly S[];
  readonly fees: FeeRates;
  /** How the venue says that it does not know a symbol. */
  unknownMarket(symbol: string): Error;
  /** What an account's other coins count for as margin of what settles in the first coin. @default nothing */
  collateralOf?(account: SimulatedAccount<S>): DecimalString;
}

export class SimulatedVenue<M extends SimulatedMarket = SimulatedMarket, S extends AccountSetup = AccountSetup> {
  readonly markets: Map<string, M>;
  readonly books = new Map<string, Book>();
  readonly accounts: ReadonlyMap<string, SimulatedAccount<S>>;
  /** Orders younger than this are denied by look-ups, milliseconds. */
  lookUpLagMs = 0;
  /** Positions are shown as they were this long ago, milliseconds. */
  positionsLagMs = 0;
  /** How far the venue's clock is ahead of this machine's, milliseconds. */
  clockOffsetMs = 0;
  /** This machine's time, or that of a test. */
  machineNow: () => number = Date.now;
  readonly #fees: FeeRates;
  readonly #unknownMarket: (symbol: string) => Error;
  readonly #collateralOf: (account: SimulatedAccount<S>) => DecimalString;
  readonly #jointSettle: string | undefined;

  constructor({ markets, settles, accounts, fees, unknownMarket, collateralOf }: VenueOptions<M, S>) {
    this.#collateralOf = collateralOf ?? (() => "0");
    this.#jointSettle = settles[0];
    this.markets = new Map(markets);
    this.#fees = fees;
    this.#unknownMarket = unknownMarket;
    this.accounts = new Map(accounts.map((setup) => [setup.apiKey, new SimulatedAccount(setup, settles)]));
    for (const [symbol, { price, instrument }] of markets) {
      this.books.set(symbol, { bid: price, ask: formatDecimal(decimal(price).plus(instrument.priceTick)) });
    }
  }

  now(): number {
    return this.machineNow() + this.clockOffsetMs;
  }

  delistFillers(): void {
    for (const [symbol, market] of this.markets) if (isFiller(market)) this.markets.delete(symbol);
  }

  /** @throws the venue's own error */
  market(symbol: string): M {
    const market = this.markets.get(symbol);
    if (market === undefined) throw this.#unknownMarket(symbol);
    return market;
  }

  /** @throws the venue's own error */
  book(symbol: string): Book {
    const book = this.books.get(symbol);
    if (book === undefined) throw this.#unknownMarket(symbol);
    return book;
  }

  /** The world around one operation: the market asked for, and those with positions or orders. */
  context(account: SimulatedAccount<S>, symbol?: string): EngineContext {
    const named = [
      ...[...account.states.values()].flatMap((state) => Object.keys(state.positions)),
      ...account.openOrders().map((order) => order.symbol),
    ];
    const markets: Record<string, MarketNow> = {};
    for (const name of symbol === undefined ? named : [...named, symbol]) {
      markets[name] = { instrument: this.market(name).instrument, book: this.book(name) };
    }
    return { markets, fees: this.#fees, now: unixMs(this.now()) };
  }

  /** Puts what the engine did on record. */
  apply(account: SimulatedAccount<S>, settle: string, change: EngineChange): void {
    if (this.positionsLagMs > 0)
      account.past.push({ until: this.now() + this.positionsLagMs, states: new Map(account.states) });
    account.states.set(settle, change.state);
    for (const order of change.orders) account.orders.set(order.venueOrderId, order);
    account.allFills.push(...change.fills);
  }

  /** What `answer` gives where each account is as its positions show it. It changes nothing. */
  whilePositionsLag<T>(answer: () => T): T {
    const now = [...this.accounts.values()].map((account) => ({ account, states: [...account.states] }));
    for (const { account } of now) {
      const shown = account.past.find(({ until }) => this.now() < until)?.states ?? [];
      for (const [settle, state] of shown) account.states.set(settle, state);
    }
    try {
      return answer();
    } finally {
      for (const { account, states } of now) for (const [settle, state] of states) account.states.set(settle, state);
    }
  }

  place(account: SimulatedAccount<S>, request: EngineRequest): Result<EngineOrder, EngineRefusal> {
    const { settle } = this.market(request.symbol).instrument;
    const placed = place(this.#jointState(account, settle), request, this.context(account, request.symbol));
    if (!placed.ok) return placed;
    this.apply(account, settle, this.#parted(account, settle, placed.value));
    return ok(placed.value.order);
  }

  /** The order after it was cancelled; undefined: it was not resting. */
  cancel(account: SimulatedAccount<S>, order: EngineOrder): EngineOrder | undefined {
    const { settle } = this.market(order.symbol).instrument;
    const canceled = cancel(account.state(settle), order.venueOrderId, this.context(account, order.symbol));
    if (!canceled.ok) return undefined;
    this.apply(account, settle, canceled.value);
    return canceled.value.orders[0];
  }

  /** Sets the book and lets resting orders fill. */
  setBook(symbol: string, book: Book): void {
    const { settle } = this.market(symbol).instrument;
    this.books.set(symbol, book);
    for (const account of this.accounts.values()) {
      const ticked = tick(this.#jointState(account, settle), symbol, this.context(account, symbol));
      this.apply(account, settle, this.#parted(account, settle, ticked));
    }
  }

  /** The engine knows one coin: what the others count for is in its wallet while it works, and in none before and after. */
  #jointState(account: SimulatedAccount<S>, settle: string): VenueState {
    return withMore(account.state(settle), this.#jointOf(account, settle));
  }

  #parted(account: SimulatedAccount<S>, settle: string, change: EngineChange): EngineChange {
    return { ...change, state: withMore(change.state, this.#jointOf(account, settle).neg()) };
  }

  #jointOf(account: SimulatedAccount<S>, settle: string): Decimal {
    return decimal(settle === this.#jointSettle ? this.#collateralOf(account) : "0");
  }

  /** Whether look-ups already see the order. */
  isVisible(order: EngineOrder): boolean {
    return this.now() - order.createdAt >= this.lookUpLagMs;
  }
}

function withMore(state: VenueState, more: Decimal): VenueState {
  return { ...state, wallet: formatDecimal(decimal(state.wallet).plus(more)) };
}
