// One alert to a webhook, as TradingView posts it.
import * as z from "zod";
import { isNeverSent, leavesOpen, MAY_BE_TAKEN } from "../runtime/never-sent.ts";
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

const refusalSchema = z.object({ error: z.object({ message: z.string() }) });

/** `reply` is absent when the answer is not about the lines of an alert: it was refused as a whole, and whook itself says why. */
export interface PostedAlert {
  readonly status: number;
  readonly reply?: AlertReply;
  readonly refusal?: string;
}

/** Nothing answered: `unsent` was heard by nobody, `unanswered` may have been taken. */
export type LostAlert = "unsent" | "unanswered";

/** @param url - holds the token: it is part of no message. */
export async function postAlert(url: string, text: string): Promise<PostedAlert | LostAlert> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "text/plain; charset=utf-8" },
      body: text,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const body: unknown = await response.json().catch(() => undefined);
    const reply = replySchema.safeParse(body);
    if (reply.success) return { status: response.status, reply: reply.data };
    const refusal = refusalSchema.safeParse(body);
    return { status: response.status, ...(refusal.success ? { refusal: refusal.data.error.message } : {}) };
  } catch (error) {
    return isNeverSent(error) ? "unsent" : "unanswered";
  }
}

const REFUSALS: Readonly<Record<number, string>> = {
  401: "the running whook has another token: set WHOOK_TOKEN to the one it was started with",
  403: "the stack takes alerts from TradingView and from the addresses it was deployed with; this machine's is not one of them",
};

/** The same for a person: what the webhook says of the lines. @throws CommandError when it takes none of them. */
export async function postToWebhook(url: string, text: string): Promise<AlertReply> {
  const posted = await postAlert(url, text);
  if (posted === "unsent") throw new CommandError("the webhook cannot be reached: nothing was sent");
  if (posted === "unanswered") throw new CommandError(`the webhook did not answer: the alert ${MAY_BE_TAKEN}`);
  const { status, reply, refusal } = posted;
  if (reply !== undefined) return reply;
  const said = `the webhook answered ${status}${refusal === undefined ? "" : `: ${refusal}`}`;
  const isOpen = refusal === undefined && leavesOpen(status);
  throw new CommandError(REFUSALS[status] ?? (isOpen ? `${said}: the alert ${MAY_BE_TAKEN}` : said));
}
