import { ByteWriter, parquetWriteRows } from "hyparquet-writer";
import type { TradeCells } from "../core/trade/trade-cells.ts";
import { cellValue, TRADE_COLUMNS } from "./trade-columns.ts";

/** Rows held at a time: what memory a file of any length takes. */
const ROWS_PER_GROUP = 5_000;

/** Writes trades as a Parquet file while they are read; `write` takes its bytes and says when it wants more. */
export async function writeParquet(
  trades: AsyncIterable<readonly TradeCells[]>,
  write: (bytes: Uint8Array) => Promise<void>,
): Promise<void> {
  const writer = new StreamWriter(write);
  const columns = TRADE_COLUMNS.map(({ name, type }) => ({ name, type, nullable: true }));
  await parquetWriteRows({ writer, rows: rowsOf(trades), columns, rowGroupSize: ROWS_PER_GROUP, createdBy: "whook" });
  await writer.flush();
}

async function* rowsOf(pages: AsyncIterable<readonly TradeCells[]>): AsyncGenerator<Record<string, unknown>> {
  for await (const trades of pages) yield* trades.map(rowOf);
}

function rowOf(cells: TradeCells): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  for (const [at, column] of TRADE_COLUMNS.entries()) {
    const value = cellValue(cells[at] ?? null, column);
    row[column.name] = column.type === "TIMESTAMP" && value !== undefined ? new Date(value) : value;
  }
  return row;
}

/** A writer that gives its bytes away after each group of rows. */
class StreamWriter extends ByteWriter {
  readonly #write: (bytes: Uint8Array) => Promise<void>;

  constructor(write: (bytes: Uint8Array) => Promise<void>) {
    super();
    this.#write = write;
  }

  async flush(): Promise<void> {
    const bytes = new Uint8Array(this.buffer.slice(0, this.index));
    this.index = 0;
    if (bytes.length > 0) await this.#write(bytes);
  }
}
