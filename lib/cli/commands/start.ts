import { flushCompileCache } from "node:module";
import { systemClock } from "../../adapters/local/system-clock.ts";
import { describeStart } from "../../runtime/describe-start.ts";
import { type RuntimeOptions, startRuntime } from "../../runtime/start-runtime.ts";
import type { Command, CommandContext } from "../command.ts";
import { CommandError, messageOf, UsageError } from "../errors.ts";
import { liveLine } from "../live-line.ts";
import { PlainTelemetry } from "../plain-telemetry.ts";
import { printLine } from "../print.ts";

/** whook on this machine, in the foreground. */
export const start: Command = {
  options: [],
  examples: [
    "whook start             takes alerts until Ctrl-C",
    "whook start --json      a line of JSON for each event (or WHOOK_LOG=json)",
  ],
  async run(context) {
    const { io, env, zone } = context;
    if (env.stack !== undefined) throw new UsageError("start is for this machine: leave --stack out");
    const isJson = context.isJson || env.log === "json";
    // Nobody who reads its lines, and goes, ends what trades.
    io.survivesUnread?.();
    const runtime = await startRuntime({ ...env, ...(await tellers(context, isJson)) }).catch((error: unknown) => {
      throw new CommandError(messageOf(error), { cause: error });
    });
    const { url, token, warnings, priceSource, resumed } = runtime;
    const started = { kind: "start", webhook: `${url}/whook/${token}`, warnings, priceSource, resumed };
    printLine(io, isJson ? JSON.stringify(started) : describeStart(runtime, { ...env, zone }));
    // From here on a signal lets running orders end: the dashboard may take its time to open.
    const stopped = io.untilStopped();
    const { openDashboardBeside } = await import("../dashboard/open-beside.ts");
    const closeDashboard = await openDashboardBeside(context, { isJson });
    // It may run for weeks, and end without a word.
    flushCompileCache();
    await stopped;
    io.err("stopping: running orders end first, press Ctrl-C again not to wait\n");
    await runtime.stop();
    await closeDashboard();
    return 0;
  },
};

/** Who hears of events, and of what goes wrong beside them. */
async function tellers(
  { io, zone }: CommandContext,
  isJson: boolean,
): Promise<Pick<RuntimeOptions, "clock" | "telemetry" | "onEvent">> {
  const clock = systemClock;
  const print = gathered((lines) => printLine(io, lines));
  if (isJson) {
    const { createPinoTelemetry } = await import("../../adapters/local/pino-telemetry.ts");
    return { clock, telemetry: createPinoTelemetry(), onEvent: (event) => print(JSON.stringify(event)) };
  }
  return {
    clock,
    telemetry: new PlainTelemetry(io, { clock, zone }),
    onEvent: (event) => {
      const line = liveLine(io, zone, event);
      if (line !== undefined) print(line);
    },
  };
}

/** Lines of one turn of the event loop are written at once: of a burst they are hundreds, and each writing costs as much. */
function gathered(print: (lines: string) => void): (line: string) => void {
  let waiting: string[] = [];
  return (line) => {
    if (waiting.push(line) > 1) return;
    setImmediate(() => {
      const lines = waiting;
      waiting = [];
      print(lines.join("\n"));
    });
  };
}
