// The simulator as a program: node test/venues/binance/serve.ts [--port N]. Prints its URL and keys; Ctrl-C stops it.
import { parseArgs } from "node:util";
import { SIMULATED_KEYS, startBinanceSimulator } from "./start-binance-simulator.ts";

const { values } = parseArgs({ options: { port: { type: "string", default: "0" } } });
const simulator = await startBinanceSimulator({ port: Number(values.port) });
process.stdout.write(`${JSON.stringify({ url: simulator.url, ...SIMULATED_KEYS })}\n`);
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    void simulator.stop();
  });
}
