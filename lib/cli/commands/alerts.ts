import { systemClock } from "../../adapters/local/system-clock.ts";
import { defined } from "../../core/defined.ts";
import type { AlertRecord, Ledger } from "../../ports/ledger.ts";
import type { Command } from "../command.ts";
import { UsageError } from "../errors.ts";
import type { Column } from "../fit-table.ts";
import { printJson, printLine, printTable, toned } from "../print.ts";
import { idColumn, timeColumn } from "../short-forms.ts";
import { parseInstant } from "../time-argument.ts";

const DEFAULT_LIMIT = 50;

/** Every alert as it came, and what was refused of it. */
export const alerts: Command = {
  options: [
    { flags: "--refused", summary: "only alerts with a line that was refused" },
    { flags: "--since <TIME>", summary: "received at or after: 24h, 7d, 2026-11-24, ISO time" },
    { flags: "--limit <N>", summary: `at most N alerts (${DEFAULT_LIMIT})` },
  ],
  examples: ["whook alerts", "whook alerts --refused --since 7d", "whook alerts --json"],
  async run({ io, backend, isJson, zone }, { options, flags }) {
    const filter = {
      ...defined({ since: parseInstant("--since", options.since, { now: systemClock.now(), zone }) }),
      ...(flags.has("refused") ? { refused: true as const } : {}),
    };
    const found = await newest(await backend.ledger(), filter, limitOf(options.limit));
    if (isJson) printJson(io, found.map(withIsoTime));
    else if (found.length === 0) printLine(io, Object.keys(filter).length === 0 ? "no alerts yet" : "no such alert");
    else {
      const columns: readonly Column[] = [
        timeColumn("received", zone),
        idColumn("alert id"),
        { title: "good", align: "right", drop: 2 },
        { title: "refused", align: "right", drop: 3 },
        { title: "text, or why it was refused", drop: 4, isCut: true },
      ];
      const rows = found.map((alert) => [
        zone.write(alert.receivedAt),
        alert.alertId,
        String(alert.accepted.length),
        refusedOf(alert) === 0 ? "0" : toned(io, "bad", String(refusedOf(alert))),
        summaryOf(alert),
      ]);
      printTable(io, columns, rows);
    }
    return 0;
  },
};

async function newest(
  ledger: Ledger,
  filter: Parameters<Ledger["listAlerts"]>[0],
  limit: number,
): Promise<readonly AlertRecord[]> {
  const found: AlertRecord[] = [];
  let page = await ledger.listAlerts({ ...filter, limit });
  found.push(...page.alerts);
  while (page.cursor !== undefined && found.length < limit) {
    page = await ledger.listAlerts({ ...filter, limit: limit - found.length, cursor: page.cursor });
    found.push(...page.alerts);
  }
  return found;
}

function withIsoTime(alert: AlertRecord) {
  return { ...alert, receivedAt: new Date(alert.receivedAt).toISOString() };
}

function refusedOf({ rejected, unlisted = 0 }: AlertRecord): number {
  return rejected.length + unlisted;
}

/** One line of it: what was refused matters more than what went well. */
function summaryOf({ text, rejected }: AlertRecord): string {
  const [first] = rejected;
  return first === undefined ? text.trim().replace(/\s*\n\s*/g, " / ") : `line ${first.line}: ${first.message}`;
}

function limitOf(text: string | undefined): number {
  if (text === undefined) return DEFAULT_LIMIT;
  if (!/^[1-9]\d{0,4}$/.test(text)) throw new UsageError(`--limit "${text}": write a whole number above 0`);
  return Number.parseInt(text, 10);
}
