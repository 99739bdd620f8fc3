// Bitget's unified account, over its v3 API: what differs from the shared adapter. Checked against ccxt 4.5.84, which has v3
// behind `uta`, and https://www.bitget.com/api-doc/uta. The margin mode goes with each order, and each mode has its own
// leverage; ccxt's setMarginMode is a classic call, and its orders lack the average price.

import { type Decimal, decimal, formatDecimal, ZERO } from "../../../../../core/decimal.ts";
import { defined } from "../../../../../core/defined.ts";
import type { MarginMode } from "../../../../../core/market/modes.ts";
import type { PlaceStep } from "../../../../../core/order/plan.ts";
import {
  type Balances,
  ExchangeError,
  type MarketInterface,
  type Order,
  OrderNotFound,
  type Position,
  type Trade,
} from "../../../ccxt.ts";
import { jsonOf, rowsOf } from "../../../json-reply.ts";
import { mapPosition } from "../../../map-position.ts";
import { positionModeOf } from "../../../position-mode-of.ts";
import { recordPart } from "../../../venue-call.ts";
import type { VenueClient, VenueFunds, VenuePrices, VenueSettings } from "../../../venue-module.ts";
import { bookPrices, exactText, leverageOf } from "../../../venue-values.ts";
import { type BitgetAccount, bitgetTypeQuestion, findBitgetRefusal } from "../account.ts";
import { BITGET_UNIFIED_ANSWERS } from "./answers.ts";
import { checkUnifiedAccount } from "./checks.ts";
import { BITGET_UNIFIED_LIMITS } from "./limits.ts";
import { BITGET_UNIFIED_VERDICTS } from "./verdicts.ts";

const PAGE = "100";
/** The account's whole equity, told in these coins: https://www.bitget.com/api-doc/uta/account/Get-Account */
const EQUITY_FIELDS: Readonly<Record<string, string>> = { USDT: "usdtEquity", USDC: "accountEquity" };

type Row = Readonly<Record<string, unknown>>;

export function bitgetUnifiedVenue(account: BitgetAccount): VenueClient {
  const { client, productType, wanted } = account;
  listOwnInstruments(account);
  // A code that ccxt takes for any error.
  Object.assign(client.exceptions.exact, { "25204": OrderNotFound });
  return {
    client,
    traits: { marginMode: "on-order" },
    typeQuestion: bitgetTypeQuestion(client),
    limits: BITGET_UNIFIED_LIMITS,
    verdicts: BITGET_UNIFIED_VERDICTS,
    findRefusal: findBitgetRefusal,
    answers: BITGET_UNIFIED_ANSWERS,
    marketInfo: [],
    refineMarket,
    readPrices: (symbol) => readPrices(account, symbol),
    readPositions: () => client.fetchPositions(undefined, { productType }),
    readOpenOrders: () => client.fetchOpenOrders(undefined, undefined, undefined, { productType }),
    readSettings: (symbol) => readSettings(account, symbol),
    settingsIn,
    readBalance: async () => ({ info: await client.privateUtaGetV3AccountAssets() }) as Balances,
    fundsOf,
    orderParams: ({ marginMode = wanted }: PlaceStep) => ({ marginMode: writtenMode(marginMode) }),
    fetchOrder: (symbol, clientOrderId, _since, venueOrderId) =>
      fetchOrder(account, { symbol, clientOrderId, venueOrderId }),
    fetchFills: (symbol, venueOrderId) => fetchFills(account, symbol, venueOrderId),
    cancelOrder: (symbol, clientOrderId) => client.cancelOrder("", symbol, { clientOrderId }),
    setLeverage: (symbol, leverage, marginMode) => setLeverage(account, { symbol, leverage, marginMode }),
    // Nothing to set: the mode goes with each order.
    setMarginMode: () => Promise.resolve(),
    setOneWayMode: () => client.setPositionMode(false),
    checkAccount: (asked) => checkUnifiedAccount(client, fundsOf, asked),
  };
}

/** ccxt asks for spot and three kinds of contracts, of which the account trades one. */
function listOwnInstruments({ client, productType }: BitgetAccount): void {
  const listInstruments = client.publicUtaGetV3MarketInstruments.bind(client);
  client.publicUtaGetV3MarketInstruments = async (params) =>
    jsonOf(params).category === productType ? listInstruments(params) : { data: [] };
}

function writtenMode(marginMode: MarginMode): "isolated" | "crossed" {
  return marginMode === "isolated" ? "isolated" : "crossed";
}

/** ccxt reads no largest market order, and writes a contract's size as a number. */
function refineMarket(market: MarketInterface): MarketInterface & { readonly countedInBase?: true } {
  const { maxMarketOrderQty } = jsonOf(market.info);
  const max = typeof maxMarketOrderQty === "string" ? exactText(maxMarketOrderQty) : undefined;
  return {
    ...market,
    ...(market.inverse === true ? { countedInBase: true } : {}),
    contractSize: exactText(String(market.contractSize)),
    limits: { ...market.limits, market: { min: undefined, max } },
  };
}

