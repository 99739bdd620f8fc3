import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openChannels } from "../../../lib/adapters/open-channels.ts";
import { parseNotifications } from "../../../lib/config/notifications.ts";
import { unixMs } from "../../../lib/core/ids.ts";
import type { Notification } from "../../../lib/core/notify/notification.ts";
import type { NotificationChannel } from "../../../lib/ports/notification-channel.ts";
import {
  BOT_TOKEN,
  CHAT_ID,
  DISCORD_TOKEN,
  type NotifyServer,
  startNotifyServer,
} from "../../support/notify-server.ts";

let server: NotifyServer;
beforeEach(async () => {
  server = await startNotifyServer();
});
afterEach(() => server.stop());

const notification: Notification = {
  key: "order@4",
  event: "rejected",
  at: unixMs(1_700_000_000_000),
  text: "Rejected: demo *ETH* <b>@everyone</b>",
  account: "demo",
};
const message = { text: notification.text, notifications: [notification] };

const entries = {
  telegram: () => ({ CHANNEL: "telegram", BOT_TOKEN, CHAT_ID, ENDPOINT: server.endpoint }),
  discord: () => ({
    CHANNEL: "discord",
    WEBHOOK_URL: `https://discord.com/api/webhooks/1234/${DISCORD_TOKEN}`,
    ENDPOINT: server.endpoint,
  }),
  webhook: () => ({ CHANNEL: "webhook", URL: `${server.endpoint}/secret-path`, AUTHORIZATION: "Bearer secret" }),
} as const;
type Kind = keyof typeof entries;
const KINDS = Object.keys(entries) as Kind[];

async function open(entry: object): Promise<NotificationChannel> {
  const parsed = parseNotifications(JSON.stringify([entry]));
  if (!parsed.ok) throw new Error(parsed.error.join());
  const [opened] = await openChannels(parsed.value);
  if (opened === undefined) throw new Error("no channel");
  return opened.channel;
}

describe("a message reaches", () => {
  test("Telegram's chat as plain text", async () => {
    expect(await (await open(entries.telegram())).send(message)).toEqual({ kind: "sent" });
    expect(server.taken[0]?.body).toEqual({
      chat_id: CHAT_ID,
      text: notification.text,
      link_preview_options: { is_disabled: true },
    });
  });

  test("Discord's channel, and calls on nobody there", async () => {
    expect(await (await open(entries.discord())).send(message)).toEqual({ kind: "sent" });
    expect(server.taken[0]?.body).toEqual({ content: notification.text, allowed_mentions: { parse: [] }, flags: 4 });
  });

  test("a webhook as JSON, with its authorization", async () => {
    expect(await (await open(entries.webhook())).send(message)).toEqual({ kind: "sent" });
    expect(server.taken[0]).toMatchObject({
      path: "/secret-path",
      headers: { authorization: "Bearer secret" },
      body: { ...notification, at: "2023-11-14T22:13:20.000Z" },
    });
  });
});

describe.each(KINDS)("%s", (kind) => {
  test("says how long to wait when it limits the rate", async () => {
    server.fail({ kind: "rate-limited", retryAfterS: 7 });
    const outcome = await (await open(entries[kind]())).send(message);
    expect(outcome).toMatchObject({ kind: "failed", retryAfterMs: 7_000 });
  });

  test.each(["down", "dropped"] as const)("may work later when it is %s", async (fault) => {
    server.fail({ kind: fault });
    expect(await (await open(entries[kind]())).send(message)).toMatchObject({ kind: "failed" });
  });

  test("may work later when nobody listens, and its address is in no reason", async () => {
    const channel = await open(entries[kind]());
    await server.stop();
    const outcome = await channel.send(message);
    expect(outcome).toEqual({ kind: "failed", reason: "could not be reached (ECONNREFUSED)" });
    server = await startNotifyServer();
  });

  test("S6: the service's words never hold what is secret of the address or the headers", async () => {
    const { pathname } = new URL(entries.discord().WEBHOOK_URL);
    const token = "123456:AAfake-token_of-a-bot";
    const path = pathname.replace(DISCORD_TOKEN, "wrong/../a-Secret_token-of-a-webhook");
    const said = [
      `not found: /bot${token}/sendMessage and ${path}`,
      `cannot POST ${encodeURIComponent(`/bot${token}/sendMessage`)} a-secret_TOKEN-of-...`,
      `unknown path ${JSON.stringify({ url: `/bot${token}` })}, token ends in token_of-a-bot`,
    ];
    for (const words of said) {
      const body = { ok: false, description: words, message: words };
      const own = createServer((_request, response) => response.writeHead(404).end(JSON.stringify(body)));
      await new Promise<void>((resolve) => own.listen(0, "127.0.0.1", resolve));
      const endpoint = `http://127.0.0.1:${(own.address() as AddressInfo).port}`;
      const webhookUrl = "https://discord.com/api/webhooks/1234/a-Secret_token-of-a-webhook";
      const asked = {
        telegram: { CHANNEL: "telegram", BOT_TOKEN: token, CHAT_ID, ENDPOINT: endpoint },
        discord: { CHANNEL: "discord", WEBHOOK_URL: webhookUrl, ENDPOINT: endpoint },
        webhook: { CHANNEL: "webhook", URL: `${endpoint}/a-Secret_token-of-a-webhook` },
      }[kind];
      const outcome = JSON.stringify(await (await open(asked)).send(message));
      await new Promise((resolve) => own.close(resolve));
      expect(outcome).toContain("answered 404");
      if (kind === "telegram") expect(outcome).not.toMatch(/AAfake|token_of|123456(:|%3A)/i);
      if (kind === "discord") expect(outcome).not.toMatch(/a-secret_token/i);
    }
  });

  test("is not followed elsewhere", async () => {
    server.fail({ kind: "moved" });
    expect(await (await open(entries[kind]())).send(message)).toEqual({ kind: "refused", reason: "answered 302" });
  });
});

test.each([
  [{ ...{ CHANNEL: "telegram", BOT_TOKEN: "1:wrong-token", CHAT_ID } }, "answered 401, Unauthorized"],
  [{ ...{ CHANNEL: "telegram", BOT_TOKEN, CHAT_ID: 43 } }, "answered 400, Bad Request: chat not found"],
  [
    { CHANNEL: "discord", WEBHOOK_URL: "https://discord.com/api/webhooks/1234/wrong-token" },
    "answered 401, Invalid Webhook Token",
  ],
])("what will never work is told apart, in the service's words: %j", async (entry, reason) => {
  const channel = await open({ ...entry, ENDPOINT: server.endpoint });
  expect(await channel.send(message)).toEqual({ kind: "refused", reason });
});
