import * as z from "zod";
import type { CliIo, Command } from "../command.ts";
import { CommandError } from "../errors.ts";
import { printJson, printLine, toned } from "../print.ts";
import { alertText } from "./lint.ts";

const TIMEOUT_MS = 10_000;

const answerSchema = z.object({
  alertId: z.string(),
  accepted: z.array(z.object({ line: z.number(), orderId: z.string(), account: z.string(), symbol: z.string() })),
  rejected: z.array(z.object({ line: z.number(), text: z.string(), code: z.string(), message: z.string() })),
  warnings: z.array(z.object({ line: z.number(), message: z.string() }).loose()),
});
type Answer = z.infer<typeof answerSchema>;

/** Posts an alert, as TradingView would. */
export const send: Command = {
  name: "send",
  argument: "[TEXT|-]",
  summary: "send an alert to the running whook, as TradingView would; this trades",
  options: [],
  examples: ["whook send 'demo ETH/USDT buy 100$ x2'", "whook send < alert.txt"],
  async run({ io, backend, isJson }, { args }) {
    const text = await alertText(args[0], io);
    const answer = await post(await backend.webhookUrl(), text);
    if (isJson) printJson(io, answer);
    else explain(answer, io);
    return answer.accepted.length > 0 && answer.rejected.length === 0 ? 0 : 1;
  },
};

const REFUSALS: Readonly<Record<number, string>> = {
  401: "the running whook has another token: set WHOOK_TOKEN to the one it was started with",
  403: "the stack takes alerts from TradingView and from the addresses it was deployed with; this machine's is not one of them",
};

async function post(url: string, text: string): Promise<Answer> {
  // The address holds the token: it must not be part of any message.
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "text/plain; charset=utf-8" },
    body: text,
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch(() => {
    throw new CommandError("the webhook did not answer");
  });
  const answer = answerSchema.safeParse(await response.json().catch(() => undefined));
  if (answer.success) return answer.data;
  throw new CommandError(REFUSALS[response.status] ?? `the webhook answered ${response.status}`);
}

function explain({ accepted, rejected, warnings }: Answer, io: CliIo): void {
  for (const { line, account, symbol, orderId } of accepted) {
    printLine(io, `${toned(io, "good", "accepted")}  line ${line}: ${account} ${symbol}, order ${orderId}`);
  }
  for (const { line, message } of rejected) printLine(io, `${toned(io, "bad", "rejected")}  line ${line}: ${message}`);
  for (const { line, message } of warnings)
    printLine(io, `${toned(io, "warning", "warning")}   line ${line}: ${message}`);
  if (accepted.length > 0) printLine(io, "what became of it: whook trades");
}
