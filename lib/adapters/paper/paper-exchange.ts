// The built-in venue: pretend money, real rules. Its state is durable and shared by every process that opens the file.
// It is a long file for one reason: the exchange port has so many methods.

import { decimal, formatDecimal, ZERO } from "../../core/decimal.ts";
import { defined } from "../../core/defined.ts";
import { denial, failureOf, type OrderFailure } from "../../core/failure.ts";
import type { Candle, CandleQuery } from "../../core/market/candle.ts";
import type { Instrument } from "../../core/market/instrument.ts";
import type { MarginMode } from "../../core/market/modes.ts";
import type { Snapshot } from "../../core/market/snapshot.ts";
import { VENUES, type VenueTraits } from "../../core/market/venue-table.ts";
import type { RestingOrder } from "../../core/order/resting-order.ts";
import type { VenueOrder } from "../../core/order/venue-order.ts";
import { err, ok, type Result } from "../../core/result.ts";
import type { AccountMovement, MovementSpan } from "../../core/trade/account-movement.ts";
import type { Account } from "../../ports/account-store.ts";
import type { Clock } from "../../ports/clock.ts";
import type {
  AccountFinding,
  Exchange,
  OrderQuery,
  PlaceOrder,
  VenueBalance,
  VenuePosition,
} from "../../ports/exchange.ts";
import type { PriceFeed } from "../../ports/price-feed.ts";
import { mapRefusal, mapSettingRefusal } from "./map-refusal.ts";
import { equityOf, freeOf, settingsOf } from "./margin.ts";
import { cancel, changeMarginMode, place, setLeverage, setPositionMode, tick } from "./matching-engine.ts";
import { paperPosition } from "./paper-position.ts";
import type { PaperStore, PaperTransaction } from "./paper-store.ts";
import {
  type EngineChange,
  type EngineContext,
  type EngineOrder,
  type EngineRefusal,
  type MarketNow,
  newVenueState,
  type VenueState,
} from "./venue-state.ts";

/** What a new paper account starts with, in its settle coin. */
const DEPOSIT = "10000";
/** A coin that is worth much starts with less. */
const INVERSE_DEPOSIT = "10";
const FEES = { taker: "0.0005", maker: "0.0002" };
const DEFAULT_LEVERAGE = 1;

/** The account, its prices, and where its state is kept. */
export interface PaperExchangeOptions {
  readonly account: Pick<Account, "id" | "settle" | "marginMode">;
  readonly store: PaperStore;
  readonly feed: PriceFeed;
  readonly clock: Clock;
}

/** Prices of a moment, and of which symbols. */
interface Look {
  readonly wanted: ReadonlySet<string>;
  readonly context: EngineContext;
}

/** The exchange port on an account whose money is not real. */
export class PaperExchange implements Exchange {
  readonly traits: VenueTraits = VENUES.paper.traits;
  readonly #options: PaperExchangeOptions;
  #instruments: Promise<Result<readonly Instrument[], OrderFailure>> | undefined;
  /** Where the last operation left positions or resting orders. */
  #openSymbols: readonly string[] = [];

  constructor(options: PaperExchangeOptions) {
    this.#options = options;
  }

  async listInstruments(): Promise<Result<readonly Instrument[], OrderFailure>> {
    this.#instruments ??= this.#options.feed.listInstruments(this.#options.account.settle);
    const instruments = await this.#instruments;
    if (!instruments.ok) this.#instruments = undefined;
    return instruments;
  }

  async findInstrument(symbol: string): Promise<Result<Instrument | undefined, OrderFailure>> {
    const instruments = await this.listInstruments();
    return instruments.ok ? ok(instruments.value.find((instrument) => instrument.symbol === symbol)) : instruments;
  }

