// KuCoin Futures, classic account: what differs from the shared adapter. Checked against ccxt 4.5.84.
//
// A symbol has a margin mode, which every order must repeat. With isolated margin the leverage goes with each order;
// with cross it is a setting: https://kucoin.zendesk.com/hc/en-us/articles/48009391212313

import KucoinFuturesClient from "../../../../../node_modules/ccxt/js/src/kucoinfutures.js";
import { POSITION_MODE_MS } from "../../../../config/limits.ts";
import { decimal, formatDecimal } from "../../../../core/decimal.ts";
import { defined } from "../../../../core/defined.ts";
import type { MarginMode, PositionMode } from "../../../../core/market/modes.ts";
import type { PlaceStep } from "../../../../core/order/plan.ts";
import { byId } from "../../by-id.ts";
import {
  BadRequest,
  type Balances,
  type MarketInterface,
  NotSupported,
  OrderNotFound,
  type Position,
  type Trade,
} from "../../ccxt.ts";
import { jsonOf, refusalIn } from "../../json-reply.ts";
import { mapPosition } from "../../map-position.ts";
import { positionModeOf } from "../../position-mode-of.ts";
import { Remembered } from "../../remembered.ts";
import type {
  ClientConfig,
  VenueClient,
  VenueFunds,
  VenuePrices,
  VenueReply,
  VenueSettings,
} from "../../venue-module.ts";
import { bookPrices, exactText, leverageOf } from "../../venue-values.ts";
import { KUCOIN_ANSWERS } from "./answers.ts";
import { checkKucoinAccount } from "./checks.ts";
import { KUCOIN_LIMITS } from "./limits.ts";
import { readKucoinLimits } from "./risk-limits.ts";
import { KUCOIN_VERDICTS } from "./verdicts.ts";

/** Opens the live venue; KuCoin has no demo. */
export function openKucoinFutures({ settle = "USDT", marginMode = "isolated", ...keys }: ClientConfig): VenueClient {
  const client = new KucoinFuturesClient({
    ...keys,
    options: {
      // Said here, or ccxt asks KuCoin before the first call of each client.
      uta: false,
      hf: false,
      fetchBalance: { code: settle },
    },
  });
  // The code is of any invalid parameter: an order is not there only where the words say so.
  Object.assign(client.exceptions.exact, { "100001": BadRequest, "error.getOrder.orderNotExist": OrderNotFound });
  const fetchMarkets = client.fetchMarkets.bind(client);
  // With keys, ccxt would also read the spot margin markets, which a futures key may not.
  client.fetchMarkets = (params) => fetchMarkets({ ...params, marginables: false });
  return kucoinVenue(client, marginMode);
}

function kucoinVenue(client: KucoinFuturesClient, wanted: MarginMode): VenueClient {
  const mode = new Remembered<PositionMode>(POSITION_MODE_MS, () => client.milliseconds());
  const margin = new Remembered<MarginMode>(POSITION_MODE_MS, () => client.milliseconds());
  return {
    client,
    limits: KUCOIN_LIMITS,
    verdicts: KUCOIN_VERDICTS,
    findRefusal,
    answers: KUCOIN_ANSWERS,
    readRetryAfterMs,
    marketInfo: [],
    refineMarket: withLargestMarketOrder,
    readPrices: (symbol) => readPrices(client, symbol),
    readPositions: () => readPositions(client),
    readSettings: (symbol) => readSettings(client, { mode, margin, wanted }, symbol),
    forgetSettings: () => [mode.forget(), margin.forget()].includes(true),
    settingsIn,
    fundsOf,
    orderParams,
    readLimits: (symbol, step) => readKucoinLimits(client, symbol, step),
    fetchOrder: (symbol, clientOrderId, _since, venueOrderId) => {
      const [id, params] = byId(clientOrderId, venueOrderId);
      return client.fetchOrder(id, symbol, params);
    },
    fetchFills: (symbol, venueOrderId) => fetchFills(client, symbol, venueOrderId),
    cancelOrder: (symbol, clientOrderId) => client.cancelOrder("", symbol, { clientOrderId }),
    cancelAllOrders: (symbol) => cancelAllOrders(client, symbol),
    setLeverage: (symbol, leverage, marginMode) => setLeverage(client, symbol, { leverage, marginMode }),
    setMarginMode: (symbol, marginMode) => client.setMarginMode(marginMode, symbol),
    setOneWayMode: () => client.setPositionMode(false),
    checkAccount: (asked) => checkKucoinAccount(client, fundsOf, asked),
  };
}

/** `{code, msg}`, mostly with status 200; 200000 is the success. */
function findRefusal(reply: VenueReply): ReturnType<VenueClient["findRefusal"]> {
  const refusal = refusalIn(reply, { code: "code", message: "msg" });
  return refusal?.code === "200000" ? undefined : refusal;
}

/** ccxt reads the largest limit order only: https://www.kucoin.com/docs-new/rest/futures-trading/market-data/get-all-symbols */
function withLargestMarketOrder(market: MarketInterface): MarketInterface {
  const { marketMaxOrderQty } = jsonOf(market.info);
  if (marketMaxOrderQty === undefined || marketMaxOrderQty === null) return market;
  const max = exactText(String(marketMaxOrderQty));
  return { ...market, limits: { ...market.limits, market: { min: undefined, max } } };
}

