// Phemex USDⓈ-M perpetuals, settled in USDT or USDC: what differs from the shared adapter. Checked against ccxt 4.5.84.

import type { Balances, Order, Position } from "../../../../node_modules/ccxt/js/src/base/types.js";
import { type Decimal, decimal, findDecimal, formatDecimal, ZERO } from "../../../core/decimal.ts";
import type { MarginMode } from "../../../core/order/plan.ts";
import { jsonOf, refusalIn } from "../json-reply.ts";
import type { ClientConfig, Venue, VenueFunds, VenuePrices, VenueReply, VenueSettings } from "../venue-module.ts";
import { checkPhemexAccount } from "./phemex-account.ts";
import { PhemexPerpetuals } from "./phemex-client.ts";
import { PHEMEX_VERDICTS } from "./phemex-verdicts.ts";

/** Opens the live venue. */
export function openPhemex(config: ClientConfig): Venue {
  return phemexVenue(new PhemexPerpetuals(config));
}

/** Opens the testnet: another host and other keys. */
export function openPhemexDemo(config: ClientConfig): Venue {
  const client = new PhemexPerpetuals(config);
  client.setSandboxMode(true);
  return phemexVenue(client);
}

function phemexVenue(client: PhemexPerpetuals): Venue {
  return {
    client,
    verdicts: PHEMEX_VERDICTS,
    findRefusal,
    readRetryAfterMs,
    marketInfo: [],
    readPrices: (symbol) => readPrices(client, symbol),
    settingsIn,
    fundsOf,
    fetchOrder: (symbol, clientOrderId) => fetchOrder(client, symbol, clientOrderId),
    fetchFills: (symbol, venueOrderId) => client.fetchFills(symbol, venueOrderId),
    cancelOrder: (symbol, clientOrderId) => client.cancelOrder("", symbol, { clientOrderId }),
    setLeverage: (symbol, leverage, marginMode) => setLeverage(client, symbol, { leverage, marginMode }),
    setMarginMode: (symbol, marginMode, leverage) => setMarginMode(client, symbol, { leverage, marginMode }),
    setOneWayMode: (symbol) =>
      client.privatePutGPositionsSwitchPosModeSync({ symbol: client.marketId(symbol), targetPosMode: "OneWay" }),
    checkAccount: (asked) => checkPhemexAccount(client, fundsOf, asked),
  };
}

/** `{code, msg}` with 0 for success. All of the gateway's own have the code 401: its text tells them apart. */
function findRefusal(reply: VenueReply): ReturnType<Venue["findRefusal"]> {
  const refusal = refusalIn(reply, { code: "code", message: "msg" });
  if (refusal === undefined || refusal.code === "0") return undefined;
  if (refusal.code !== "401") return refusal;
  return { ...refusal, code: refusal.message.replace(/ at \d+$|\.$/, "") || refusal.code };
}

/** Seconds, in a header named after the group of the request: https://phemex-docs.github.io/#rest-api-ratelimit-rules */
function readRetryAfterMs({ status, headers }: VenueReply): number | undefined {
  const name = Object.keys(headers).find((header) => header.startsWith("x-ratelimit-retry-after"));
  const seconds = name === undefined ? undefined : headers[name];
  return status === 429 && seconds !== undefined && /^\d{1,6}$/.test(seconds) ? Number(seconds) * 1_000 : undefined;
}

/** The ticker has no bid and ask. */
async function readPrices(client: PhemexPerpetuals, symbol: string): Promise<VenuePrices> {
  const answer = jsonOf(await client.v2GetMdV2Orderbook({ symbol: client.marketId(symbol) }));
  const book = jsonOf(jsonOf(answer.result).orderbook_p);
  return { ...priceOf("bid", bestOf(book.bids)), ...priceOf("ask", bestOf(book.asks)) };
}

function bestOf(levels: unknown): unknown {
  const [best] = Array.isArray(levels) ? levels : [];
  return Array.isArray(best) ? best[0] : undefined;
}

function priceOf(side: "bid" | "ask", value: unknown): VenuePrices {
  const price = findDecimal(typeof value === "string" ? value : undefined);
  return price?.gt(ZERO) ? { [side]: formatDecimal(price) } : {};
}

/** Flat symbols have a row too. Leverage zero is cross at the most there is, which is no number. */
function settingsIn(positions: readonly Position[], symbol: string): VenueSettings {
  const row = positions.find((position) => position.symbol === symbol);
  if (row === undefined) return {};
  const leverage = Math.round(Number(row.leverage));
  return {
    ...(leverage >= 1 ? { leverage } : {}),
    marginMode: row.marginMode === "isolated" ? "isolated" : "cross",
    positionMode: row.hedged === true ? "hedge" : "one-way",
  };
}

/** The reports know every order but are behind; the list of open ones is not. */
async function fetchOrder(client: PhemexPerpetuals, symbol: string, clientOrderId: string): Promise<Order | undefined> {
  const reported = await client.findOrder(symbol, clientOrderId);
  if (reported !== undefined) return reported;
  const open = await client.fetchOpenOrders(symbol);
  return open.find((order) => order.clientOrderId === clientOrderId);
}

/** The sign is the margin mode. */
async function setLeverage(
  client: PhemexPerpetuals,
  symbol: string,
  { leverage, marginMode }: { readonly leverage: number; readonly marginMode: MarginMode },
): Promise<unknown> {
  return client.setLeverage(marginMode === "cross" ? -leverage : leverage, symbol);
}

/** Keeps the leverage that is set, unless a new one is named. */
async function setMarginMode(
  client: PhemexPerpetuals,
  symbol: string,
  { leverage, marginMode }: { readonly leverage: number | undefined; readonly marginMode: MarginMode },
): Promise<unknown> {
  const kept = leverage ?? settingsIn(await client.fetchPositions(), symbol).leverage;
  return setLeverage(client, symbol, { leverage: kept ?? 1, marginMode });
}

/** The wallet is without unrealised profit, so the positions beside it are reckoned at their mark prices. */
function fundsOf(balance: Balances): VenueFunds {
  const { account, positions } = jsonOf(jsonOf(balance.info).data);
  const { accountBalanceRv, totalUsedBalanceRv } = jsonOf(account);
  if (accountBalanceRv === undefined || totalUsedBalanceRv === undefined || !Array.isArray(positions)) {
    throw new Error("the venue's balance has no wallet or no positions");
  }
  const wallet = decimal(String(accountBalanceRv));
  const profit = positions.map(jsonOf).reduce((sum, row) => sum.plus(profitOf(row)), ZERO);
  const free = wallet.minus(String(totalUsedBalanceRv));
  return { equity: formatDecimal(wallet.plus(profit)), free: formatDecimal(free.lt(ZERO) ? ZERO : free) };
}

function profitOf(row: Readonly<Record<string, unknown>>): Decimal {
  const size = decimal(String(row.size ?? row.sizeRq ?? "0"));
  if (size.eq(ZERO)) return ZERO;
  const gain = decimal(String(row.markPriceRp)).minus(String(row.avgEntryPriceRp)).times(size);
  return row.side === "Sell" ? gain.neg() : gain;
}
