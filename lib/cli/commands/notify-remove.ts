import type { Command } from "../command.ts";
import { CommandError } from "../errors.ts";
import { printJson, printLine } from "../print.ts";

/** Takes a channel out of the stack; notifications.json stays as it is. */
export const notifyRemove: Command = {
  options: [],
  examples: ['whook notify remove "my phone"'],
  where: "stack",
  async run({ io, isJson, openStack }, { args }) {
    const removed = args[0] ?? "";
    const { name, channels } = await openStack();
    if (!(await channels.remove(removed))) {
      const there = (await channels.list()).map((channel) => channel.name).join(", ");
      throw new CommandError(`no channel ${removed} in stack ${name}; there are ${there === "" ? "none" : there}`);
    }
    if (isJson) printJson(io, { removed });
    else printLine(io, `${removed} removed: nothing is told there any more within five minutes`);
    return 0;
  },
};
