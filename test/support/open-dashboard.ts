import { onTestFinished } from "vitest";
import { systemClock } from "../../lib/adapters/local/system-clock.ts";
import { type DashboardOptions, startDashboard } from "../../lib/cli/dashboard/start-dashboard.ts";

/** A dashboard over these data on a free port, stopped when the test is over. @returns its address. */
export async function openDashboard(
  backend: ReturnType<DashboardOptions["openBackend"]>,
  more: Pick<DashboardOptions, "reach"> & Partial<Pick<DashboardOptions, "isLive">> = {},
): Promise<string> {
  const { address, stop } = await startDashboard({
    port: 0,
    source: "a test",
    openBackend: () => backend,
    isLive: async () => false,
    everyMs: 20,
    clock: systemClock,
    ...more,
  });
  onTestFinished(stop);
  return address;
}
