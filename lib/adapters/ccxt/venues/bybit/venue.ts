// Bybit's unified trading account, linear and inverse perpetuals: what differs from the shared adapter. Checked against
// ccxt 4.5.84 and https://bybit-exchange.github.io/docs/v5. Margin mode is one setting of the whole account there.

import BybitClient from "../../../../../node_modules/ccxt/js/src/bybit.js";
import { type Decimal, decimal, findDecimal, formatDecimal, ZERO } from "../../../../core/decimal.ts";
import { defined } from "../../../../core/defined.ts";
import type { MarginMode } from "../../../../core/market/modes.ts";
import type { Balances, MarketInterface, Order, Position, Trade } from "../../ccxt.ts";
import { jsonOf, refusalIn, rowsOf } from "../../json-reply.ts";
import { positionModeOf } from "../../position-mode-of.ts";
import type {
  ClientConfig,
  VenueClient,
  VenueFunds,
  VenuePrices,
  VenueReply,
  VenueSettings,
} from "../../venue-module.ts";
import { bookPrices, exactText, leverageOf } from "../../venue-values.ts";
import { BYBIT_ANSWERS } from "./answers.ts";
import { checkBybitAccount } from "./checks.ts";
import { BYBIT_LIMITS } from "./limits.ts";
import { readBybitMovements } from "./movements.ts";
import { hostnameOf } from "./regions.ts";
import { BYBIT_VERDICTS } from "./verdicts.ts";

/** Settle coins of linear contracts; any other coin settles inverse ones. */
const LINEAR_SETTLES: readonly string[] = ["USDT", "USDC"];
/** The most Bybit gives per page, for it gives far fewer unasked. */
const MOST_POSITIONS = 200;
const MOST_FILLS = 100;

/** Opens the live venue. */
export function openBybit(config: ClientConfig): VenueClient {
  return bybitVenue(createClient(config));
}

/** Opens the testnet, which is what `bybitdemo` always was: other hosts and other keys than Bybit's own "demo trading". */
export function openBybitDemo(config: ClientConfig): VenueClient {
  const client = createClient(config);
  client.setSandboxMode(true);
  return bybitVenue(client);
}

/** Opens Bybit's "demo trading": keys made in the demo of the live site, on a host of its own. */
export function openBybitDemoTrading(config: ClientConfig): VenueClient {
  const client = createClient(config);
  client.enableDemoTrading(true);
  return bybitVenue(client);
}

function createClient({ apiKey, secret, settle = "USDT", region }: ClientConfig): BybitClient {
  const category = LINEAR_SETTLES.includes(settle) ? "linear" : "inverse";
  return new BybitClient({
    apiKey,
    secret,
    hostname: hostnameOf(region),
    options: {
      defaultType: "swap",
      defaultSubType: category,
      defaultSettle: settle,
      fetchMarkets: { types: [category] },
      // Told, so that ccxt does not ask two endpoints which account it is before the first call.
      enableUnifiedMargin: false,
      enableUnifiedAccount: true,
      unifiedMarginStatus: 6,
    },
  });
}

function bybitVenue(client: BybitClient): VenueClient {
  return {
    client,
    limits: BYBIT_LIMITS,
    verdicts: BYBIT_VERDICTS,
    findRefusal,
    answers: BYBIT_ANSWERS,
    readRetryAfterMs,
    marketInfo: [],
    refineMarket,
    readPrices: (symbol) => readPrices(client, symbol),
    readPositions: () => readPositions(client),
    // https://bybit-exchange.github.io/docs/v5/order/open-order: linear takes a symbol, base coin or settle coin.
    readOpenOrders: () =>
      client.fetchOpenOrders(undefined, undefined, undefined, { settleCoin: client.options.defaultSettle }),
    readSettings: (symbol) => readSettings(client, symbol),
    settingsInBalance,
    readAllSettings: () => readAllSettings(client),
    fundsOf,
    readMovements: (span) => readBybitMovements(client, String(client.options.defaultSettle), span),
    feeInOrder: true,
    fetchOrder: (symbol, orderLinkId, _since, orderId) =>
      fetchOrder(client, symbol, orderId === undefined ? { orderLinkId } : { orderId }),
    fetchFills: (symbol, venueOrderId) => fetchFills(client, symbol, venueOrderId),
    // Not ccxt's cancelOrder: it leaves a `clientOrderId` unread.
    cancelOrder: (symbol, orderLinkId) =>
      client.privatePostV5OrderCancel({ ...requestFor(client, symbol), orderLinkId }),
    cancelAllOrders: async (symbol) => (await client.cancelAllOrders(symbol)).length,
    setLeverage: (symbol, leverage) => client.setLeverage(leverage, symbol),
    setMarginMode: (_symbol, marginMode) => client.setMarginMode(marginMode),
    setOneWayMode: (symbol) => client.setPositionMode(false, symbol),
    checkAccount: (asked) => checkBybitAccount(client, fundsOf, asked),
  };
}

