// The older contract API: perpetuals that settle in a coin, and in USD where any are still listed
// (https://phemex-docs.github.io/#coin-m-perpetual-rest-api). Prices (Ep) and values (Ev) are whole numbers, scaled by the
// market's `priceScale` and its settle coin's `valueScale`; contracts are whole. There is no hedge mode. What ccxt 4.5.84 gets
// wrong there: fees are read with the wrong scale and no coin, average prices as if every contract were linear, fractions
// of a contract are cut off.

import { decimal, findDecimal, formatDecimal, ZERO } from "../../../../core/decimal.ts";
import type { MarginMode } from "../../../../core/market/modes.ts";
import type {
  Balances,
  Dict,
  Market,
  MarketInterface,
  Num,
  Order,
  OrderSide,
  OrderType,
  Position,
  Trade,
} from "../../ccxt.ts";
import { jsonOf } from "../../json-reply.ts";
import type { VenueFunds, VenuePrices } from "../../venue-module.ts";
import { bestOf, bookPrices } from "../../venue-values.ts";
import { type FillsRequest, latestOf, listOf, PhemexClient, type PhemexOrderName, reportRowsOf } from "./client.ts";

/** The API of contracts that are settled in a coin or in USD. */
export class PhemexContracts extends PhemexClient {
  override readonly marketInfo = ["priceScale", "valueScale"];
  override readonly traits = { leverageInCross: false };

  /** One request: the scale of values stands with the currencies. ccxt makes two. */
  override async fetchMarkets(): Promise<MarketInterface[]> {
    const { products, currencies } = jsonOf(jsonOf(await this.v2GetPublicProducts()).data);
    const scales = new Map(listOf(currencies).map((row) => [row.currency, row.valueScale]));
    return listOf(products)
      .filter(({ type }) => type === "Perpetual")
      .map((product) => {
        const market = this.parseSwapMarket({ ...product, valueScale: scales.get(product.settleCurrency) });
        if (market === undefined) return undefined;
        // Text, as all of ccxt's numbers here. There is no smallest value: the smallest order is one lot.
        const amount = { min: this.safeString(product, "lotSize"), max: this.safeString(product, "maxOrderQty") };
        return { ...market, limits: { ...market.limits, amount, cost: {} } } as unknown as MarketInterface;
      })
      .filter((market) => market !== undefined);
  }

  /** ccxt scales prices by a field of its own, which a market out of the cache no longer has. */
  override setMarkets(...[markets, currencies]: Parameters<PhemexClient["setMarkets"]>): Dict {
    const scaled = Object.values(markets as readonly Market[]).map((market) => ({
      ...market,
      priceScale: market?.info.priceScale,
    }));
    return super.setMarkets(scaled, currencies);
  }

  /** A count of whole contracts, so a number holds it: ccxt would cut a fraction off without a word, the venue refuses it. */
  override async createOrder(
    symbol: string,
    type: OrderType,
    side: OrderSide,
    amount: number,
    price?: Num,
    params?: Dict,
  ): Promise<Order> {
    return super.createOrder(symbol, type, side, amount, price, { ...params, orderQty: Number(amount) });
  }

  override async readAccount(): Promise<unknown> {
    const [answer] = await Promise.all([
      this.privateGetAccountsAccountPositions({ currency: this.settleCoin }),
      this.#knowMarkets(),
    ]);
    return answer;
  }

  override async readPrices(symbol: string): Promise<VenuePrices> {
    const market = this.market(symbol);
    const answer = jsonOf(await this.request("md/orderbook", "v2", "GET", { symbol: market.id }));
    const { bids, asks } = jsonOf(jsonOf(answer.result).book);
    const priceOf = (level: unknown) => (level === undefined ? undefined : this.fromEp(String(level), market));
    return bookPrices(priceOf(bestOf(bids)), priceOf(bestOf(asks)));
  }

