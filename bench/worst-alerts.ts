// What the worst texts take that an alert may hold: 64 KiB of them read, and taken by the webhook with its ledger in memory
// (docs/design.md#the-alert-grammar).
import { MAX_ALERT_BYTES } from "../lib/config/limits.ts";
import { parseAlert } from "../lib/core/alert/parse-alert.ts";
import { World } from "../test/simulation/world.ts";
import { WORST_TEXTS } from "../test/support/worst-texts.ts";
import { readNothing } from "./bench-words.ts";
import { describeMachine, percentile, report } from "./machine.ts";

readNothing("how long the worst alerts take to read");
const RUNS = 15;
const ACCOUNTS = [{ id: "myA", exchange: "paper", settle: "USDT" }];

process.stdout.write(`64 KiB of the worst alerts, processor time, median of ${RUNS} runs\n  ${describeMachine()}\n`);
for (const [name, make] of Object.entries(WORST_TEXTS)) {
  const text = make(MAX_ALERT_BYTES);
  const read = await median(async () => parseAlert(text, ACCOUNTS));
  const taken = await median(async () => new World().post(text.replaceAll("myA", "bob")));
  report({ [name]: `read in ${read} ms, taken in ${taken} ms` });
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
