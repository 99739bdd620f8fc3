import { type DashboardEnv, isLoopback } from "../../config/dashboard-env.ts";
import { UsageError } from "../errors.ts";
import type { Reach } from "./caller-of.ts";
import { keepPassword } from "./keep-password.ts";

/** How the dashboard is reached, its password hashed. @throws UsageError when a network could, and there is no password. */
export async function reachOf(
  { host, names, password }: Pick<DashboardEnv, "host" | "names" | "password">,
  dataDir: string,
): Promise<Reach> {
  const kept = await keepPassword(dataDir, password);
  if (kept === undefined && !(isLoopback(host) && names.length === 0))
    throw new UsageError(
      "the dashboard can be reached from elsewhere only with a password: set WHOOK_DASHBOARD_PASSWORD once, it is kept hashed",
    );
  return { host, names, ...(kept === undefined ? {} : { password: kept }) };
}
