import { EGRESSES, type Egress } from "../../config/aws-names.ts";
import { NOTIFIER_MEMORY_MB, WEBHOOK_MEMORY_MB, WORKER_MEMORY_MB } from "../../config/limits.ts";
import { estimateCost } from "../../core/cost/estimate-cost.ts";
import { EGRESS_USD, PRICES_OF } from "../../core/cost/price-list.ts";
import { STANDING, USAGE } from "../../core/cost/usage.ts";
import type { Command } from "../command.ts";
import { UsageError } from "../errors.ts";
import { printJson, printLine, printTable } from "../print.ts";

/** Most orders fill at the first attempt. */
const ATTEMPTS = 1.3;
const MONTHS = 12;

/** What a stack on AWS would cost. */
export const cost: Command = {
  options: [
    { flags: "--alerts <N>", summary: "alerts a month, 1000 if not given" },
    { flags: "--egress <KIND>", summary: "none if not given", choices: EGRESSES },
  ],
  examples: ["whook cost --alerts 1000", "whook cost --alerts 100000 --egress fck-nat --json"],
  async run({ io, isJson }, { options }) {
    const alerts = alertsOf(options.alerts ?? "1000");
    const egress = EGRESSES.find((kind) => kind === options.egress) ?? "none";
    const memory = { webhookMb: WEBHOOK_MEMORY_MB, workerMb: WORKER_MEMORY_MB, notifierMb: NOTIFIER_MEMORY_MB };
    const input = { alerts, attempts: ATTEMPTS, months: MONTHS, egress, ...memory };
    const estimate = estimateCost(input);
    if (isJson) {
      printJson(io, { ...input, prices: PRICES_OF, usage: USAGE, standing: STANDING, ...estimate });
      return 0;
    }
    const columns = [
      { title: "service" },
      { title: "what" },
      { title: "quantity", align: "right" as const },
      { title: "USD", align: "right" as const },
      { title: "of it free", align: "right" as const },
    ];
    const rows = estimate.items.map(({ service, what, quantity, usd, freeUsd }) => [
      service,
      what,
      quantity >= 100 ? String(Math.round(quantity)) : quantity.toFixed(2),
      dollars(usd),
      dollars(freeUsd),
    ]);
    printTable(io, columns, [...rows, ["total", "", "", dollars(estimate.usd), dollars(estimate.freeUsd)]]);
    printLine(io, `\nto pay: ${dollars(estimate.dueUsd)} USD a month for ${alerts} alerts, egress ${egress}`);
    printLine(
      io,
      `list prices of ${PRICES_OF.region}, ${PRICES_OF.date}, without tax; the free tier is shared with all else in the AWS account`,
    );
    printLine(
      io,
      `counted with ${ATTEMPTS} attempts an order and ${MONTHS} months of history; measured: the webhook ${USAGE.webhookMs.cold} ms from a cold start, ${USAGE.webhookMs.warm} ms warm, the worker ${USAGE.workerMs.cold} and ${USAGE.workerMs.warm} ms, the follower ${STANDING.followMs} ms, the notifier ${USAGE.notifierMs} ms`,
    );
    printLine(
      io,
      `a fixed address: ${EGRESSES.map((kind) => `${kind} ${dollars(egressUsd(kind))}`).join(", ")} USD a month`,
    );
    return 0;
  },
};

function alertsOf(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new UsageError(`--alerts "${text}": write how many alerts a month, like 1000`);
  return Number.parseInt(text, 10);
}

function egressUsd(kind: Egress): number {
  return EGRESS_USD[kind];
}

function dollars(usd: number): string {
  return usd.toFixed(2);
}
