// ccxt's client with what 4.5.84 lacks or gets wrong on Phemex's USDⓈ-M perpetuals: those of USDC, the smallest order,
// fresh time stamps, the type of a fetched order.
import type {
  Balances,
  MarketInterface,
  Order,
  Position,
  Trade,
} from "../../../../node_modules/ccxt/js/src/base/types.js";
import PhemexClient from "../../../../node_modules/ccxt/js/src/phemex.js";
import { jsonOf } from "../json-reply.ts";
import type { ClientConfig } from "../venue-module.ts";

/** The most rows a list of fills gives at once. */
const LARGEST_PAGE = 200;

export class PhemexPerpetuals extends PhemexClient {
  readonly #currency: string;

  constructor({ settle = "USDT", marginMode: _perSymbol, ...keys }: ClientConfig) {
    super({ ...keys, options: { defaultType: "swap" } });
    this.#currency = settle;
  }

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

  /** Raw: what it comes to is `fundsOf`'s business. */
  override async fetchBalance(): Promise<Balances> {
    return { info: await this.readAccount() } as unknown as Balances;
  }

  /** All rows of the settle coin, flat ones too. The sign of the leverage is the margin mode: zero and below is cross. */
  override async fetchPositions(): Promise<Position[]> {
    const { positions } = jsonOf(jsonOf(await this.readAccount()).data);
    return listOf(positions).map((row) => {
      const marginMode = Number(row.leverageRr) > 0 ? "isolated" : "cross";
      return { ...this.parsePosition(row), marginMode };
    });
  }

  async readAccount(): Promise<unknown> {
    return this.privateGetGAccountsAccountPositions({ currency: this.#currency });
  }

  /** The latest order of our id, or undefined. ccxt reads no order of a bare list, and no type. */
  async findOrder(symbol: string, clOrdID: string): Promise<Order | undefined> {
    const request = { symbol: this.marketId(symbol), clOrdID };
    const rows = listOf(rowsOf(await this.privateGetApiDataGFuturesOrdersByOrderId(request)));
    const orders = rows.map((row) => this.parseOrder({ orderType: row.ordType, ...row }, this.market(symbol)));
    return orders.toSorted((a, b) => Number(b.timestamp) - Number(a.timestamp))[0];
  }

  async fetchFills(symbol: string, venueOrderId: string): Promise<readonly Trade[]> {
    const request = { symbol: this.marketId(symbol), limit: LARGEST_PAGE };
    const rows = listOf(rowsOf(await this.privateGetApiDataGFuturesTrades(request)));
    return this.parseTrades([...rows], this.market(symbol)).filter((trade) => trade.order === venueOrderId);
  }

  /** https://phemex-docs.github.io/#query-server-time, unknown to ccxt. */
  override async fetchTime(): Promise<number | undefined> {
    return this.safeInteger(jsonOf(await this.request("public/time", "v2")).data, "serverTime");
  }

  /** What requests expire by: the venue's clock, once the difference was read. */
  override seconds = (): number => Math.floor((this.milliseconds() - Number(this.options.timeDifference ?? 0)) / 1_000);
}

/** Lists come bare or as `data`, by endpoint and year. @throws Error when the answer has none: it says nothing then. */
function rowsOf(answer: unknown): unknown {
  return Array.isArray(answer) ? answer : jsonOf(answer).data;
}

function listOf(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  if (!Array.isArray(value)) throw new Error("the venue's answer has no list");
  return value.map(jsonOf);
}
