// Which trades a command is about: its options, and the trades themselves.

import { systemClock } from "../adapters/local/system-clock.ts";
import { readPages, readTrades } from "../app/read-trades.ts";
import { defined } from "../core/defined.ts";
import { ORDER_STATUSES, type OrderStatus } from "../core/execution/order-record.ts";
import { alertId, unixMs } from "../core/ids.ts";
import { closestWords } from "../core/market/close-matches.ts";
import { foldSymbol } from "../core/market/symbol.ts";
import type { TimeZone } from "../core/time-zone.ts";
import { type Trade, tradeOf } from "../core/trade/trade.ts";
import { cellsOf, type TradeCells } from "../core/trade/trade-cells.ts";
import type { Ledger, TradeFilter } from "../ports/ledger.ts";
import type { Backend } from "./backend.ts";
import type { CommandOption } from "./command.ts";
import { CommandError, UsageError } from "./errors.ts";
import { parseInstant } from "./time-argument.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
const DAY_AND_A_BIT_MS = 1.5 * DAY_MS;
/** The newest orders whose tags are named. */
const TAGS_LOOKED_FOR = 2_000;

type Options = Readonly<Record<string, string | undefined>>;

export const TRADE_OPTIONS: readonly CommandOption[] = [
  { flags: "--account <ID>", summary: "only this account" },
  { flags: "--symbol <SYMBOL>", summary: "only this market, in any spelling" },
  { flags: "--tag <NAME>", summary: "only this strategy, as alerts name it with tag:NAME" },
  { flags: "--status <STATUS>", summary: "only orders in this state", choices: ORDER_STATUSES },
  { flags: "--since <TIME>", summary: "received at or after: 24h, 7d, 2026-11-24, ISO time" },
  { flags: "--until <TIME>", summary: "received before" },
  { flags: "--day <DATE>", summary: "received on this day of the time zone: 2026-11-24" },
];

/** What a filter is made from. */
type TradeBackend = Pick<Backend, "listAccounts" | "ledger">;

/** What the options ask for. @throws UsageError naming the one that is wrong; CommandError naming what there is instead. */
export async function filterOf(backend: TradeBackend, options: Options, zone: TimeZone): Promise<TradeFilter> {
  const clocks = { now: systemClock.now(), zone };
  const { symbol, status, tag } = options;
  const day = dayOf(options.day, zone);
  const since = parseInstant("--since", options.since, clocks) ?? day?.since;
  const until = parseInstant("--until", options.until, clocks) ?? day?.until;
  const account = options.account === undefined ? undefined : await knownAccount(backend, options.account);
  if (tag !== undefined) await checkTag(backend, tag);
  const unified = symbol === undefined ? undefined : await unifiedSymbol(symbol, { backend, account });
  return {
    ...defined({ account, symbol: unified }),
    ...(status === undefined ? {} : { status: status as OrderStatus }),
    ...defined({ tag, since, until }),
  };
}

/** What to say when there are none. */
export function noOrders(filter: TradeFilter): string {
  const isAll = Object.keys(filter).length === 0;
  return isAll
    ? "no orders yet: send one with npx whook send demo ETH/USDT buy 100$ x2"
    : "no order is of that kind: leave out an option to see more";
}

/** Which trades: those of a filter, so many at most, or those of one alert. */
export interface WantedTrades {
  readonly filter: TradeFilter;
  readonly alert: string | undefined;
  readonly limit: number;
}

/** These trades, some at a time. @throws CommandError when there is no such alert. */
export function tradesOf(ledger: Ledger, { filter, alert, limit }: WantedTrades): AsyncGenerator<readonly Trade[]> {
  return alert === undefined
    ? readPages((page) => ledger.listTrades(page), filter, limit)
    : tradesOfAlert(ledger, alert);
}

/** The same as rows of a file. @throws CommandError when there is no such alert. */
export async function* tradeCellsOf(ledger: Ledger, wanted: WantedTrades): AsyncGenerator<readonly TradeCells[]> {
  const { filter, alert, limit } = wanted;
  if (alert === undefined) yield* readPages((page) => ledger.listTradeCells(page), filter, limit);
  else for await (const trades of tradesOfAlert(ledger, alert)) yield trades.map(cellsOf);
}

async function* tradesOfAlert(ledger: Ledger, text: string): AsyncGenerator<readonly Trade[]> {
  const alert = await ledger.getAlert(parseAlertId(text));
  if (alert === undefined) throw new CommandError(`there is no alert ${text}`);
  yield (await ledger.getOrders(alert.accepted.map(({ orderId }) => orderId))).map(tradeOf);
}

function parseAlertId(text: string) {
  try {
    return alertId(text.trim());
  } catch {
    throw new UsageError(`--alert "${text}" is not the id of an alert (26 letters and digits)`);
  }
}

function dayOf(text: string | undefined, zone: TimeZone) {
  if (text === undefined) return undefined;
  const since = /^\d{4}-\d{2}-\d{2}$/.test(text) ? zone.read(text) : undefined;
  if (since === undefined) throw new UsageError(`--day "${text}": write a date like 2026-11-24`);
  // A day on which clocks change is an hour shorter or longer.
  return { since, until: zone.read(zone.write(since + DAY_AND_A_BIT_MS).slice(0, 10)) ?? unixMs(since + DAY_MS) };
}

/** The account as it is written in accounts.json; one that is not there any more, by its orders. */
async function knownAccount(backend: TradeBackend, id: string): Promise<string> {
  const ids = (await backend.listAccounts().catch(() => [])).map((account) => account.id);
  const found = ids.find((known) => known.toLowerCase() === id.toLowerCase());
  if (found !== undefined) return found;
  const { trades } = await (await backend.ledger()).listTrades({ account: id, limit: 1 });
  if (trades.length > 0) return id;
  throw new CommandError(`no account ${id}, and no order of one; there are ${ids.join(", ") || "none"}`);
}

/** A tag that no order carries is a mistake worth saying. @throws CommandError naming those of the newest orders. */
async function checkTag(backend: TradeBackend, tag: string): Promise<void> {
  const ledger = await backend.ledger();
  if ((await ledger.listTrades({ tag, limit: 1 })).trades.length > 0) return;
  const tags = new Set<string>();
  let isEmpty = true;
  for await (const trade of readTrades(ledger, {}, TAGS_LOOKED_FOR)) {
    isEmpty = false;
    if (trade.tag !== undefined) tags.add(trade.tag);
  }
  if (isEmpty) return;
  const [near] = closestWords(tag, [...tags]);
  const hint = near === undefined ? "" : `, did you mean ${near}?`;
  throw new CommandError(`no order has the tag ${tag}${hint}; there are ${[...tags].join(", ") || "none"}`);
}

/** The symbol as the named account, or else the first it fits, spells it. */
async function unifiedSymbol(
  symbol: string,
  { backend, account }: { readonly backend: Pick<Backend, "listAccounts">; readonly account: string | undefined },
): Promise<string> {
  const accounts = await backend.listAccounts().catch(() => []);
  const named = accounts.filter(({ id }) => account === undefined || id.toLowerCase() === account.toLowerCase());
  const settles = [...new Set([...named.map(({ settle }) => settle), "USDT"])];
  for (const settle of settles) {
    const folded = foldSymbol(symbol, settle);
    if (folded.ok) return folded.value.symbol;
  }
  throw new UsageError(`--symbol "${symbol}" is not a symbol: write it like ETH/USDT`);
}
