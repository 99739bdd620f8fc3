import type { OrderRecord } from "../../core/execution/order-record.ts";
import type { TimeZone } from "../../core/time-zone.ts";
import { tellStory } from "../../core/trade/tell-story.ts";
import { tradeOf } from "../../core/trade/trade.ts";
import type { AlertRecord } from "../../ports/ledger.ts";
import type { CliIo, Command } from "../command.ts";
import { NEVER_STORED } from "../dashboard/alerts-of.ts";
import { findOrders } from "../find-orders.ts";
import { printJson, printLine, toned } from "../print.ts";

/** The whole story of one order, or of an alert's orders. */
export const order: Command = {
  options: [],
  examples: [
    "whook order 01kb3s9m2q7v8x4n6t0c5e1r2y000",
    "whook order 01kb3s9m2q7v8x          the beginning of an id, as tables show it",
    "whook order --json 01kb3s9m2q7v8x4n6t0c5e1r2y000",
  ],
  async run({ io, backend, isJson, zone }, { args }) {
    const found = await findOrders(args[0] ?? "", () => backend.ledger());
    if (isJson) {
      const stories = found.orders.map((record) => ({
        ...tradeOf(record),
        plan: record.state.work?.plan,
        events: record.events,
      }));
      printJson(io, found.alert === undefined ? stories[0] : { ...found.alert, orders: stories });
    } else {
      if (found.alert !== undefined) printAlert(found.alert, found.orders, { io, zone });
      for (const record of found.orders) printStory(record, { io, zone });
    }
    return 0;
  },
};

interface Shown {
  readonly io: CliIo;
  readonly zone: TimeZone;
}

function printAlert(alert: AlertRecord, orders: readonly OrderRecord[], { io, zone }: Shown): void {
  printLine(io, `alert ${alert.alertId}, received ${zone.write(alert.receivedAt)} ${zone.name}`);
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

function printStory(record: OrderRecord, { io, zone }: Shown): void {
  printLine(
    io,
    `order ${record.orderId}: ${record.account} ${record.symbol} ${record.order.command}, ${record.state.status}; times in ${zone.name}`,
  );
  for (const { at, after, text } of tellStory(record)) {
    printLine(io, `${toned(io, "quiet", `${zone.write(at)} ${after.padStart(11)}`)}  ${text}`);
  }
  printLine(io, "");
}
