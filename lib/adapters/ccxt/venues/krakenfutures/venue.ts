// Kraken's futures: what differs from the shared adapter. Checked against ccxt 4.5.84.
// A leverage preference of a market means isolated margin, none means cross. Refusals come with HTTP 200 as a status.
// Requests carry no time, so no clock can be wrong.

import KrakenClient from "../../../../../node_modules/ccxt/js/src/krakenfutures.js";
import { decimal, findDecimal, formatDecimal, ONE, ZERO } from "../../../../core/decimal.ts";
import type { MarginMode } from "../../../../core/market/modes.ts";
import type { VenueTraits } from "../../../../core/market/venue-table.ts";
import {
  type Balances,
  type Dict,
  ExchangeError,
  type Market,
  type MarketInterface,
  NotSupported,
  type Order,
  OrderNotFound,
  type Position,
} from "../../ccxt.ts";
import { chooseOrder } from "../../choose-order.ts";
import { bodyOf, jsonOf, rowsOf } from "../../json-reply.ts";
import { WithheldOrderError } from "../../venue-errors.ts";
import type { ClientConfig, Refusal, VenueClient, VenueFunds, VenueReply, VenueSettings } from "../../venue-module.ts";
import { bookPrices, exactText, leverageOf } from "../../venue-values.ts";
import { KRAKENFUTURES_ANSWERS } from "./answers.ts";
import { checkKrakenAccount, KEY_API } from "./checks.ts";
import { fetchKrakenFills } from "./fills.ts";
import { findOrderEvent, type WantedKrakenOrder } from "./history.ts";
import { KRAKENFUTURES_LIMITS } from "./limits.ts";
import { readKrakenMovements } from "./movements.ts";
import { KRAKENFUTURES_VERDICTS } from "./verdicts.ts";

/** What an order came to when it was taken, and a cancellation when it was done; all else are refusals. */
const SENT: readonly unknown[] = ["placed", "partiallyFilled", "filled", "cancelled"];
const CANCELLED: readonly unknown[] = ["cancelled", "noOrdersToCancel"];
/** In one order: INVALID_QUANTITY in https://support.kraken.com/hc/en-us/articles/derivatives-trading-interface-error-messages */
const MOST_DOLLARS = "20000000";

/** An inverse market has a margin account of its own, all of which backs its position: there is no mode or leverage to set. */
const SINGLE_COLLATERAL: VenueTraits = { setsPositionMode: false, marginMode: "fixed", leverageInCross: false };

/** ccxt's client with the venue's time, and every refusal an error. */
class FuturesClient extends KrakenClient {
  override async fetchTime(): Promise<number | undefined> {
    return this.parse8601(String(jsonOf(await this.publicGetTickersSymbol({ symbol: "PF_XBTUSD" })).serverTime));
  }

  /** An answer to placing tells what filled at once. Of an inverse market ccxt's average of several prices is none. */
  override parseOrder(order: Dict, market?: Market): Order {
    const parsed = super.parseOrder(order, market);
    const isMixed = market?.inverse === true && (parsed.trades ?? []).length > 1;
    return isMixed ? ({ ...parsed, average: undefined } as unknown as Order) : parsed;
  }

  /** ccxt knows some refusals only: of the others it makes an order without an id. */
  override verifyOrderActionSuccess(status: unknown, method: string, omit?: string[]): void {
    super.verifyOrderActionSuccess(status, method, omit);
    if (!SENT.includes(status)) throw new ExchangeError(`krakenfutures ${method} failed due to ${String(status)}`);
  }
}

/** Opens the live venue. */
export function openKrakenFutures(config: ClientConfig): VenueClient {
  return krakenVenue(createClient(config), config);
}

/** Opens the demo environment: another host and other keys. */
export function openKrakenDemo(config: ClientConfig): VenueClient {
  const client = createClient(config);
  client.setSandboxMode(true);
  return krakenVenue(client, config);
}

function createClient({ apiKey, secret }: ClientConfig): FuturesClient {
  return new FuturesClient({ apiKey, secret, ...KEY_API });
}

