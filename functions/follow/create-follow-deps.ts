import { systemClock as clock } from "../../lib/adapters/local/system-clock.ts";
import { createParameterReader } from "../../lib/adapters/parameters/parameter-reader.ts";
import { WebhookSettings } from "../../lib/adapters/parameters/webhook-settings.ts";
import type { FollowOrdersDeps } from "../../lib/app/follow-orders.ts";
import type { FunctionEnv } from "../../lib/config/function-env.ts";
import { FOLLOW_LIMITS } from "../../lib/config/limits.ts";
import type { Telemetry } from "../../lib/ports/telemetry.ts";
import { createWorkerDeps } from "../worker/create-worker-deps.ts";

/** What the follower's use case needs: the worker's own parts, and the list of accounts. */
export function createFollowDeps(
  env: FunctionEnv,
  telemetry: Telemetry,
): { readonly deps: FollowOrdersDeps; settle(): Promise<void> } {
  const { deps, settle } = createWorkerDeps(env, telemetry);
  const read = createParameterReader("worker");
  const settings = new WebhookSettings({ read, prefix: env.prefix, clock, telemetry });
  const accounts = {
    listAccounts: () => settings.listAccounts(),
    findAccount: (id: string) => deps.accounts.findAccount(id),
  };
  return { deps: { ...deps, accounts, followLimits: FOLLOW_LIMITS }, settle };
}
