import * as z from "zod";
import { Secret } from "../../core/secret.ts";
import { endpointOf, entryOf, origin, text } from "./fields.ts";

const schema = entryOf({
  CHANNEL: z.literal("telegram"),
  BOT_TOKEN: text("BOT_TOKEN", "123456789:AA…, from @BotFather").regex(/^\d+:[A-Za-z0-9_-]+$/, {
    error: "BOT_TOKEN is digits, a colon and letters, as @BotFather wrote it",
  }),
  CHAT_ID: z
    .union([z.string(), z.number()], { error: "CHAT_ID must be there, like 123456789 or @mychannel" })
    .transform((id) => String(id).trim())
    .refine((id) => /^-?\d+$|^@\w+$/.test(id), { error: "CHAT_ID is a number, or @ and a channel's name" }),
  ENDPOINT: origin,
});

/** A bot's messages in one chat. Opened by lib/adapters/notify/telegram-channel.ts. */
export const telegram = {
  schema,
  target: (entry: z.output<typeof schema>) => ({
    kind: entry.CHANNEL,
    botToken: new Secret(entry.BOT_TOKEN),
    chatId: entry.CHAT_ID,
    ...endpointOf(entry),
  }),
};
