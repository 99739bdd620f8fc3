// BingX USDT-M and USDC-M perpetual futures: what differs from the shared adapter. Checked against ccxt 4.5.84. Coin-M
// (inverse) is left out, for its orders cannot be reduce-only: docs/adr/0010-bingx-coin-m-is-not-traded.md.

import BingxClient from "../../../../../node_modules/ccxt/js/src/bingx.js";
import { BINGX_MARGIN_MODE_MS, POSITION_MODE_MS } from "../../../../config/limits.ts";
import { decimal, formatDecimal } from "../../../../core/decimal.ts";
import { defined } from "../../../../core/defined.ts";
import type { MarginMode, PositionMode } from "../../../../core/market/modes.ts";
import type { SnapshotOptions } from "../../../../ports/exchange.ts";
import { type Balances, type Dict, type Market, type Order, OrderNotFound } from "../../ccxt.ts";
import { chooseOrder } from "../../choose-order.ts";
import { codeOf, jsonOf, parseJson, refusalIn } from "../../json-reply.ts";
import { positionModeOf } from "../../position-mode-of.ts";
import { correctNonce } from "../../prepare-client.ts";
import { Remembered } from "../../remembered.ts";
import type {
  ClientConfig,
  Refusal,
  VenueClient,
  VenueFunds,
  VenuePrices,
  VenueReply,
  VenueSettings,
} from "../../venue-module.ts";
import { bookPrices, exactText, leverageOf } from "../../venue-values.ts";
import { BINGX_ANSWERS } from "./answers.ts";
import { checkBingxAccount } from "./checks.ts";
import { BINGX_LIMITS } from "./limits.ts";
import { setBingxMarginMode, setOneWayMode } from "./modes.ts";
import { readBingxMovements } from "./movements.ts";
import { BINGX_VERDICTS } from "./verdicts.ts";

/** Above this the header is a time: a day. */
const LONGEST_WINDOW_MS = 86_400_000;
/** Fills younger than our request: the clocks need not agree to the millisecond. */
const CLOCK_TOLERANCE_MS = 60_000;
/** https://github.com/BingX-API/BingX-swap-api-doc/issues/7, and ccxt's sample of a balance in https://github.com/ccxt/ccxt/pull/18776 */
const DEMO_COIN = "VST";
const USUAL_SETTLE = "USDT";

/** ccxt's client, reading linear perpetuals only and with their largest leverage. */
class PerpetualsClient extends BingxClient {
  override async fetchMarkets(params?: Dict): Promise<Market[]> {
    return this.fetchSwapMarkets(params);
  }

  override parseMarket(raw: Dict): Market {
    const market = super.parseMarket(raw);
    // Leverages, no amounts.
    const largest = [raw.maxLongLeverage, raw.maxShortLeverage].map(Number).filter(Number.isSafeInteger);
    if (market === undefined || largest.length < 2) return market;
    const max = exactText(String(Math.min(...largest)));
    return { ...market, limits: { ...market.limits, leverage: { min: undefined, max } } };
  }
}

export function openBingx(config: ClientConfig): VenueClient {
  return bingxVenue(createClient(config), { fundsOf, coins: [config.settle ?? USUAL_SETTLE] });
}

/** Opens demo trading: a host of its own, whose money is VST in contracts that are named after USDT. */
export function openBingxDemo(config: ClientConfig): VenueClient {
  const client = createClient(config);
  client.setSandboxMode(true);
  return bingxVenue(client, { fundsOf: demoFundsOf, coins: [config.settle ?? USUAL_SETTLE, DEMO_COIN] });
}

/** The account's money, and the names its coin may have: whether a demo's fund flow says VST as its balance does is not documented. */
interface Money extends Pick<VenueClient, "fundsOf"> {
  readonly coins: readonly string[];
}

