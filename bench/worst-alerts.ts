// What the worst texts take that an alert may hold, 64 KiB of them (docs/design.md#the-alert-grammar): read by the parser; accepted by
// the webhook's use case, where stores keep nothing; and answered by the whole of the webhook at home, with its data file.
import { createHash } from "node:crypto";
import { monotonicFactory } from "ulid";
import { systemClock } from "../lib/adapters/local/system-clock.ts";
import { acceptAlert } from "../lib/app/accept-alert.ts";
import { ALERT_WINDOWS, MAX_ALERT_BYTES } from "../lib/config/limits.ts";
import { parseAlert } from "../lib/core/alert/parse-alert.ts";
import type { NewAlert } from "../lib/ports/alert-store.ts";
import { createWebhookServer } from "../lib/runtime/webhook-server.ts";
import { MemoryLedger } from "../test/support/memory-ledger.ts";
import { RecordingTelemetry } from "../test/support/recording-telemetry.ts";
import { openSqliteFolder } from "../test/support/sqlite-folder.ts";
import { WORST_TEXTS } from "../test/support/worst-texts.ts";
import { readNothing } from "./bench-words.ts";
import { describeMachine, percentile, report } from "./machine.ts";

readNothing("how long the worst alerts take to read, to accept and to store");
const RUNS = 15;
const ACCOUNT = {
  id: "myA",
  exchange: "paper",
  settle: "USDT",
  marginMode: "isolated",
  orderTimeoutMs: 40_000,
  alertTimeoutMs: 180_000,
  maxAlertAgeMs: 180_000,
} as const;
const WEBHOOK = {
  accounts: { listAccounts: async () => [ACCOUNT], findAccount: async () => ACCOUNT },
  telemetry: new RecordingTelemetry(),
  newUlid: monotonicFactory(),
  hash: (text: string) => createHash("sha256").update(text).digest("hex"),
  windows: ALERT_WINDOWS,
};

process.stdout.write(`64 KiB of the worst alerts, processor time, median of ${RUNS} runs\n  ${describeMachine()}\n`);
for (const [name, make] of Object.entries(WORST_TEXTS)) {
  const text = make(MAX_ALERT_BYTES);
  const read = await median(async () => parseAlert(text, [ACCOUNT]));
  const accepted = await median(() => acceptAlert({ ...WEBHOOK, ...keepNothing(), clock: systemClock }, text));
  report({ [name]: `read ${read} ms, accepted ${accepted} ms, answered at home ${await answeredAtHome(text)} ms` });
}

/** Stores that say yes. */
function keepNothing() {
  const storeAlert = async ({ orders }: NewAlert) => orders.map(({ record }) => record);
  return { ledger: new MemoryLedger(), alertStore: { storeAlert } };
}

async function answeredAtHome(text: string): Promise<string> {
  const folder = await openSqliteFolder();
  const { data, clock } = folder;
  const server = createWebhookServer({
    ...data,
    ...WEBHOOK,
    clock,
    isToken: () => true,
    maxAlertBytes: MAX_ALERT_BYTES,
  });
  try {
    return await median(async () => {
      clock.advance(1_000);
      const sent = { method: "POST", url: "/whook/token", payload: text } as const;
      const { statusCode } = await server.inject({ ...sent, headers: { "content-type": "text/plain" } });
      if (statusCode !== 200 && statusCode !== 400) throw new Error(`it was answered ${statusCode}`);
    });
  } finally {
    await server.close();
    await folder.close();
  }
}

async function median(work: () => Promise<unknown>): Promise<string> {
  const took: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const before = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(before);
    took.push((user + system) / 1_000);
  }
  return percentile(took, 0.5).toFixed(0);
}
