// CoinEx perpetual futures, linear and inverse: what differs from the shared adapter. Checked against ccxt 4.5.84 and
// https://docs.coinex.com/api/v2. Nobody is told the leverage and margin mode of a market without a position.

import { POSITION_MODE_MS } from "../../../../config/limits.ts";
import { type Decimal, decimal, formatDecimal, ZERO } from "../../../../core/decimal.ts";
import { defined } from "../../../../core/defined.ts";
import type { UnixMs } from "../../../../core/ids.ts";
import { CANDLE_STEPS, type CandleQuery } from "../../../../core/market/candle.ts";
import type { MarginMode, PositionMode } from "../../../../core/market/modes.ts";
import {
  type Balances,
  type Dict,
  ExchangeError,
  type Order,
  OrderNotFound,
  type Position,
  type Trade,
} from "../../ccxt.ts";
import { chooseOrder } from "../../choose-order.ts";
import { codeOf, jsonOf, parseJson, refusalIn } from "../../json-reply.ts";
import { correctNonce } from "../../prepare-client.ts";
import { Remembered } from "../../remembered.ts";
import type { ClientConfig, Refusal, VenueClient, VenueFunds, VenuePrices, VenueReply } from "../../venue-module.ts";
import { bestOf, bookPrices, leverageOf } from "../../venue-values.ts";
import { COINEX_ANSWERS } from "./answers.ts";
import { checkCoinexAccount } from "./checks.ts";
import { CoinexClient } from "./client.ts";
import { COINEX_LIMITS } from "./limits.ts";
import { readPositionMode } from "./position-mode.ts";
import { COINEX_VERDICTS } from "./verdicts.ts";

const FUTURES = { market_type: "FUTURES" } as const;

/** In one answer: https://docs.coinex.com/api/v2/futures/market/http/list-market-kline */
const MOST_CANDLES = 1_000;

export function openCoinex({ settle: _settle, ...config }: ClientConfig): VenueClient {
  const client = new CoinexClient({ ...config, options: { defaultType: "swap" } });
  correctNonce(client);
  const mode = new Remembered<PositionMode | undefined>(POSITION_MODE_MS, () => client.milliseconds());
  return {
    client,
    limits: COINEX_LIMITS,
    verdicts: COINEX_VERDICTS,
    findRefusal,
    answers: COINEX_ANSWERS,
    marketInfo: [],
    readPrices: (symbol) => readPrices(client, symbol),
    candleParams,
    readPositions: () => client.readPositions(),
    readSettings: async () => defined({ positionMode: await mode.read("", () => readPositionMode(client)) }),
    forgetSettings: () => mode.forget(),
    settingsIn,
    fundsOf,
    feeInOrder: true,
    fetchOrder: (symbol, clientOrderId, since, venueOrderId) =>
      fetchOrder(client, symbol, { clientOrderId, since, venueOrderId }),
    fetchFills: (symbol, venueOrderId) => fetchFills(client, symbol, venueOrderId),
    cancelOrder: (symbol, clientOrderId) => cancelOrder(client, symbol, clientOrderId),
    setLeverage: (symbol, leverage, marginMode) => client.setLeverage(leverage, symbol, { marginMode }),
    setMarginMode: (symbol, marginMode, leverage) => setMarginMode(client, symbol, { marginMode, leverage }),
    setOneWayMode: async () => undefined,
    checkAccount: (asked) => checkCoinexAccount(client, fundsOf, asked),
  };
}

/** `{code, message}` with 0 for a success; what was asked by client id is answered by a list of such. */
function findRefusal(reply: VenueReply): Refusal | undefined {
  const refusal = refusalIn(reply, { code: "code", message: "message" });
  if (refusal !== undefined && refusal.code !== "0") return refusal;
  const { data } = jsonOf(parseJson(reply.body));
  const rows = Array.isArray(data) ? data.map(jsonOf) : [];
  const failed = rows.find(({ code }) => (codeOf(code) ?? "0") !== "0");
  return failed === undefined ? undefined : { code: String(failed.code), message: String(failed.message ?? "") };
}

/** It lists the newest, and ccxt asks for as many as are wanted, however old these are. */
function candleParams({ step, since }: CandleQuery, now: UnixMs): { readonly limit: number } {
  return { limit: Math.min(MOST_CANDLES, Math.ceil((now - since) / CANDLE_STEPS[step]) + 1) };
}

/** ccxt's ticker of this venue has no bid and ask. */
async function readPrices(client: CoinexClient, symbol: string): Promise<VenuePrices> {
  const market = client.marketId(symbol);
  const answer = jsonOf(await client.v2PublicGetFuturesDepth({ market, limit: 5, interval: "0" }));
  const { bids, asks } = jsonOf(jsonOf(answer.data).depth);
  return bookPrices(bestOf(bids), bestOf(asks));
}

