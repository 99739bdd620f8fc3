import type { Command } from "../command.ts";
import { CommandError } from "../errors.ts";
import { printJson, printLine } from "../print.ts";

/** A new address for TradingView. Both are good until the rotation is finished, so that no alert is lost in between. */
export const rotateToken: Command = {
  options: [{ flags: "--finish", summary: "end the rotation: only the new address is good from now on" }],
  examples: ["whook rotate-token", "whook rotate-token --finish"],
  where: "stack",
  async run({ io, isJson, backend, openStack }, { flags }) {
    const { token } = await openStack();
    if (flags.has("finish")) {
      const isFinished = await token.finishRotation();
      if (isJson) printJson(io, { finished: isFinished });
      else printLine(io, isFinished ? "the old address is refused within a minute" : "no rotation was under way");
      return 0;
    }
    if (!(await token.rotate())) {
      throw new CommandError(
        "the last rotation is not finished: once every alert has the address of whook url, run whook rotate-token --finish",
      );
    }
    const address = await backend.webhookUrl();
    if (isJson) printJson(io, { url: address });
    else {
      printLine(io, address);
      printLine(
        io,
        "Paste it into every alert in TradingView. The old address is good until: whook rotate-token --finish",
      );
    }
    return 0;
  },
};