function krakenVenue(
  client: FuturesClient,
  { settle = "USD", marginMode: wanted = "isolated" }: ClientConfig,
): VenueClient {
  return {
    client,
    ...(settle === "USD"
      ? { readMovements: (span) => readKrakenMovements(client, span) }
      : { traits: SINGLE_COLLATERAL }),
    limits: KRAKENFUTURES_LIMITS,
    verdicts: KRAKENFUTURES_VERDICTS,
    findRefusal,
    answers: KRAKENFUTURES_ANSWERS,
    marketInfo: [],
    refineMarket,
    readPrices: async (symbol) => {
      const ticker = jsonOf((await client.publicGetTickersSymbol({ symbol: client.marketId(symbol) })).ticker);
      return bookPrices(ticker.bid, ticker.ask);
    },
    readPositions: () => readPositions(client),
    readSettings: (symbol) => readSettings(client, symbol, wanted),
    settingsIn,
    // As told: ccxt's own throws where the account has no wallet of that name.
    readBalance: async () => ({ info: await client.privateGetAccounts() }) as Balances,
    fundsOf,
    fetchOrder: (symbol, clientOrderId, since, venueOrderId) =>
      fetchOrder(client, symbol, { clientOrderId, since, venueOrderId }),
    fetchFills: (symbol, venueOrderId, since, known = []) =>
      fetchKrakenFills(client, symbol, { venueOrderId, since, known }),
    cancelOrder: (_symbol, cliOrdId) => cancelOrder(client, { cliOrdId }),
    // Not ccxt's: it takes an order that was filled by then for cancelled.
    cancelByVenueId: (_symbol, order_id) => cancelOrder(client, { order_id }),
    cancelAllOrders: (symbol) => cancelAllOrders(client, symbol),
    setLeverage: (symbol, leverage) => setLeverage(client, symbol, leverage),
    setMarginMode: (symbol, marginMode, leverage) => setMarginMode(client, symbol, { marginMode, leverage }),
    setOneWayMode: () => Promise.resolve(), // There is no other.
    checkAccount: (asked) => checkKrakenAccount(client, fundsOf, asked),
  };
}

/** The first margin level is for the smallest position. Retail accounts have levels of their own where the law asks for them. */
function refineMarket(market: MarketInterface): MarketInterface & { readonly maxNotional: string } {
  const { marginLevels, retailMarginLevels } = jsonOf(market.info);
  const [level] = [...rowsOf(marginLevels), ...rowsOf(retailMarginLevels)];
  const margin = findDecimal(String(level?.initialMargin));
  const max = margin?.gt(ZERO) ? exactText(formatDecimal(ONE.div(margin).round(0, 0))) : undefined;
  const leverage = max === undefined ? {} : { leverage: { min: undefined, max } };
  return { ...market, maxNotional: MOST_DOLLARS, limits: { ...market.limits, ...leverage } };
}

