import type { OrderFailure } from "../../core/failure.ts";
import type { AccountType } from "../../core/market/account-type.ts";
import type { Candle, CandleQuery } from "../../core/market/candle.ts";
import type { Instrument } from "../../core/market/instrument.ts";
import type { MarginMode } from "../../core/market/modes.ts";
import type { Snapshot } from "../../core/market/snapshot.ts";
import type { VenueTraits } from "../../core/market/venue-table.ts";
import type { RestingOrder } from "../../core/order/resting-order.ts";
import type { VenueOrder } from "../../core/order/venue-order.ts";
import type { Result } from "../../core/result.ts";
import type { AccountMovement, MovementSpan } from "../../core/trade/account-movement.ts";
import type {
  AccountFinding,
  Exchange,
  OrderQuery,
  PlaceOrder,
  SnapshotOptions,
  VenueBalance,
  VenuePosition,
} from "../../ports/exchange.ts";
import type { AccountTypeFinder } from "./account-type-finder.ts";

/**
 * One account on a venue that has several types of accounts, each with an API of its own. A refusal that speaks of another
 * type means that nothing was done: what was asked is then asked once more, over the other API.
 */
export class TypedExchange implements Exchange {
  readonly #finder: AccountTypeFinder;

  constructor(finder: AccountTypeFinder) {
    this.#finder = finder;
  }

  get traits(): VenueTraits {
    return this.#finder.likely.exchange.traits;
  }

  get provenType(): AccountType | undefined {
    return this.#finder.proven;
  }

  findInstrument(
    symbol: string,
    options?: { readonly fresh?: boolean },
  ): Promise<Result<Instrument | undefined, OrderFailure>> {
    return this.#ask((exchange) => exchange.findInstrument(symbol, options));
  }

  listInstruments(): Promise<Result<readonly Instrument[], OrderFailure>> {
    return this.#ask((exchange) => exchange.listInstruments());
  }

  readSnapshot(symbol: string, options?: SnapshotOptions): Promise<Result<Snapshot, OrderFailure>> {
    return this.#askAccount((exchange) => exchange.readSnapshot(symbol, options));
  }

  placeOrder(order: PlaceOrder): Promise<Result<VenueOrder, OrderFailure>> {
    return this.#askAccount((exchange) => exchange.placeOrder(order));
  }

  findOrder(query: OrderQuery): Promise<Result<VenueOrder | undefined, OrderFailure>> {
    return this.#askAccount((exchange) => exchange.findOrder(query));
  }

  listRestingOrders(symbol: string): Promise<Result<readonly RestingOrder[], OrderFailure>> {
    return this.#askAccount((exchange) => exchange.listRestingOrders(symbol));
  }

  cancelOrder(symbol: string, customId: string, venueOrderId?: string): Promise<Result<void, OrderFailure>> {
    return this.#ask((exchange) => exchange.cancelOrder(symbol, customId, venueOrderId));
  }

  listOpenSymbols(): Promise<Result<readonly string[] | undefined, OrderFailure>> {
    return this.#ask((exchange) => exchange.listOpenSymbols());
  }

  cancelAllOrders(symbol: string): Promise<Result<number | undefined, OrderFailure>> {
    return this.#ask((exchange) => exchange.cancelAllOrders(symbol));
  }

  setLeverage(symbol: string, leverage: number, marginMode: MarginMode): Promise<Result<void, OrderFailure>> {
    return this.#ask((exchange) => exchange.setLeverage(symbol, leverage, marginMode));
  }

  setMarginMode(symbol: string, marginMode: MarginMode, leverage?: number): Promise<Result<void, OrderFailure>> {
    return this.#ask((exchange) => exchange.setMarginMode(symbol, marginMode, leverage));
  }

  setPositionMode(symbol: string, positionMode: "one-way"): Promise<Result<void, OrderFailure>> {
    return this.#ask((exchange) => exchange.setPositionMode(symbol, positionMode));
  }

  listPositions(): Promise<Result<readonly VenuePosition[], OrderFailure>> {
    return this.#askAccount((exchange) => exchange.listPositions());
  }

  readBalance(): Promise<Result<VenueBalance, OrderFailure>> {
    return this.#askAccount((exchange) => exchange.readBalance());
  }

  readMovements(span: MovementSpan): Promise<Result<readonly AccountMovement[] | undefined, OrderFailure>> {
    return this.#ask((exchange) => exchange.readMovements(span));
  }

  readCandles(query: CandleQuery): Promise<Result<readonly Candle[], OrderFailure>> {
    return this.#ask((exchange) => exchange.readCandles(query));
  }

  async checkAccount(): Promise<Result<readonly AccountFinding[], OrderFailure>> {
    // The questions of a check fail one by one: a call that fails as a whole says first whether the type is still right.
    await this.readBalance();
    return this.#ask((exchange) => exchange.checkAccount());
  }

  /** What only the API of the account's own type answers. */
  async #askAccount<T>(
    work: (exchange: Exchange) => Promise<Result<T, OrderFailure>>,
  ): Promise<Result<T, OrderFailure>> {
    const answer = await this.#ask(work);
    if (answer.ok) this.#finder.prove();
    return answer;
  }

  async #ask<T>(work: (exchange: Exchange) => Promise<Result<T, OrderFailure>>): Promise<Result<T, OrderFailure>> {
    const found = await this.#finder.find();
    if (!found.ok) return found;
    const answer = await work(found.value.exchange);
    if (answer.ok) return answer;
    const other = await this.#finder.findOther(found.value, answer.error);
    if (!other.ok) return other;
    return other.value === undefined ? answer : work(other.value.exchange);
  }
}
