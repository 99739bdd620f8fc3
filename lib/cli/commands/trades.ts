import { defined } from "../../core/defined.ts";
import type { TimeZone } from "../../core/time-zone.ts";
import type { Trade } from "../../core/trade/trade.ts";
import { receivedAtIn, type TradeCells } from "../../core/trade/trade-cells.ts";
import type { Ledger, TradeFilter } from "../../ports/ledger.ts";
import type { CliIo, Command } from "../command.ts";
import { CSV_HEADING, csvLine } from "../csv.ts";
import { UsageError } from "../errors.ts";
import type { Column } from "../fit-table.ts";
import { printLine, printTable, STATUS_TONES, toned } from "../print.ts";
import { withProgress } from "../progress.ts";
import { idColumn, SYMBOL_COLUMN, timeColumn } from "../short-forms.ts";
import { filterOf, noOrders, TRADE_OPTIONS, tradeCellsOf, tradesOf, type WantedTrades } from "../trade-source.ts";

const DEFAULT_LIMIT = 50;
/** Text written at a time, or a little more. */
const CHUNK_LINES = 200;

/** Trades, some at a time. */
type TradePages = AsyncIterable<readonly Trade[]>;
/** The same as rows of a file. */
type CellPages = AsyncIterable<readonly TradeCells[]>;

/** Which trades are written, and where. */
interface Asked {
  readonly ledger: Ledger;
  readonly wanted: WantedTrades;
  readonly io: CliIo;
  readonly zone: TimeZone;
}

/** Writes trades as they are read: any number of rows takes the memory of a few. */
const FORMATS = {
  table: async ({ ledger, wanted, io, zone }) => {
    const rows: Trade[] = [];
    for await (const page of tradesOf(ledger, wanted)) rows.push(...page);
    if (rows.length === 0) printLine(io, noOrders(wanted.filter));
    else printTrades(rows, io, zone);
  },
  json: ({ ledger, wanted, io }) => {
    const progress = { ...wanted.filter, ...wanted, receivedAtOf: ({ receivedAt }: Trade) => receivedAt };
    return writeText(jsonLines(withProgress(tradesOf(ledger, wanted), io, progress)), io);
  },
  csv: (asked) => writeText(csvLines(cellsIn(asked)), asked.io),
  parquet: async (asked) => {
    const { writeParquet } = await import("../parquet.ts");
    await writeParquet(cellsIn(asked), (bytes) => write(asked.io, bytes));
  },
} satisfies Record<string, (asked: Asked) => Promise<void>>;
type Format = keyof typeof FORMATS;
const FORMAT_NAMES = Object.keys(FORMATS) as Format[];

/** Every order, newest first. */
export const trades: Command = {
  options: [
    ...TRADE_OPTIONS,
    { flags: "--alert <ID>", summary: "only the orders of this alert" },
    { flags: "--limit <N>", summary: `at most N orders (${DEFAULT_LIMIT} in a table, all otherwise)` },
    { flags: "--table <NAME>", summary: "of this DynamoDB table: what whook destroy left of a stack" },
    { flags: "--format <FORMAT>", summary: "table, json, csv or parquet", choices: FORMAT_NAMES },
  ],
  examples: [
    "whook trades",
    "whook trades --account demo --symbol ETHUSDT --since 7d",
    "whook trades --status rejected --day 2026-11-24",
    "whook trades --format csv > trades.csv",
    "whook trades --table whook-LedgerTable-1A2B3C --format csv",
    "whook trades --format parquet > trades.parquet",
  ],
  async run({ io, env, backend, isJson, zone }, { options }) {
    const format = isJson ? "json" : ((options.format ?? "table") as Format);
    const { table, alert } = options;
    const limit = limitOf(options.limit, format);
    const write = async (ledger: Ledger, filter: TradeFilter) => {
      await FORMATS[format]({ ledger, wanted: { filter, alert, limit }, io, zone });
    };
    if (table === undefined) {
      // What is wrong with an option is told before what is wrong with the data.
      const filter = await filterOf(backend, options, zone);
      await write(await backend.ledger(), filter);
    } else {
      const { readKeptTable } = await import("../kept-table.ts");
      await readKeptTable({ table, region: env.region }, async (ledger) => {
        // Its accounts went with its stack: no name of one can be wrong.
        const { account, ...known } = options;
        const kept = { listAccounts: async () => [], ledger: async () => ledger };
        await write(ledger, { ...(await filterOf(kept, known, zone)), ...defined({ account }) });
      });
    }
    return 0;
  },
};

