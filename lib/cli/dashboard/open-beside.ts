import { readDashboardEnv } from "../../config/dashboard-env.ts";
import type { CommandContext } from "../command.ts";
import { messageOf } from "../errors.ts";
import { printLine } from "../print.ts";
import { startDashboardThread } from "./dashboard-thread.ts";
import { reachOf } from "./reach-of.ts";

/** Opens the page to look at, beside the orders, and says where: whatever becomes of it, they go on. @returns how to end it. */
export async function openDashboardBeside(
  { io, env }: Pick<CommandContext, "io" | "env">,
  { isJson }: { readonly isJson: boolean },
): Promise<() => Promise<void>> {
  const sayNone = (why: string) => io.err(`warning   the dashboard does not run: ${why}\n`);
  try {
    const { port, ...wanted } = readDashboardEnv(io.env, env.port);
    if (port === "off") return async () => undefined;
    const reach = await reachOf(wanted, env.dataDir);
    const { zone: _zone, ...plain } = env;
    const { address: url, stop } = await startDashboardThread({ env: plain, port, reach }, sayNone);
    const told = `dashboard ${url}\n          open it once, in a browser on this machine; a phone: docs/dashboard.md`;
    printLine(io, isJson ? JSON.stringify({ kind: "dashboard", url }) : told);
    return stop;
  } catch (error) {
    sayNone(messageOf(error));
    return async () => undefined;
  }
}
