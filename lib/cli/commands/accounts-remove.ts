import type { Command } from "../command.ts";
import { CommandError } from "../errors.ts";
import { printJson, printLine } from "../print.ts";

/** Takes an account out of the stack; accounts.json stays as it is. */
export const accountsRemove: Command = {
  options: [],
  examples: ["whook accounts remove myBinance"],
  where: "stack",
  async run({ io, isJson, backend, openStack }, { args }) {
    const id = args[0] ?? "";
    const { name, accounts } = await openStack();
    if (!(await accounts.remove(id))) {
      const there = (await backend.listAccounts()).map((account) => account.id).join(", ");
      throw new CommandError(`no account ${id} in stack ${name}; there are ${there === "" ? "none" : there}`);
    }
    if (isJson) printJson(io, { removed: id });
    else printLine(io, `${id} removed: its alerts are refused within a minute, its keys forgotten within five`);
    return 0;
  },
};