function limitOf(text: string | undefined, format: Format): number {
  if (text === undefined) return format === "table" ? DEFAULT_LIMIT : Number.POSITIVE_INFINITY;
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new UsageError(`--limit "${text}": write a whole number above 0`);
  return Number.parseInt(text, 10);
}

async function* jsonLines(pages: TradePages): AsyncGenerator<readonly string[]> {
  let before = "[";
  for await (const trades of pages) {
    yield trades.map((trade, at) => `${at === 0 ? before : ","}\n  ${JSON.stringify(trade)}`);
    if (trades.length > 0) before = ",";
  }
  yield [before === "[" ? "[]\n" : "\n]\n"];
}

/** With its progress. */
function cellsIn({ ledger, wanted, io }: Asked): CellPages {
  return withProgress(tradeCellsOf(ledger, wanted), io, { ...wanted.filter, ...wanted, receivedAtOf: receivedAtIn });
}

async function* csvLines(pages: CellPages): AsyncGenerator<readonly string[]> {
  yield [CSV_HEADING];
  for await (const trades of pages) yield trades.map(csvLine);
}

async function writeText(texts: AsyncIterable<readonly string[]>, io: CliIo): Promise<void> {
  let chunk: string[] = [];
  for await (const lines of texts) {
    chunk.push(...lines);
    if (chunk.length < CHUNK_LINES) continue;
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

function columnsOf(zone: TimeZone): readonly Column[] {
  const right = "right" as const;
  return [
    timeColumn("received", zone),
    { title: "account", drop: 5 },
    SYMBOL_COLUMN,
    { title: "order" },
    { title: "status" },
    { title: "filled", align: right, drop: 4 },
    { title: "average", align: right, drop: 2 },
    { title: "fee", align: right, drop: 1 },
    { title: "net profit", align: right, drop: 6 },
    idColumn("order id"),
    { title: "reason", drop: 3, isCut: true, toldBy: "npx whook order ID the reason" },
  ];
}

function printTrades(found: readonly Trade[], io: CliIo, zone: TimeZone): void {
  const rows = found.map((trade) => rowOf(trade, io, zone));
  // Where nothing needs a reason there is no column of them.
  const needsReason = rows.some((row) => row.at(-1) !== "");
  const columns = columnsOf(zone);
  printTable(
    io,
    needsReason ? columns : columns.slice(0, -1),
    needsReason ? rows : rows.map((row) => row.slice(0, -1)),
  );
}

function rowOf(trade: Trade, io: CliIo, zone: TimeZone): readonly string[] {
  const { receivedAt, account, symbol, command, status, filledContracts, requestedContracts, averagePrice, fee } =
    trade;
  const isWhole = filledContracts === requestedContracts;
  const isPlain = status === "filled" && isWhole && trade.code === "FILLED";
  const reason = isPlain || trade.reason === undefined ? [] : [shortened(trade.reason)];
  const warnings = trade.warnings.map((warning) => toned(io, "warning", `warning: ${shortened(warning)}`));
  return [
    zone.write(Date.parse(receivedAt)),
    account,
    symbol,
    command,
    toned(io, STATUS_TONES[status], status),
    isWhole ? filledContracts : `${filledContracts} of ${requestedContracts}`,
    averagePrice ?? "",
    fee === undefined ? "" : `${fee.cost} ${fee.currency}`,
    netProfitOf(trade),
    trade.orderId,
    [...reason, ...warnings].join("  "),
  ];
}

/** With a mark when part of what it closed is not counted: it came from outside. */
function netProfitOf({ netProfit, outsideContracts }: Trade): string {
  return netProfit === undefined ? "" : `${netProfit}${outsideContracts === undefined ? "" : " (part)"}`;
}

function shortened(text: string): string {
  return text.length > 70 ? `${text.slice(0, 69)}…` : text;
}
