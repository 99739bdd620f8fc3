// Bitget's classic account, USDT-, USDC- and coin-margined perpetuals: what differs from the shared adapter. Checked against
// ccxt 4.5.84 and https://www.bitget.com/api-doc/contract. Each order names its margin mode: ccxt sends "crossed" when none
// is given. Sizes are in the base coin whatever settles them (Place-Order: "Amount (base coin)").

import BitgetClient from "../../../../../node_modules/ccxt/js/src/bitget.js";
import { decimal, findDecimal, formatDecimal } from "../../../../core/decimal.ts";
import { defined } from "../../../../core/defined.ts";
import type { MarginMode } from "../../../../core/market/modes.ts";
import type { PlaceStep } from "../../../../core/order/plan.ts";
import { byId } from "../../by-id.ts";
import type { Balances, MarketInterface, Position, Trade } from "../../ccxt.ts";
import { jsonOf, refusalIn, rowsOf } from "../../json-reply.ts";
import { mapPosition } from "../../map-position.ts";
import type {
  ClientConfig,
  VenueClient,
  VenueFunds,
  VenuePrices,
  VenueReply,
  VenueSettings,
} from "../../venue-module.ts";
import { bookPrices, exactText, leverageOf } from "../../venue-values.ts";
import { BITGET_ANSWERS } from "./answers.ts";
import { checkBitgetAccount } from "./checks.ts";
import { BITGET_VERDICTS } from "./verdicts.ts";

const PAGE = 100;
const SUCCESS = "00000";

/** What Bitget calls the contracts of a settle coin. */
const LINEAR_TYPES: Readonly<Record<string, string>> = { USDT: "USDT-FUTURES", USDC: "USDC-FUTURES" };
const COIN_TYPE = "COIN-FUTURES";

/** One account's client, the coin it trades in and how it wants its margin. */
interface BitgetAccount {
  readonly client: BitgetClient;
  readonly settle: string;
  readonly productType: string;
  readonly wanted: MarginMode;
}

/** Opens the live venue. */
export function openBitget({ settle = "USDT", marginMode = "isolated", ...keys }: ClientConfig): VenueClient {
  const productType = LINEAR_TYPES[settle] ?? COIN_TYPE;
  return bitgetVenue({ client: createClient(keys, productType), settle, productType, wanted: marginMode });
}

function createClient({ apiKey, secret, password = "" }: ClientConfig, productType: string): BitgetClient {
  const client = new BitgetClient({
    apiKey,
    secret,
    password,
    // Told, so that ccxt does not find out with a request of which every failure means no.
    options: { defaultType: "swap", defaultSubType: "linear", fetchMarkets: { types: ["swap"] }, uta: false },
  });
  // ccxt asks for six kinds of contracts, of which the account trades one.
  const listContracts = client.publicMixGetV2MixMarketContracts.bind(client);
  client.publicMixGetV2MixMarketContracts = async (params) =>
    jsonOf(params).productType === productType ? listContracts(params) : { code: SUCCESS, data: [] };
  return client;
}

function bitgetVenue(session: BitgetAccount): VenueClient {
  const { client, productType, settle, wanted } = session;
  const fundsOf = fundsIn(wanted);
  return {
    client,
    verdicts: BITGET_VERDICTS,
    findRefusal,
    answers: BITGET_ANSWERS,
    marketInfo: [],
    refineMarket,
    readPrices: (symbol) => readPrices(session, symbol),
    // A coin-margined contract takes several coins for margin; a position in each is one of its own.
    readPositions: () => client.fetchPositions(undefined, { productType, marginCoin: settle }),
    readSettings: (symbol) => readSettings(session, symbol),
    settingsIn,
    readBalance: () => client.fetchBalance({ productType }),
    fundsOf,
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

/** `{code, msg}`; 00000 is success. */
function findRefusal(reply: VenueReply): ReturnType<VenueClient["findRefusal"]> {
  const refusal = refusalIn(reply, { code: "code", message: "msg" });
  return refusal?.code === SUCCESS ? undefined : refusal;
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
    ...(typeof account.posMode === "string"
      ? { positionMode: account.posMode === "hedge_mode" ? "hedge" : "one-way" }
      : {}),
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