function bingxVenue(client: BingxClient, { fundsOf, coins }: Money): VenueClient {
  const now = () => client.milliseconds();
  const settings: Settings = {
    mode: new Remembered<PositionMode>(POSITION_MODE_MS, now),
    margin: new Remembered<MarginMode | undefined>(BINGX_MARGIN_MODE_MS, now),
  };
  return {
    client,
    limits: BINGX_LIMITS,
    verdicts: BINGX_VERDICTS,
    findRefusal,
    answers: BINGX_ANSWERS,
    readRetryAfterMs: (reply) => readRetryAfterMs(client, reply),
    marketInfo: [],
    readPrices: (symbol) => readPrices(client, symbol),
    readSettings: (symbol, options) => readSettings(client, settings, { symbol, ...options }),
    forgetSettings: () => [settings.mode.forget(), settings.margin.forget()].includes(true),
    feeInOrder: true,
    fundsOf,
    readMovements: (span) => readBingxMovements(client, coins, span),
    fetchOrder: (symbol, clientOrderId, _since, venueOrderId) =>
      venueOrderId === undefined ? fetchOrder(client, symbol, clientOrderId) : client.fetchOrder(venueOrderId, symbol),
    fetchFills: (symbol, venueOrderId) =>
      // COIN: in base units, as orders are. Without `until` ccxt asks up to this machine's time, which may be behind.
      client.fetchMyTrades(symbol, undefined, undefined, {
        orderId: venueOrderId,
        tradingUnit: "COIN",
        until: client.nonce() + CLOCK_TOLERANCE_MS,
      }),
    cancelOrder: (symbol, clientOrderId) => cancelOrder(client, symbol, clientOrderId),
    setLeverage: (symbol, leverage) => client.setLeverage(leverage, symbol, { side: "BOTH" }),
    setMarginMode: (symbol, marginMode) => setBingxMarginMode(client, symbol, marginMode),
    setOneWayMode: () => setOneWayMode(client),
    checkAccount: (asked) => checkBingxAccount(client, fundsOf, asked),
  };
}

function createClient({ apiKey, secret }: ClientConfig): BingxClient {
  const client = new PerpetualsClient({ apiKey, secret, options: { defaultType: "swap", defaultSubType: "linear" } });
  correctNonce(client);
  // ccxt would turn sizes and prices into floats on their way into the request.
  client.parseToNumeric = String as unknown as typeof client.parseToNumeric;
  // More ways of saying that there is no such order. By their codes alone it would be said of a clock that is off as well.
  for (const code of ["80001", "80012", "80014"]) delete client.exceptions.exact[code];
  Object.assign(client.exceptions.exact, { "109421": OrderNotFound, "109422": OrderNotFound });
  const words = ["order not exist", "order does not exist", "order doesn't exist"];
  Object.assign(client.exceptions.broad, Object.fromEntries(words.map((each) => [each, OrderNotFound])));
  return client;
}

/**
 * `{code, msg}` with any status; 0 is a success. 80012 only wraps the code of a service behind it: that one is meant.
 * https://bingx-api.github.io/docs/#/en-us/swapV2/base-info.html
 */
function findRefusal(reply: VenueReply): Refusal | undefined {
  const refusal = refusalIn(reply, { code: "code", message: "msg" });
  if (refusal === undefined || refusal.code === "0") return undefined;
  if (reply.status === 429 || reply.status === 418) return { ...refusal, code: "429" };
  const wrapped = refusal.code === "80012" ? jsonOf(parseJson(refusal.message)) : {};
  const code = codeOf(wrapped.Code ?? wrapped.code);
  return code === undefined ? refusal : { code, message: String(wrapped.Msg ?? wrapped.msg ?? "") };
}

/** When the window of a rate limit ends: milliseconds from now, or the time itself. Every answer carries the header. */
function readRetryAfterMs(client: BingxClient, reply: VenueReply): number | undefined {
  if (!["429", "100410"].includes(findRefusal(reply)?.code ?? "")) return undefined;
  // A time, no amount.
  const expires = Number(reply.headers["x-ratelimit-requests-expire"]);
  if (!Number.isSafeInteger(expires) || expires <= 0) return undefined;
  return expires > LONGEST_WINDOW_MS ? Math.max(0, expires - client.nonce()) : expires;
}