/** `{retCode, retMsg}`; 0 is success. */
function findRefusal(reply: VenueReply): ReturnType<VenueClient["findRefusal"]> {
  const refusal = refusalIn(reply, { code: "retCode", message: "retMsg" });
  return refusal?.code === "0" ? undefined : refusal;
}

/** The limit's reset as an instant of Bybit's clock, which the body tells too. */
function readRetryAfterMs(reply: VenueReply): number | undefined {
  // Times, no amounts.
  const reset = Number(reply.headers["x-bapi-limit-reset-timestamp"]);
  const told = /"time"\s*:\s*(\d+)/.exec(reply.body)?.[1];
  const wait = reset - Number(told);
  return Number.isSafeInteger(wait) && wait > 0 ? wait : undefined;
}

/** ccxt reads the limit of limit orders only; market orders have a lower one. */
function refineMarket(market: MarketInterface): MarketInterface {
  const { maxMktOrderQty } = jsonOf(jsonOf(market.info).lotSizeFilter);
  if (typeof maxMktOrderQty !== "string") return market;
  const max = exactText(maxMktOrderQty);
  return { ...market, limits: { ...market.limits, market: { min: undefined, max } } };
}

async function readPrices(client: BybitClient, symbol: string): Promise<VenuePrices> {
  const answer = await client.publicGetV5MarketTickers(requestFor(client, symbol));
  const ticker = listIn(answer)[0] ?? {};
  return bookPrices(ticker.bid1Price, ticker.ask1Price);
}

function readPositions(client: BybitClient): Promise<readonly Position[]> {
  return client.fetchPositions(undefined, { settleCoin: client.options.defaultSettle, limit: MOST_POSITIONS });
}

/** Positions of a flat symbol tell its leverage and mode only when it is named. */
async function readSettings(client: BybitClient, symbol: string): Promise<VenueSettings> {
  const rows = listIn(await client.privateGetV5PositionList(requestFor(client, symbol)));
  return {
    ...leverageOf(rows[0]?.leverage),
    ...modeIn(rows),
  };
}

/**
 * The margin mode is the account's, and its balance tells it: figures of the whole account are empty under isolated margin
 * ("not applicable"): https://bybit-exchange.github.io/docs/v5/account/wallet-balance, totalAvailableBalance, which JKorf/Bybit.Net
 * (BybitBalance.cs) and rs_bybit (WalletData) read as what may be absent. Of classic accounts, which whook does not trade, it is as well.
 */
function settingsInBalance(balance: Balances): VenueSettings {
  const [account] = listIn(balance.info);
  const { totalAvailableBalance } = account ?? {};
  if (typeof totalAvailableBalance !== "string") return {};
  return { marginMode: totalAvailableBalance === "" ? "isolated" : "cross" };
}

async function readAllSettings(client: BybitClient): Promise<Record<string, Pick<VenueSettings, "marginMode">>> {
  const marginMode = await readMarginMode(client);
  if (marginMode === undefined) return {};
  return Object.fromEntries(Object.values(client.markets ?? {}).map(({ id }) => [String(id), { marginMode }]));
}

