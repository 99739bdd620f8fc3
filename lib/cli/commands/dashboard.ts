import { systemClock } from "../../adapters/local/system-clock.ts";
import { findRunning } from "../../runtime/runtime-file.ts";
import type { Command, CommandContext } from "../command.ts";
import { type DashboardOptions, startDashboard } from "../dashboard/start-dashboard.ts";
import { CommandError, UsageError } from "../errors.ts";
import { LocalBackend } from "../local-backend.ts";
import { printJson, printLine } from "../print.ts";

/** Between two looks at the ledger, milliseconds. A stack's is paid for by the look. */
const LOCAL_EVERY_MS = 2_000;
const STACK_EVERY_MS = 15_000;

/** A page to look at, until Ctrl-C. */
export const dashboard: Command = {
  options: [{ flags: "--port <PORT>", summary: "listen on this port (any free one otherwise)" }],
  examples: ["whook dashboard", "whook dashboard --port 8090", "whook dashboard --stack whook"],
  async run(context, { options }) {
    const { io, isJson } = context;
    const port = portOf(options.port);
    const started = await startDashboard({ ...optionsOf(context), port, clock: systemClock }).catch(
      (error: unknown) => {
        const isTaken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
        throw isTaken
          ? new CommandError(`port ${port} is in use: choose another with --port`, { cause: error })
          : error;
      },
    );
    if (isJson) printJson(io, { url: started.address });
    else {
      printLine(io, `Open this in your browser, once: ${started.address}`);
      printLine(io, "Ctrl-C stops.");
    }
    await io.untilStopped();
    await started.stop();
    return 0;
  },
};

function optionsOf({ env, backend }: CommandContext): Omit<DashboardOptions, "port" | "clock"> {
  if (env.stack !== undefined)
    return {
      source: `Stack ${env.stack}`,
      openBackend: () => backend,
      isLive: async () => true,
      everyMs: STACK_EVERY_MS,
    };
  return {
    source: `This machine, ${env.dataDir}`,
    openBackend: () => new LocalBackend(env),
    // Without a running whook the data stands still, and is left alone.
    isLive: async () => (await findRunning(env.dataDir)) !== undefined,
    everyMs: LOCAL_EVERY_MS,
  };
}

function portOf(text: string | undefined): number {
  if (text === undefined) return 0;
  const port = /^\d{1,5}$/.test(text) ? Number.parseInt(text, 10) : Number.NaN;
  if (!(port <= 65_535)) throw new UsageError(`--port "${text}": write a port number from 0 to 65535`);
  return port;
}
