// The webhook of one paper account, its data file in a folder of its own.
import { createHash } from "node:crypto";
import { monotonicFactory } from "ulid";
import { ALERT_WINDOWS, MAX_ALERT_BYTES } from "../../lib/config/limits.ts";
import { createWebhookServer } from "../../lib/runtime/webhook-server.ts";
import { RecordingTelemetry } from "./recording-telemetry.ts";
import { openSqliteFolder } from "./sqlite-folder.ts";

export const WEBHOOK_ACCOUNT = {
  id: "myA",
  exchange: "paper",
  settle: "USDT",
  marginMode: "isolated",
  orderTimeoutMs: 40_000,
  alertTimeoutMs: 180_000,
  maxAlertAgeMs: 180_000,
} as const;

/** What accepting an alert needs but for its stores and its clock. */
export function webhookDeps() {
  return {
    accounts: { listAccounts: async () => [WEBHOOK_ACCOUNT], findAccount: async () => WEBHOOK_ACCOUNT },
    telemetry: new RecordingTelemetry(),
    newUlid: monotonicFactory(),
    hash: (text: string) => createHash("sha256").update(text).digest("hex"),
    windows: ALERT_WINDOWS,
  };
}

export async function openWebhookAtHome() {
  const folder = await openSqliteFolder();
  const { data, clock } = folder;
  const server = createWebhookServer({
    ...data,
    ...webhookDeps(),
    clock,
    isToken: () => true,
    maxAlertBytes: MAX_ALERT_BYTES,
  });
  return {
    clock,
    /** One request of plain text. */
    post: (payload: string) =>
      server.inject({ method: "POST", url: "/whook/token", payload, headers: { "content-type": "text/plain" } }),
    close: async () => {
      await server.close();
      await folder.close();
    },
  };
}
