// One alert to a webhook, as TradingView posts it.
import * as z from "zod";
import { CommandError } from "./errors.ts";

const TIMEOUT_MS = 10_000;

const replySchema = z.object({
  alertId: z.string(),
  accepted: z.array(z.object({ line: z.number(), orderId: z.string(), account: z.string(), symbol: z.string() })),
  rejected: z.array(z.object({ line: z.number(), text: z.string(), code: z.string(), message: z.string() })),
  warnings: z.array(z.object({ line: z.number(), message: z.string() }).loose()),
});
/** What became of each line. */
export type AlertReply = z.infer<typeof replySchema>;

/** `reply` is absent when the answer is not about the lines of an alert: it was refused as a whole. */
export interface PostedAlert {
  readonly status: number;
  readonly reply?: AlertReply;
}

/** @param url - holds the token: it is part of no message. @returns undefined when nothing answered in time. */
export async function postAlert(url: string, text: string): Promise<PostedAlert | undefined> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "text/plain; charset=utf-8" },
      body: text,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const reply = replySchema.safeParse(await response.json().catch(() => undefined));
    return { status: response.status, ...(reply.success ? { reply: reply.data } : {}) };
  } catch {
    return undefined;
  }
}

const REFUSALS: Readonly<Record<number, string>> = {
  401: "the running whook has another token: set WHOOK_TOKEN to the one it was started with",
  403: "the stack takes alerts from TradingView and from the addresses it was deployed with; this machine's is not one of them",
};

/** The same for a person: what the webhook says of the lines. @throws CommandError when it takes none of them. */
export async function postToWebhook(url: string, text: string): Promise<AlertReply> {
  const posted = await postAlert(url, text);
  if (posted === undefined) throw new CommandError("the webhook did not answer");
  const { status, reply } = posted;
  if (reply === undefined) throw new CommandError(REFUSALS[status] ?? `the webhook answered ${status}`);
  return reply;
}