/** Milliseconds until the quota is whole again, in a header of every answer: https://www.kucoin.com/docs-new/rate-limit */
function readRetryAfterMs({ status, headers }: VenueReply): number | undefined {
  const reset = headers["gw-ratelimit-reset"];
  // A wait, no amount.
  return status === 429 && reset !== undefined && /^\d{1,8}$/.test(reset) ? Number(reset) : undefined;
}

async function readPrices(client: KucoinFuturesClient, symbol: string): Promise<VenuePrices> {
  const ticker = jsonOf(jsonOf(await client.futuresPublicGetTicker({ symbol: client.marketId(symbol) })).data);
  return bookPrices(ticker.bestBidPrice, ticker.bestAskPrice);
}

/** ccxt gives the real leverage, which moves with the price; what was ordered is `leverage`. */
async function readPositions(client: KucoinFuturesClient): Promise<readonly Position[]> {
  const positions = await client.fetchPositions();
  return positions.map((position) => {
    const { leverage } = jsonOf(position.info);
    // Text, as all of ccxt's numbers here.
    return leverage === undefined ? position : { ...position, leverage: exactText(String(leverage)) };
  });
}

/**
 * What holds for a flat symbol. Leverage is a setting with cross margin only: an account that wants isolated has none set,
 * also while the symbol is still in cross.
 */
async function readSettings(
  client: KucoinFuturesClient,
  { mode, margin, wanted }: Settings,
  symbol: string,
): Promise<VenueSettings> {
  const [marginMode, positionMode, crossLeverage] = await Promise.all([
    margin.read(symbol, async () =>
      (await client.fetchMarginMode(symbol)).marginMode === "cross" ? "cross" : "isolated",
    ),
    mode.read("", async () => {
      const { positionMode: told } = jsonOf((await client.fetchPositionMode()).info);
      return positionModeOf(told, { oneWay: ["0"], hedge: ["1"] });
    }),
    wanted === "cross" ? client.futuresPrivateGetGetCrossUserLeverage({ symbol: client.marketId(symbol) }) : undefined,
  ]);
  return { marginMode, positionMode, ...wholeLeverage(jsonOf(jsonOf(crossLeverage).data).leverage) };
}

/** Each order names the margin mode, by symbol, and is refused for a wrong one (330005), as for a wrong position mode (330011). */
interface Settings {
  readonly mode: Remembered<PositionMode>;
  readonly margin: Remembered<MarginMode>;
  readonly wanted: MarginMode;
}

/** An open position has its own margin mode and leverage. */
function settingsIn(positions: readonly Position[], symbol: string): VenueSettings {
  const open = positions.map(mapPosition).find((position) => position?.symbol === symbol);
  if (open === undefined) return {};
  return {
    ...wholeLeverage(open.leverage),
    ...(open.marginMode === "cross" ? { marginMode: "cross" } : { marginMode: "isolated" }),
  };
}

/** Isolated positions of several orders have the average of their leverages; orders take whole ones. */
function wholeLeverage(told: unknown): Pick<VenueSettings, "leverage"> {
  return leverageOf(Math.round(Number(told)));
}

/** ccxt cuts the size to whole contracts without a word, so ours is sent, a whole number (the step is 1); and without a leverage it sends 1. */
function orderParams({ contracts, leverage, marginMode }: PlaceStep): Readonly<Record<string, unknown>> {
  return {
    size: Number(contracts),
    ...defined({ leverage, marginMode }),
  };
}

/** Of the last day, at once; the list that takes an order's id is behind: https://www.kucoin.com/docs-new/api-3470249 */
async function fetchFills(
  client: KucoinFuturesClient,
  symbol: string,
  venueOrderId: string,
): Promise<readonly Trade[]> {
  const { data } = jsonOf(await client.futuresPrivateGetRecentFills({ symbol: client.marketId(symbol) }));
  if (!Array.isArray(data)) throw new Error("the venue's list of fills is none");
  return client.parseTrades(data, client.market(symbol)).filter((trade) => trade.order === venueOrderId);
}

/**
 * The answer lists what was cancelled; nothing open is no error. ccxt still asks the route of version 1, which is gone:
 * https://www.kucoin.com/docs-new/rest/futures-trading/orders/cancel-all-orders, JKorf/Kucoin.Net KucoinRestClientFuturesApiTrading.cs
 */
async function cancelAllOrders(client: KucoinFuturesClient, symbol: string): Promise<number> {
  const [answer] = await client.cancelAllOrders(symbol, { version: "v3" });
  const { cancelledOrderIds } = jsonOf(answer?.info);
  return Array.isArray(cancelledOrderIds) ? cancelledOrderIds.length : 0;
}

async function setLeverage(
  client: KucoinFuturesClient,
  symbol: string,
  { leverage, marginMode }: { readonly leverage: number; readonly marginMode: MarginMode },
): Promise<unknown> {
  if (marginMode === "isolated") throw new NotSupported("with isolated margin the leverage goes with each order");
  return client.setLeverage(leverage, symbol, { marginMode });
}

/** One wallet per answer, the one asked for. */
function fundsOf(balance: Balances): VenueFunds {
  const { accountEquity, availableBalance } = jsonOf(jsonOf(balance.info).data);
  if (accountEquity === undefined || availableBalance === undefined) {
    throw new Error("the venue's balance has no equity or available amount");
  }
  return {
    equity: formatDecimal(decimal(String(accountEquity))),
    free: formatDecimal(decimal(String(availableBalance))),
  };
}
