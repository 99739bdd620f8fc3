// What the worst texts take that an alert may hold, 64 KiB of them (docs/design.md#the-alert-grammar): read by the parser; accepted by
// the webhook's use case, where stores keep nothing; and answered by the whole of the webhook at home, with its data file.
import { systemClock } from "../lib/adapters/local/system-clock.ts";
import { acceptAlert } from "../lib/app/accept-alert.ts";
import { MAX_ALERT_BYTES } from "../lib/config/limits.ts";
import { parseAlert } from "../lib/core/alert/parse-alert.ts";
import type { NewAlert } from "../lib/ports/alert-store.ts";
import { MemoryLedger } from "../test/support/memory-ledger.ts";
import { openWebhookAtHome, WEBHOOK_ACCOUNT, webhookDeps } from "../test/support/webhook-at-home.ts";
import { WORST_TEXTS } from "../test/support/worst-texts.ts";
import { readNothing } from "./bench-words.ts";
import { describeMachine, percentile, report } from "./machine.ts";

readNothing("how long the worst alerts take to read, to accept and to store");
const RUNS = 15;

process.stdout.write(`64 KiB of the worst alerts, processor time, median of ${RUNS} runs\n  ${describeMachine()}\n`);
for (const [name, make] of Object.entries(WORST_TEXTS)) {
  const text = make(MAX_ALERT_BYTES);
  const read = await median(async () => parseAlert(text, [WEBHOOK_ACCOUNT]));
  const accepted = await median(() => acceptAlert({ ...webhookDeps(), ...keepNothing(), clock: systemClock }, text));
  report({ [name]: `read ${read} ms, accepted ${accepted} ms, answered at home ${await answeredAtHome(text)} ms` });
}

/** Stores that say yes. */
function keepNothing() {
  const storeAlert = async ({ orders }: NewAlert) => orders.map(({ record }) => record);
  return { ledger: new MemoryLedger(), alertStore: { storeAlert } };
}

async function answeredAtHome(text: string): Promise<string> {
  const webhook = await openWebhookAtHome();
  try {
    return await median(async () => {
      webhook.clock.advance(1_000);
      const { statusCode } = await webhook.post(text);
      if (statusCode !== 200 && statusCode !== 400) throw new Error(`it was answered ${statusCode}`);
    });
  } finally {
    await webhook.close();
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
