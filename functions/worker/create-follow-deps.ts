import { systemClock as clock } from "../../lib/adapters/local/system-clock.ts";
import { createParameterReader } from "../../lib/adapters/parameters/parameter-reader.ts";
import { WebhookSettings } from "../../lib/adapters/parameters/webhook-settings.ts";
import { EquityKeeper } from "../../lib/app/equity-keeper.ts";
import type { RunFollowerDeps } from "../../lib/app/run-follower.ts";
import type { FunctionEnv } from "../../lib/config/function-env.ts";
import { AWS_FOLLOW_LIMITS, EQUITY_EVERY_MS } from "../../lib/config/limits.ts";
import type { Telemetry } from "../../lib/ports/telemetry.ts";
import type { WorkerParts } from "./create-worker-deps.ts";

/** What following orders needs: the worker's own parts, and the list of accounts. */
export function createFollowDeps(
  { prefix }: FunctionEnv,
  { deps }: WorkerParts,
  telemetry: Telemetry,
): RunFollowerDeps {
  const settings = new WebhookSettings({ read: createParameterReader("worker"), prefix, clock, telemetry });
  const accounts = {
    listAccounts: () => settings.listAccounts(),
    findAccount: (id: string) => deps.accounts.findAccount(id),
  };
  const keeper = new EquityKeeper({ ...deps, accounts, everyMs: EQUITY_EVERY_MS });
  const keepEquity = (signal: AbortSignal) => keeper.keep(signal);
  return { ...deps, accounts, followLimits: AWS_FOLLOW_LIMITS, keepEquity };
}