function settingsIn(
  positions: readonly Position[],
  symbol: string,
): ReturnType<NonNullable<VenueClient["settingsIn"]>> {
  const position = positions.find((each) => each.symbol === symbol);
  if (position === undefined) return {};
  const { leverage, marginMode } = position;
  return {
    ...leverageOf(leverage),
    ...(marginMode === "isolated" || marginMode === "cross" ? { marginMode } : {}),
  };
}

/**
 * ccxt's total is what is available or frozen: the margin of positions is not in it. Their unrealised profit is a part of
 * that margin: https://docs.coinex.com/api/v2/assets/balance/http/get-futures-balance
 */
function fundsOf(balance: Balances, settle: string): VenueFunds {
  const { data } = jsonOf(balance.info);
  if (!Array.isArray(data)) throw new Error("the venue's balance lists no coins");
  const coin = data.map(jsonOf).find((row) => row.ccy === settle);
  if (coin === undefined) return { equity: "0", free: "0" };
  const parts = [coin.available, coin.frozen, coin.margin].map((part) => decimal(String(part)));
  return {
    equity: formatDecimal(parts.reduce((sum: Decimal, part) => sum.plus(part), ZERO)),
    free: formatDecimal(decimal(String(coin.available))),
  };
}

/**
 * Resting orders are asked for by client id; done ones are listed, and looked through. One after the other, so that an
 * order that fills in between is in the second list. CoinEx takes a name again and again, also while an order of it rests:
 * only a known id makes the second list needless.
 */
async function fetchOrder(client: CoinexClient, symbol: string, asked: Wanted): Promise<Order | undefined> {
  const { clientOrderId, since, venueOrderId } = asked;
  const listed = await client.fetchOpenOrders(symbol, undefined, undefined, { client_id: clientOrderId });
  const open = listed.filter((order) => order.clientOrderId === clientOrderId && Number(order.timestamp) >= since);
  if (venueOrderId !== undefined && open.some(({ id }) => id === venueOrderId)) return chooseOrder(open, venueOrderId);
  return chooseOrder([...open, ...(await findDone(client, symbol, asked))], venueOrderId);
}

interface Wanted {
  readonly clientOrderId: string;
  readonly since: UnixMs;
  readonly venueOrderId: string | undefined;
}

/**
 * Newest first, by when they were placed or when they were done: either way nothing after an order last changed before
 * `since` is ours. They come without a status: done in full or in part is told by the sizes.
 */
async function findDone(client: CoinexClient, symbol: string, asked: Wanted): Promise<readonly Order[]> {
  const market = client.market(symbol);
  // Times, no amounts.
  const isCalled = (row: Dict) => row.client_id === asked.clientOrderId && Number(row.created_at) >= asked.since;
  const isMeant = (row: Dict) =>
    isCalled(row) && (asked.venueOrderId === undefined || String(row.order_id) === asked.venueOrderId);
  const { rows, isCut } = await client.readPages(
    (page) => client.v2PrivateGetFuturesFinishedOrder({ ...FUTURES, market: market.id, ...page }),
    (page) => page.some(isMeant) || Number(page.at(-1)?.updated_at) < asked.since,
  );
  const found = rows.filter(isMeant);
  // It may be in the rest: only what was read to the end proves that it is not there.
  if (found.length === 0 && isCut) throw new Error("the venue lists too many orders since this one");
  return found.map((row) => ({ ...client.parseOrder(row, market), status: "closed" }));
}

async function fetchFills(client: CoinexClient, symbol: string, venueOrderId: string): Promise<readonly Trade[]> {
  const market = client.market(symbol);
  const order = { ...FUTURES, market: market.id, order_id: venueOrderId };
  const { rows } = await client.readPages((page) => client.v2PrivateGetFuturesOrderDeals({ ...order, ...page }));
  return client.parseTrades([...rows], market);
}

/** ccxt takes an answer for a success in which the order itself was refused, or that names none. */
async function cancelOrder(client: CoinexClient, symbol: string, clientOrderId: string): Promise<void> {
  const market = client.marketId(symbol);
  const asked = { ...FUTURES, market, client_id: clientOrderId };
  const { data } = jsonOf(await client.v2PrivatePostFuturesCancelOrderByClientId(asked));
  const rows = Array.isArray(data) ? data.map(jsonOf) : [];
  if (rows.length === 0) throw new OrderNotFound(`no open order is called ${clientOrderId}`);
  const failed = rows.find(({ code }) => code !== 0);
  if (failed !== undefined) throw new ExchangeError(String(failed.message));
}

/** Leverage and margin mode go together. Without one from the alert, 1: nobody tells the one that is set. */
function setMarginMode(
  client: CoinexClient,
  symbol: string,
  { marginMode, leverage = 1 }: { readonly marginMode: MarginMode; readonly leverage: number | undefined },
): Promise<unknown> {
  return client.setMarginMode(marginMode, symbol, { leverage });
}
