import * as z from "zod";
import { Secret } from "../../core/secret.ts";
import { endpointOf, entryOf, origin, text } from "./fields.ts";

const schema = entryOf({
  CHANNEL: z.literal("discord"),
  WEBHOOK_URL: text("WEBHOOK_URL", "https://discord.com/api/webhooks/…").refine(isDiscordUrl, {
    error: "WEBHOOK_URL is the address Discord shows under Integrations, like https://discord.com/api/webhooks/…",
  }),
  ENDPOINT: origin,
});

/** A webhook's messages in one Discord channel. Opened by lib/adapters/notify/discord-channel.ts. */
export const discord = {
  schema,
  target: (entry: z.output<typeof schema>) => ({
    kind: entry.CHANNEL,
    webhookUrl: new Secret(entry.WEBHOOK_URL),
    ...endpointOf(entry),
  }),
};

/** https://discord.com/developers/docs/resources/webhook#execute-webhook */
function isDiscordUrl(url: string): boolean {
  return /^https:\/\/(?:(?:canary|ptb)\.)?discord(?:app)?\.com\/api\/(?:v\d+\/)?webhooks\/\d+\/[\w-]+$/.test(url);
}