  readSnapshot(symbol: string): Promise<Result<Snapshot, OrderFailure>> {
    return this.#view([symbol], (state, context) => {
      const { leverage, marginMode } = settingsOf(state, symbol);
      const book = context.markets[symbol]?.book;
      return {
        position: state.positions[symbol]?.contracts ?? "0",
        equity: formatDecimal(equityOf(state, context)),
        free: formatDecimal(freeOf(state, context)),
        ...(book === undefined ? {} : { bid: book.bid, ask: book.ask }),
        leverage,
        marginMode,
        positionMode: state.positionMode,
        othersOpen: Object.keys(state.positions).some((other) => other !== symbol),
      };
    });
  }

  placeOrder({ symbol, step, clientOrderId }: PlaceOrder): Promise<Result<VenueOrder, OrderFailure>> {
    return this.#change([symbol], (state, context, transaction) => {
      if (transaction.findOrder(clientOrderId) !== undefined) return err(duplicate(clientOrderId));
      const { side, orderType, contracts, price, reduceOnly, postOnly } = step;
      const limit = defined({ limitPrice: price, postOnly });
      const placed = place(state, { symbol, side, orderType, contracts, reduceOnly, clientOrderId, ...limit }, context);
      return placed.ok ? ok([placed.value, this.#venueOrder(placed.value.order)]) : refused(placed.error);
    });
  }

  findOrder({ clientOrderId, symbol }: OrderQuery): Promise<Result<VenueOrder | undefined, OrderFailure>> {
    return this.#change([symbol], (state, _context, transaction) => {
      const order = transaction.findOrder(clientOrderId);
      return ok([unchanged(state), order === undefined ? undefined : this.#venueOrder(order)]);
    });
  }

  listRestingOrders(symbol: string): Promise<Result<readonly RestingOrder[], OrderFailure>> {
    return this.#view([symbol], ({ openOrders }) =>
      Object.values(openOrders)
        .filter((order) => order.symbol === symbol)
        .map(({ venueOrderId, clientOrderId, side, contracts, reduceOnly }) => ({
          venueOrderId,
          clientOrderId,
          side,
          contracts,
          reduceOnly,
          isConditional: false,
        })),
    );
  }

  cancelOrder(symbol: string, customId: string, venueOrderId?: string): Promise<Result<void, OrderFailure>> {
    return this.#change([symbol], (state, context) => {
      const open = Object.values(state.openOrders).find(
        (order) => order.symbol === symbol && order.clientOrderId === customId,
      );
      const canceled = cancel(state, venueOrderId ?? open?.venueOrderId ?? "", context);
      return canceled.ok ? ok([canceled.value, undefined]) : refused(canceled.error);
    });
  }

  listOpenSymbols(): Promise<Result<readonly string[], OrderFailure>> {
    return this.#view([], ({ openOrders }) => [...new Set(Object.values(openOrders).map(({ symbol }) => symbol))]);
  }

  cancelAllOrders(symbol: string): Promise<Result<number | undefined, OrderFailure>> {
    return this.#change([symbol], (state, context) => {
      const open = Object.values(state.openOrders).filter((order) => order.symbol === symbol);
      const change = open.reduce<EngineChange>((sum, { venueOrderId }) => {
        const canceled = cancel(sum.state, venueOrderId, context);
        return canceled.ok ? { ...canceled.value, orders: [...sum.orders, ...canceled.value.orders] } : sum;
      }, unchanged(state));
      return ok([change, open.length]);
    });
  }

  setLeverage(symbol: string, leverage: number): Promise<Result<void, OrderFailure>> {
    return this.#set(symbol, (state, context) => setLeverage(state, symbol, leverage, context));
  }

  setMarginMode(symbol: string, marginMode: MarginMode): Promise<Result<void, OrderFailure>> {
    return this.#set(symbol, (state) => changeMarginMode(state, symbol, marginMode));
  }

  setPositionMode(symbol: string, positionMode: "one-way"): Promise<Result<void, OrderFailure>> {
    return this.#set(symbol, (state) => setPositionMode(state, positionMode));
  }

  listPositions(): Promise<Result<readonly VenuePosition[], OrderFailure>> {
    return this.#view([], (state, context) =>
      Object.keys(state.positions).flatMap((symbol) => paperPosition(state, symbol, context) ?? []),
    );
  }

  readBalance(): Promise<Result<VenueBalance, OrderFailure>> {
    return this.#view([], (state, context) => ({
      settle: state.settle,
      equity: formatDecimal(equityOf(state, context)),
      free: formatDecimal(freeOf(state, context)),
    }));
  }

  /** None: nothing is paid for what is open, and nothing is transferred. */
  async readMovements(_span: MovementSpan): Promise<Result<readonly AccountMovement[], OrderFailure>> {
    return ok([]);
  }

  /** The feed's. */
  async readCandles(query: CandleQuery): Promise<Result<readonly Candle[], OrderFailure>> {
    const { feed } = this.#options;
    const market = await this.findInstrument(query.symbol);
    if (!market.ok) return market;
    if (market.value !== undefined && feed.readCandles !== undefined) return feed.readCandles(market.value, query);
    return err(denial("PRICE_UNAVAILABLE", `${feed.source}: no prices of ${query.symbol} from before are known`));
  }

  async checkAccount(): Promise<Result<readonly AccountFinding[], OrderFailure>> {
    const balance = await this.readBalance();
    if (!balance.ok) return balance;
    const { equity, free, settle } = balance.value;
    return ok([
      { level: "ok", message: "paper account: pretend money, no keys needed" },
      { level: "ok", message: `prices: ${this.#options.feed.source}` },
      { level: "ok", message: `balance: ${equity} ${settle}, ${free} free` },
    ]);
  }

  /** Lets current prices fill resting orders: the runtime calls it now and then. */
  async tick(): Promise<void> {
    await this.#view([], () => undefined);
  }

  /** Reads the account at current prices. It waits for nobody's write, unless those prices fill something: that is kept first. */
  async #view<T>(
    symbols: readonly string[],
    read: (state: VenueState, context: EngineContext) => T,
  ): Promise<Result<T, OrderFailure>> {
    const look = await this.#look(symbols);
    if (!look.ok) return look;
    const { wanted, context } = look.value;
    const state = await this.#options.store.findState(this.#options.account.id);
    const ticked = this.#ticked(state, look.value);
    if (ticked === undefined) return this.#view([...symbols, ...wanted], read);
    if (ticked.orders.length === 0) return ok(read(ticked.state, context));
    return this.#change(symbols, (kept, then) => ok([unchanged(kept), read(kept, then)]));
  }

  #set(
    symbol: string,
    set: (state: VenueState, context: EngineContext) => Result<VenueState, EngineRefusal>,
  ): Promise<Result<void, OrderFailure>> {
    return this.#change([symbol], (state, context) => {
      const next = set(state, context);
      return next.ok ? ok([unchanged(next.value), undefined]) : err(mapSettingRefusal(next.error));
    });
  }

  /** One operation: prices are read, then everything else happens in one transaction. */
  async #change<T>(
    symbols: readonly string[],
    operate: (
      state: VenueState,
      context: EngineContext,
      transaction: PaperTransaction,
    ) => Result<readonly [EngineChange, T], OrderFailure>,
  ): Promise<Result<T, OrderFailure>> {
    const look = await this.#look(symbols);
    if (!look.ok) return look;
    const { wanted, context } = look.value;
    const { store, account } = this.#options;
    const result = await store.transact(account.id, (transaction) => {
      const ticked = this.#ticked(transaction.findState(), look.value);
      if (ticked === undefined) return undefined;
      if (ticked.orders.length > 0) transaction.save(ticked);
      const result = operate(ticked.state, context, transaction);
      if (!result.ok) return result;
      const [change, value] = result.value;
      if (change.state !== ticked.state || change.orders.length > 0) transaction.save(change);
      return ok(value);
    });
    return result ?? this.#change([...symbols, ...wanted], operate);
  }

  /** The prices an operation on these symbols needs: theirs, and those of all that is open. */
  async #look(symbols: readonly string[]): Promise<Result<Look, OrderFailure>> {
    const wanted = new Set([...symbols, ...this.#openSymbols]);
    const markets = await this.#readMarkets(wanted);
    if (!markets.ok) return markets;
    return ok({ wanted, context: { markets: markets.value, fees: FEES, now: this.#options.clock.now() } });
  }

  /**
   * The account after its resting orders met the prices.
   * @returns undefined when others opened a market that prices were not read for: without its price its margin would count as free.
   */
  #ticked(state: VenueState | undefined, { wanted, context }: Look): EngineChange | undefined {
    const before = state ?? this.#newState();
    this.#openSymbols = openSymbols(before);
    if (this.#openSymbols.some((symbol) => !wanted.has(symbol))) return undefined;
    return Object.keys(context.markets).reduce<EngineChange>((sum, symbol) => {
      const change = tick(sum.state, symbol, context);
      if (change.orders.length === 0) return sum;
      return {
        state: change.state,
        orders: [...sum.orders, ...change.orders],
        fills: [...sum.fills, ...change.fills],
      };
    }, unchanged(before));
  }

  /** What trades of these symbols, with its price. */
  async #readMarkets(symbols: ReadonlySet<string>): Promise<Result<Readonly<Record<string, MarketNow>>, OrderFailure>> {
    const instruments = await this.listInstruments();
    if (!instruments.ok) return instruments;
    const markets: Record<string, MarketNow> = {};
    for (const instrument of instruments.value.filter(({ symbol }) => symbols.has(symbol))) {
      const book = await this.#options.feed.readQuote(instrument);
      if (!book.ok) return book;
      markets[instrument.symbol] = { instrument, book: book.value };
    }
    return ok(markets);
  }

  #newState(): VenueState {
    const { settle, marginMode } = this.#options.account;
    const deposit = settle.startsWith("USD") ? DEPOSIT : INVERSE_DEPOSIT;
    return newVenueState({ settle, deposit, defaults: { leverage: DEFAULT_LEVERAGE, marginMode } });
  }

  #venueOrder(order: EngineOrder): VenueOrder {
    const { feeCost, reduceOnly: _reduceOnly, updatedAt: _updatedAt, ...rest } = order;
    const hasFilled = decimal(order.filledContracts).gt(ZERO);
    return { ...rest, ...(hasFilled ? { fee: { cost: feeCost, currency: this.#options.account.settle } } : {}) };
  }
}

function openSymbols({ positions, openOrders }: VenueState): readonly string[] {
  return [...Object.keys(positions), ...Object.values(openOrders).map(({ symbol }) => symbol)];
}

function unchanged(state: VenueState): EngineChange {
  return { state, orders: [], fills: [] };
}

function refused(refusal: EngineRefusal): Result<never, OrderFailure> {
  return err(mapRefusal(refusal));
}

function duplicate(clientOrderId: string): OrderFailure {
  const message = `the paper venue has an order named ${clientOrderId} already`;
  // Unlike a venue over a network, it is certain that nothing was placed now.
  return { ...failureOf("DUPLICATE_ORDER", message), outcome: "rejected" };
}
