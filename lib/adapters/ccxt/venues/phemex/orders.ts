// How an order of Phemex is found: by its fills, in one report that names size, price and fee; else in the list of open
// orders, which is no report; else in the report of orders. Reports are behind, and may be asked 100 times a minute, all
// together; lists of open orders count with the 500 of trading: https://phemex-docs.github.io/#rest-api-ratelimit-rules

import { decimal, findDecimal, formatDecimal, ZERO } from "../../../../core/decimal.ts";
import type { UnixMs } from "../../../../core/ids.ts";
import { DDoSProtection, type Order, OrderNotFound, RateLimitExceeded, type Trade } from "../../ccxt.ts";
import { chooseOrder } from "../../choose-order.ts";
import { jsonOf } from "../../json-reply.ts";
import { recordPart } from "../../venue-call.ts";
import { type PhemexClient, reportRowsOf } from "./client.ts";

type Row = Readonly<Record<string, unknown>>;

/** The most rows a list of fills gives at once. */
const LARGEST_PAGE = 200;
/** More than these are not looked through: the report of orders knows the order too. */
const MOST_PAGES = 5;

/** Which order is looked for. */
export interface WantedPhemexOrder {
  readonly clientOrderId: string;
  readonly venueOrderId: string | undefined;
  readonly since: UnixMs;
}

/** The order with its fills, or undefined while Phemex does not know it. */
export async function findPhemexOrder(
  client: PhemexClient,
  symbol: string,
  wanted: WantedPhemexOrder,
): Promise<Order | undefined> {
  const trades = await recordPart(() => readFills(client, symbol, wanted));
  const filled = trades.length === 0 ? undefined : orderOf(client, trades, wanted);
  const isDone = filled?.status === "closed";
  if (isDone && wanted.venueOrderId !== undefined) return filled;
  const open = await recordPart(() => client.fetchOpenOrders(symbol));
  const ofName = open.filter(({ clientOrderId }) => clientOrderId === wanted.clientOrderId);
  // By its name alone, one that rests may be younger than one of that name that filled.
  const listed = chooseOrder(isDone ? [filled, ...ofName] : ofName, wanted.venueOrderId);
  if (isDone && listed === filled) return filled;
  const known = listed ?? (await reportedOrder(client, symbol, wanted));
  return known === undefined ? filled : { ...known, trades: trades.filter(({ order }) => order === known.id) };
}

/** What the order filled. Where the report fails, that of orders may not; where it names a wait, that is waited. */
async function readFills(client: PhemexClient, symbol: string, wanted: WantedPhemexOrder): Promise<readonly Trade[]> {
  try {
    const rows = await readRows(client, symbol, wanted);
    return client.parseTrades(latest(rows), client.market(symbol));
  } catch (error) {
    if (error instanceof RateLimitExceeded || error instanceof DDoSProtection) throw error;
    return [];
  }
}

/** By Phemex's id once it is known: fills do not always name ours. */
async function readRows(client: PhemexClient, symbol: string, wanted: WantedPhemexOrder): Promise<readonly Row[]> {
  const { clientOrderId, venueOrderId, since } = wanted;
  const isOurs = (row: Row) =>
    venueOrderId === undefined ? row.clOrdID === clientOrderId : row.orderID === venueOrderId;
  const asked = { symbol: client.marketId(symbol), limit: LARGEST_PAGE, ...(since > 0 ? { start: since } : {}) };
  const found: Row[] = [];
  for (let page = 0; page < MOST_PAGES; page++) {
    const rows = reportRowsOf(await client.readFills({ ...asked, offset: page * LARGEST_PAGE }));
    found.push(...rows.filter(isOurs));
    if (rows.length < LARGEST_PAGE) break;
  }
  return found;
}

/** Fills of the youngest order: a name may have been used before. */
function latest(rows: readonly Row[]): Row[] {
  // Times, no amounts.
  const [youngest] = rows.toSorted((a, b) => Number(b.transactTimeNs) - Number(a.transactTimeNs));
  return rows.filter(({ orderID }) => orderID === youngest?.orderID);
}

/** Wholly filled, once its fills add up to what each of them names as the order's size; open until then. */
function orderOf(client: PhemexClient, trades: readonly Trade[], { clientOrderId }: WantedPhemexOrder): Order {
  const info = jsonOf(trades[0]?.info);
  const order = client.orderInFill(info);
  const filled = trades.reduce((sum, { amount }) => sum.plus(String(amount)), decimal("0"));
  const size = findDecimal(String(order.size));
  const isWhole = size?.gt(ZERO) && filled.gte(size);
  const found = {
    id: String(info.orderID),
    clientOrderId,
    timestamp: trades[0]?.timestamp,
    type: info.ordType === "Limit" ? "limit" : "market",
    side: trades[0]?.side,
    price: order.price,
    amount: formatDecimal(size?.gt(filled) ? size : filled),
    filled: formatDecimal(filled),
    status: isWhole ? "closed" : "open",
    trades: [...trades],
  };
  // As ccxt makes it of other answers: decimals as text.
  return found as unknown as Order;
}

async function reportedOrder(
  client: PhemexClient,
  symbol: string,
  { clientOrderId, venueOrderId }: WantedPhemexOrder,
): Promise<Order | undefined> {
  try {
    const named = venueOrderId === undefined ? { clOrdID: clientOrderId } : { orderID: venueOrderId };
    const reported = await client.findOrder(symbol, named);
    return reported === undefined ? undefined : chooseOrder([reported], venueOrderId);
  } catch (error) {
    if (error instanceof OrderNotFound) return undefined;
    throw error;
  }
}