/** Portfolio margin is a kind of cross: what is free backs every position. */
async function readMarginMode(client: BybitClient): Promise<MarginMode | undefined> {
  const { marginMode } = jsonOf(jsonOf(await client.privateGetV5AccountInfo()).result);
  if (typeof marginMode !== "string") return undefined;
  return marginMode === "ISOLATED_MARGIN" ? "isolated" : "cross";
}

/** Positions are numbered 0 in one-way mode, 1 and 2 in hedge mode. */
function modeIn(rows: readonly Readonly<Record<string, unknown>>[]): Pick<VenueSettings, "positionMode"> {
  const modes = rows.map(({ positionIdx }) => positionModeOf(positionIdx, { oneWay: ["0"], hedge: ["1", "2"] }));
  return modes.length === 0 ? {} : { positionMode: modes.includes("hedge") ? "hedge" : "one-way" };
}

/**
 * `equity` holds the unrealised profit, ccxt's `total` does not. What is free is the account's in US dollars under cross
 * margin, and the coin's own under isolated margin, where the account-wide figures are empty.
 */
function fundsOf(balance: Balances, settle: string): VenueFunds {
  const [account] = listIn(balance.info);
  if (account === undefined) throw new Error("the venue's balance has no account");
  const coin = rowsOf(account.coin).find((row) => row.coin === settle);
  if (coin === undefined) return { equity: "0", free: "0" };
  const equity = decimal(String(coin.equity));
  const dollars = findDecimal(String(account.totalAvailableBalance));
  const worth = amountOf(coin.usdValue);
  const isPriced = dollars !== undefined && worth.gt(ZERO) && equity.gt(ZERO);
  const free = isPriced ? dollars.times(equity).div(worth).round(12, 0) : freeOf(coin);
  return { equity: formatDecimal(equity), free: formatDecimal(free.gt(ZERO) ? free : ZERO) };
}

/** Bybit's formula for isolated margin, in the documentation of `availableToWithdraw`. */
function freeOf(coin: Readonly<Record<string, unknown>>): Decimal {
  return ["totalPositionIM", "totalOrderIM", "locked", "bonus"].reduce(
    (free, field) => free.minus(amountOf(coin[field])),
    amountOf(coin.walletBalance),
  );
}

/** Fields that do not apply are empty texts. */
function amountOf(value: unknown): Decimal {
  return findDecimal(typeof value === "string" ? value : undefined) ?? decimal("0");
}

/** The recent orders of any status are in memory there and lost when Bybit restarts; older ones are in the history. */
async function fetchOrder(
  client: BybitClient,
  symbol: string,
  asked: { readonly orderLinkId: string } | { readonly orderId: string },
): Promise<Order | undefined> {
  const ours = ({ id, clientOrderId }: Order) =>
    "orderId" in asked ? id === asked.orderId : clientOrderId === asked.orderLinkId;
  const recent = await client.fetchOpenOrders(symbol, undefined, undefined, asked);
  const found = recent.find(ours);
  if (found !== undefined) return found;
  return (await client.fetchCanceledAndClosedOrders(symbol, undefined, undefined, asked)).find(ours);
}

/** Page by page: a large order has more fills than one page holds. */
async function fetchFills(client: BybitClient, symbol: string, orderId: string): Promise<readonly Trade[]> {
  const fills: Trade[] = [];
  for (let cursor: unknown; ; ) {
    const params = { orderId, ...defined({ cursor }) };
    const page = await client.fetchMyTrades(symbol, undefined, MOST_FILLS, params);
    fills.push(...page);
    cursor = page.map(({ info }) => jsonOf(info).nextPageCursor).find((next) => typeof next === "string");
    if (page.length < MOST_FILLS || cursor === undefined) return fills;
  }
}

function requestFor(client: BybitClient, symbol: string): { readonly category: string; readonly symbol: string } {
  return { category: String(client.options.defaultSubType), symbol: String(client.marketId(symbol)) };
}

/** `result.list` of an answer. */
function listIn(answer: unknown): ReturnType<typeof rowsOf> {
  return rowsOf(jsonOf(jsonOf(answer).result).list);
}