/** `{result: "error", error}`, `{errors: [{code, message}]}`, or a status of the order or cancellation. */
function findRefusal(reply: VenueReply): Refusal | undefined {
  const { error, errors, sendStatus, cancelStatus } = bodyOf(reply);
  const [first] = rowsOf(errors);
  const words = [error, first?.message, statusOf(sendStatus, SENT), statusOf(cancelStatus, CANCELLED)];
  const told = words.find((word): word is string => typeof word === "string" && word !== "");
  if (told === undefined) return undefined;
  // "invalidArgument: size"
  const [code = told] = told.split(":");
  return { code, message: told.replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`) };
}

function statusOf(part: unknown, successes: readonly unknown[]): unknown {
  const { status } = jsonOf(part);
  return successes.includes(status) ? undefined : status;
}

async function readPositions(client: FuturesClient): Promise<readonly Position[]> {
  const positions = await client.fetchPositions();
  // ccxt calls the margin mode of this venue its type.
  return positions.map((position) => ({ ...position, marginMode: jsonOf(position).marginType as MarginMode }));
}

/** What holds for a flat symbol. Leverage is a setting of isolated margin only: an account that wants cross has none set. */
async function readSettings(client: FuturesClient, symbol: string, wanted: MarginMode): Promise<VenueSettings> {
  if (client.market(symbol).inverse === true) return { marginMode: "cross", positionMode: "one-way" };
  const id = client.marketId(symbol);
  const { leveragePreferences } = await client.privateGetLeveragepreferences({ symbol: id });
  const preference = rowsOf(leveragePreferences).find((row) => row.symbol === id);
  if (preference === undefined) return { marginMode: "cross", positionMode: "one-way" };
  const leverage = wanted === "isolated" ? leverageOf(preference.maxLeverage) : {};
  return { marginMode: "isolated", ...leverage, positionMode: "one-way" };
}

/** An open position has the leverage of its own margin mode. */
function settingsIn(positions: readonly Position[], symbol: string): VenueSettings {
  return leverageOf(positions.find((position) => position.symbol === symbol)?.leverage);
}

async function setLeverage(client: FuturesClient, symbol: string, leverage: number): Promise<unknown> {
  if (client.market(symbol).inverse === true) {
    throw new NotSupported("inverse markets have no leverage to set: leave it out of the alert");
  }
  return client.setLeverage(leverage, symbol);
}

function setMarginMode(
  client: FuturesClient,
  symbol: string,
  { marginMode, leverage = 1 }: { readonly marginMode: MarginMode; readonly leverage: number | undefined },
): Promise<unknown> {
  if (marginMode === "isolated") return client.setLeverage(leverage, symbol);
  return client.privatePutLeveragepreferences({ symbol: client.marketId(symbol) });
}

const NO_WALLET =
  "the account has no multi-collateral futures wallet (flex), which these contracts trade from: open Kraken's futures page once, and transfer something to that wallet";

/** Dollars are in the account of all collateral; a coin is in the account of its own inverse market. */
function fundsOf(balance: Balances, settle: string): VenueFunds {
  const accounts = jsonOf(jsonOf(balance.info).accounts);
  if (settle !== "USD") {
    const { pv = "0", af = "0" } = jsonOf(jsonOf(accounts[`fi_${venueCoin(settle)}usd`]).auxiliary);
    return { equity: formatDecimal(decimal(String(pv))), free: formatDecimal(decimal(String(af))) };
  }
  // The answer lists the wallets there are: https://docs.kraken.com/api-reference/account-information/get-accounts
  if (accounts.flex === undefined && Object.keys(accounts).length > 0) {
    throw new WithheldOrderError("PERMISSION_DENIED", NO_WALLET);
  }
  const { portfolioValue, availableMargin } = jsonOf(accounts.flex);
  if (portfolioValue === undefined) throw new Error("the venue's balance has no account of all collateral");
  return {
    equity: formatDecimal(decimal(String(portfolioValue))),
    free: formatDecimal(decimal(String(availableMargin))),
  };
}

function venueCoin(coin: string): string {
  return coin === "BTC" ? "xbt" : coin.toLowerCase();
}

/**
 * By our id: the status of open orders and of those done in the last 5 seconds, then the history of order events.
 * ccxt declares the first as GET; Kraken documents POST. It encodes the ids right only beside `orderIds`.
 */
async function fetchOrder(
  client: FuturesClient,
  symbol: string,
  wanted: WantedKrakenOrder,
): Promise<Order | undefined> {
  const { clientOrderId, venueOrderId } = wanted;
  const asked = { orderIds: [], cliOrdIds: [clientOrderId] };
  const { orders } = jsonOf(await client.request("orders/status", "private", "POST", asked));
  const called = rowsOf(orders).filter((each) => jsonOf(each.order).cliOrdId === clientOrderId);
  const found = called.map((row): Order => {
    // A limit order's price is exact here; a market order shows the limit Kraken gave it.
    const { limitPrice } = jsonOf(row.order);
    const price = limitPrice === undefined ? undefined : exactText(String(limitPrice));
    return { ...client.parseOrder(row, client.market(symbol)), type: "limit", price };
  });
  return chooseOrder(found, venueOrderId) ?? findOrderEvent(client, symbol, wanted);
}

async function cancelOrder(client: FuturesClient, asked: Readonly<Record<string, string>>): Promise<void> {
  const { status } = jsonOf((await client.privatePostCancelorder(asked)).cancelStatus);
  if (status !== "cancelled") throw new OrderNotFound(`krakenfutures has has no such open order: ${String(status)}`);
}

async function cancelAllOrders(client: FuturesClient, symbol: string): Promise<number> {
  const { cancelStatus } = await client.privatePostCancelallorders({ symbol: client.marketId(symbol) });
  return rowsOf(jsonOf(cancelStatus).cancelledOrders).length;
}
