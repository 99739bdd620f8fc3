// USDⓈ-M perpetuals, which settle in USDT or USDC (https://phemex-docs.github.io/#usd-m-perpetual-rest-api), with what ccxt
// 4.5.84 lacks or gets wrong there: those of USDC, the smallest order, fresh time stamps, the type of a fetched order.

import { type Decimal, decimal, formatDecimal, ZERO } from "../../../../core/decimal.ts";
import type { MarginMode } from "../../../../core/market/modes.ts";
import type { Balances, MarketInterface, Order, Position } from "../../ccxt.ts";
import { jsonOf } from "../../json-reply.ts";
import type { VenueFunds, VenuePrices } from "../../venue-module.ts";
import { bestOf, bookPrices } from "../../venue-values.ts";
import { type FillsRequest, latestOf, listOf, PhemexClient, type PhemexOrderName, reportRowsOf } from "./client.ts";

/** The API of perpetuals that are settled in a stable coin. */
export class PhemexPerpetuals extends PhemexClient {
  override readonly marketInfo = [];
  override readonly traits = {};

  /** One request; ccxt makes two and leaves out minimum and maximum, and the contract size where USDC settles. */
  override async fetchMarkets(): Promise<MarketInterface[]> {
    const products = jsonOf(jsonOf(await this.v2GetPublicProducts()).data).perpProductsV2;
    return listOf(products)
      .map((product) => {
        const market = this.parseSwapMarket({ ...product, contractSize: "1" });
        if (market === undefined) return undefined;
        const { qtyStepSize: min, maxOrderQtyRq: max, minOrderValueRv } = product;
        // Text, as all of ccxt's numbers here.
        const limits = { ...market.limits, amount: { min, max }, cost: { min: minOrderValueRv } };
        return { ...market, limits } as MarketInterface;
      })
      .filter((market) => market !== undefined);
  }

  /** Prices of candles stand there as they are: ccxt looks for a scale, which products of this API give as 0 and a cached market has none of. */
  override fromEp(price: unknown): unknown {
    return price;
  }

  override async readAccount(): Promise<unknown> {
    return this.privateGetGAccountsAccountPositions({ currency: this.settleCoin });
  }

  override async readPrices(symbol: string): Promise<VenuePrices> {
    const answer = jsonOf(await this.v2GetMdV2Orderbook({ symbol: this.marketId(symbol) }));
    const book = jsonOf(jsonOf(answer.result).orderbook_p);
    return bookPrices(bestOf(book.bids), bestOf(book.asks));
  }

  /** All rows of the settle coin, flat ones too. The sign of the leverage is the margin mode: zero and below is cross. */
  override async fetchPositions(): Promise<Position[]> {
    const { positions } = jsonOf(jsonOf(await this.readAccount()).data);
    return listOf(positions).map((row) => {
      // A leverage, no amount.
      const marginMode = Number(row.leverageRr) > 0 ? "isolated" : "cross";
      return { ...this.parsePosition(row), marginMode };
    });
  }

  override fundsOf({ info }: Balances): VenueFunds {
    const { account, positions } = jsonOf(jsonOf(info).data);
    const { accountBalanceRv, totalUsedBalanceRv } = jsonOf(account);
    if (accountBalanceRv === undefined || totalUsedBalanceRv === undefined) {
      throw new Error("the venue's balance has no wallet");
    }
    const wallet = decimal(String(accountBalanceRv));
    const profit = listOf(positions).reduce((sum, row) => sum.plus(profitOf(row)), ZERO);
    const free = wallet.minus(String(totalUsedBalanceRv));
    return { equity: formatDecimal(wallet.plus(profit)), free: formatDecimal(free.lt(ZERO) ? ZERO : free) };
  }

  /** ccxt reads no order of a bare list, and no type. */
  override async findOrder(symbol: string, named: PhemexOrderName): Promise<Order | undefined> {
    const request = { symbol: this.marketId(symbol), ...named };
    const rows = reportRowsOf(await this.privateGetApiDataGFuturesOrdersByOrderId(request));
    return latestOf(rows.map((row) => this.parseOrder({ orderType: row.ordType, ...row }, this.market(symbol))));
  }

  override async readFills(request: FillsRequest): Promise<unknown> {
    return this.privateGetApiDataGFuturesTrades(request);
  }

  override orderInFill({
    orderQtyRq,
    priceRp,
  }: Readonly<Record<string, unknown>>): ReturnType<PhemexClient["orderInFill"]> {
    return { size: orderQtyRq, price: priceRp };
  }

  override signedLeverage(leverage: number, marginMode: MarginMode): number {
    return marginMode === "cross" ? -leverage : leverage;
  }

  override async setOneWayMode(symbol: string): Promise<unknown> {
    return this.privatePutGPositionsSwitchPosModeSync({ symbol: this.marketId(symbol), targetPosMode: "OneWay" });
  }
}

function profitOf(row: Readonly<Record<string, unknown>>): Decimal {
  const size = decimal(String(row.size ?? row.sizeRq ?? "0"));
  if (size.eq(ZERO)) return ZERO;
  const gain = decimal(String(row.markPriceRp)).minus(String(row.avgEntryPriceRp)).times(size);
  return row.side === "Sell" ? gain.neg() : gain;
}
