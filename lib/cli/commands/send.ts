import { systemClock } from "../../adapters/local/system-clock.ts";
import type { OrderStatus } from "../../core/execution/order-record.ts";
import { findOrderId } from "../../core/ids.ts";
import { type Trade, tradeOf } from "../../core/trade/trade.ts";
import type { Backend } from "../backend.ts";
import type { CliIo, Command } from "../command.ts";
import { type AlertReply, postToWebhook } from "../post-alert.ts";
import { printJson, printLine, STATUS_TONES, toned } from "../print.ts";
import { alertText } from "./lint.ts";

/** Longer than any order is worked on by default; one with an ORDER_TIMEOUT of its own is waited for that much longer. */
const SPARE_MS = 15_000;
const FAILED: ReadonlySet<OrderStatus> = new Set(["rejected", "expired"]);

/** Posts an alert, as TradingView would, and waits for the end of its orders. */
export const send: Command = {
  options: [{ flags: "--no-wait", summary: "do not wait for the end of the orders" }],
  examples: [
    "whook send demo ETH/USDT buy 100$ x2",
    "whook send --no-wait demo ETH/USDT close",
    "whook send < alert.txt",
  ],
  async run({ io, backend, isJson }, { args, flags }) {
    const text = await alertText(args, io);
    const answer = await postToWebhook(await backend.webhookUrl(), text);
    const isGood = answer.accepted.length > 0 && answer.rejected.length === 0;
    if (!isJson) explain(answer, io);
    if (!flags.has("wait")) {
      if (isJson) printJson(io, answer);
      else if (answer.accepted.length > 0) printLine(io, "what became of it: npx whook trades");
      return isGood ? 0 : 1;
    }
    const ends = await waitForEnds(backend, answer, (trade) => !isJson && printLine(io, endLine(io, trade)));
    if (isJson) printJson(io, { ...answer, orders: ends });
    const isDone = ends.every(({ status, endedAt }) => endedAt !== undefined && !FAILED.has(status));
    return isGood && isDone ? 0 : 1;
  },
};

/** Tells of each order's end as it comes, and gives them all. Ctrl-C ends the program: the orders go on without it. */
async function waitForEnds(
  backend: Backend,
  { accepted }: AlertReply,
  onEnd: (trade: Trade) => unknown,
): Promise<readonly Trade[]> {
  const ledger = await backend.ledger();
  const ends = new Map<string, Trade>();
  const ids = [...new Set(accepted.map(({ orderId }) => orderId))].flatMap((id) => findOrderId(id) ?? []);
  for (;;) {
    const found = await ledger.getOrders(ids.filter((id) => ends.get(id)?.endedAt === undefined));
    for (const record of found) {
      const trade = tradeOf(record);
      const isLate = systemClock.now() > record.receivedAt + record.orderTimeoutMs + record.alertTimeoutMs + SPARE_MS;
      if (trade.endedAt === undefined && !isLate) continue;
      ends.set(record.orderId, trade);
      onEnd(trade);
    }
    if (found.length === 0 || ids.every((id) => ends.has(id))) return ids.flatMap((id) => ends.get(id) ?? []);
    await systemClock.sleep(backend.askEveryMs);
  }
}

function endLine(io: CliIo, trade: Trade): string {
  const { line, status, endedAt, filledContracts, averagePrice, code, reason, orderId, account, symbol } = trade;
  const word = toned(io, STATUS_TONES[status], status.padEnd(9));
  const who = `line ${line}: ${account} ${symbol}`;
  if (endedAt === undefined) return `${word} ${who}, has not ended yet: npx whook order ${orderId}`;
  if (status === "filled") {
    const why = code === "FILLED" || reason === undefined ? "" : `; ${reason}`;
    return `${word} ${who}, ${filledContracts} contracts${averagePrice === undefined ? "" : ` at ${averagePrice}`}${why}`;
  }
  return `${word} ${who}, ${reason ?? ""} (${code ?? ""})`;
}

function explain({ accepted, rejected, warnings }: AlertReply, io: CliIo): void {
  for (const { line, account, symbol, orderId } of accepted) {
    printLine(io, `${toned(io, "good", "accepted")}  line ${line}: ${account} ${symbol}, order ${orderId}`);
  }
  for (const { line, message } of rejected) printLine(io, `${toned(io, "bad", "rejected")}  line ${line}: ${message}`);
  for (const { line, message } of warnings)
    printLine(io, `${toned(io, "warning", "warning")}   line ${line}: ${message}`);
}
