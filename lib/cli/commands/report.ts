import { writeFile } from "node:fs/promises";
import { version } from "node:process";
import type { OrderRecord } from "../../core/execution/order-record.ts";
import { hideSecrets } from "../../core/hide-secrets.ts";
import { isoTime } from "../../core/ids.ts";
import { tellStory } from "../../core/trade/tell-story.ts";
import { tradeOf } from "../../core/trade/trade.ts";
import type { Command } from "../command.ts";
import { CommandError } from "../errors.ts";
import { findOrders } from "../find-orders.ts";
import { printLine } from "../print.ts";

/** One order, its story and what the exchange answered, in one file for a bug report. */
export const report: Command = {
  options: [{ flags: "--output <FILE>", summary: "where to write it" }],
  examples: [
    "whook report 01kb3s9m2q7v8x4n6t0c5e1r2y000",
    "whook report 01kb3s9m2q7v8x          the beginning of an id, as tables show it",
    "whook report --json 01kb3s9m2q7v8x4n6t0c5e1r2y000          print it instead",
  ],
  async run({ io, backend, isJson }, { args, options }) {
    const { orders } = await findOrders(args[0] ?? "", () => backend.ledger());
    const [record, ...others] = orders;
    if (record === undefined || others.length > 0)
      throw new CommandError(
        `the alert has ${orders.length} orders${named(orders)}: a report is of one, write more of its id`,
      );
    const { orderId } = record;
    const ledger = await backend.ledger();
    const { answers, secrets } = await backend.reportFacts(orderId);
    const facts = {
      madeOn: { node: version, platform: `${process.platform} ${process.arch}` },
      order: tradeOf(record),
      alert: await ledger.getAlert(record.alertId),
      story: tellStory(record).map(({ after, text }) => `${after}  ${text}`),
      record,
      answers:
        answers?.map(({ at, ...answer }) => ({ at: isoTime(at), ...answer })) ?? "a stack on AWS keeps none of them",
    };
    const text = hideSecrets(`${JSON.stringify(facts, null, 2)}\n`, secrets);
    if (isJson) io.out(text);
    else {
      const file = options.output ?? `whook-report-${orderId}.json`;
      await writeFile(file, text, { mode: 0o600 });
      printLine(io, `written to ${file}: the order, its story and ${answers?.length ?? 0} answers of the exchange`);
      printLine(
        io,
        "Keys are taken out of it; sizes, prices and balances are not: look it through before you pass it on.",
      );
    }
    return 0;
  },
};

function named(orders: readonly OrderRecord[]): string {
  return orders.length === 0 ? "" : `, ${orders.map(({ orderId }) => orderId).join(", ")}`;
}
