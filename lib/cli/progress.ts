import type { Trade } from "../core/trade/trade.ts";
import type { CliIo } from "./command.ts";

/** Short exports end before there is anything to show. */
const FIRST_SHOWN = 2_000;
const EVERY = 500;
const WIDTH = 24;

/** Passes trades on and shows on a terminal how far it is: a bar when it is known where it ends, else the count. */
export async function* withProgress(
  trades: AsyncIterable<Trade>,
  io: CliIo,
  { since, limit }: { readonly since?: number; readonly limit: number },
): AsyncGenerator<Trade> {
  let count = 0;
  let newest: number | undefined;
  for await (const trade of trades) {
    count++;
    const at = Date.parse(trade.receivedAt);
    newest ??= at;
    if (io.showsProgress === true && count >= FIRST_SHOWN && count % EVERY === 0) {
      const byTime = since === undefined ? undefined : (newest - at) / Math.max(1, newest - since);
      const share = Number.isFinite(limit) ? Math.max(count / limit, byTime ?? 0) : byTime;
      io.err(`\r${bar(share)}${count} trades, back to ${trade.receivedAt.slice(0, 10)} `);
    }
    yield trade;
  }
  if (io.showsProgress === true && count >= FIRST_SHOWN) io.err(`\r${bar(1)}${count} trades${" ".repeat(24)}\n`);
}

function bar(share: number | undefined): string {
  if (share === undefined) return "";
  const full = Math.round(Math.min(1, share) * WIDTH);
  return `[${"#".repeat(full)}${"-".repeat(WIDTH - full)}] `;
}
