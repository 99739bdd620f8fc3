import type { OrderRecord } from "../../core/execution/order-record.ts";
import { alertId, findOrderId, isoTime } from "../../core/ids.ts";
import { tellStory } from "../../core/trade/tell-story.ts";
import { tradeOf } from "../../core/trade/trade.ts";
import type { AlertRecord, Ledger } from "../../ports/ledger.ts";
import type { CliIo, Command } from "../command.ts";
import { NEVER_STORED } from "../dashboard/alerts-of.ts";
import { CommandError, UsageError } from "../errors.ts";
import { printJson, printLine, toned } from "../print.ts";

/** The whole story of one order, or of an alert's orders. */
export const order: Command = {
  options: [],
  examples: ["whook order 01kb3s9m2q7v8x4n6t0c5e1r2y000", "whook order --json 01kb3s9m2q7v8x4n6t0c5e1r2y000"],
  async run({ io, backend, isJson }, { args }) {
    const id = args[0] ?? "";
    const found = await find(id, await backend.ledger());
    if (isJson) {
      const stories = found.orders.map((record) => ({
        ...tradeOf(record),
        plan: record.state.work?.plan,
        events: record.events,
      }));
      printJson(io, found.alert === undefined ? stories[0] : { ...found.alert, orders: stories });
    } else {
      if (found.alert !== undefined) printAlert(found.alert, found.orders, io);
      for (const record of found.orders) printStory(record, io);
    }
    return 0;
  },
};

interface Found {
  readonly alert?: AlertRecord;
  readonly orders: readonly OrderRecord[];
}

async function find(id: string, ledger: Ledger): Promise<Found> {
  const orderId = findOrderId(id);
  if (orderId !== undefined) {
    const record = await ledger.getOrder(orderId);
    if (record === undefined) throw new CommandError(`there is no order ${id}: whook trades lists those there are`);
    return { orders: [record] };
  }
  const alert = await findAlert(id, ledger);
  if (alert === undefined) throw new CommandError(`there is no alert ${id}: whook trades lists the orders there are`);
  const orders = await Promise.all(alert.accepted.map((line) => ledger.getOrder(line.orderId)));
  return { alert, orders: orders.filter((record) => record !== undefined) };
}

function findAlert(id: string, ledger: Ledger): Promise<AlertRecord | undefined> {
  try {
    return ledger.getAlert(alertId(id.trim()));
  } catch {
    throw new UsageError(`"${id}" is neither the id of an order (29 letters and digits) nor of an alert (26)`);
  }
}

function printAlert(alert: AlertRecord, orders: readonly OrderRecord[], io: CliIo): void {
  printLine(io, `alert ${alert.alertId}, received ${isoTime(alert.receivedAt)}`);
  const stored = new Set(orders.map(({ orderId }) => orderId));
  for (const { line, orderId } of alert.accepted)
    if (!stored.has(orderId)) printLine(io, `${toned(io, "bad", "missing")}   line ${line}: ${NEVER_STORED}`);
  for (const { line, message } of alert.rejected)
    printLine(io, `${toned(io, "bad", "rejected")}  line ${line}: ${message}`);
  if (alert.unlisted !== undefined)
    printLine(io, `${toned(io, "bad", "rejected")}  ${alert.unlisted} more lines, of which only the count was kept`);
  for (const { line, message } of alert.warnings)
    printLine(io, `${toned(io, "warning", "warning")}   line ${line}: ${message}`);
  printLine(io, "");
}

function printStory(record: OrderRecord, io: CliIo): void {
  printLine(
    io,
    `order ${record.orderId}: ${record.account} ${record.symbol} ${record.order.command}, ${record.state.status}`,
  );
  for (const { at, after, text } of tellStory(record)) {
    printLine(io, `${toned(io, "quiet", `${isoTime(at)} ${after.padStart(11)}`)}  ${text}`);
  }
  printLine(io, "");
}
