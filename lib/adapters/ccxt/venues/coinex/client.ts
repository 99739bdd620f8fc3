// ccxt's CoinEx client with what it leaves out of this venue's perpetual futures. Checked against ccxt 4.5.84.

import CcxtCoinexClient from "../../../../../node_modules/ccxt/js/src/coinex.js";
import { COINEX_POSITION_MS } from "../../../../config/limits.ts";
import { type Decimal, decimal, findDecimal, formatDecimal, minDecimal, ZERO } from "../../../../core/decimal.ts";
import type {
  Dict,
  Int,
  Market,
  MarketInterface,
  Num,
  Order,
  OrderSide,
  OrderType,
  Position,
  Str,
} from "../../ccxt.ts";
import { jsonOf } from "../../json-reply.ts";
import { WithheldOrderError } from "../../venue-errors.ts";
import { exactText } from "../../venue-values.ts";

/** Lists give 10 rows unless told otherwise. */
const PAGE_SIZE = 100;
const MOST_PAGES = 20;

/** What the pages of a list held, as far as they were read. */
export interface Pages {
  readonly rows: readonly Dict[];
  /** There are more, and they were wanted. */
  readonly isCut: boolean;
}

/** ccxt's client, for perpetuals alone. */
export class CoinexClient extends CcxtCoinexClient {
  /** The positions that an order was just planned by: what only reduces need not ask for them once more. */
  #read: { readonly positions: readonly Position[]; readonly at: number } | undefined;
  /** Counts orders as they go and as they are answered. */
  #orders = 0;

  /** Perpetuals only: ccxt would ask for the spot markets too. */
  override async fetchMarkets(params: Dict = {}): Promise<Market[]> {
    const markets = await this.fetchContractMarkets(params);
    return markets.map((market) => (market === undefined ? undefined : refine(market)));
  }

  /** ccxt's `contracts` leave out what resting orders to close hold. */
  override parsePosition(raw: Dict, market?: Market): Position {
    return { ...super.parsePosition(raw, market), contracts: raw.open_interest };
  }

  /** Only one call tells a status; of the others an order of which nothing is left unfilled is done, the answer to placing it too. */
  override parseOrder(order: Dict, market?: Market): Order {
    const parsed = super.parseOrder(order, market);
    const left = findDecimal(typeof order.unfilled_amount === "string" ? order.unfilled_amount : undefined);
    return order.status === undefined && left?.eq(ZERO) ? { ...parsed, status: "closed" } : parsed;
  }

  /** All of them, page by page. */
  async readPositions(): Promise<readonly Position[]> {
    const [at, orders] = [this.milliseconds(), this.#orders];
    const { rows } = await this.readPages((page) =>
      this.v2PrivateGetFuturesPendingPosition({ market_type: "FUTURES", ...page }),
    );
    const positions = rows.map((row) => this.parsePosition(row));
    // An order of another symbol that went or came meanwhile: nobody knows what of it was seen.
    if (orders === this.#orders) this.#read = { positions, at };
    return positions;
  }

  /** ccxt also sends the client id under its own name for it. */
  override createOrderRequest(
    symbol: string,
    type: OrderType,
    side: OrderSide,
    amount: number,
    price?: Num,
    params?: Dict,
  ): Dict {
    const { clientOrderId: _ours, ...request } = super.createOrderRequest(symbol, type, side, amount, price, params);
    return request;
  }

  /**
   * What only reduces goes to an endpoint that closes whichever side is open, and does not take more than that: the
   * position is looked at first. Nothing is sent when there is none on the order's other side.
   */
  override async createOrder(
    symbol: string,
    type: OrderType,
    side: OrderSide,
    amount: number,
    price?: Num,
    params: Dict = {},
  ): Promise<Order> {
    const known = this.#recent();
    this.#forget();
    try {
      const contracts = params.reduceOnly === true ? await this.#reducible(symbol, side, { amount, known }) : amount;
      return await super.createOrder(symbol, type, side, contracts, price, params);
    } finally {
      this.#forget();
    }
  }

  /** @throws WithheldOrderError when there is no position on the order's other side. */
  async #reducible(
    symbol: string,
    side: OrderSide,
    { amount, known }: { readonly amount: number; readonly known: readonly Position[] | undefined },
  ): Promise<number> {
    const held = heldIn(known ?? (await this.fetchPositions([symbol])), symbol);
    const reducible = side === "sell" ? held : held.neg();
    if (reducible.lte(ZERO)) {
      const message = `nothing to reduce with a ${side}: the position is ${formatDecimal(held)}`;
      throw new WithheldOrderError("NOTHING_TO_REDUCE", message);
    }
    return exactText(formatDecimal(minDecimal(decimal(String(amount)), reducible)));
  }

  override async fetchOpenOrders(symbol?: Str, since?: Int, limit?: Int, params: Dict = {}): Promise<Order[]> {
    return super.fetchOpenOrders(symbol, since, limit ?? PAGE_SIZE, params);
  }

  /** Rows of a list that comes in pages: all of them, up to a page that is enough, or the first {@link MOST_PAGES} pages. */
  async readPages(
    readPage: (page: Dict) => Promise<unknown>,
    isEnough: (rows: readonly Dict[]) => boolean = () => false,
  ): Promise<Pages> {
    const rows: Dict[] = [];
    for (let page = 1; page <= MOST_PAGES; page++) {
      const { data, pagination } = jsonOf(await readPage({ page, limit: PAGE_SIZE }));
      if (!Array.isArray(data)) throw new Error("the venue's list is none");
      rows.push(...data);
      if (jsonOf(pagination).has_next !== true || isEnough(data)) return { rows, isCut: false };
    }
    return { rows, isCut: true };
  }

  #forget(): void {
    this.#read = undefined;
    this.#orders++;
  }

  #recent(): readonly Position[] | undefined {
    const isRecent = this.#read !== undefined && Math.abs(this.milliseconds() - this.#read.at) < COINEX_POSITION_MS;
    return isRecent ? this.#read?.positions : undefined;
  }
}

/** Signed contracts of the market. */
function heldIn(positions: readonly Position[], symbol: string): Decimal {
  return positions
    .filter((position) => position.symbol === symbol)
    .reduce((sum, { contracts, side }) => {
      const size = decimal(String(contracts));
      return side === "long" ? sum.plus(size) : sum.minus(size);
    }, ZERO);
}

/** Undefined: not in the coin ccxt takes every linear market to be in. */
function refine(market: MarketInterface): (MarketInterface & { readonly leverages: readonly number[] }) | undefined {
  const { info, quote, settle, linear, precision } = market;
  if (linear === true && quote !== settle) return undefined;
  const tick = findDecimal(typeof info.tick_size === "string" ? info.tick_size : undefined);
  const leverages: unknown[] = Array.isArray(info.leverage) ? info.leverage : [];
  return {
    ...market,
    active: info.is_market_available !== false && info.is_api_trading_available !== false,
    precision: {
      ...precision,
      // Contracts of an inverse market are dollars; ccxt gives them the grid of its coin.
      ...(market.inverse === true ? { amount: exactText("1") } : {}),
      ...(tick?.gt(ZERO) ? { price: exactText(formatDecimal(tick)) } : {}),
    },
    // Whole numbers, no amounts.
    leverages: leverages
      .map(Number)
      .filter(Number.isSafeInteger)
      .toSorted((a, b) => a - b),
  };
}
