import type { Command } from "../command.ts";
import { printJson, printLine } from "../print.ts";

/** What to paste into TradingView. */
export const url: Command = {
  options: [],
  examples: [
    "whook url                  of the whook that runs on this machine",
    "whook url --stack whook    of a stack on AWS",
  ],
  async run({ io, isJson, backend }) {
    const address = await backend.webhookUrl();
    if (isJson) printJson(io, { url: address });
    else printLine(io, address);
    return 0;
  },
};
