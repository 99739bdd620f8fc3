import type { CliIo } from "./command.ts";

/** Short exports end before there is anything to show. */
const FIRST_SHOWN = 2_000;
const EVERY = 500;
const WIDTH = 24;

/** Of what is read, and how it is known when each of it was received. */
export interface ProgressOptions<T> {
  readonly since?: number;
  readonly limit: number;
  receivedAtOf(trade: T): string;
}

/** Passes trades on, some at a time, and shows on a terminal how far it is: a bar when it is known where it ends, else the count. */
export async function* withProgress<T>(
  pages: AsyncIterable<readonly T[]>,
  io: CliIo,
  { since, limit, receivedAtOf }: ProgressOptions<T>,
): AsyncGenerator<readonly T[]> {
  let [count, shown] = [0, FIRST_SHOWN - EVERY];
  let newest: number | undefined;
  for await (const trades of pages) {
    count += trades.length;
    const [receivedAt = ""] = trades.slice(-1).map(receivedAtOf);
    newest ??= Date.parse(trades.slice(0, 1).map(receivedAtOf).join(""));
    if (io.showsProgress === true && count >= shown + EVERY) {
      shown = count;
      const byTime = since === undefined ? undefined : (newest - Date.parse(receivedAt)) / Math.max(1, newest - since);
      const share = Number.isFinite(limit) ? Math.max(count / limit, byTime ?? 0) : byTime;
      io.err(`\r${bar(share)}${count} trades, back to ${receivedAt.slice(0, 10)} `);
    }
    yield trades;
  }
  if (io.showsProgress === true && count >= FIRST_SHOWN) io.err(`\r${bar(1)}${count} trades${" ".repeat(24)}\n`);
}

function bar(share: number | undefined): string {
  if (share === undefined) return "";
  const full = Math.round(Math.min(1, share) * WIDTH);
  return `[${"#".repeat(full)}${"-".repeat(WIDTH - full)}] `;
}
