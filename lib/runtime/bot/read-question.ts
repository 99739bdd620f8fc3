// Questions of bots, as they come over the wire.
import * as z from "zod";
import { ORDER_STATUSES } from "../../core/execution/order-record.ts";
import { unixMs } from "../../core/ids.ts";
import type { Question } from "./questions.ts";

const account = z.string();
const time = z.number().int().transform(unixMs);
const history = {
  account,
  symbol: z.string().optional(),
  status: z.enum(ORDER_STATUSES).optional(),
  tag: z.string().optional(),
  since: time.optional(),
  until: time.optional(),
  limit: z.number().int().positive().optional(),
};
const questionSchema = z.discriminatedUnion("ask", [
  z.object({ ask: z.literal("accounts") }),
  z.object({ ask: z.enum(["positions", "balance"]), account }),
  z.object({ ask: z.enum(["market", "price"]), account, symbol: z.string() }),
  z.object({ ask: z.literal("plan"), account, text: z.string() }),
  z.object({ ask: z.literal("order"), account, id: z.string() }),
  z.object({ ask: z.enum(["trades", "orders", "stats"]), ...history }),
]);

/** @returns undefined when the body of a request is none. */
export function readQuestion(body: unknown): Question | undefined {
  // A key that is absent and one that is undefined are the same to who answers.
  return questionSchema.safeParse(parsed(body)).data as Question | undefined;
}

function parsed(body: unknown): unknown {
  try {
    return JSON.parse(body instanceof Uint8Array ? new TextDecoder().decode(body) : "");
  } catch {
    return undefined;
  }
}
