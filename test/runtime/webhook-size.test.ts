// The webhook's door with the data file behind it: what a text costs grows with its size, whatever the text.
import { expect, test } from "vitest";
import { MAX_ALERT_BYTES } from "../../lib/config/limits.ts";
import { growsEvenly } from "../support/grows-evenly.ts";
import { openWebhookAtHome } from "../support/webhook-at-home.ts";
import { WORST_TEXTS } from "../support/worst-texts.ts";

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
    const webhook = await openWebhookAtHome();
    const answered = async (bytes: number) => {
      const text = make(bytes - 64);
      webhook.clock.advance(1_000);
      const before = process.cpuUsage();
      const { statusCode } = await webhook.post(text);
      const { user, system } = process.cpuUsage(before);
      expect([200, 400]).toContain(statusCode);
      return (user + system) / 1_000;
    };
    try {
      expect(await growsEvenly(MAX_ALERT_BYTES, answered)).toBe(true);
    } finally {
      await webhook.close();
    }
  },
);