async function readPrices({ client, productType }: BitgetAccount, symbol: string): Promise<VenuePrices> {
  const asked = { category: productType, symbol: client.marketId(symbol) };
  const [ticker] = rowsOf(jsonOf(await client.publicUtaGetV3MarketTickers(asked)).data);
  return bookPrices(ticker?.bid1Price, ticker?.ask1Price);
}

/** The symbol's row may be of the other margin mode, whose leverage is another: then none is known. */
async function readSettings({ client, productType, wanted }: BitgetAccount, symbol: string): Promise<VenueSettings> {
  const account = jsonOf(jsonOf(await client.privateUtaGetV3AccountSettings()).data);
  const id = client.marketId(symbol);
  const own = rowsOf(account.symbolConfigList)
    .filter((row) => row.category === productType && row.symbol === id)
    .find((row) => row.marginMode === writtenMode(wanted));
  return {
    ...leverageOf(own?.leverage),
    positionMode: positionModeOf(account.holdMode, { oneWay: ["one_way_mode"], hedge: ["hedge_mode"] }),
  };
}

/** An open position tells its own mode and leverage. */
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

/**
 * The account's own totals: all of its coins are one margin. A coin's `available` does not take off what positions hold, so
 * free is what counts as margin less what it is needed for, both told in dollars. A coin that settles inverse contracts is
 * told in itself.
 */
function fundsOf({ info }: Balances, settle: string): VenueFunds {
  const account = jsonOf(jsonOf(info).data);
  if (!Array.isArray(account.assets)) throw new Error("the venue's balance lists no coins");
  const total = EQUITY_FIELDS[settle];
  if (total === undefined) {
    const coin = rowsOf(account.assets).find((row) => row.coin === settle);
    return { equity: text(coin?.equity), free: text(coin?.available) };
  }
  const free = decimal(String(account.effEquity)).minus(decimal(String(account.imr)));
  return { equity: formatDecimal(decimal(String(account[total]))), free: formatDecimal(atLeastZero(free)) };
}

/** A coin the account has none of is left out. */
function text(value: unknown): string {
  return value === undefined ? "0" : formatDecimal(decimal(String(value)));
}

function atLeastZero(value: Decimal): Decimal {
  return value.lt(ZERO) ? ZERO : value;
}

/** A name may come again once its order is done: with the venue's own id known, that one is asked for. */
async function fetchOrder(
  { client }: BitgetAccount,
  {
    symbol,
    clientOrderId,
    venueOrderId,
  }: { readonly symbol: string; readonly clientOrderId: string; readonly venueOrderId: string | undefined },
): Promise<Order> {
  const order = await client.fetchOrder(
    venueOrderId ?? "",
    symbol,
    venueOrderId === undefined ? { clientOrderId } : {},
  );
  const { avgPrice } = jsonOf(order.info);
  return { ...order, average: typeof avgPrice === "string" ? exactText(avgPrice) : undefined };
}

/** Page by page. A fee is above zero when it was paid (change of 11 March 2026: https://www.bitget.com/api-doc/uta/changelog); ccxt turns it round. */
async function fetchFills(
  { client, productType }: BitgetAccount,
  symbol: string,
  orderId: string,
): Promise<readonly Trade[]> {
  const fills: Row[] = [];
  for (let cursor: string | undefined; ; ) {
    const asked = { category: productType, orderId, limit: PAGE, ...defined({ cursor }) };
    const answer = jsonOf(jsonOf(await client.privateUtaGetV3TradeFills(asked)).data);
    const page = rowsOf(answer.list);
    fills.push(...page.filter((fill) => fill.orderId === orderId));
    if (page.length < Number(PAGE) || typeof answer.cursor !== "string" || answer.cursor === "")
      return fills.map((fill) => asTrade(fill, symbol));
    cursor = answer.cursor;
  }
}

function asTrade({ execQty, execPrice, feeDetail }: Row, symbol: string): Trade {
  const [fee, second] = rowsOf(feeDetail);
  const isTold = fee?.fee !== undefined && fee.fee !== null && second === undefined;
  return {
    symbol,
    amount: exactText(String(execQty)),
    price: exactText(String(execPrice)),
    fee: isTold ? { cost: exactText(String(fee.fee)), currency: String(fee.feeCoin) } : undefined,
    // What a fill says beyond that is not read.
  } as Trade;
}

/**
 * The leverage of one margin mode. The documents want a side with isolated margin, and a later version of them none in one-way
 * mode (https://www.bitget.com/api-doc/uta/account/Change-Leverage): a call that is refused for lack of it is made for both sides.
 */
async function setLeverage(
  { client, productType }: BitgetAccount,
  {
    symbol,
    leverage,
    marginMode,
  }: { readonly symbol: string; readonly leverage: number; readonly marginMode: MarginMode },
): Promise<unknown> {
  const request = {
    category: productType,
    symbol: client.marketId(symbol),
    leverage: String(leverage),
    marginMode: writtenMode(marginMode),
  };
  try {
    return await recordPart(() => client.privateUtaPostV3AccountSetLeverage(request));
  } catch (error) {
    if (marginMode !== "isolated" || !(error instanceof ExchangeError) || !/posSide/i.test(error.message)) throw error;
  }
  for (const posSide of ["long", "short"]) await client.privateUtaPostV3AccountSetLeverage({ ...request, posSide });
  return undefined;
}
