// The Exchange port over one ccxt client, one method for each of the port's. Nothing in here knows which venue it speaks
// to. It is longer than other files because looking an order up, and judging an order's refusal, take more calls than one.

import type { DecimalString } from "../../core/decimal.ts";
import { defined } from "../../core/defined.ts";
import { failureOf, type OrderFailure } from "../../core/failure.ts";
import { unixMs } from "../../core/ids.ts";
import type { Candle, CandleQuery } from "../../core/market/candle.ts";
import type { Instrument } from "../../core/market/instrument.ts";
import type { MarginMode } from "../../core/market/modes.ts";
import type { Snapshot } from "../../core/market/snapshot.ts";
import { spellCustomId } from "../../core/market/spell-custom-id.ts";
import type { VenueTraits } from "../../core/market/venue-table.ts";
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
  SnapshotOptions,
  VenueBalance,
  VenuePosition,
} from "../../ports/exchange.ts";
import { findingsOf, settleFinding } from "./account-findings.ts";
import { type Order, OrderNotFound, type Trade } from "./ccxt.ts";
import { FilledOrders } from "./filled-orders.ts";
import {
  isOfSettings,
  isUnclear,
  judgeReduction,
  judgeRoom,
  judgeSize,
  nameSetting,
  type SettingCode,
} from "./judge-refusal.ts";
import { type CachedMarket, mapMarket } from "./map-market.ts";
import { mapOrder, mapPlaced, withFills } from "./map-order.ts";
import { signedContracts } from "./map-position.ts";
import type { MarketStore } from "./market-store.ts";
import { readVenueCandles } from "./read-candles.ts";
import { cancelByVenueId, mapResting, openOrdersOf } from "./resting-orders.ts";
import { listVenuePositions, readVenueBalance, readVenueSnapshot } from "./snapshot.ts";
import type { VenueCaller } from "./venue-caller.ts";
import type { VenueClient } from "./venue-module.ts";
import { exactText } from "./venue-values.ts";

/** The venue's clock may be this far behind ours when its lists are searched. */
const SEARCH_BACK_MS = 60_000;
/** So long an order's report waits for its fills, which venues mostly tell at once. */
const FILLS_PATIENCE_MS = 1_000;

/** What an open account is made of. */
export interface CcxtExchangeParts {
  readonly account: Account;
  readonly traits: VenueTraits;
  readonly venue: VenueClient;
  readonly markets: MarketStore;
  readonly caller: VenueCaller;
  readonly clock: Clock;
}

/** One account on its venue. */
export class CcxtExchange implements Exchange {
  readonly traits: VenueTraits;
  readonly #parts: CcxtExchangeParts;
  readonly #filled = new FilledOrders();

  constructor(parts: CcxtExchangeParts) {
    this.traits = parts.traits;
    this.#parts = parts;
  }

  async findInstrument(
    symbol: string,
    options: { readonly fresh?: boolean } = {},
  ): Promise<Result<Instrument | undefined, OrderFailure>> {
    const { markets } = this.#parts;
    const loaded = await (options.fresh === true ? markets.reload() : markets.load());
    if (!loaded.ok) return loaded;
    const found = loaded.value.find((market) => market.active && market.symbol === symbol);
    if (found !== undefined) return ok(mapMarket(found));
    if (options.fresh === true || !markets.isWorthAsking) return ok(undefined);
    return this.findInstrument(symbol, { fresh: true });
  }

  async listInstruments(): Promise<Result<readonly Instrument[], OrderFailure>> {
    const loaded = await this.#parts.markets.load();
    return loaded.ok ? ok(loaded.value.filter((market) => market.active).map(mapMarket)) : loaded;
  }

  async readSnapshot(symbol: string, options: SnapshotOptions = {}): Promise<Result<Snapshot, OrderFailure>> {
    const { markets, caller, venue, account } = this.#parts;
    const loaded = await markets.load();
    if (!loaded.ok) return loaded;
    const symbols = new Set(loaded.value.map((market) => market.symbol));
    const { settle } = account;
    const isOurs = (other: string) => symbols.has(other);
    return caller.read(() => readVenueSnapshot(venue, { symbol, settle, isOurs, ...options }));
  }

