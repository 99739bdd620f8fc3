// OKX perpetual swaps: what differs from the shared adapter. Checked against ccxt 4.5.84.
// Sizes are contracts of `ctVal` base units. The margin mode goes with each order (`tdMode`), and each mode has its own
// leverage; a symbol can hold one position per mode.

import { decimal, findDecimal, formatDecimal } from "../../../../core/decimal.ts";
import { defined } from "../../../../core/defined.ts";
import type { MarginMode } from "../../../../core/market/modes.ts";
import type { PlaceStep } from "../../../../core/order/plan.ts";
import { byId } from "../../by-id.ts";
import {
  type Balances,
  ExchangeError,
  type MarketInterface,
  type OkxClient,
  OrderNotFound,
  type Position,
  type Trade,
} from "../../ccxt.ts";
import { bodyOf, codeOf, jsonOf, rowsOf } from "../../json-reply.ts";
import { mapPosition } from "../../map-position.ts";
import { meaningOf } from "../../meaning.ts";
import { positionModeOf } from "../../position-mode-of.ts";
import type {
  ClientConfig,
  Refusal,
  VenueClient,
  VenueFunds,
  VenuePrices,
  VenueReply,
  VenueSettings,
} from "../../venue-module.ts";
import { bestOf, bookPrices, exactText, leverageOf } from "../../venue-values.ts";
import { OKX_ANSWERS } from "./answers.ts";
import { checkOkxAccount } from "./checks.ts";
import { XPerpsClient } from "./client.ts";
import { OKX_LIMITS } from "./limits.ts";
import { readOkxMovements } from "./movements.ts";
import { regionOf } from "./regions.ts";
import { OKX_VERDICTS } from "./verdicts.ts";

/** OKX lists and cancels no more at once: https://www.okx.com/docs-v5/en/#order-book-trading-trade-post-cancel-multiple-orders */
const CANCEL_BATCH = 20;
const PAGE = 100;

/** Opens the live venue. */
export function openOkx(config: ClientConfig): VenueClient {
  return okxVenue(createClient(config), config);
}

/** Opens demo trading: the same host, told apart by a header, with keys of its own. */
export function openOkxDemo(config: ClientConfig): VenueClient {
  const client = createClient(config);
  client.setSandboxMode(true);
  return okxVenue(client, config);
}

function createClient({ apiKey, secret, password = "", region, settle = "USDC" }: ClientConfig): XPerpsClient {
  const { host, instruments } = regionOf(region);
  const client = new XPerpsClient({
    apiKey,
    secret,
    password,
    hostname: host,
    options: {
      defaultType: "swap",
      fetchMarkets: { types: [instruments === "SWAP" ? "swap" : "future"] },
      // ccxt's default is a batch of one, whose refusals may come as "partly done".
      createOrder: "privatePostTradeOrder",
    },
  });
  client.settle = settle;
  return client;
}

function okxVenue(
  client: OkxClient,
  { marginMode: wanted = "isolated", region, settle = "USDC" }: ClientConfig,
): VenueClient {
  const instType = regionOf(region).instruments;
  return {
    client,
    limits: OKX_LIMITS,
    verdicts: OKX_VERDICTS,
    findRefusal,
    answers: OKX_ANSWERS,
    marketInfo: [],
    refineMarket: withLargestMarketOrder,
    readPrices: (symbol) => readPrices(client, symbol),
    readSettings: (symbol) => readSettings(client, symbol, wanted),
    settingsIn,
    fundsOf,
    readMovements: (span) => readOkxMovements(client, settle, span),
    feeInOrder: true,
    orderParams: ({ marginMode = wanted }: PlaceStep) => ({ marginMode }),
    fetchOrder: (symbol, clientOrderId, _since, venueOrderId) => {
      const [id, params] = byId(clientOrderId, venueOrderId);
      return client.fetchOrder(id, symbol, params);
    },
    fetchFills: (symbol, venueOrderId) => fetchFills(client, symbol, { instType, ordId: venueOrderId }),
    cancelOrder: (symbol, clientOrderId) => client.cancelOrder("", symbol, { clientOrderId }),
    cancelAllOrders: (symbol) => cancelAllOrders(client, symbol),
    setLeverage: (symbol, leverage, marginMode) => client.setLeverage(leverage, symbol, { marginMode }),
    // Nothing to set: the mode goes with each order.
    setMarginMode: () => Promise.resolve(),
    setOneWayMode: () => client.setPositionMode(false),
    checkAccount: (asked) => checkOkxAccount(client, fundsOf, asked),
  };
}

/** `{code, msg, data: [{sCode, sMsg}]}`: a row's own code says more than the envelope's "operation failed". */
function findRefusal(reply: VenueReply): Refusal | undefined {
  const { msg, data, ...body } = bodyOf(reply);
  const code = codeOf(body.code);
  if (code === undefined || code === "0") return undefined;
  const row = rowsOf(data).find(({ sCode }) => (codeOf(sCode) ?? "0") !== "0");
  const [told, message] = row === undefined ? [code, msg] : [row.sCode, row.sMsg];
  // Codes may have a part that tells variants apart: 51008_1000.
  return { code: String(told).replace(/_\d+$/, ""), message: typeof message === "string" ? message : "" };
}