async function readPrices(client: BingxClient, symbol: string): Promise<VenuePrices> {
  const answer = jsonOf(await client.swapV2PublicGetQuoteBookTicker({ symbol: client.marketId(symbol) }));
  const ticker = jsonOf(jsonOf(answer.data).book_ticker);
  return bookPrices(ticker.bid_price, ticker.ask_price);
}

/** BingX lets each be read twice a second, for all symbols together: limits.ts. */
interface Settings {
  readonly mode: Remembered<PositionMode>;
  /** By symbol. No order names it, so it is kept only as long as alerts come one upon the other. */
  readonly margin: Remembered<MarginMode | undefined>;
}

/** In one-way mode both sides have the same leverage; right after hedge mode they may differ, and neither is the symbol's. */
async function readSettings(
  client: BingxClient,
  { mode, margin }: Settings,
  { symbol, toReduce }: { readonly symbol: string } & SnapshotOptions,
): Promise<VenueSettings> {
  const [{ longLeverage, shortLeverage }, marginMode, positionMode] = await Promise.all([
    client.fetchLeverage(symbol),
    toReduce ? undefined : margin.read(symbol, () => readMarginMode(client, symbol)),
    mode.read("", async () => {
      const { dualSidePosition: told } = jsonOf(jsonOf((await client.fetchPositionMode()).info).data);
      return positionModeOf(told, { oneWay: ["false"], hedge: ["true"] });
    }),
  ]);
  return {
    ...(longLeverage === shortLeverage ? leverageOf(longLeverage) : {}),
    ...defined({ marginMode }),
    positionMode,
  };
}

async function readMarginMode(client: BingxClient, symbol: string): Promise<MarginMode | undefined> {
  const { marginMode } = await client.fetchMarginMode(symbol);
  return marginMode === "isolated" || marginMode === "cross" ? marginMode : undefined;
}

/** ccxt's total leaves the unrealised profit out. */
function fundsOf(balance: Balances, settle: string): VenueFunds {
  const { data } = jsonOf(balance.info);
  if (!Array.isArray(data)) throw new Error("the venue's balance lists no assets");
  const asset = data.map(jsonOf).find((row) => row.asset === settle);
  if (asset === undefined) return { equity: "0", free: "0" };
  return {
    equity: formatDecimal(decimal(String(asset.equity))),
    free: formatDecimal(decimal(String(asset.availableMargin))),
  };
}

function demoFundsOf(balance: Balances, settle: string): VenueFunds {
  const { data } = jsonOf(balance.info);
  const hasDemoCoin = Array.isArray(data) && data.map(jsonOf).some(({ asset }) => asset === DEMO_COIN);
  return fundsOf(balance, hasDemoCoin ? DEMO_COIN : settle);
}

/** By client order id BingX finds orders of the last two hours; a resting one of any age is in the list of open orders. */
async function fetchOrder(client: BingxClient, symbol: string, clientOrderId: string): Promise<Order | undefined> {
  try {
    // The documentation's spelling, and the older one that ccxt places orders with.
    const ids = { clientOrderId, clientOrderID: clientOrderId };
    return await client.fetchOrder(undefined as unknown as string, symbol, ids);
  } catch (error) {
    if (!(error instanceof OrderNotFound)) throw error;
    return findOpenOrder(client, symbol, clientOrderId);
  }
}

async function cancelOrder(client: BingxClient, symbol: string, clientOrderId: string): Promise<unknown> {
  try {
    return await client.cancelOrder("", symbol, { clientOrderId });
  } catch (error) {
    const order = error instanceof OrderNotFound ? await findOpenOrder(client, symbol, clientOrderId) : undefined;
    if (order?.id === undefined) throw error;
    return client.cancelOrder(order.id, symbol);
  }
}

async function findOpenOrder(client: BingxClient, symbol: string, clientOrderId: string): Promise<Order | undefined> {
  const open = await client.fetchOpenOrders(symbol);
  return chooseOrder(open.filter((order) => order.clientOrderId === clientOrderId));
}
