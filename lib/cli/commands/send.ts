import type { CliIo, Command } from "../command.ts";
import { type AlertReply, postToWebhook } from "../post-alert.ts";
import { printJson, printLine, toned } from "../print.ts";
import { alertText } from "./lint.ts";

/** Posts an alert, as TradingView would. */
export const send: Command = {
  options: [],
  examples: ["whook send 'demo ETH/USDT buy 100$ x2'", "whook send < alert.txt"],
  async run({ io, backend, isJson }, { args }) {
    const text = await alertText(args, io);
    const answer = await postToWebhook(await backend.webhookUrl(), text);
    if (isJson) printJson(io, answer);
    else explain(answer, io);
    return answer.accepted.length > 0 && answer.rejected.length === 0 ? 0 : 1;
  },
};

function explain({ accepted, rejected, warnings }: AlertReply, io: CliIo): void {
  for (const { line, account, symbol, orderId } of accepted) {
    printLine(io, `${toned(io, "good", "accepted")}  line ${line}: ${account} ${symbol}, order ${orderId}`);
  }
  for (const { line, message } of rejected) printLine(io, `${toned(io, "bad", "rejected")}  line ${line}: ${message}`);
  for (const { line, message } of warnings)
    printLine(io, `${toned(io, "warning", "warning")}   line ${line}: ${message}`);
  if (accepted.length > 0) printLine(io, "what became of it: npx whook trades");
}
