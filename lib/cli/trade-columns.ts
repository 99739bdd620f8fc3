import { CELL_PATHS, type Cell, type CellPath } from "../core/trade/trade-cells.ts";

/** A column of an exported file, one for each cell of a trade. Decimals stay text: a float would change them. */
export interface TradeColumn {
  readonly name: string;
  readonly type: "STRING" | "INT32" | "TIMESTAMP";
  /** Whether whook alone writes what is in it: a number, a time, an id or one of its own words, none of which needs a quote. */
  readonly isPlain: boolean;
  /** What stands between the words of a list. */
  readonly between: string;
}

type Paths = ReadonlySet<CellPath>;

const WHOLE: Paths = new Set(["line", "leverage", "attempts"]);
const TIMES: Paths = new Set(["receivedAt", "firstAttemptAt", "submittedAt", "filledAt", "endedAt"]);
/** What users and exchanges write as they like, and lists. */
const FREE: Paths = new Set([
  ...(["text", "account", "exchange", "symbol", "tag", "reason", "settle"] as const),
  ...(["notes", "warnings", "fee.cost", "fee.currency", "clientOrderIds"] as const),
]);
const NAMES: { readonly [Path in CellPath]?: string } = { "fee.cost": "feeCost", "fee.currency": "feeCurrency" };

/** One row is one trade; the fee is two columns, lists are words apart by spaces or semicolons. */
export const TRADE_COLUMNS: readonly TradeColumn[] = CELL_PATHS.map((path) => ({
  name: NAMES[path] ?? path,
  type: WHOLE.has(path) ? "INT32" : TIMES.has(path) ? "TIMESTAMP" : "STRING",
  isPlain: !FREE.has(path),
  between: path === "clientOrderIds" ? " " : "; ",
}));

/** A cell as a file has it. */
export function cellValue(cell: Cell, { between }: TradeColumn): string | number | undefined {
  if (cell === null) return undefined;
  return typeof cell === "object" ? cell.join(between) : cell;
}
