import type { CliIo, Command } from "../command.ts";
import { CommandError } from "../errors.ts";
import { type AlertReply, postAlert } from "../post-alert.ts";
import { printJson, printLine, toned } from "../print.ts";
import { alertText } from "./lint.ts";

/** Posts an alert, as TradingView would. */
export const send: Command = {
  options: [],
  examples: ["whook send 'demo ETH/USDT buy 100$ x2'", "whook send < alert.txt"],
  async run({ io, backend, isJson }, { args }) {
    const text = await alertText(args, io);
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

async function post(url: string, text: string): Promise<AlertReply> {
  const posted = await postAlert(url, text);
  if (posted === undefined) throw new CommandError("the webhook did not answer");
  const { status, reply } = posted;
  if (reply === undefined) throw new CommandError(REFUSALS[status] ?? `the webhook answered ${status}`);
  return reply;
}

function explain({ accepted, rejected, warnings }: AlertReply, io: CliIo): void {
  for (const { line, account, symbol, orderId } of accepted) {
    printLine(io, `${toned(io, "good", "accepted")}  line ${line}: ${account} ${symbol}, order ${orderId}`);
  }
  for (const { line, message } of rejected) printLine(io, `${toned(io, "bad", "rejected")}  line ${line}: ${message}`);
  for (const { line, message } of warnings)
    printLine(io, `${toned(io, "warning", "warning")}   line ${line}: ${message}`);
  if (accepted.length > 0) printLine(io, "what became of it: npx whook trades");
}
