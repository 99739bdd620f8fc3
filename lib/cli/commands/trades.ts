import { systemClock } from "../../adapters/local/system-clock.ts";
import { ORDER_STATUSES, type OrderStatus } from "../../core/execution/order-record.ts";
import { foldSymbol } from "../../core/market/symbol.ts";
import { type Trade, tradeOf } from "../../core/trade/trade.ts";
import type { Ledger, TradeFilter } from "../../ports/ledger.ts";
import type { Backend } from "../backend.ts";
import type { CliIo, Command, CommandContext } from "../command.ts";
import { toCsv } from "../csv.ts";
import { UsageError } from "../errors.ts";
import { printJson, printLine, printTable, type Tone, toned } from "../print.ts";
import { parseInstant } from "../time-argument.ts";

const DEFAULT_LIMIT = 50;
const PAGE = 500;
const FORMATS = ["table", "json", "csv"] as const;

/** Every order, newest first. */
export const trades: Command = {
  name: "trades",
  summary: "list orders and what became of them, newest first",
  options: [
    { flags: "--account <ID>", summary: "only this account" },
    { flags: "--symbol <SYMBOL>", summary: "only this market, in any spelling" },
    { flags: "--since <TIME>", summary: "received at or after: 24h, 7d, 2026-11-24, ISO time" },
    { flags: "--until <TIME>", summary: "received before" },
    { flags: "--status <STATUS>", summary: "only orders in this state", choices: ORDER_STATUSES },
    { flags: "--limit <N>", summary: `at most N orders (${DEFAULT_LIMIT} in a table, all otherwise)` },
    { flags: "--format <FORMAT>", summary: "table, json or csv", choices: FORMATS },
  ],
  examples: [
    "whook trades",
    "whook trades --account demo --symbol ETHUSDT --since 7d",
    "whook trades --status rejected",
    "whook trades --format csv > trades.csv",
  ],
  async run(context, { options }) {
    const { io, backend, isJson } = context;
    const format = isJson ? "json" : (options.format ?? "table");
    const filter = await filterOf(context, options);
    const limit = limitOf(options.limit, format);
    const found = await listTrades(await backend.ledger(), filter, limit);
    if (format === "json") printJson(io, found);
    else if (format === "csv") io.out(toCsv(found));
    else printTrades(found, io);
    return 0;
  },
};

async function listTrades(ledger: Ledger, filter: TradeFilter, limit: number): Promise<readonly Trade[]> {
  const list: Trade[] = [];
  let cursor: string | undefined;
  do {
    const page = await ledger.listOrders({
      ...filter,
      limit: Math.min(PAGE, limit - list.length),
      ...(cursor === undefined ? {} : { cursor }),
    });
    list.push(...page.orders.map(tradeOf));
    cursor = page.cursor;
  } while (cursor !== undefined && list.length < limit);
  return list;
}

async function filterOf(
  { backend }: CommandContext,
  options: Readonly<Record<string, string | undefined>>,
): Promise<TradeFilter> {
  const now = systemClock.now();
  const { account, symbol, status } = options;
  const since = parseInstant("--since", options.since, now);
  const until = parseInstant("--until", options.until, now);
  const unified = symbol === undefined ? undefined : await unifiedSymbol(symbol, { backend, account });
  return {
    ...(account === undefined ? {} : { account }),
    ...(unified === undefined ? {} : { symbol: unified }),
    ...(status === undefined ? {} : { status: status as OrderStatus }),
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
  };
}

/** The symbol as the named account, or else the first it fits, spells it. */
async function unifiedSymbol(
  symbol: string,
  { backend, account }: { readonly backend: Backend; readonly account: string | undefined },
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

function limitOf(text: string | undefined, format: string): number {
  if (text === undefined) return format === "table" ? DEFAULT_LIMIT : Number.POSITIVE_INFINITY;
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new UsageError(`--limit "${text}": write a whole number above 0`);
  return Number.parseInt(text, 10);
}

const TONES: Readonly<Record<OrderStatus, Tone>> = {
  filled: "good",
  placed: "good",
  cancelled: "quiet",
  done: "quiet",
  rejected: "bad",
  expired: "bad",
  queued: "warning",
  working: "warning",
};

function printTrades(found: readonly Trade[], io: CliIo): void {
  if (found.length === 0) {
    printLine(io, "no orders yet: send one with whook send 'demo ETH/USDT buy 100$ x2'");
    return;
  }
  const right = "right" as const;
  const columns = [
    { title: "received (UTC)" },
    { title: "account" },
    { title: "symbol" },
    { title: "order" },
    { title: "status" },
    { title: "filled", align: right },
    { title: "average", align: right },
    { title: "fee", align: right },
    { title: "order id / reason" },
  ];
  printTable(
    io,
    columns,
    found.map((trade) => rowOf(trade, io)),
  );
}

function rowOf(trade: Trade, io: CliIo): readonly string[] {
  const { receivedAt, account, symbol, command, status, filledContracts, requestedContracts, averagePrice, fee } =
    trade;
  const isWhole = filledContracts === requestedContracts;
  const isPlain = status === "filled" && isWhole;
  return [
    receivedAt.replace("T", " ").slice(0, 19),
    account,
    symbol,
    command,
    toned(io, TONES[status], status),
    isWhole ? filledContracts : `${filledContracts} of ${requestedContracts}`,
    averagePrice ?? "",
    fee === undefined ? "" : `${fee.cost} ${fee.currency}`,
    isPlain || trade.reason === undefined ? trade.orderId : `${trade.orderId}  ${shortened(trade.reason)}`,
  ];
}

function shortened(text: string): string {
  return text.length > 70 ? `${text.slice(0, 69)}…` : text;
}
