// Bitget, opened for its two types of accounts; and the classic one: USDT-, USDC- and coin-margined perpetuals: what differs from the shared adapter. Checked against
// ccxt 4.5.84 and https://www.bitget.com/api-doc/contract. Each order names its margin mode: ccxt sends "crossed" when none
// is given. Sizes are in the base coin whatever settles them (Place-Order: "Amount (base coin)").

import BitgetClient from "../../../../../node_modules/ccxt/js/src/bitget.js";
import { decimal, findDecimal, formatDecimal } from "../../../../core/decimal.ts";
import { defined } from "../../../../core/defined.ts";
import type { MarginMode } from "../../../../core/market/modes.ts";
import type { PlaceStep } from "../../../../core/order/plan.ts";
import { byId } from "../../by-id.ts";
import type { Balances, MarketInterface, Position, Trade } from "../../ccxt.ts";
import { jsonOf, rowsOf } from "../../json-reply.ts";
import { mapPosition } from "../../map-position.ts";
import { positionModeOf } from "../../position-mode-of.ts";
import type { ClientConfig, VenueClient, VenueFunds, VenuePrices, VenueSettings } from "../../venue-module.ts";
import { bookPrices, exactText, leverageOf } from "../../venue-values.ts";
import { type BitgetAccount, bitgetTypeQuestion, findBitgetRefusal } from "./account.ts";
import { BITGET_ANSWERS } from "./answers.ts";
import { checkBitgetAccount } from "./checks.ts";
import { BITGET_LIMITS } from "./limits.ts";
import { readBitgetMovements } from "./movements.ts";
import { bitgetUnifiedVenue } from "./unified/venue.ts";
import { BITGET_VERDICTS } from "./verdicts.ts";

const PAGE = 100;
const SUCCESS = "00000";

/** What Bitget calls the contracts of a settle coin. */
const LINEAR_TYPES: Readonly<Record<string, string>> = { USDT: "USDT-FUTURES", USDC: "USDC-FUTURES" };
const COIN_TYPE = "COIN-FUTURES";

/** Opens the live venue. */
export function openBitget(config: ClientConfig): VenueClient {
  return openWith(config, createClient(config));
}

/** Opens demo trading: the same host, told apart by a header, with keys of its own. */
export function openBitgetDemo(config: ClientConfig): VenueClient {
  const client = createClient(config);
  client.setSandboxMode(true);
  return openWith(config, client);
}

function openWith(
  { settle = "USDT", marginMode: wanted = "isolated", accountType }: ClientConfig,
  client: BitgetClient,
): VenueClient {
  const account = { client, settle, productType: LINEAR_TYPES[settle] ?? COIN_TYPE, wanted };
  return accountType === "unified" ? bitgetUnifiedVenue(account) : bitgetVenue(account);
}

function createClient({ apiKey, secret, password = "", accountType }: ClientConfig): BitgetClient {
  return new BitgetClient({
    apiKey,
    secret,
    password,
    options: {
      defaultType: "swap",
      defaultSubType: "linear",
      fetchMarkets: { types: ["swap"] },
      // Told, so that ccxt does not find out with a request of which every failure means no.
      uta: accountType === "unified",
    },
  });
}

/** ccxt asks for every kind of contracts, of which the account trades one. */
function listOwnContracts({ client, productType }: BitgetAccount): void {
  const listContracts = client.publicMixGetV2MixMarketContracts.bind(client);
  client.publicMixGetV2MixMarketContracts = async (params) =>
    jsonOf(params).productType === productType ? listContracts(params) : { code: SUCCESS, data: [] };
}

function bitgetVenue(session: BitgetAccount): VenueClient {
  const { client, productType, settle, wanted } = session;
  listOwnContracts(session);
  const fundsOf = fundsIn(wanted);
  return {
    client,
    typeQuestion: bitgetTypeQuestion(client),
    limits: BITGET_LIMITS,
    verdicts: BITGET_VERDICTS,
    findRefusal: findBitgetRefusal,
    answers: BITGET_ANSWERS,
    marketInfo: [],
    refineMarket,
    readPrices: (symbol) => readPrices(session, symbol),
    // A coin-margined contract takes several coins for margin; a position in each is one of its own.
    readPositions: () => client.fetchPositions(undefined, { productType, marginCoin: settle }),
    readOpenOrders: () => client.fetchOpenOrders(undefined, undefined, undefined, { productType }),
    readSettings: (symbol) => readSettings(session, symbol),
    settingsIn,
    readBalance: () => client.fetchBalance({ productType }),
    fundsOf,
    readMovements: (span) => readBitgetMovements(session, span),
    feeInOrder: true,
    orderParams: ({ marginMode = wanted }: PlaceStep) => ({ marginMode }),
    fetchOrder: (symbol, clientOrderId, _since, venueOrderId) => {
      const [id, params] = byId(clientOrderId, venueOrderId);
      return client.fetchOrder(id, symbol, params);
    },
    fetchFills: (symbol, venueOrderId) => fetchFills(client, symbol, venueOrderId),
    cancelOrder: (symbol, clientOrderId) => client.cancelOrder("", symbol, { clientOrderId }),
    setLeverage: (symbol, leverage, marginMode) => setLeverage(session, symbol, { leverage, marginMode }),
    setMarginMode: (symbol, marginMode) => client.setMarginMode(marginMode, symbol),
    setOneWayMode: () => client.setPositionMode(false, undefined, { productType }),
    checkAccount: (asked) => checkBitgetAccount(client, { productType, settle, fundsOf }, asked),
  };
}

