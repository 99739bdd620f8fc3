import type { OrderStatus } from "../../core/execution/order-record.ts";
import type { Trade } from "../../core/trade/trade.ts";
import type { CliIo, Command } from "../command.ts";
import { CSV_HEADING, csvLine } from "../csv.ts";
import { UsageError } from "../errors.ts";
import { printLine, printTable, type Tone, toned } from "../print.ts";
import { withProgress } from "../progress.ts";
import { filterOf, noOrders, TRADE_OPTIONS, tradesOf } from "../trade-source.ts";

const DEFAULT_LIMIT = 50;
/** Text written at a time. */
const CHUNK_LINES = 200;

/** Writes trades as they are read: any number of rows takes the memory of a few. */
const FORMATS = {
  table: async (trades, io, none) => {
    const rows: Trade[] = [];
    for await (const trade of trades) rows.push(trade);
    if (rows.length === 0) printLine(io, none);
    else printTrades(rows, io);
  },
  json: (trades, io) => writeText(jsonLines(trades), io),
  csv: (trades, io) => writeText(csvLines(trades), io),
  parquet: async (trades, io) => {
    const { writeParquet } = await import("../parquet.ts");
    await writeParquet(trades, (bytes) => write(io, bytes));
  },
} satisfies Record<string, (trades: AsyncIterable<Trade>, io: CliIo, none: string) => Promise<void>>;
type Format = keyof typeof FORMATS;
const FORMAT_NAMES = Object.keys(FORMATS) as Format[];

/** Every order, newest first. */
export const trades: Command = {
  options: [
    ...TRADE_OPTIONS,
    { flags: "--alert <ID>", summary: "only the orders of this alert" },
    { flags: "--limit <N>", summary: `at most N orders (${DEFAULT_LIMIT} in a table, all otherwise)` },
    { flags: "--format <FORMAT>", summary: "table, json, csv or parquet", choices: FORMAT_NAMES },
  ],
  examples: [
    "whook trades",
    "whook trades --account demo --symbol ETHUSDT --since 7d",
    "whook trades --status rejected --day 2026-11-24",
    "whook trades --format csv > trades.csv",
    "whook trades --format parquet > trades.parquet",
  ],
  async run({ io, backend, isJson }, { options }) {
    const format = isJson ? "json" : ((options.format ?? "table") as Format);
    const filter = await filterOf(backend, options);
    const limit = limitOf(options.limit, format);
    const found = tradesOf(await backend.ledger(), { filter, alert: options.alert, limit });
    const shown = format === "table" ? found : withProgress(found, io, { ...filter, limit });
    await FORMATS[format](shown, io, noOrders(filter));
    return 0;
  },
};

function limitOf(text: string | undefined, format: Format): number {
  if (text === undefined) return format === "table" ? DEFAULT_LIMIT : Number.POSITIVE_INFINITY;
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new UsageError(`--limit "${text}": write a whole number above 0`);
  return Number.parseInt(text, 10);
}

async function* jsonLines(trades: AsyncIterable<Trade>): AsyncGenerator<string> {
  let before = "[";
  for await (const trade of trades) {
    yield `${before}\n  ${JSON.stringify(trade, null, 2).replaceAll("\n", "\n  ")}`;
    before = ",";
  }
  yield before === "[" ? "[]\n" : "\n]\n";
}

async function* csvLines(trades: AsyncIterable<Trade>): AsyncGenerator<string> {
  yield CSV_HEADING;
  for await (const trade of trades) yield csvLine(trade);
}

async function writeText(lines: AsyncIterable<string>, io: CliIo): Promise<void> {
  let chunk: string[] = [];
  for await (const line of lines) {
    if (chunk.push(line) < CHUNK_LINES) continue;
    await write(io, chunk.join(""));
    chunk = [];
  }
  await write(io, chunk.join(""));
}

/** Goes on once there is room for more. */
async function write(io: CliIo, data: string | Uint8Array): Promise<void> {
  io.out(data);
  await io.drained?.();
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
    { title: "net profit", align: right },
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
  const isPlain = status === "filled" && isWhole && trade.code === "FILLED";
  const reason = isPlain || trade.reason === undefined ? [] : [shortened(trade.reason)];
  const warnings = trade.warnings.map((warning) => toned(io, "warning", `warning: ${shortened(warning)}`));
  return [
    receivedAt.replace("T", " ").slice(0, 19),
    account,
    symbol,
    command,
    toned(io, TONES[status], status),
    isWhole ? filledContracts : `${filledContracts} of ${requestedContracts}`,
    averagePrice ?? "",
    fee === undefined ? "" : `${fee.cost} ${fee.currency}`,
    netProfitOf(trade),
    [trade.orderId, ...reason, ...warnings].join("  "),
  ];
}

/** With a mark when part of what it closed is not counted: it came from outside. */
function netProfitOf({ netProfit, outsideContracts }: Trade): string {
  return netProfit === undefined ? "" : `${netProfit}${outsideContracts === undefined ? "" : " (part)"}`;
}

function shortened(text: string): string {
  return text.length > 70 ? `${text.slice(0, 69)}…` : text;
}