  /** All rows of the settle coin, flat ones too. A leverage above zero is isolated margin, zero is cross. */
  override async fetchPositions(): Promise<Position[]> {
    const { positions } = jsonOf(jsonOf(await this.readAccount()).data);
    return listOf(positions).map((row) => {
      // A leverage, no amount.
      const marginMode = Number(row.leverageEr) > 0 ? "isolated" : "cross";
      return { ...this.parsePosition(row), marginMode };
    });
  }

  override fundsOf({ info }: Balances): VenueFunds {
    const { account, positions } = jsonOf(jsonOf(info).data);
    const { accountBalanceEv, totalUsedBalanceEv } = jsonOf(account);
    if (accountBalanceEv === undefined || totalUsedBalanceEv === undefined) {
      throw new Error("the venue's balance has no wallet");
    }
    const wallet = decimal(this.#valueOf(accountBalanceEv));
    const profit = listOf(positions).reduce((sum, row) => sum.plus(this.#profitOf(row)), ZERO);
    const free = wallet.minus(this.#valueOf(totalUsedBalanceEv));
    return { equity: formatDecimal(wallet.plus(profit)), free: formatDecimal(free.lt(ZERO) ? ZERO : free) };
  }

  override async findOrder(symbol: string, named: PhemexOrderName): Promise<Order | undefined> {
    const rows = reportRowsOf(await this.privateGetExchangeOrder({ symbol: this.marketId(symbol), ...named }));
    return latestOf(rows.map((row) => this.parseOrder(row, this.market(symbol))));
  }

  /** Fills tell the average price. Lists of open orders leave the type out: what rests there is a limit order. */
  override parseOrder(order: Dict, market?: Market): Order {
    const { average: _linear, ...parsed } = super.parseOrder(order, market);
    return { ...parsed, type: parsed.type ?? "limit" } as Order;
  }

  override async readFills(request: FillsRequest): Promise<unknown> {
    return this.privateGetExchangeOrderTrade({ ...request, tradeType: "Trade" });
  }

  override orderInFill(row: Readonly<Record<string, unknown>>): ReturnType<PhemexClient["orderInFill"]> {
    const { symbol, orderQty, priceEp } = row;
    return { size: orderQty, price: this.fromEp(String(priceEp), this.safeMarket(String(symbol))) };
  }

  override parseTrade(row: Dict, market?: Market): Trade {
    const fee = { cost: this.#valueOf(row.execFeeEv), currency: String(row.currency) };
    return { ...super.parseTrade(row, market), fee } as unknown as Trade;
  }

  /** Cross is zero, with the most the market allows: https://github.com/ccxt/ccxt/pull/13185. Below zero is of the other API only. */
  override signedLeverage(leverage: number, marginMode: MarginMode): number {
    return marginMode === "cross" ? 0 : leverage;
  }

  override async setOneWayMode(): Promise<unknown> {
    return undefined;
  }

  /** An account's check reads the account beside the markets, and needs their scales. */
  async #knowMarkets(): Promise<void> {
    if (this.markets === undefined) this.setMarkets(await this.fetchMarkets());
  }

  /** A scaled value of the settle coin as it is. @throws Error when the coin's scale is not known */
  #valueOf(scaled: unknown): string {
    const market = Object.values(this.markets ?? {}).find(({ settle }) => settle === this.settleCoin);
    const value = this.fromEn(String(scaled), this.safeInteger(market?.info, "valueScale"));
    if (value === undefined) throw new Error(`the venue does not tell the scale of ${this.settleCoin}`);
    return value;
  }

  /** Phemex tells it nowhere; ccxt reckons it at the mark price by the documented formula. */
  #profitOf(row: Readonly<Record<string, unknown>>): ReturnType<typeof decimal> {
    if (decimal(String(row.size)).eq(ZERO)) return ZERO;
    const profit = findDecimal(String(this.parsePosition(row).unrealizedPnl));
    if (profit === undefined) throw new Error("the venue's position has no price to value it by");
    return profit;
  }
}
