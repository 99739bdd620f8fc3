// The webhook's door with the data file behind it: what a text costs grows with its size, whatever the text.
import { createHash } from "node:crypto";
import { monotonicFactory } from "ulid";
import { expect, test } from "vitest";
import { ALERT_WINDOWS, MAX_ALERT_BYTES } from "../../lib/config/limits.ts";
import { createWebhookServer } from "../../lib/runtime/webhook-server.ts";
import { growsEvenly } from "../support/grows-evenly.ts";
import { RecordingTelemetry } from "../support/recording-telemetry.ts";
import { openSqliteFolder } from "../support/sqlite-folder.ts";
import { WORST_TEXTS } from "../support/worst-texts.ts";

const ACCOUNT = {
  id: "myA",
  exchange: "paper",
  settle: "USDT",
  marginMode: "isolated",
  orderTimeoutMs: 40_000,
  alertTimeoutMs: 180_000,
  maxAlertAgeMs: 180_000,
} as const;

/** JSON around a text is taken off first. */
const BODIES: Readonly<Record<string, (bytes: number) => string>> = {
  ...WORST_TEXTS,
  "JSON of escapes": (bytes) => `{"message":"${"\\n".repeat(Math.floor(bytes / 2))}"}`,
  "JSON of many names": (bytes) => `{${'"a":1,'.repeat(Math.floor(bytes / 6))}"message":"myA AUSDT close"}`,
  "JSON that is none": (bytes) => "[".repeat(bytes),
};

test.each(Object.entries(BODIES))(
  "S5: 64 KiB of %s cost the webhook at most 2.5 times what 32 do",
  async (_what, make) => {
    const under = await openSqliteFolder();
    const server = createWebhookServer({
      ...under.data,
      clock: under.clock,
      telemetry: new RecordingTelemetry(),
      accounts: { listAccounts: async () => [ACCOUNT], findAccount: async () => ACCOUNT },
      newUlid: monotonicFactory(),
      hash: (text) => createHash("sha256").update(text).digest("hex"),
      windows: ALERT_WINDOWS,
      isToken: () => true,
      maxAlertBytes: MAX_ALERT_BYTES,
    });
    const answered = async (bytes: number) => {
      const payload = make(bytes - 64);
      const headers = { "content-type": "text/plain" };
      under.clock.advance(1_000);
      const before = process.cpuUsage();
      const { statusCode } = await server.inject({ method: "POST", url: "/whook/token", payload, headers });
      const { user, system } = process.cpuUsage(before);
      expect([200, 400]).toContain(statusCode);
      return (user + system) / 1_000;
    };
    try {
      expect(await growsEvenly(MAX_ALERT_BYTES, answered)).toBe(true);
    } finally {
      await under.close();
    }
  },
);