/** ccxt reads the largest limit order only. */
function withLargestMarketOrder(market: MarketInterface): MarketInterface {
  const { maxMktSz } = jsonOf(market.info);
  const max = typeof maxMktSz === "string" ? exactText(maxMktSz) : undefined;
  return { ...market, limits: { ...market.limits, market: { min: undefined, max } } };
}

/** One level of the book, `[price, contracts, ...]` a side: its limit of requests is twice the ticker's. */
async function readPrices(client: OkxClient, symbol: string): Promise<VenuePrices> {
  const [book = {}] = rowsOf((await client.publicGetMarketBooks({ instId: client.marketId(symbol), sz: "1" })).data);
  return bookPrices(bestOf(book.bids), bestOf(book.asks));
}

/**
 * The leverage of the mode the account wants, and the position mode. In hedge mode the isolated leverage has a row per
 * side; the account's configuration says it too, but may be asked for 5 times in 2 s only, this 20 times.
 */
async function readSettings(client: OkxClient, symbol: string, wanted: MarginMode): Promise<VenueSettings> {
  const read = async (mgnMode: MarginMode) =>
    rowsOf((await client.privateGetAccountLeverageInfo({ instId: client.marketId(symbol), mgnMode })).data);
  const [isolated, own] = await Promise.all([read("isolated"), wanted === "cross" ? read("cross") : undefined]);
  return {
    ...leverageOf((own ?? isolated)[0]?.lever),
    ...modeIn(isolated),
  };
}

function modeIn(rows: readonly Readonly<Record<string, unknown>>[]): Pick<VenueSettings, "positionMode"> {
  const modes = rows.map(({ posSide }) => positionModeOf(posSide, { oneWay: ["net"], hedge: ["long", "short"] }));
  return modes.length === 0 ? {} : { positionMode: modes.includes("hedge") ? "hedge" : "one-way" };
}

/** An open position tells its own mode and leverage: a close in the other mode is refused (51169). */
function settingsIn(positions: readonly Position[], symbol: string): VenueSettings {
  const [open, second] = positions
    .filter((position) => position.symbol === symbol)
    .map(mapPosition)
    .filter((position) => position !== undefined);
  return {
    ...(second !== undefined && second.marginMode !== open?.marginMode ? { isSplit: true } : {}),
    ...defined({ leverage: open?.leverage, marginMode: open?.marginMode }),
  };
}

/** A coin is left out when there is none of it; `availEq` is empty in spot mode. */
function fundsOf(balance: Balances, settle: string): VenueFunds {
  const [account] = rowsOf(jsonOf(balance.info).data);
  if (!Array.isArray(account?.details)) throw new Error("the venue's balance lists no coins");
  const coin = rowsOf(account.details).find(({ ccy }) => ccy === settle);
  if (coin === undefined) return { equity: "0", free: "0" };
  const free = findDecimal(String(coin.availEq)) ?? decimal(String(coin.availBal));
  return { equity: formatDecimal(decimal(String(coin.eq))), free: formatDecimal(free) };
}

/** Of the last three days. ccxt asks for the archive, which is slower and limited to 10 requests in 2 s. */
async function fetchFills(
  client: OkxClient,
  symbol: string,
  { instType, ordId }: { readonly instType: string; readonly ordId: string },
): Promise<readonly Trade[]> {
  const asked = { instType, instId: client.marketId(symbol), ordId, limit: String(PAGE) };
  const fills: Record<string, unknown>[] = [];
  for (let after: string | undefined; ; ) {
    const page = rowsOf((await client.privateGetTradeFills({ ...asked, ...defined({ after }) })).data);
    fills.push(...page);
    if (page.length < PAGE) return client.parseTrades(fills, client.market(symbol));
    after = String(page.at(-1)?.billId);
  }
}

/** ccxt has none for OKX. @returns how many were open. */
async function cancelAllOrders(client: OkxClient, symbol: string): Promise<number> {
  const open: string[] = [];
  for (let isLast = false; !isLast; ) {
    const after = open.at(-1);
    const asked = { instId: client.marketId(symbol), limit: String(PAGE), ...defined({ after }) };
    const page = rowsOf((await client.privateGetTradeOrdersPending(asked)).data);
    open.push(...page.map(({ ordId }) => String(ordId)));
    isLast = page.length < PAGE;
  }
  for (let start = 0; start < open.length; start += CANCEL_BATCH) {
    const batch = open.slice(start, start + CANCEL_BATCH);
    await cancelBatch(
      client,
      batch.map((ordId) => ({ instId: client.marketId(symbol), ordId })),
    );
  }
  return open.length;
}

/** An order that was done in the meantime is no failure; one that stays open is, also when others of its batch do not. */
async function cancelBatch(client: OkxClient, batch: readonly object[]): Promise<void> {
  try {
    const { data } = await client.privatePostTradeCancelBatchOrders(batch);
    const failed = rowsOf(data)
      .map(({ sCode }) => String(sCode))
      .filter((code) => code !== "0");
    if (failed.some((code) => meaningOf(OKX_VERDICTS, { code, message: "" })?.code !== "ORDER_NOT_FOUND")) {
      throw new ExchangeError("okx left an order open that should be cancelled");
    }
  } catch (error) {
    if (!(error instanceof OrderNotFound)) throw error;
  }
}