/** ccxt reads no largest sizes, and writes a contract's size as a number. */
function refineMarket(market: MarketInterface): MarketInterface & { readonly countedInBase?: true } {
  const { maxOrderQty, maxMarketOrderQty } = jsonOf(market.info);
  const number = (value: unknown) => (value === undefined ? undefined : exactText(String(value)));
  const amount = { min: market.limits.amount?.min, max: number(maxOrderQty) };
  return {
    ...market,
    ...(market.inverse === true ? { countedInBase: true } : {}),
    contractSize: number(market.contractSize),
    limits: { ...market.limits, amount, market: { min: undefined, max: number(maxMarketOrderQty) } },
  };
}

async function readPrices({ client, productType }: BitgetAccount, symbol: string): Promise<VenuePrices> {
  const answer = await client.publicMixGetV2MixMarketTicker({ symbol: client.marketId(symbol), productType });
  const [ticker] = rowsOf(jsonOf(answer).data);
  return bookPrices(ticker?.bidPr, ticker?.askPr);
}

/**
 * Each margin mode has a leverage of its own: told is that of the mode the account wants, which an order from flat gets.
 * Long and short have the same one in one-way mode.
 */
async function readSettings(session: BitgetAccount, symbol: string): Promise<VenueSettings> {
  const account = await readAccount(session, symbol);
  return {
    marginMode: marginModeOf(account),
    ...leverageOf(session.wanted === "isolated" ? account.isolatedLongLever : account.crossedMarginLeverage),
    positionMode: positionModeOf(account.posMode, { oneWay: ["one_way_mode"], hedge: ["hedge_mode"] }),
  };
}

/** An open position has the leverage of its own margin mode. */
function settingsIn(positions: readonly Position[], symbol: string): VenueSettings {
  const open = positions.map(mapPosition).find((position) => position?.symbol === symbol);
  const { leverage, marginMode } = open ?? {};
  return {
    ...defined({ leverage, marginMode }),
  };
}

/** Bitget sets the leverage of the mode the symbol is in. Only a flat one can be in another than asked for. */
async function setLeverage(session: BitgetAccount, symbol: string, asked: LeverageOfMode): Promise<unknown> {
  const { client } = session;
  const current = marginModeOf(await readAccount(session, symbol));
  if (current !== asked.marginMode) await client.setMarginMode(asked.marginMode, symbol);
  return client.setLeverage(asked.leverage, symbol);
}

interface LeverageOfMode {
  readonly leverage: number;
  readonly marginMode: MarginMode;
}

/** The futures wallet with what is set for the symbol. */
async function readAccount(
  { client, productType, settle }: BitgetAccount,
  symbol: string,
): Promise<ReturnType<typeof jsonOf>> {
  const request = { symbol: client.marketId(symbol), productType, marginCoin: settle };
  return jsonOf(jsonOf(await client.privateMixGetV2MixAccountAccount(request)).data);
}

function marginModeOf({ marginMode }: Readonly<Record<string, unknown>>): MarginMode {
  return marginMode === "isolated" ? "isolated" : "cross";
}

/** ccxt's `free` is what may be transferred out; what opens positions is told for each margin mode. */
function fundsIn(wanted: MarginMode): VenueClient["fundsOf"] {
  const field = wanted === "isolated" ? "isolatedMaxAvailable" : "crossedMaxAvailable";
  return (balance: Balances, settle: string): VenueFunds => {
    if (!Array.isArray(balance.info)) throw new Error("the venue's balance lists no coins");
    const coin = rowsOf(balance.info).find((row) => row.marginCoin === settle);
    if (coin === undefined) return { equity: "0", free: "0" };
    return {
      equity: formatDecimal(decimal(String(coin.accountEquity))),
      free: formatDecimal(decimal(String(coin[field]))),
    };
  };
}

/** Page by page: a large order has more fills than one page holds. */
async function fetchFills(client: BitgetClient, symbol: string, orderId: string): Promise<readonly Trade[]> {
  const fills: Trade[] = [];
  for (let idLessThan: string | undefined; ; ) {
    const params = { orderId, ...defined({ idLessThan }) };
    const page = await client.fetchMyTrades(symbol, undefined, PAGE, params);
    fills.push(...page.map(withFee));
    if (page.length < PAGE) return fills;
    idLessThan = page.map(({ id }) => String(id)).reduce((oldest, id) => (BigInt(id) < BigInt(oldest) ? id : oldest));
  }
}

/** Fees paid are negative there. ccxt turns them round, but not those deducted in Bitget's own coin. */
function withFee(fill: Trade): Trade {
  const [detail] = rowsOf(jsonOf(fill.info).feeDetail);
  const isDeducted = detail?.deduction === "yes";
  const fee = findDecimal(String(isDeducted ? detail?.totalDeductionFee : undefined));
  if (fee === undefined) return fill;
  return { ...fill, fee: { currency: String(detail?.feeCoin), cost: exactText(formatDecimal(fee.neg())) } };
}
