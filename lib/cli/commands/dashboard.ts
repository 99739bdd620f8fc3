import { systemClock } from "../../adapters/local/system-clock.ts";
import { dashboardHost, readDashboardEnv } from "../../config/dashboard-env.ts";
import type { Command, CommandContext } from "../command.ts";
import type { Reach } from "../dashboard/caller-of.ts";
import { localDashboard } from "../dashboard/local-dashboard.ts";
import { reachOf } from "../dashboard/reach-of.ts";
import { type DashboardOptions, startDashboard } from "../dashboard/start-dashboard.ts";
import { CommandError, messageOf, UsageError } from "../errors.ts";
import { printJson, printLine } from "../print.ts";

/** Between two looks at a stack's ledger, milliseconds: each is paid for. */
const STACK_EVERY_MS = 15_000;

/** A page to look at, until Ctrl-C. */
export const dashboard: Command = {
  options: [
    { flags: "--port <PORT>", summary: "listen on this port (any free one otherwise)" },
    { flags: "--host <ADDRESS>", summary: "listen on this address, 0.0.0.0 for all: needs WHOOK_DASHBOARD_PASSWORD" },
  ],
  examples: [
    "whook dashboard",
    "whook dashboard --port 8090",
    "whook dashboard --host 0.0.0.0 --port 8090      for a phone; set WHOOK_DASHBOARD_PASSWORD once",
    "whook dashboard --stack whook",
  ],
  async run(context, { options }) {
    const { io, isJson } = context;
    const port = portOf(options.port);
    // In a wrong folder a page without orders would look like a true one.
    await context.backend.ledger();
    const reach = await reachFor(context, options.host);
    const started = await startDashboard({ ...optionsOf(context), port, reach, clock: systemClock }).catch(
      (error: unknown) => {
        throw listenError(error, { port, host: reach.host });
      },
    );
    if (isJson) printJson(io, { url: started.address });
    else {
      printLine(io, `Open this in your browser, once: ${started.address}`);
      if (reach.password !== undefined) printLine(io, "Any other browser is asked for the password.");
      printLine(io, "Ctrl-C stops.");
    }
    await io.untilStopped();
    await started.stop();
    // AWS's client would go on to ask again what was not answered.
    io.exitSoon?.();
    return 0;
  },
};

async function reachFor({ io, env }: CommandContext, host: string | undefined): Promise<Reach> {
  const read = () => {
    const said = readDashboardEnv(io.env, 0);
    return host === undefined ? said : { ...said, host: dashboardHost("--host", host) };
  };
  let wanted: ReturnType<typeof readDashboardEnv>;
  try {
    wanted = read();
  } catch (error) {
    throw new UsageError(messageOf(error));
  }
  return reachOf(wanted, env.dataDir);
}

function listenError(error: unknown, { port, host }: { readonly port: number; readonly host: string }): unknown {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "EADDRINUSE")
    return new CommandError(`port ${port} is in use: choose another with --port`, { cause: error });
  if (code === "EADDRNOTAVAIL")
    return new CommandError(`${host} is no address of this machine: 0.0.0.0 listens on all it has`, { cause: error });
  return error;
}

function optionsOf({ env, backend }: CommandContext): Omit<DashboardOptions, "port" | "clock"> {
  if (env.stack === undefined) return localDashboard(env);
  return {
    source: `Stack ${env.stack}`,
    openBackend: () => backend,
    isLive: async () => true,
    everyMs: STACK_EVERY_MS,
  };
}

function portOf(text: string | undefined): number {
  if (text === undefined) return 0;
  const port = /^\d{1,5}$/.test(text) ? Number.parseInt(text, 10) : Number.NaN;
  if (!(port <= 65_535)) throw new UsageError(`--port "${text}": write a port number from 0 to 65535`);
  return port;
}
