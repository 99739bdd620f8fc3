// How results look: JSON for programs, tables for people.
import { styleText } from "node:util";
import type { PushOutcome } from "../adapters/parameters/push-entry.ts";
import type { OrderStatus } from "../core/execution/order-record.ts";
import type { AccountFinding } from "../ports/exchange.ts";
import type { CliIo } from "./command.ts";
import { type Column, fitTable, GAP, widthsOf } from "./fit-table.ts";
import { textWidth } from "./text-width.ts";
import { wrapWords } from "./wrap-words.ts";

export function printJson(io: CliIo, value: unknown): void {
  io.out(`${JSON.stringify(value, null, 2)}\n`);
}

export function printLine(io: CliIo, text: string): void {
  io.out(`${text}\n`);
}

/** `text` in lines that break between words where the terminal ends; `hang` stands before each line but the first. */
export function fitText(io: CliIo, text: string, hang = ""): string {
  return wrapWords(text.split(" "), io.width, hang);
}

/** What a word means to the reader; its colour follows. */
export type Tone = "good" | "bad" | "warning" | "quiet";
const STYLES = { good: "green", bad: "red", warning: "yellow", quiet: "dim" } as const;

/** `text` in the colour of its meaning, on a terminal. */
export function toned(io: CliIo, tone: Tone, text: string): string {
  return io.isTerminal ? styleText(STYLES[tone], text, { validateStream: false }) : text;
}

/** What each state of an order means to its trader. */
export const STATUS_TONES: Readonly<Record<OrderStatus, Tone>> = {
  filled: "good",
  placed: "good",
  cancelled: "quiet",
  done: "quiet",
  rejected: "bad",
  expired: "bad",
  queued: "warning",
  working: "warning",
};

const TONES = { ok: "good", warning: "warning", problem: "bad" } as const satisfies Record<
  AccountFinding["level"],
  Tone
>;

/** What was found about an account, and what to do about it. */
export function findingLine(io: CliIo, { level, message, advice }: AccountFinding, indent = ""): string {
  const todo = advice === undefined ? "" : `: ${advice}`;
  const head = level.padEnd(8);
  const fitted = fitText(io, `${indent}${head} ${message}${todo}`, `${indent}${" ".repeat(head.length + 1)}`);
  return `${indent}${toned(io, TONES[level], head)}${fitted.slice(indent.length + head.length)}`;
}

/** What storing an entry in a stack changed. Names of fields only: their values may be keys. */
export function tellPush(outcome: PushOutcome): string {
  return outcome.kind === "changed" ? `changed: ${outcome.keys.join(", ")}` : outcome.kind;
}

/** A table without lines: a heading and rows, columns apart by two spaces, no wider than the terminal. */
export function printTable(io: CliIo, columns: readonly Column[], rows: readonly (readonly string[])[]): void {
  const oneLine = rows.map((row) => row.map((cell) => cell.replace(/\s*\n\s*/g, " ")));
  const fitted = fitTable({ columns, rows: oneLine }, io.width);
  const widths = widthsOf(fitted);
  const head = fitted.columns.map(({ title }) => toned(io, "quiet", title));
  const lines = [head, ...fitted.rows].map((row) => {
    const cells = row.map((cell, at) => padded(cell, widths[at] ?? 0, fitted.columns[at]?.align));
    return cells.join(" ".repeat(GAP)).trimEnd();
  });
  printLine(io, lines.join("\n"));
  if (fitted.hidden.length === 0) return;
  const told = columns.flatMap(({ title, toldBy }) => (fitted.hidden.includes(title) ? (toldBy ?? []) : []));
  const ways = ["--wide shows all", ...told].join(", ");
  io.err(`${fitText(io, `not shown: ${fitted.hidden.join(", ")}; ${ways}`)}\n`);
}

function padded(cell: string, width: number, align: Column["align"]): string {
  const room = " ".repeat(width - textWidth(cell));
  return align === "right" ? room + cell : cell + room;
}
