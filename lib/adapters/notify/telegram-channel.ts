import * as z from "zod";
import type { ChannelTarget } from "../../config/notifications.ts";
import { defined } from "../../core/defined.ts";
import type { NotificationChannel } from "../../ports/notification-channel.ts";
import { postJson } from "./post-json.ts";

type Telegram = Extract<ChannelTarget, { kind: "telegram" }>;

const HOST = "https://api.telegram.org";
/** https://core.telegram.org/bots/api#sendmessage */
const MAX_CHARACTERS = 4096;
/** Twenty a minute to one group: https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this */
const MIN_INTERVAL_MS = 3_000;
const PER_PASS = 4;

/** https://core.telegram.org/bots/api#making-requests */
const failure = z.object({
  description: z.string().optional(),
  parameters: z.object({ retry_after: z.number().optional() }).optional(),
});

/** A bot's messages in one chat, as plain text: nothing of an alert is read as markup. */
export function createTelegramChannel({ botToken, chatId, endpoint }: Telegram): NotificationChannel {
  return {
    packing: { kind: "text", perPass: PER_PASS, maxCharacters: MAX_CHARACTERS },
    minIntervalMs: MIN_INTERVAL_MS,
    send: ({ text }) =>
      postJson({
        url: new URL(`/bot${botToken.reveal()}/sendMessage`, endpoint ?? HOST),
        secrets: [botToken.reveal()],
        body: { chat_id: chatId, text, link_preview_options: { is_disabled: true } },
        explain: (answer) => {
          const { data } = failure.safeParse(answer);
          const retryAfterS = data?.parameters?.retry_after;
          return {
            ...defined({ reason: data?.description, retryAfterS }),
          };
        },
      }),
  };
}
