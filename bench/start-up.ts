// Cold starts of both functions as they are deployed, on a stub of Lambda's Runtime API: design section 11.
import { makeStartUpBundles, measureStartUps } from "../test/support/aws/start-up.ts";
import { describeMachine, report } from "./machine.ts";

const ROUNDS = 15;

const bundles = await makeStartUpBundles();
try {
  const started = await measureStartUps(bundles, { rounds: ROUNDS, venue: "binance" });
  const rows = started.map(({ name, medianMs, ratio }) => [
    name,
    `${medianMs.toFixed(0)} ms, ${ratio.toFixed(2)} times`,
  ]);
  process.stdout.write(`start-up, median of ${ROUNDS} processes each\n  ${describeMachine()}\n`);
  report({
    ...Object.fromEntries(rows),
    "webhook bundle": `${Math.round(bytesOf(bundles.webhook.metafile) / 1000)} kB`,
  });
} finally {
  await bundles.remove();
}

function bytesOf({ outputs }: { readonly outputs: Readonly<Record<string, { readonly bytes: number }>> }): number {
  return Object.values(outputs).reduce((sum, { bytes }) => sum + bytes, 0);
}
