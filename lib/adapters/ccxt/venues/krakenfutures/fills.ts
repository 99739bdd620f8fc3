// What a Kraken order filled, and its fees, which fills do not tell: the account's log does, and may be a moment behind.
// An entry's `execution` is the fill's `fill_id`: found so on live accounts, https://github.com/ccxt/ccxt/pull/29782 (Kraken
// calls it the uid of the associated execution: https://docs.kraken.com/exchange/api-reference/futures-websocket/account_log).
//
// An order's price is that of its fills: no other answer but that to placing tells it. The log is a supplement.

import { findDecimal, formatDecimal, ZERO } from "../../../../core/decimal.ts";
import type { UnixMs } from "../../../../core/ids.ts";
import type { KrakenClient, Trade } from "../../ccxt.ts";
import { jsonOf, rowsOf } from "../../json-reply.ts";
import { exactText } from "../../venue-values.ts";

type Row = Readonly<Record<string, unknown>>;

/** Fills come this many at a time, newest first: https://support.kraken.com/hc/en-us/articles/360022839671-Fills */
const PAGE = 100;
const MOST_PAGES = 10;
/** Rows of the account's log: two an execution. Up to 50 cost 2 of 100 tokens per 10 minutes, up to 1,000 cost 3. */
const LOG_ROWS = 50;
const MANY_LOG_ROWS = 1_000;
/** The log's times and the fills' may differ by this much. */
const LOG_WINDOW_MS = 60_000;

/** Which order's fills, placed after `since`; `known`: those that the answer to placing it told. */
export interface WantedKrakenFills {
  readonly venueOrderId: string;
  readonly since: UnixMs;
  readonly known: readonly Trade[];
}

/** The fills of an order, with their fees as far as the log has them. Those that are known are not asked for. */
export async function fetchKrakenFills(
  client: KrakenClient,
  symbol: string,
  { venueOrderId, since, known }: WantedKrakenFills,
): Promise<readonly Trade[]> {
  const [fills, newest] = await Promise.all([
    known.length > 0 ? known : readOwnFills(client, symbol, { venueOrderId, since }),
    readLog(client, { count: LOG_ROWS }),
  ]);
  // Times, no amounts.
  const times = fills.map(({ timestamp }) => Number(timestamp));
  const log = isCut(client, newest, times) ? await readLog(client, windowOf(times)) : newest;
  const fees = feesIn(log);
  const { settle } = client.market(symbol);
  return fills.map((fill) => {
    const cost = fees.get(String(fill.id));
    // Decimals as text, as all of ccxt's numbers here.
    return { ...fill, fee: cost === undefined ? undefined : { cost: exactText(cost), currency: settle } };
  });
}

async function readOwnFills(
  client: KrakenClient,
  symbol: string,
  { venueOrderId, since }: Omit<WantedKrakenFills, "known">,
): Promise<readonly Trade[]> {
  const fills = await readFills(client, since);
  const own = fills.filter((fill) => fill.order_id === venueOrderId);
  return client
    .parseTrades([...own], client.market(symbol))
    .map((fill) => ({ ...fill, amount: exactText(String(jsonOf(fill.info).size)) }));
}

/** All fills of the account since then; of more than {@link MOST_PAGES} pages the newest. */
async function readFills(client: KrakenClient, since: UnixMs): Promise<readonly Row[]> {
  const found = new Map<string, Row>();
  let next = {};
  for (let page = 1; page <= MOST_PAGES; page++) {
    const fills = rowsOf((await client.privateGetFills(next)).fills);
    const known = found.size;
    for (const fill of fills) found.set(String(fill.fill_id), fill);
    const oldest = timeOf(client, fills.at(-1)?.fillTime);
    if (fills.length < PAGE || found.size === known || oldest < since) break;
    // Those before a time: others of the same millisecond may be among them.
    next = { lastFillTime: client.iso8601(oldest + 1) };
  }
  return [...found.values()];
}

/** An order's own answer does not hang on its fees: without the log they are left out. */
async function readLog(client: KrakenClient, asked: object): Promise<readonly Row[]> {
  try {
    return rowsOf((await client.historyGetAccountLog({ info: "futures trade", ...asked })).logs);
  } catch {
    return [];
  }
}

/** Whether the newest rows do not reach back to the fills. */
function isCut(client: KrakenClient, newest: readonly Row[], times: readonly number[]): boolean {
  return newest.length >= LOG_ROWS && Math.min(...times) <= timeOf(client, newest.at(-1)?.date);
}

function windowOf(times: readonly number[]): object {
  const [since, before] = [Math.min(...times) - LOG_WINDOW_MS, Math.max(...times) + LOG_WINDOW_MS];
  return { count: MANY_LOG_ROWS, since, before };
}

/**
 * By execution. Each has two rows, of the coin and of the contract (`asset`), and either may carry the fee, the other null or
 * zero. It is always paid in the coin the market settles in, whatever row it stands in. Seen so in
 * https://docs.kraken.com/exchange/api-reference/futures-websocket/account_log (the fee in the contract's row, `collateral`
 * the coin) and in ccxt's and others' captures (the fee in the coin's row, null in the contract's).
 */
function feesIn(log: readonly Row[]): ReadonlyMap<string, string> {
  const fees = new Map<string, string>();
  for (const { execution, fee } of log) {
    const told = findDecimal(fee === null || fee === undefined ? undefined : String(fee));
    const known = fees.get(String(execution));
    if (told !== undefined && (known === undefined || !told.eq(ZERO))) {
      fees.set(String(execution), formatDecimal(told));
    }
  }
  return fees;
}

function timeOf(client: KrakenClient, text: unknown): number {
  return client.parse8601(String(text)) ?? Number.NaN;
}
