import * as z from "zod";
import type { ChannelTarget } from "../../config/notifications.ts";
import { defined } from "../../core/defined.ts";
import type { NotificationChannel } from "../../ports/notification-channel.ts";
import { postJson, secretsIn } from "./post-json.ts";

type Discord = Extract<ChannelTarget, { kind: "discord" }>;

/** https://discord.com/developers/docs/resources/webhook#execute-webhook */
const MAX_CHARACTERS = 2000;
/** Some thirty a minute to one channel; the answer to one too many says how long to wait. */
const MIN_INTERVAL_MS = 2_000;
const PER_PASS = 4;
/** No previews of links: https://discord.com/developers/docs/resources/message#message-object-message-flags */
const SUPPRESS_EMBEDS = 4;

/** https://discord.com/developers/docs/topics/rate-limits */
const failure = z.object({ message: z.string().optional(), retry_after: z.number().optional() });

/** Messages of a webhook in one Discord channel. Nothing of an alert can call on people there. */
export function createDiscordChannel({ webhookUrl, endpoint }: Discord): NotificationChannel {
  return {
    packing: { kind: "text", perPass: PER_PASS, maxCharacters: MAX_CHARACTERS },
    minIntervalMs: MIN_INTERVAL_MS,
    send: ({ text }) => {
      const address = new URL(webhookUrl.reveal());
      return postJson({
        url: new URL(address.pathname, endpoint ?? address.origin),
        secrets: secretsIn(address),
        body: { content: text, allowed_mentions: { parse: [] }, flags: SUPPRESS_EMBEDS },
        explain: (answer) => {
          const { data } = failure.safeParse(answer);
          return {
            ...defined({ reason: data?.message, retryAfterS: data?.retry_after }),
          };
        },
      });
    },
  };
}
