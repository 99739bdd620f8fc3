// A simulator as a program: node test/venues/serve.ts VENUE [--port N]. Prints its URL and keys; Ctrl-C stops it.
import { parseArgs } from "node:util";
import { SIMULATORS } from "./simulators.ts";

const { values, positionals } = parseArgs({
  options: { port: { type: "string", default: "0" } },
  allowPositionals: true,
});
const profile = SIMULATORS.find(({ names }) => names.includes(positionals[0] ?? "binance"));
if (profile === undefined) throw new Error(`no such venue; there are ${SIMULATORS.flatMap(({ names }) => names)}`);
const simulator = await profile.start({ port: Number(values.port) });
process.stdout.write(`${JSON.stringify({ url: simulator.url, ...profile.keys })}\n`);
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    void simulator.stop();
  });
}