  async placeOrder(order: PlaceOrder): Promise<Result<VenueOrder, OrderFailure>> {
    const { venue, caller, account } = this.#parts;
    const { symbol, step } = order;
    const clientOrderId = spellCustomId(account.exchange, order.clientOrderId);
    const params = {
      clientOrderId,
      ...(step.reduceOnly ? { reduceOnly: true } : {}),
      ...(step.postOnly ? (venue.postOnly ?? { postOnly: true }) : {}),
      ...venue.orderParams?.(step),
    };
    return this.#withMarkets(async () => {
      const placed = await caller.run("place", async () => {
        const { orderType, side } = step;
        const contracts = exactText(step.contracts);
        const price = step.price === undefined ? undefined : exactText(step.price);
        const answer = await venue.client.createOrder(symbol, orderType, side, contracts, price, params);
        const taken = this.#believed(mapPlaced(answer, order, clientOrderId));
        if (taken !== undefined) this.#filled.add({ order: taken, trades: answer.trades ?? [] });
        return taken;
      });
      if (!placed.ok) return err(await this.#judge(placed.error, order));
      if (placed.value !== undefined) return ok(placed.value);
      const message = `${account.exchange} answered without naming an order`;
      return err(failureOf("OUTCOME_UNKNOWN", message));
    });
  }

  async findOrder(query: OrderQuery): Promise<Result<VenueOrder | undefined, OrderFailure>> {
    const { caller, account } = this.#parts;
    const spelled = { ...query, clientOrderId: spellCustomId(account.exchange, query.clientOrderId) };
    return this.#withMarkets((markets) => caller.read(() => this.#lookUp(spelled, markets)));
  }

  async listRestingOrders(symbol: string): Promise<Result<readonly RestingOrder[], OrderFailure>> {
    const { venue, caller } = this.#parts;
    return this.#withMarkets(() => caller.read(async () => mapResting(await openOrdersOf(venue, symbol), symbol)));
  }

  async listOpenSymbols(): Promise<Result<readonly string[] | undefined, OrderFailure>> {
    const { venue, caller } = this.#parts;
    const { readOpenOrders = () => venue.client.fetchOpenOrders() } = venue;
    if (readOpenOrders === "by-symbol") return ok(undefined);
    return this.#withMarkets((markets) =>
      caller.read(async () => {
        const open = new Set((await readOpenOrders()).map(({ symbol }) => symbol));
        return markets.map(({ symbol }) => symbol).filter((symbol) => open.has(symbol));
      }),
    );
  }

  async cancelOrder(symbol: string, customId: string, venueOrderId?: string): Promise<Result<void, OrderFailure>> {
    const { venue, caller, account } = this.#parts;
    const name = spellCustomId(account.exchange, customId);
    const cancel = () =>
      venueOrderId === undefined ? venue.cancelOrder(symbol, name) : cancelByVenueId(venue, symbol, venueOrderId);
    return this.#withMarkets(async () => nothing(await caller.run("cancel", cancel)));
  }

  async cancelAllOrders(symbol: string): Promise<Result<number | undefined, OrderFailure>> {
    const { venue, caller } = this.#parts;
    return this.#withMarkets(() =>
      caller.run("cancel", async () => {
        if (venue.cancelAllOrders !== undefined) return venue.cancelAllOrders(symbol);
        // Venues do not say how many they cancelled, and some refuse when there is none.
        const open = await venue.client.fetchOpenOrders(symbol);
        if (open.length > 0) await venue.client.cancelAllOrders(symbol);
        return open.length;
      }),
    );
  }

  async setLeverage(symbol: string, leverage: number, marginMode: MarginMode): Promise<Result<void, OrderFailure>> {
    return this.#set("LEVERAGE_REFUSED", () => this.#parts.venue.setLeverage(symbol, leverage, marginMode));
  }

  async setMarginMode(symbol: string, marginMode: MarginMode, leverage?: number): Promise<Result<void, OrderFailure>> {
    return this.#set("MARGIN_MODE_REFUSED", () => this.#parts.venue.setMarginMode(symbol, marginMode, leverage));
  }

  async setPositionMode(symbol: string, _positionMode: "one-way"): Promise<Result<void, OrderFailure>> {
    return this.#set("HEDGE_MODE", () => this.#parts.venue.setOneWayMode(symbol));
  }

  async listPositions(): Promise<Result<readonly VenuePosition[], OrderFailure>> {
    const { venue, caller } = this.#parts;
    return this.#withMarkets(() => caller.read(() => listVenuePositions(venue)));
  }

  async readBalance(): Promise<Result<VenueBalance, OrderFailure>> {
    const { venue, caller, account } = this.#parts;
    const { settle } = account;
    return this.#withMarkets(() =>
      caller.read(async () => ({ settle, ...venue.fundsOf(await readVenueBalance(venue), settle) })),
    );
  }

  async readMovements(span: MovementSpan): Promise<Result<readonly AccountMovement[] | undefined, OrderFailure>> {
    const { venue, caller } = this.#parts;
    const read = venue.readMovements?.bind(venue, span);
    return read === undefined ? ok(undefined) : caller.read(read);
  }

  async readCandles(query: CandleQuery): Promise<Result<readonly Candle[], OrderFailure>> {
    const { venue, caller } = this.#parts;
    return this.#withMarkets(() => caller.read(() => readVenueCandles(venue, query)));
  }

  async checkAccount(): Promise<Result<readonly AccountFinding[], OrderFailure>> {
    const { venue, caller, account, clock } = this.#parts;
    const { settle, marginMode } = account;
    const asked = venue.checkAccount({ settle, marginMode, now: () => clock.now() });
    const answers = asked.map((ask) => caller.read(ask));
    return findingsOf(await this.#checkSettleCoin(), await Promise.all(answers));
  }

  async #checkSettleCoin(): Promise<Result<readonly AccountFinding[], OrderFailure>> {
    const { exchange, settle } = this.#parts.account;
    const listed = await this.listInstruments();
    return listed.ok ? ok([settleFinding(listed.value.length, { exchange, settle })]) : listed;
  }

  /** ccxt needs its markets before any call that names one. */
  async #withMarkets<T>(
    work: (markets: readonly CachedMarket[]) => Promise<Result<T, OrderFailure>>,
  ): Promise<Result<T, OrderFailure>> {
    const loaded = await this.#parts.markets.load();
    return loaded.ok ? work(loaded.value) : loaded;
  }

  /** What a refusal that says too little, or may say too much, means for this order. */
  async #judge(failure: OrderFailure, order: PlaceOrder): Promise<OrderFailure> {
    const wasRemembered = isOfSettings(failure) && this.#parts.venue.forgetSettings?.() === true;
    // As with a market that is not as remembered: what opens is planned anew, once.
    if (wasRemembered && !order.step.reduceOnly) return { ...failure, remedy: "nothing-to-reduce" };
    // Of an order that opens there is nothing to believe: what to do then is decided where it was planned.
    if (failure.remedy === "nothing-to-reduce" && !order.step.reduceOnly) return failure;
    if (failure.remedy === "nothing-to-reduce") {
      const now = await this.readSnapshot(order.symbol, { toReduce: true, unpriced: true });
      return judgeReduction(failure, order.step, now.ok ? now.value.position : undefined);
    }
    if (failure.code === "POSITION_TOO_LARGE") return this.#judgeRoom(failure, order);
    return isUnclear(failure) ? this.#judgeSize(failure, order) : failure;
  }

  /** As the venue said it where its limits cannot be read now. */
  async #judgeRoom(failure: OrderFailure, { symbol, step }: PlaceOrder): Promise<OrderFailure> {
    const { caller, venue } = this.#parts;
    const { readLimits } = venue;
    if (readLimits === undefined || step.reduceOnly) return failure;
    const [limits, found, open, price] = await Promise.all([
      caller.read(() => readLimits(symbol, step)),
      this.findInstrument(symbol),
      this.listPositions(),
      step.price ?? this.#price(symbol),
    ]);
    if (!limits.ok || !found.ok || !open.ok || found.value === undefined || price === undefined) return failure;
    const position = signedContracts(open.value, symbol);
    return judgeRoom(failure, step, { market: found.value, position, price, limits: limits.value });
  }

  /** The markets are those after the refusal: what it says of them may have made us read them again. */
  async #judgeSize(failure: OrderFailure, { symbol, step }: PlaceOrder): Promise<OrderFailure> {
    const found = await this.findInstrument(symbol);
    if (!found.ok || found.value === undefined) return failure;
    const market = found.value;
    const price = step.price ?? (market.maxNotional === undefined ? undefined : await this.#price(symbol));
    return judgeSize(failure, step, { market, price });
  }

  /** Undefined when it cannot be read now. */
  async #price(symbol: string): Promise<DecimalString | undefined> {
    const { caller, venue } = this.#parts;
    const prices = await caller.read(() => venue.readPrices(symbol));
    return prices.ok ? (prices.value.bid ?? prices.value.ask) : undefined;
  }

  async #set(code: SettingCode, work: () => Promise<unknown>): Promise<Result<void, OrderFailure>> {
    return this.#withMarkets(async () => {
      const set = await this.#parts.caller.run("set", work);
      if (code !== "LEVERAGE_REFUSED") this.#parts.venue.forgetSettings?.();
      return set.ok ? ok(undefined) : err(nameSetting(set.error, code));
    });
  }

  /** The order by our id, with its fills: side by side when the venue's id is known already, else one after the other. */
  async #lookUp(
    { symbol, clientOrderId, venueOrderId, since: intentAt, isForFills }: OrderQuery,
    markets: readonly CachedMarket[],
  ): Promise<VenueOrder | undefined> {
    const { venue } = this.#parts;
    const since = unixMs(Math.max(0, intentAt - SEARCH_BACK_MS));
    const fillsOf = (id: string, known?: readonly Trade[]) => {
      const fills = this.#fetchFills({ symbol, venueOrderId: id, since, ...defined({ known }) });
      return isForFills ? fills : this.#inTime(fills);
    };
    const market = markets.find((each) => each.symbol === symbol);
    const kind = market === undefined ? { inverse: false } : mapMarket(market);
    const filled = this.#findFilled(venueOrderId, clientOrderId);
    if (filled !== undefined) {
      const { order, trades } = filled;
      const told = order.fee === undefined ? withFills(order, await fillsOf(order.venueOrderId, trades), kind) : order;
      if (told.averagePrice !== undefined) return told;
    }
    const asked = { symbol, clientOrderId, since, ...defined({ venueOrderId }) };
    const early = venueOrderId === undefined || venue.feeInOrder === true ? undefined : fillsOf(venueOrderId);
    const [order, fills] = await Promise.all([this.#fetchOrder(asked), early]);
    if (order === undefined) {
      await this.#assertUnfilled(asked);
      return undefined;
    }
    const mapped = this.#believed(mapOrder(order, symbol));
    if (!lacksFills(mapped, fills)) return mapped;
    const told = fills ?? (await fillsOf(mapped.venueOrderId));
    const whole = withFills(mapped, venue.fetchFills === undefined ? (order.trades ?? []) : told, kind);
    this.#filled.add({ order: whole, trades: [] });
    return whole;
  }

  /** Where fills have no list of their own the order is read again: they come with it. */
  #findFilled(venueOrderId: string | undefined, clientOrderId: string) {
    return this.#parts.venue.fetchFills === undefined ? undefined : this.#filled.find(venueOrderId, clientOrderId);
  }

  /** Without the fee where the venue's orders do not tell it as its fills do. */
  #believed<T extends VenueOrder | undefined>(order: T): T {
    if (order === undefined || this.#parts.venue.feeInOrder === true) return order;
    const { fee: _unsure, ...rest } = order;
    return rest as T; // An order still, without a part that may be absent.
  }

  /** @throws Error when an order that is not listed has fills: the list is behind. What cannot be asked is not known either. */
  async #assertUnfilled({ symbol, venueOrderId, since }: OrderQuery): Promise<void> {
    const { venue } = this.#parts;
    if (venueOrderId === undefined || venue.fetchFills === undefined) return;
    const fills = await venue.fetchFills(symbol, venueOrderId, since);
    if (fills.length > 0) throw new Error("the venue lists fills of an order it does not list");
  }

  /**
   * What the fills add is no part of the order: a list that fails, is forbidden or is behind holds nothing up, and the
   * follower asks again. A call of its own, so that its failure is not taken for the order's.
   */
  async #fetchFills({
    symbol,
    venueOrderId,
    since,
    known,
  }: Pick<OrderQuery, "symbol" | "since"> & {
    readonly venueOrderId: string;
    readonly known?: readonly Trade[];
  }): Promise<readonly Trade[]> {
    const { venue, caller } = this.#parts;
    if (venue.fetchFills === undefined) return [];
    const asked = venue.fetchFills.bind(venue, symbol, venueOrderId, since, known);
    const fills = await caller.read(asked);
    return fills.ok ? fills.value : [];
  }

  /** A list that hangs holds nothing up either: what it tells is asked for again. */
  async #inTime(fills: Promise<readonly Trade[]>): Promise<readonly Trade[]> {
    const answered = new AbortController();
    const silence = this.#parts.clock.sleep(FILLS_PATIENCE_MS, answered.signal).then(() => []);
    return Promise.race([fills, silence]).finally(() => answered.abort());
  }

  async #fetchOrder({ symbol, clientOrderId, since, venueOrderId }: OrderQuery): Promise<Order | undefined> {
    try {
      const order = await this.#parts.venue.fetchOrder(symbol, clientOrderId, since, venueOrderId);
      // Some venues ignore a filter they do not know and answer with another order.
      const isMeant = venueOrderId === undefined ? order?.clientOrderId === clientOrderId : order?.id === venueOrderId;
      return isMeant ? order : undefined;
    } catch (error) {
      if (error instanceof OrderNotFound) return undefined;
      throw error;
    }
  }
}

/** Whether its fills say more than the order does. A status may lag those that were asked for beside it (Kraken). */
function lacksFills({ filledContracts, fee, averagePrice }: VenueOrder, fills: readonly Trade[] = []): boolean {
  const isUnfilled = filledContracts === "0" && fills.length === 0;
  return !isUnfilled && (fee === undefined || averagePrice === undefined);
}

function nothing(result: Result<unknown, OrderFailure>): Result<void, OrderFailure> {
  return result.ok ? ok(undefined) : result;
}
